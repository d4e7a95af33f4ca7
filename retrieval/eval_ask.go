package retrieval

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"docent/retrieval/corpus"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
	"docent/retrieval/rank"
)

// asked is one question as it is put to one index.
type asked struct {
	*evalQuestion
	foreign bool // it is another set's, and can't be answered here
	seed    uint64
}

// An outcome is what became of one question.
type outcome struct {
	asked
	standing
	sentence bool    // the first passage answers, and its marked sentence has an answer in it
	trust    float64 // confidence, less the threshold: from 0 on, it is answered
	without  float64 // the same without the documents that answer
	typo     bool    // asked with a typo, the first passage answers

	bleve        standing
	bleveScore   float64
	bleveWithout float64
}

// nothingFound is the trust in no passage at all.
const nothingFound = -1

// ask asks all questions of the run.
func (r *evalRun) ask(ctx context.Context) (outcomes, error) {
	for _, s := range r.own {
		r.add(s, false)
	}
	if r.foreign != nil {
		r.add(r.foreign, true)
	}
	out := outcomes{each: make([]outcome, len(r.asked))}
	err := r.share(ctx, "asking "+r.name, len(r.asked), func(ctx context.Context, x *ranker, i int) error {
		var err error
		out.each[i], err = r.judge(ctx, x, r.asked[i])
		return r.asked[i].about(err)
	})
	if err == nil && r.cfg.Mixed {
		out.languages, err = r.languages(ctx)
	}
	if err == nil {
		err = r.time(ctx, &out)
	}
	if err == nil && r.cfg.Failures > 0 {
		err = r.failures(ctx, out.each)
	}
	if err == nil {
		out.samples, err = r.samples(ctx)
	}
	return out, err
}

func (r *evalRun) add(s *evalSet, foreign bool) {
	for i, q := range s.questions {
		r.asked = append(r.asked, asked{q, foreign, uint64(i)})
	}
}

// about says which question an error is about.
func (a asked) about(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("asking %s:%d: %w", a.set.Questions, a.line, err)
}

// share does n pieces of work on all cores, each core with a snapshot of its own.
func (r *evalRun) share(ctx context.Context, stage string, n int, do func(ctx context.Context, x *ranker, i int) error) error {
	var next, done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			return r.lib.ranker(func(x *ranker) error {
				for {
					i := int(next.Add(1)) - 1
					if i >= n {
						return nil
					}
					if err := errors.Join(ctx.Err(), do(ctx, x, i)); err != nil {
						return err
					}
					r.cfg.Progress(stage, int(done.Add(1)), n)
				}
			})
		})
	}
	return group.Wait()
}

// A ranker ranks from one snapshot, one at a time.
type ranker struct {
	lib       *Library
	edition   *corpus.Version
	snap      *index.Snapshot
	everybody *index.Filter // admits every document
}

// ranker runs f over a snapshot.
func (l *Library) ranker(f func(*ranker) error) error {
	e, release, err := l.corpus.Hold()
	if err != nil {
		return err
	}
	defer release()
	snap, err := e.Store.Snapshot()
	if err != nil {
		return err
	}
	return errors.Join(f(&ranker{lib: l, edition: e, snap: snap}), snap.Close())
}

// rank ranks as Answer does.
func (x *ranker) rank(ctx context.Context, q Question, only *index.Filter) ([]*rank.Candidate, error) {
	ranked, _, err := x.lib.metadataOrRank(ctx, x.edition, x.snap, q.Source, query.Parse(q.Text, q.Earlier, q.Asked), only)
	return ranked, err
}

// trust is the confidence in a ranking, less the threshold of silence.
func (x *ranker) trust(ranked []*rank.Candidate) float64 {
	if len(ranked) == 0 {
		return nothingFound
	}
	return rank.Confidence(ranked) - rank.Threshold(x.snap, ranked[0])
}

// rankWithout ranks what is left when some documents are taken out.
func (x *ranker) rankWithout(ctx context.Context, q Question, paths []string) ([]*rank.Candidate, error) {
	if x.everybody == nil {
		all, err := x.snap.OnlyPaths(ctx, x.lib.inScope(x.edition, Scope{}))
		if err != nil {
			return nil, err
		}
		x.everybody = all
	}
	taken, err := x.snap.OnlyPaths(ctx, paths)
	if err != nil {
		return nil, err
	}
	ranked, err := x.rank(ctx, q, x.everybody.Without(taken))
	// A question about a document is answered from fields, which the filter doesn't bind.
	return slices.DeleteFunc(ranked, func(c *rank.Candidate) bool { return slices.Contains(paths, c.Path) }), err
}

// judge asks one question and looks what comes.
func (r *evalRun) judge(ctx context.Context, x *ranker, a asked) (outcome, error) {
	out := outcome{asked: a}
	q := r.question(a)
	ranked, err := x.rank(ctx, q, nil)
	if err != nil {
		return out, err
	}
	out.trust = x.trust(ranked)
	out.standing = a.standing(len(ranked), func(i int) *passage.Passage { return ranked[i].Passage })
	if out.right == 1 {
		out.sentence = a.answeredBy(ranked[0].Body[ranked[0].Sentence[0]:ranked[0].Sentence[1]])
	}
	if a.judged() {
		if err := r.judgeMore(ctx, x, q, &out); err != nil {
			return out, err
		}
	}
	if r.cfg.Compare {
		err = r.compare(ctx, x, &out)
	}
	return out, err
}

// judgeMore asks a question that can be answered in the other ways that were asked for.
func (r *evalRun) judgeMore(ctx context.Context, x *ranker, q Question, out *outcome) error {
	if !out.among {
		// What was looked at closely are the best of the candidates: the right one can only be behind them.
		all, _, err := x.lib.rankerFor(x.edition).Rank(ctx, x.snap, query.Parse(q.Text, q.Earlier, q.Asked), nil, rank.MaxCandidates)
		if err != nil {
			return err
		}
		out.among = out.amongst(all)
	}
	if r.cfg.HoldOut {
		without, err := x.rankWithout(ctx, q, out.paths())
		if err != nil {
			return err
		}
		out.without = x.trust(without)
	}
	if r.cfg.Typos != nil {
		q.Text = typo(*r.cfg.Typos, out.seed, q.Text)
		ranked, err := x.rank(ctx, q, nil)
		if err != nil {
			return err
		}
		out.typo = len(ranked) > 0 && out.rightIn(ranked[0].Passage)
	}
	return nil
}

// amongst tells whether one of the passages answers.
func (a asked) amongst(all []*rank.Candidate) bool {
	return slices.ContainsFunc(all, func(c *rank.Candidate) bool { return a.rightIn(c.Passage) })
}

// judged tells whether it is known what answers the question, here.
func (a asked) judged() bool { return a.answerable && !a.foreign }

// question is what is asked: on its date, or now.
func (r *evalRun) question(a asked) Question {
	q := Question{Text: a.text, Asked: a.date}
	if a.date.IsZero() {
		q.Asked = r.cfg.Now()
	}
	return q
}

package eval

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"docent/retrieval"
	"docent/retrieval/passage"
)

// asked is one question as it is put to one index.
type asked struct {
	*question
	foreign bool // it is another set's, and can't be answered here
	seed    uint64
}

// An outcome is what became of one question.
type outcome struct {
	asked
	standing
	sentence bool    // the first passage answers, and its marked sentence has an answer in it
	margin   float64 // the answer probability, less the threshold: from 0 on, it is answered
	without  float64 // the same without the documents that answer
	typo     bool    // asked with a typo, the first passage answers

	bleve        standing
	bleveScore   float64
	bleveWithout float64
}

// nothingFound is the margin of no passage at all.
const nothingFound = -1

// ask asks all questions of the run.
func (r *indexRun) ask(ctx context.Context) (outcomes, error) {
	for _, s := range r.own {
		r.add(s, false)
	}
	if r.foreign != nil {
		r.add(r.foreign, true)
	}
	out := outcomes{each: make([]outcome, len(r.asked))}
	err := r.share(ctx, "asking "+r.name, len(r.asked), func(ctx context.Context, x *retrieval.Session, i int) error {
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

func (r *indexRun) add(s *questionSet, foreign bool) {
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
func (r *indexRun) share(ctx context.Context, stage string, n int, do func(ctx context.Context, x *retrieval.Session, i int) error) error {
	var next, done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			return r.lib.Session(func(x *retrieval.Session) error {
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

// margin is the answer probability of a ranking, less the threshold.
func margin(ranked []retrieval.Ranked) float64 {
	if len(ranked) == 0 {
		return nothingFound
	}
	return ranked[0].Probability - retrieval.AnswerThreshold
}

// judge asks one question and looks what comes.
func (r *indexRun) judge(ctx context.Context, x *retrieval.Session, a asked) (outcome, error) {
	out := outcome{asked: a}
	q := r.question(a)
	ranked, err := x.Rank(ctx, q, nil, 0)
	if err != nil {
		return out, err
	}
	out.margin = margin(ranked)
	out.standing = a.standing(len(ranked), func(i int) *passage.Passage { return ranked[i].Passage })
	if out.right == 1 {
		out.sentence = a.answeredBy(ranked[0].Sentence)
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
func (r *indexRun) judgeMore(ctx context.Context, x *retrieval.Session, q retrieval.Question, out *outcome) error {
	if !out.among {
		// What was looked at closely are the best of the candidates: the right one can only be behind them.
		all, err := x.Rank(ctx, q, nil, retrieval.MaxCandidates)
		if err != nil {
			return err
		}
		out.among = out.amongst(all)
	}
	if r.cfg.HoldOut {
		without, err := x.Rank(ctx, q, out.paths(), 0)
		if err != nil {
			return err
		}
		out.without = margin(without)
	}
	if r.cfg.Typos != nil {
		q.Text = typo(*r.cfg.Typos, out.seed, q.Text)
		ranked, err := x.Rank(ctx, q, nil, 0)
		if err != nil {
			return err
		}
		out.typo = len(ranked) > 0 && out.rightIn(ranked[0].Passage)
	}
	return nil
}

// amongst reports whether one of the passages answers.
func (a asked) amongst(all []retrieval.Ranked) bool {
	return slices.ContainsFunc(all, func(c retrieval.Ranked) bool { return a.rightIn(c.Passage) })
}

// judged reports whether it is known what answers the question, here.
func (a asked) judged() bool { return a.answerable && !a.foreign }

// question is what is asked: on its date, or now.
func (r *indexRun) question(a asked) retrieval.Question {
	q := retrieval.Question{Text: a.text, Asked: a.date}
	if a.date.IsZero() {
		q.Asked = r.cfg.Now()
	}
	return q
}

package retrieval

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"docent/retrieval/document"
	"docent/retrieval/index"
)

// A class is a lesson with its index open.
type class struct {
	*evaluating
	lesson lesson
	lib    *Library
	asked  []asked
}

// asked is one question as it is put to one index.
type asked struct {
	*evalQuestion
	alien bool // it is another set's, and can't be answered here
	seed  uint64
}

// A standing is where a ranking put what answers. Places count from 1; 0 is nowhere.
type standing struct {
	found    bool // there is a first passage
	right    int  // the place of the first passage that answers
	strict   int  // of the first that has an answer in it as well
	among    bool // one that answers is among the candidates
	document bool // the first passage is of a document that answers
	words    int  // of the first passage
	path     string
	language string // of the first passage
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

// ask asks all questions of the lesson.
func (c *class) ask(ctx context.Context) (outcomes, error) {
	for _, s := range c.lesson.own {
		c.add(s, false)
	}
	if c.lesson.alien != nil {
		c.add(c.lesson.alien, true)
	}
	out := outcomes{each: make([]outcome, len(c.asked))}
	err := c.share(ctx, "asking "+c.lesson.name, len(c.asked), func(ctx context.Context, x *examinee, i int) error {
		var err error
		out.each[i], err = c.judge(ctx, x, c.asked[i])
		return c.asked[i].about(err)
	})
	if err == nil && c.cfg.Mixed {
		out.languages, err = c.languages(ctx)
	}
	if err == nil {
		err = c.time(ctx, &out)
	}
	if err == nil && c.cfg.Failures > 0 {
		err = c.failures(ctx, out.each)
	}
	if err == nil {
		out.samples, err = c.samples(ctx)
	}
	return out, err
}

func (c *class) add(s *evalSet, alien bool) {
	for i, q := range s.questions {
		c.asked = append(c.asked, asked{q, alien, uint64(i)})
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
func (c *class) share(ctx context.Context, stage string, n int, do func(ctx context.Context, x *examinee, i int) error) error {
	var next, done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			return c.lib.examinee(func(x *examinee) error {
				for {
					i := int(next.Add(1)) - 1
					if i >= n {
						return nil
					}
					if err := errors.Join(ctx.Err(), do(ctx, x, i)); err != nil {
						return err
					}
					c.cfg.Progress(stage, int(done.Add(1)), n)
				}
			})
		})
	}
	return group.Wait()
}

// An examinee answers questions from one snapshot, one at a time.
type examinee struct {
	lib       *Library
	edition   *edition
	snap      *index.Snapshot
	everybody *index.Filter // admits every document
}

// examinee runs f over a snapshot.
func (l *Library) examinee(f func(*examinee) error) error {
	e, release, err := l.hold()
	if err != nil {
		return err
	}
	defer release()
	snap, err := e.store.Snapshot()
	if err != nil {
		return err
	}
	return errors.Join(f(&examinee{lib: l, edition: e, snap: snap}), snap.Close())
}

// rank ranks as Answer does.
func (x *examinee) rank(ctx context.Context, q Question, only *index.Filter) ([]*candidate, error) {
	ranked, _, err := x.lib.metadataOrRank(ctx, x.edition, x.snap, q, only)
	return ranked, err
}

// trust is the confidence in a ranking, less the threshold of silence.
func (x *examinee) trust(ranked []*candidate) float64 {
	if len(ranked) == 0 {
		return nothingFound
	}
	return confidence(ranked) - threshold(x.snap, ranked[0])
}

// rankWithout ranks what is left when some documents are taken out.
func (x *examinee) rankWithout(ctx context.Context, q Question, paths []string) ([]*candidate, error) {
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
	return slices.DeleteFunc(ranked, func(c *candidate) bool { return slices.Contains(paths, c.Path) }), err
}

// judge asks one question and looks what comes.
func (c *class) judge(ctx context.Context, x *examinee, a asked) (outcome, error) {
	out := outcome{asked: a}
	q := c.question(a)
	ranked, err := x.rank(ctx, q, nil)
	if err != nil {
		return out, err
	}
	out.trust = x.trust(ranked)
	out.standing = a.standing(len(ranked), func(i int) *Passage { return ranked[i].Passage })
	if out.right == 1 {
		out.sentence = a.answeredBy(ranked[0].text[ranked[0].sentence[0]:ranked[0].sentence[1]])
	}
	if a.judged() {
		if err := c.judgeMore(ctx, x, q, &out); err != nil {
			return out, err
		}
	}
	if c.cfg.Compare {
		err = c.compare(ctx, x, &out)
	}
	return out, err
}

// judgeMore asks a question that can be answered in the other ways that were asked for.
func (c *class) judgeMore(ctx context.Context, x *examinee, q Question, out *outcome) error {
	if !out.among {
		// What was looked at closely are the best of the candidates: the right one can only be behind them.
		all, _, err := x.lib.rank(ctx, x.snap, q, nil, candidates)
		if err != nil {
			return err
		}
		out.among = out.amongst(all)
	}
	if c.cfg.HoldOut {
		without, err := x.rankWithout(ctx, q, out.paths())
		if err != nil {
			return err
		}
		out.without = x.trust(without)
	}
	if c.cfg.Typos != nil {
		q.Text = typo(*c.cfg.Typos, out.seed, q.Text)
		ranked, err := x.rank(ctx, q, nil)
		if err != nil {
			return err
		}
		out.typo = len(ranked) > 0 && out.rightIn(ranked[0].Passage)
	}
	return nil
}

// amongst tells whether one of the passages answers.
func (a asked) amongst(all []*candidate) bool {
	return slices.ContainsFunc(all, func(c *candidate) bool { return a.rightIn(c.Passage) })
}

// judged tells whether it is known what answers the question, here.
func (a asked) judged() bool { return a.answerable && !a.alien }

// question is what is asked: on its date, or now.
func (c *class) question(a asked) Question {
	q := Question{Text: a.text, Asked: a.date}
	if a.date.IsZero() {
		q.Asked = c.cfg.Now()
	}
	return q
}

// paths are those of the documents that answer.
func (q *evalQuestion) paths() (out []string) {
	for _, r := range q.relevant {
		out = append(out, r.path)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// standing looks where in a ranking the passages are that answer, the n best of which it gets by their place from 0.
func (a asked) standing(n int, at func(int) *Passage) standing {
	var s standing
	if n == 0 {
		return s
	}
	first := at(0)
	s.found, s.path, s.language, s.words = true, first.Path, first.Language, document.CountWords(first.Text())
	if !a.judged() {
		return s
	}
	s.document = slices.Contains(a.paths(), first.Path)
	for i := 0; i < n && s.strict == 0; i++ {
		p := at(i)
		if !a.rightIn(p) {
			continue
		}
		if s.right == 0 {
			s.right, s.among = i+1, true
		}
		if len(a.answers) == 0 || a.answeredBy(p.Text()) || a.answeredBy(p.reading()) {
			s.strict = i + 1
		}
	}
	return s
}

// rightIn tells whether a passage overlaps a place that answers.
func (a asked) rightIn(p *Passage) bool {
	lines := p.lines()
	return a.judged() && slices.ContainsFunc(a.relevant, func(r relevant) bool {
		return r.path == p.Path && (r.lines == [2]int{} || lines[0] <= r.lines[1] && lines[1] >= r.lines[0])
	})
}

// reading is the passage as a reader sees it.
func (p *Passage) reading() string {
	texts := make([]string, len(p.Pieces))
	for i, piece := range p.Pieces {
		texts[i] = piece.reading()
	}
	return strings.Join(texts, "\n\n")
}

// answeredBy tells whether a text has one of the answers in it.
func (q *evalQuestion) answeredBy(text string) bool {
	folded := index.Fold(text)
	return slices.ContainsFunc(q.answers, func(answer string) bool { return holds(folded, answer) })
}

// holds finds a part of a folded text. One that begins or ends with a Latin letter or a digit isn't found within a longer
// word or number; other scripts write words together.
func holds(text, part string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return false
		}
		start := from + i
		end := start + len(part)
		if !(start > 0 && goOn(text[start-1], part[0])) && !(end < len(text) && goOn(part[len(part)-1], text[end])) {
			return true
		}
		from = start + 1
	}
}

// goOn tells whether two neighbouring bytes of a folded text belong to one Latin word or number.
func goOn(a, b byte) bool {
	latin := func(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }
	return latin(a) && latin(b)
}

package eval

import (
	"cmp"
	"context"
	"slices"

	"docent/retrieval"
)

// A Failure is a question that was answered badly, and why.
type Failure struct {
	Kind        FailureKind
	Set         string
	Line        int // of the set's file of questions
	ID          string
	Question    string
	Expected    []Place  // what would have answered; none where nothing does
	First       *Passage // what came first; nil: nothing came
	Right       *Passage // the best passage that answers, where it isn't the first; nil: no candidate answers
	Probability float64  // that the first passage answers
	Threshold   float64  // from which it is an answer

	of      *outcome
	badness float64
}

// A FailureKind tells in which way a question was answered badly, in words.
type FailureKind string

// The ways to fail, the gravest first.
const (
	FailedPassage FailureKind = "another passage came first"
	FailedRefusal FailureKind = "answered, though nothing there answers"
	FailedKeeping FailureKind = "silence, though the right passage came first"
	FailedMark    FailureKind = "the right passage, but no answer in the marked sentence"
)

var failureKinds = [...]FailureKind{FailedPassage, FailedRefusal, FailedKeeping, FailedMark}

// A Place is a place that answers.
type Place struct {
	Path  string
	Lines [2]int // zero: any
}

// A Passage is a passage that was ranked.
type Passage struct {
	Path     string
	Lines    [2]int
	Place    int    // in the ranking, from 1
	Sentence string // that was marked
	Score    float64
	Why      []retrieval.Reason // what the score is made of, greatest share first
}

// failed tells in which ways a question was answered badly, and how badly: a right passage that is no candidate is worse
// than one that isn't looked at closely, that worse than one that is; and among equals, the surer the worse.
func (x *outcome) failed(cfg Config) (kinds map[FailureKind]float64) {
	kinds = map[FailureKind]float64{}
	switch {
	case !x.judged():
		if x.cannot(cfg) && x.margin >= 0 {
			kinds[FailedRefusal] = x.margin
		}
	case x.right != 1 && !x.among:
		kinds[FailedPassage] = 4 + x.margin
	case x.right == 0:
		kinds[FailedPassage] = 2 + x.margin
	case x.right != 1:
		kinds[FailedPassage] = x.margin
	case x.margin < 0:
		kinds[FailedKeeping] = -x.margin
	case len(x.answers) > 0 && !x.sentence:
		kinds[FailedMark] = x.margin
	}
	if x.judged() && cfg.HoldOut && x.without >= 0 {
		kinds[FailedRefusal] = x.without
	}
	return kinds
}

// failures explains the worst of each kind.
func (r *indexRun) failures(ctx context.Context, out []outcome) error {
	worst := map[FailureKind][]*Failure{}
	for i := range out {
		x := &out[i]
		for kind, badness := range x.failed(r.cfg) {
			worst[kind] = append(worst[kind], &Failure{Kind: kind, Set: x.set.Name, Line: x.line, ID: x.id, Question: x.text, badness: badness, of: x})
		}
	}
	return r.lib.Session(func(x *retrieval.Session) error {
		for _, kind := range failureKinds {
			for _, f := range worstOf(worst[kind], r.cfg.Failures) {
				if err := r.explain(ctx, x, f); err != nil {
					return f.of.about(err)
				}
				r.result.Failures = append(r.result.Failures, f)
			}
		}
		return nil
	})
}

// worstOf are the n worst, worst first.
func worstOf(all []*Failure, n int) []*Failure {
	slices.SortStableFunc(all, func(a, b *Failure) int {
		return cmp.Or(cmp.Compare(b.badness, a.badness), cmp.Compare(a.Set, b.Set), cmp.Compare(a.Line, b.Line))
	})
	return all[:min(n, len(all))]
}

// explain asks once more and says what each passage was given its score for.
func (r *indexRun) explain(ctx context.Context, x *retrieval.Session, f *Failure) error {
	a := f.of.asked
	q := r.question(a)
	if a.judged() {
		for _, place := range a.relevant {
			f.Expected = append(f.Expected, Place{place.path, place.lines})
		}
	}
	ranked, err := r.rankFor(ctx, x, f)
	if err != nil || len(ranked) == 0 {
		return err
	}
	f.Probability, f.Threshold = ranked[0].Probability, retrieval.AnswerThreshold
	if f.First, err = explained(ctx, ranked, 0); err != nil || f.Kind != FailedPassage {
		return err
	}
	place := slices.IndexFunc(ranked, func(c retrieval.Ranked) bool { return a.rightIn(c.Passage) })
	if place < 0 {
		if ranked, err = x.Rank(ctx, q, nil, retrieval.MaxCandidates); err != nil {
			return err
		}
		place = slices.IndexFunc(ranked, func(c retrieval.Ranked) bool { return a.rightIn(c.Passage) })
	}
	if place >= 0 {
		f.Right, err = explained(ctx, ranked, place)
	}
	return err
}

// rankFor ranks as when it failed.
func (r *indexRun) rankFor(ctx context.Context, x *retrieval.Session, f *Failure) ([]retrieval.Ranked, error) {
	q := r.question(f.of.asked)
	if f.Kind == FailedRefusal && f.of.judged() {
		return x.Rank(ctx, q, f.of.paths(), 0)
	}
	return x.Rank(ctx, q, nil, 0)
}

func explained(ctx context.Context, ranked []retrieval.Ranked, at int) (*Passage, error) {
	c := &ranked[at]
	why, err := c.Why(ctx)
	return &Passage{c.Path, c.Lines(), at + 1, c.Sentence, c.Score, why}, err
}

// keepWorst leaves the n worst failures of each kind, of all indexes together.
func keepWorst(all []*Failure, n int) (out []*Failure) {
	for _, kind := range failureKinds {
		var some []*Failure
		for _, f := range all {
			if f.Kind == kind {
				some = append(some, f)
			}
		}
		out = append(out, worstOf(some, n)...)
	}
	return out
}

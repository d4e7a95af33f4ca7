package eval

import (
	"context"
	"strings"

	"docent/retrieval"
)

// A LookUp is how long one of the look-ups beside questions takes.
type LookUp struct {
	What   string  `json:"what"`
	Median float64 `json:"median_ms"`
	P99    float64 `json:"p99_ms"`
}

// lookUps measures, where that was asked for, the look-ups beside questions: each as often as there are questions, with their words.
func (r *measuring) lookUps(ctx context.Context) error {
	if !r.cfg.LookUps {
		return nil
	}
	return r.with(ctx, func(l *retrieval.Library) error {
		complete := func(kind retrieval.CompletionKind) func(context.Context, string) error {
			return func(ctx context.Context, q string) error {
				word, _, _ := strings.Cut(q, " ")
				_, err := l.Complete(ctx, retrieval.Completing{Kind: kind, Typed: word})
				return err
			}
		}
		find := func(mode retrieval.MatchMode) func(context.Context, string) error {
			return func(ctx context.Context, q string) error {
				_, err := l.Find(ctx, retrieval.Search{Text: q, Match: mode})
				return err
			}
		}
		verify := func(ctx context.Context, q string) error {
			_, err := l.Verify(ctx, q)
			return err
		}
		var paths []string
		err := l.Session(func(x *retrieval.Session) error {
			paths = x.Paths()
			return nil
		})
		if err != nil {
			return err
		}
		quoted := 0
		quote := func(ctx context.Context, _ string) error {
			quoted++
			_, err := l.Quote(ctx, retrieval.Place{Source: paths[quoted%len(paths)], Lines: [2]int{1, 1}})
			return err
		}
		for _, each := range []struct {
			what string
			do   func(context.Context, string) error
		}{
			{"completing a question", complete(retrieval.CompleteQuestion)},
			{"completing a source", complete(retrieval.CompleteSource)},
			{"finding a phrase", find(retrieval.MatchPhrase)},
			{"finding beginnings of words", find(retrieval.MatchPrefix)},
			{"finding words with slips", find(retrieval.MatchFuzzy)},
			{"verifying a sentence", verify},
			{"quoting a line", quote},
		} {
			run, err := r.each(ctx, each.what, 1, each.do)
			if err != nil {
				return err
			}
			r.m.LookUps = append(r.m.LookUps, LookUp{each.what, milliseconds(run.took.quantile(.5)), milliseconds(run.took.quantile(.99))})
		}
		return nil
	})
}

package eval

import (
	"context"
	"path/filepath"

	"docent/retrieval"
)

// An Explained is a passage that was ranked for a question, with what its score and its probability are made of.
type Explained struct {
	Passage
	Probability float64           // that it answers
	Features    []retrieval.Input // the score is the sum of value times weight
	Evidence    []retrieval.Input // the probability is the logistic function of that sum, or 0 where nothing is covered; none where it is certain
}

// Explain ranks the documents of a folder for a question and explains the n best passages. Of cfg it heeds where the index is
// kept, the size of passages, the clock and progress.
func Explain(ctx context.Context, cfg Config, docs, text string, n int) (out []Explained, err error) {
	if err := cfg.checkData(docs); err != nil {
		return nil, err
	}
	err = cfg.within(func(e *evaluating) error {
		r := &indexRun{evaluating: e, name: filepath.Base(docs), docs: docs}
		return r.opened(ctx, func() error {
			return r.lib.Session(func(x *retrieval.Session) error {
				ranked, err := x.Rank(ctx, retrieval.Question{Text: text, Asked: e.cfg.Now()}, nil, 0)
				if err != nil {
					return err
				}
				for i := range ranked[:min(n, len(ranked))] {
					p, err := explained(ctx, ranked, i)
					if err != nil {
						return err
					}
					out = append(out, Explained{*p, ranked[i].Probability, ranked[i].Features(), ranked[i].Evidence()})
				}
				return nil
			})
		})
	})
	return out, err
}

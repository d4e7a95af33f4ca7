package rank

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
)

// MaxHits is how many hits a search ranks; beyond it, nobody pages.
const MaxHits = 100

// LookUpFacts returns the facts and metadata fields with a name, k at the most, best first; for "" all of them. The name may be
// inexact where no fact has just that.
func LookUpFacts(ctx context.Context, snap *index.Snapshot, name string, only *index.Filter, k int) ([]*passage.Passage, error) {
	var hits []index.Hit
	var exact bool
	var err error
	if strings.TrimSpace(name) == "" {
		hits, err = snap.AllFacts(ctx, only, k)
	} else {
		hits, exact, err = snap.Facts(ctx, name, only, k)
	}
	if err != nil {
		return nil, err
	}
	type scored struct {
		*passage.Passage
		score float64
	}
	var all []scored
	for _, h := range hits {
		p, err := ReadPassage(snap, h.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, scored{p, h.Score})
	}
	slices.SortStableFunc(all, func(a, b scored) int {
		byScore := cmp.Compare(b.score, a.score)
		if exact {
			byScore = 0
		}
		written := query.Btoi(b.Fact.Name == name) - query.Btoi(a.Fact.Name == name)
		return cmp.Or(byScore, written, query.Btoi(a.Fact.Field)-query.Btoi(b.Fact.Field), b.Date.Compare(a.Date), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Lines()[0], b.Lines()[0]))
	})
	out := make([]*passage.Passage, len(all))
	for i, s := range all {
		out[i] = s.Passage
	}
	return out, nil
}

// factsNamed returns the rows of facts whose name is all that the question asks for ("cooperation scope?", "What is the
// cooperation scope?"), by path.
func factsNamed(ctx context.Context, snap *index.Snapshot, text string, only *index.Filter) (map[string][]document.Span, error) {
	words := analysis.FoldedWords(text)
	patterned := query.PatternWords(text)
	stops := analysis.WordSet("what what's is are was were the a an of")
	for len(words) > 0 && (patterned[words[0].Start] || stops[words[0].Text]) {
		words = words[1:]
	}
	if len(words) == 0 {
		return nil, nil
	}
	hits, exact, err := snap.Facts(ctx, text[words[0].Start:words[len(words)-1].End], only, MaxHits)
	if err != nil || !exact {
		return nil, err
	}
	out := map[string][]document.Span{}
	for _, h := range hits {
		p, err := ReadPassage(snap, h.ID)
		if err != nil {
			return nil, err
		}
		out[p.Path] = append(out[p.Path], p.Pieces[0].Span)
	}
	return out, nil
}

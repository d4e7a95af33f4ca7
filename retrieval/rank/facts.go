package rank

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
)

// MaxHits is how many hits a search ranks; beyond it, nobody pages.
const MaxHits = 100

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
		record, err := snap.Record(h.ID)
		if err != nil {
			return nil, err
		}
		p, err := passage.Decode(record)
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

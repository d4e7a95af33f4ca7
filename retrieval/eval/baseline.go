package eval

import (
	"context"
	"slices"

	"docent/retrieval"
	"docent/retrieval/passage"
)

// compare asks Bleve the same.
func (r *indexRun) compare(ctx context.Context, x *retrieval.Session, out *outcome) error {
	hits, err := x.Version.Store.Baseline(ctx, out.text, retrieval.MaxCandidates, x.Snapshot.Languages()...)
	if err != nil {
		return err
	}
	read := make([]*passage.Passage, len(hits))
	for i, h := range hits {
		record, err := x.Snapshot.Record(h.ID)
		if err != nil {
			return err
		}
		if read[i], err = passage.Decode(record); err != nil {
			return err
		}
	}
	out.bleve = out.asked.standing(len(hits), func(i int) *passage.Passage { return read[i] })
	out.bleveScore, out.bleveWithout = nothingFound, nothingFound
	if len(hits) > 0 {
		out.bleveScore = hits[0].Score
	}
	paths := out.paths()
	if i := slices.IndexFunc(read, func(p *passage.Passage) bool { return !slices.Contains(paths, p.Path) }); i >= 0 {
		out.bleveWithout = hits[i].Score
	}
	return nil
}

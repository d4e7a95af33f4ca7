package eval

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"

	"docent/retrieval"
	"docent/retrieval/index"
	"docent/retrieval/passage"
)

// compare asks Bleve the same.
func (r *indexRun) compare(ctx context.Context, x *retrieval.Session, out *outcome) error {
	hits, err := baseline(ctx, x.Version.Store, out.text, retrieval.MaxCandidates, x.Snapshot.Languages()...)
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

// baseline returns what Bleve's own ranking finds for a text among the bodies of some languages: a match query in each, the
// k best passages, scored by Bleve. It reads the same postings as the index's own search does.
func baseline(ctx context.Context, store *index.Store, text string, k int, languages ...string) (hits []index.Hit, err error) {
	var matches []query.Query
	for _, language := range languages {
		var terms []query.Query
		for _, t := range store.Analyzer(language).Tokens(nil, text) {
			q := bleve.NewTermQuery(t.Term)
			q.SetField(index.BodyField(language))
			terms = append(terms, q)
		}
		matches = append(matches, bleve.NewDisjunctionQuery(terms...))
	}
	// A passage has one language, so that every one that is found matches one of these: their number changes no order.
	request := bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(matches...), k, 0, false)
	res, err := store.Bleve().SearchInContext(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("searching with Bleve: %w", err)
	}
	for _, h := range res.Hits {
		id, err := strconv.ParseInt(h.ID, 36, 64)
		if err != nil {
			return nil, fmt.Errorf("the id of a hit %q: %w", h.ID, err)
		}
		hits = append(hits, index.Hit{ID: id, Score: h.Score})
	}
	return hits, nil
}

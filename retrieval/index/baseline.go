package index

import (
	"context"
	"fmt"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// Baseline returns what Bleve's own ranking finds for a text among the bodies of some languages: a match query in each, the
// k best passages, scored by Bleve. It reads the same postings as Search does, and is what Search is compared with.
func (s *Store) Baseline(ctx context.Context, text string, k int, languages ...string) (hits []Hit, err error) {
	defer guard(&err)()
	var matches []query.Query
	for _, language := range languages {
		var terms []query.Query
		for _, t := range s.Analyzer(language).Tokens(nil, text) {
			q := bleve.NewTermQuery(t.Term)
			q.SetField(fieldIn(fieldNames[fieldBody], language))
			terms = append(terms, q)
		}
		matches = append(matches, bleve.NewDisjunctionQuery(terms...))
	}
	// A passage has one language, so that every one that is found matches one of these: their number changes no order.
	res, err := s.bleve.SearchInContext(ctx, bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(matches...), k, 0, false))
	if err != nil {
		return nil, fmt.Errorf("searching with Bleve: %w", err)
	}
	for _, h := range res.Hits {
		id, err := strconv.ParseInt(h.ID, 36, 64)
		if err != nil {
			return nil, fmt.Errorf("%w: id %q", ErrCorrupt, h.ID)
		}
		hits = append(hits, Hit{ID: id, Score: h.Score})
	}
	return hits, nil
}

package index

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// Baseline counts what Bleve's own ranking finds for a text among the bodies of a language: a match query, the k best.
// It reads the same postings as Search does, and is what Search is compared with.
func (s *Store) Baseline(ctx context.Context, language, text string, k int) (hits int, err error) {
	defer guard(&err)()
	var terms []query.Query
	for _, t := range s.Analyzer(language).Tokens(nil, text) {
		q := bleve.NewTermQuery(t.Term)
		q.SetField(fieldIn(fieldNames[fieldBody], language))
		terms = append(terms, q)
	}
	res, err := s.bleve.SearchInContext(ctx, bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(terms...), k, 0, false))
	if err != nil {
		return 0, fmt.Errorf("searching with Bleve: %w", err)
	}
	return len(res.Hits), nil
}

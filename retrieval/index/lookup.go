package index

import (
	"context"
	"fmt"
	"math"
	"slices"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"docent/retrieval/analysis"
)

// Facts returns the facts whose name is this one but for case, marks and spacing; where there is none, those that have
// the most of its words, rarest words first, k at the most and all that tie with the last.
func (s *Snapshot) Facts(ctx context.Context, name string, only *Filter, k int) (hits []Hit, exact bool, err error) {
	defer guard(&err)()
	scores := map[uint64]uint32{} // by number
	err = s.each(ctx, fieldFactName, analysis.Fold(name), false, func(d *bleveindex.TermFieldDoc) {
		if doc := d.ID.Value(); only.admits(doc) {
			scores[doc] = maxUnit
		}
	})
	if err != nil {
		return nil, false, err
	}
	if len(scores) > 0 {
		hits, err = s.hits(bestOf(scores, k), maxUnit)
		return hits, true, err
	}
	total, err := s.reader.DocCount()
	if err != nil {
		return nil, false, fmt.Errorf("counting: %w", err)
	}
	for _, language := range s.Languages() {
		for _, t := range s.Analyzer(language).Tokens(nil, name) {
			if t.Stop {
				continue
			}
			n, err := s.count(ctx, fieldIn(fieldFact, language), t.Term)
			if err != nil {
				return nil, false, err
			}
			err = s.each(ctx, fieldIn(fieldFact, language), t.Term, true, func(d *bleveindex.TermFieldDoc) {
				if doc := d.ID.Value(); only.admits(doc) {
					scores[doc] += uint32(IDF(n, total) / math.Sqrt(float64(length(d.Norm))) * maxUnit)
				}
			})
			if err != nil {
				return nil, false, err
			}
		}
	}
	hits, err = s.hits(bestOf(scores, k), maxUnit)
	return hits, false, err
}

// Similar returns terms of the bodies of a language that are one edit away from a term, commonest first. It serves
// suggestions; the term itself isn't among them.
func (s *Snapshot) Similar(ctx context.Context, language, term string, k int) (terms []string, err error) {
	defer guard(&err)()
	dict, err := s.reader.FieldDictFuzzy(fieldIn(fieldNames[fieldBody], language), term, 1, "")
	if err != nil {
		return nil, fmt.Errorf("looking for words like %q: %w", term, err)
	}
	defer dict.Close()
	return commonest(ctx, dict, k, func(other string) bool { return other != term })
}

// AllFacts returns at most k facts, whatever their names, in the order of their names.
func (s *Snapshot) AllFacts(ctx context.Context, only *Filter, k int) (hits []Hit, err error) {
	defer guard(&err)()
	dict, err := s.reader.FieldDict(fieldFactName)
	if err != nil {
		return nil, fmt.Errorf("listing facts: %w", err)
	}
	defer dict.Close()
	for len(hits) < k {
		e, err := dict.Next()
		if err != nil {
			return nil, fmt.Errorf("listing facts: %w", err)
		}
		if e == nil {
			break
		}
		var ids []bleveindex.IndexInternalID
		err = s.each(ctx, fieldFactName, e.Term, false, func(d *bleveindex.TermFieldDoc) {
			if only.admits(d.ID.Value()) {
				ids = append(ids, slices.Clone(d.ID))
			}
		})
		if err != nil {
			return nil, err
		}
		for _, internal := range ids[:min(len(ids), k-len(hits))] {
			id, err := s.id(internal)
			if err != nil {
				return nil, err
			}
			hits = append(hits, Hit{ID: id})
		}
	}
	return hits, nil
}

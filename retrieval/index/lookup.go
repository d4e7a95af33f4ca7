package index

import (
	"context"
	"fmt"
	"math"

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
	automaton, err := s.store.automata.within(1, term)
	if err != nil {
		return nil, err
	}
	near := span{automaton: automaton}
	return s.commonest(ctx, fieldIn(fieldNames[fieldBody], language), near, k, func(other string) bool { return other != term })
}

// AllFacts returns at most k facts, whatever their names, in the order of their names.
func (s *Snapshot) AllFacts(ctx context.Context, only *Filter, k int) (hits []Hit, err error) {
	defer guard(&err)()
	var found []scored
	for name, err := range s.terms(ctx, fieldFactName, span{}) {
		if err != nil {
			return nil, err
		}
		err = s.each(ctx, fieldFactName, name.term, false, func(d *bleveindex.TermFieldDoc) {
			if doc := d.ID.Value(); only.admits(doc) {
				found = append(found, scored{doc: doc})
			}
		})
		if err != nil {
			return nil, err
		}
		if len(found) >= k {
			break
		}
	}
	return s.hits(found[:min(len(found), k)], maxUnit)
}

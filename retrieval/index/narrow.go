package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// Having makes a filter of the passages of a language that have all the words, each given by the terms it may stand under, each
// in any of its fields. Without words it admits none.
func (s *Snapshot) Having(ctx context.Context, language string, words [][]string) (f *Filter, err error) {
	defer guard(&err)()
	if len(words) == 0 {
		return &Filter{}, nil
	}
	return s.having(ctx, language, []int{fieldBody, fieldHeading, fieldTitle}, words, nil)
}

// HavingInBody makes a filter of the passages of a language, among those that only admits, whose body has each of the
// words. A word is given as the terms that will do for it; one without terms is in no passage.
func (s *Snapshot) HavingInBody(ctx context.Context, language string, words [][]string, only *Filter) (f *Filter, err error) {
	defer guard(&err)()
	return s.having(ctx, language, []int{fieldBody}, words, only)
}

// having looks for the rarest word first, and for the others only among the passages that are left.
func (s *Snapshot) having(ctx context.Context, language string, fields []int, words [][]string, only *Filter) (*Filter, error) {
	type counted struct {
		terms []string
		n     uint64
	}
	all := make([]counted, len(words))
	for i, terms := range words {
		all[i].terms = terms
		for _, t := range terms {
			for _, field := range fields {
				n, err := s.count(ctx, fieldIn(fieldNames[field], language), t)
				if err != nil {
					return nil, err
				}
				all[i].n += n
			}
		}
	}
	slices.SortStableFunc(all, func(a, b counted) int { return cmp.Compare(a.n, b.n) })
	var have *roaring.Bitmap
	if only != nil {
		have = &only.numbers
	}
	for _, w := range all {
		next := roaring.New()
		for _, t := range w.terms {
			for _, field := range fields {
				if err := s.among(ctx, fieldIn(fieldNames[field], language), t, have, next); err != nil {
					return nil, err
				}
			}
		}
		if have = next; have.IsEmpty() {
			break
		}
	}
	if have == nil {
		return only, nil
	}
	return &Filter{*have}, nil
}

// leap is how many times as many passages must have a term as are asked about for it to be worth leaping from one to the
// next.
const leap = 16

// among adds to out the passages that have a term, of those in have; nil for all.
func (s *Snapshot) among(ctx context.Context, field, term string, have, out *roaring.Bitmap) error {
	n, err := s.count(ctx, field, term)
	if err != nil || n == 0 {
		return err
	}
	if have == nil || n < leap*have.GetCardinality() {
		return s.each(ctx, field, term, false, func(d *bleveindex.TermFieldDoc) {
			if doc := uint32(d.ID.Value()); have == nil || have.Contains(doc) {
				out.Add(doc)
			}
		})
	}
	it, err := s.reader.TermFieldReader(ctx, []byte(term), field, false, false, false)
	if err != nil {
		return fmt.Errorf("looking up %q: %w", term, err)
	}
	defer it.Close()
	var at bleveindex.IndexInternalID
	for wanted := have.Iterator(); wanted.HasNext(); {
		doc := uint64(wanted.Next())
		at = bleveindex.NewIndexInternalID(at, doc)
		found, err := it.Advance(at, nil)
		if err != nil {
			return fmt.Errorf("reading postings of %q: %w", term, err)
		}
		if found == nil {
			return nil
		}
		if found.ID.Value() == doc {
			out.Add(uint32(doc))
		} else {
			wanted.AdvanceIfNeeded(uint32(found.ID.Value()))
		}
	}
	return nil
}

// Beginning returns the terms of the bodies of a language that begin with prefix, of those that will do, commonest first,
// k at the most.
func (s *Snapshot) Beginning(ctx context.Context, language, prefix string, will func(term string) bool, k int) (terms []string, err error) {
	defer guard(&err)()
	return s.commonest(ctx, fieldIn(fieldNames[fieldBody], language), beginningWith(prefix), k, will)
}

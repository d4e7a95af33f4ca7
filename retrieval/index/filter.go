package index

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// Empty tells that the filter admits nothing.
func (f *Filter) Empty() bool { return f != nil && f.numbers.IsEmpty() }

// And is a filter of what both admit.
func (f *Filter) And(o *Filter) *Filter {
	switch {
	case f == nil:
		return o
	case o == nil:
		return f
	}
	return &Filter{*roaring.And(&f.numbers, &o.numbers)}
}

// Or is a filter of what either admits.
func (f *Filter) Or(o *Filter) *Filter {
	if f == nil || o == nil {
		return nil
	}
	return &Filter{*roaring.Or(&f.numbers, &o.numbers)}
}

// Without admits what f admits and other doesn't.
func (f *Filter) Without(other *Filter) *Filter {
	return &Filter{*roaring.AndNot(&f.numbers, &other.numbers)}
}

// All is a filter that admits every passage and fact.
func (s *Snapshot) All() *Filter {
	all := &Filter{}
	all.numbers.AddRange(0, s.numbers())
	return all
}

// numbers is one more than the highest number that a passage or fact may have in the snapshot.
func (s *Snapshot) numbers() uint64 {
	n := len(s.parts)
	if n == 0 {
		return 0
	}
	return s.parts[n-1].first + uint64(s.parts[n-1].size)
}

// Each returns the passages and facts that the filter admits, in the order in which they were added, without scores: limit at
// the most.
func (s *Snapshot) Each(f *Filter, limit int) (hits []Hit, err error) {
	defer guard(&err)()
	it := f.numbers.Iterator()
	for it.HasNext() && len(hits) < limit {
		id, err := s.id(bleveindex.NewIndexInternalID(nil, uint64(it.Next())))
		if err != nil {
			return nil, err
		}
		hits = append(hits, Hit{ID: id})
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Compare(a.ID, b.ID) })
	return hits, nil
}

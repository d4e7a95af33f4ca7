package index

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// This file fills the cache ahead of questions, with the lists that cost the most to decode: those of the commonest
// words, in the large segments. An index that was just opened has none of them, nor has a segment that was just merged.

const (
	// coldFrom is how many passages a segment has whose lists are worth decoding ahead; in a smaller one it takes a
	// millisecond at most.
	coldFrom = 20_000
	// commonFrom is in what share of a segment's passages a word stands that is common: 1 in so many.
	commonFrom = 100
)

// noteSegments tells whoever wants to know when there are large segments that weren't there before.
func (s *Store) noteSegments(parts []part) {
	s.largeMu.Lock()
	defer s.largeMu.Unlock()
	large := map[uint64]bool{}
	fresh := false
	for i := range parts {
		if p := &parts[i]; p.size >= coldFrom {
			large[p.id] = true
			fresh = fresh || !s.large[p.id]
		}
	}
	s.large = large
	if fresh {
		s.cold()
	}
}

// Warm decodes the lists of common words that aren't decoded yet, the commonest first, until three quarters of the cache
// are full. It may be called at any time; questions don't wait for it.
func (s *Store) Warm(ctx context.Context) (err error) {
	defer guard(&err)()
	snap, err := s.Snapshot()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, snap.Close()) }()
	for i := range snap.parts {
		p := &snap.parts[i]
		if p.size < coldFrom {
			continue
		}
		for language, st := range snap.state.Stats {
			common, err := p.common(ctx, fieldIn(fieldNames[fieldBody], language))
			if err != nil {
				return err
			}
			for _, w := range common {
				for _, field := range []int{fieldBody, fieldHeading, fieldTitle} {
					if bytes, limit := s.postings.used(); bytes >= limit/4*3 {
						return nil
					}
					if _, err := s.postings.get(ctx, p, fieldIn(fieldNames[field], language), w.term, st.average(field)); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// common are the words of a field that are common in the segment, the commonest first.
func (p *part) common(ctx context.Context, field string) ([]wordCount, error) {
	var out []wordCount
	for w, err := range termsOf(ctx, []part{*p}, field, span{}) {
		if err != nil {
			return nil, err
		}
		if w.n*commonFrom >= uint64(p.size) {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, func(a, b wordCount) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.term, b.term)) })
	return out, nil
}

package index

import (
	"cmp"
	"context"
	"slices"
)

// addGrams notes which share of the hits' scores is due to n-grams; found are the numbers of hits.
func (s *Snapshot) addGrams(ctx context.Context, p *plan, found []scored, hits []Hit) error {
	for i := range p.factors {
		f := &p.factors[i]
		if !f.gram {
			continue
		}
		for j, x := range found {
			part := s.partOf(x.doc)
			l, err := s.store.postings.get(ctx, part, f.field, f.term, f.average)
			if err != nil {
				return err
			}
			if count, length := l.of(uint32(x.doc - part.first)); count > 0 {
				hits[j].Grams += float64(f.share(count, length)) / p.unit
			}
		}
	}
	return nil
}

// partOf is the segment that a passage lies in.
func (s *Snapshot) partOf(doc uint64) *part {
	i, ok := slices.BinarySearchFunc(s.parts, doc, func(p part, doc uint64) int { return cmp.Compare(p.first, doc) })
	if !ok {
		i--
	}
	return &s.parts[i]
}

// of returns one passage's posting; a count of 0 where it has none.
func (l *postings) of(doc uint32) (count, length uint64) {
	b := l.block(doc &^ (blockSize - 1))
	if b == nil {
		return 0, 0
	}
	i, ok := b.find(uint16(doc), 0)
	if !ok {
		return 0, 0
	}
	return b.count(i), l.lengths.of(doc)
}

package index

import (
	"cmp"
	"context"
	"slices"

	bleveindex "github.com/blevesearch/bleve_index_api"
)

// A scored passage is one that a search found, by its number in the snapshot, with its score in fixed point.
type scored struct{ doc, score uint64 }

// A factor is a term's share of the search in one field: what a full match is worth, in fixed point.
type factor struct {
	field, term string
	weight      float64
	title       bool // it counts only where something else was found
	gram        bool
	average     float64   // length of the field
	norms       []float64 // by length: BM25's measure of a field so long, shared by the factors of a field
}

// factors are the terms that some passage has, field by field, the title last.
func (s *Snapshot) factors(ctx context.Context, language string, terms []Term) ([]factor, error) {
	st := s.state.Stats[language]
	var out []factor
	for field, name := range fieldNames {
		norms := make([]float64, tableLengths)
		for i := range norms {
			norms[i] = lengthNorm(uint64(i), st.average(field))
		}
		for _, t := range terms {
			if t.Gram != (field == fieldGrams) {
				continue
			}
			n, err := s.count(ctx, fieldIn(name, language), t.Term)
			if err != nil {
				return nil, err
			}
			if n > 0 {
				out = append(out, factor{field: fieldIn(name, language), term: t.Term, title: field == fieldTitle, gram: t.Gram,
					weight: fieldWeights[field] * t.Weight * IDF(n, st.Passages), average: st.average(field), norms: norms})
			}
		}
	}
	return out, nil
}

// share is what a posting adds to a passage's score.
func (f *factor) share(frequency, length uint64) uint64 {
	var norm float64
	if length < tableLengths {
		norm = f.norms[length]
	} else {
		norm = lengthNorm(length, f.average)
	}
	return uint64(f.weight * saturation(float64(frequency), norm) * fixed)
}

// read scores through the index reader's own iterators.
func (s *Snapshot) read(ctx context.Context, factors []factor, only *Filter, k int) ([]scored, error) {
	scores := map[uint64]uint64{}
	for _, f := range factors {
		err := s.each(ctx, f.field, f.term, true, func(d *bleveindex.TermFieldDoc) {
			doc := d.ID.Value()
			if !only.admits(doc) || f.title && scores[doc] == 0 {
				return
			}
			scores[doc] += f.share(min(d.Freq, maxCount), length(d.Norm))
		})
		if err != nil {
			return nil, err
		}
	}
	return bestOf(scores, k), nil
}

func bestOf(scores map[uint64]uint64, k int) []scored {
	b := best{k: k}
	for doc, score := range scores {
		b.offer(doc, score)
	}
	return b.sorted()
}

// decoded scores by decoded lists, segment after segment.
func (s *Snapshot) decoded(ctx context.Context, factors []factor, only *Filter, k int) ([]scored, error) {
	b := best{k: k}
	var sums []uint64
	for i := range s.parts {
		p := &s.parts[i]
		sums = cleared(sums, p.size)
		for j := range factors {
			l, err := s.store.postings.get(p, factors[j].field, factors[j].term)
			if err != nil {
				return nil, err
			}
			if err := factors[j].addTo(ctx, sums, l); err != nil {
				return nil, err
			}
		}
		for doc, score := range sums {
			if score == 0 || score < b.least() || !p.has(uint32(doc)) {
				continue
			}
			if number := p.first + uint64(doc); only.admits(number) {
				b.offer(number, score)
			}
		}
	}
	return b.sorted(), nil
}

// cleared returns n zeros, in buf if they fit.
func cleared(buf []uint64, n int) []uint64 {
	if cap(buf) < n {
		return make([]uint64, n)
	}
	buf = buf[:n]
	clear(buf)
	return buf
}

// Long lists are worth a table of the shares that come up all the time.
const (
	worthTable   = 1024 // postings from which on it pays
	tableCounts  = 4    // frequencies below this
	tableLengths = 256  // and lengths below this
)

// addTo adds a list's shares to the sums of a segment. Between blocks it looks whether the context has ended.
func (f *factor) addTo(ctx context.Context, sums []uint64, l *postings) error {
	var table *[tableCounts * tableLengths]uint64
	if l.n >= worthTable {
		table = f.table()
	}
	for i := range l.blocks {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := &l.blocks[i]
		stretch := sums[b.base:]
		if table != nil && b.counts.wide == nil && b.lengths.wide == nil && !f.title {
			f.addNarrow(stretch, b, table)
			continue
		}
		for j, d := range b.docs {
			if !f.title || stretch[d] != 0 {
				stretch[d] += f.share(b.counts.at(j), b.lengths.at(j))
			}
		}
	}
	return nil
}

// addNarrow adds a block of small numbers: most of what there is to add, and so spelt out.
func (f *factor) addNarrow(sums []uint64, b *block, table *[tableCounts * tableLengths]uint64) {
	counts, lengths := b.counts.narrow[:len(b.docs)], b.lengths.narrow[:len(b.docs)]
	for j, d := range b.docs {
		if n := counts[j]; n < tableCounts {
			sums[d] += table[int(n)*tableLengths+int(lengths[j])]
		} else {
			sums[d] += f.share(uint64(n), uint64(lengths[j]))
		}
	}
}

func (f *factor) table() *[tableCounts * tableLengths]uint64 {
	t := new([tableCounts * tableLengths]uint64)
	for i := tableLengths; i < len(t); i++ { // a posting's frequency is one at least
		t[i] = f.share(uint64(i/tableLengths), uint64(i%tableLengths))
	}
	return t
}

// best keeps the k highest scores that are offered to it, and all that tie with the last of them.
type best struct {
	k      int
	kept   []scored
	pruned int    // how many were kept at the last pruning
	min    uint64 // the k-th highest score at the last pruning, 0 before
}

// least is a score below which nothing need be offered.
func (b *best) least() uint64 { return b.min }

func (b *best) offer(doc, score uint64) {
	if score == 0 || score < b.min {
		return
	}
	b.kept = append(b.kept, scored{doc, score})
	if len(b.kept) >= 2*max(b.pruned, 2*b.k) {
		b.prune()
	}
}

// prune sorts what is kept and drops what can't be among the best any more.
func (b *best) prune() {
	slices.SortFunc(b.kept, func(x, y scored) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.doc, y.doc))
	})
	if len(b.kept) > b.k {
		b.min = b.kept[b.k-1].score
		end := b.k
		for end < len(b.kept) && b.kept[end].score == b.min {
			end++
		}
		b.kept = b.kept[:end]
	}
	b.pruned = len(b.kept)
}

// sorted returns the best, best first.
func (b *best) sorted() []scored {
	b.prune()
	return b.kept
}

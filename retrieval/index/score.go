package index

import (
	"context"
	"math"
)

// A factor is a term's share of the search in one field: what a full match is worth.
type factor struct {
	field, term string
	weight      float64   // of a full match, in the units of the search's fixed point
	title       bool      // it counts only where something else was found
	gram        bool      // it is a character n-gram
	average     float64   // length of the field
	norms       []float64 // by length: BM25's measure of a field so long, shared by the factors of a field
}

// A plan is what a search adds up.
type plan struct {
	factors []factor // field by field, the title last
	unit    float64  // what 1 is in fixed point
}

// Scores are added up in fixed point, since integers don't depend on the order of the additions: in maxUnit parts of 1,
// or fewer where so many words are looked for that their sum might not fit.
const maxUnit = 1 << 20

// planFor finds the terms that some passage has in the fields.
func (s *Snapshot) planFor(ctx context.Context, language string, terms []Term, fields []int) (*plan, error) {
	st := s.state.Stats[language]
	p := &plan{unit: maxUnit}
	sum := 0.0
	for _, field := range fields {
		name := fieldIn(fieldNames[field], language)
		norms := make([]float64, tableLengths)
		for i := range norms {
			norms[i] = lengthNorm(uint64(i), st.average(field))
		}
		for _, t := range terms {
			if t.Gram != (field == fieldGrams) || t.Weight <= 0 {
				continue
			}
			n, err := s.count(ctx, name, t.Term)
			if err != nil {
				return nil, err
			}
			if n > 0 {
				f := factor{field: name, term: t.Term, title: field == fieldTitle, gram: t.Gram, average: st.average(field), norms: norms,
					weight: fieldWeights[field] * t.Weight * IDF(n, st.Passages)}
				sum += f.weight * (K1 + 1)
				p.factors = append(p.factors, f)
			}
		}
	}
	for p.unit*sum >= math.MaxUint32/2 {
		p.unit /= 2
	}
	for i := range p.factors {
		p.factors[i].weight *= p.unit
	}
	return p, nil
}

// share is what a posting adds to a passage's score. A word that is everywhere adds next to nothing, but not nothing: it
// was found.
func (f *factor) share(count, length uint64) uint32 {
	return max(1, uint32(f.weight*saturation(float64(count), f.norm(length))))
}

func (f *factor) norm(length uint64) float64 {
	if length < tableLengths {
		return f.norms[length]
	}
	return lengthNorm(length, f.average)
}

// most is the greatest share that a posting of a block can add.
func (f *factor) most(l *postings, b *block) uint64 {
	return uint64(f.weight*l.most(b, f.average)) + 1
}

// A shareTable holds the shares of postings that come up all the time, by count and length. It is worth its making for
// lists of some length.
type shareTable [tableCounts * tableLengths]uint32

const (
	worthTable   = 1024 // postings
	tableCounts  = 4    // counts below this
	tableLengths = 256  // and lengths below this
)

func (f *factor) fill(t *shareTable) {
	for count := uint64(1); count < tableCounts; count++ { // a posting's count is one at least
		for length := range uint64(tableLengths) {
			t[count*tableLengths+length] = f.share(count, length)
		}
	}
}

package index

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// This file adds up scores by decoded lists, and leaves out what can't be among the best (MaxScore: Turtle and Flood,
// "Query evaluation: strategies and optimizations", 1995; here for a block of passages at a time). The rules are:
//
//   - What it finds is what adding up everything finds, bit for bit. A passage is left out only if what it has and the
//     most that it could get on top stay below the k-th best so far.
//   - In a block, the terms that together can't lift a passage to the k-th best are secondary: no passage is looked at
//     for their sake. They are looked up in the passages that the others have. With a question's function words that is
//     most of the postings.
//   - The title is always secondary: it counts only where something else was found.
//   - A filter that admits few passages leads, in place of the terms.

// A window is the room for adding up one block. It is zero between blocks.
type window struct {
	sums    [blockSize]uint32
	touched [blockSize / 64]uint64
	cursors []cursor
	tables  []shareTable
	made    []bool // which of tables are filled
}

// A cursor is a factor's list in the block at hand.
type cursor struct {
	factor  *factor
	block   *block
	lengths lengths     // of the block
	table   *shareTable // nil where it isn't worth it
	most    uint64      // the greatest share here
	at      int         // where the last look-up ended
}

// windows are kept for the next search: 260 KB each, as many as searches were at work at once.
type windows struct{ pool sync.Pool }

func (w *windows) get() *window {
	if x, ok := w.pool.Get().(*window); ok {
		return x
	}
	return new(window)
}

// decoded scores by decoded lists, segment after segment, block after block.
func (s *Snapshot) decoded(ctx context.Context, p *plan, only *Filter, k int) ([]scored, error) {
	b := &best{k: k}
	w := s.store.windows.get()
	w.prepare(len(p.factors))
	lists := make([]*postings, len(p.factors))
	for i := range s.parts {
		part := &s.parts[i]
		if only != nil && !only.touches(part) {
			continue
		}
		for j := range p.factors {
			f := &p.factors[j]
			var err error
			if lists[j], err = s.store.postings.get(ctx, part, f.field, f.term, f.average); err != nil {
				return nil, err
			}
		}
		if err := w.part(ctx, part, p, lists, only, b); err != nil {
			return nil, err // and not given back: it isn't zero
		}
	}
	s.store.windows.pool.Put(w)
	return b.sorted(), nil
}

// part adds up one segment.
func (w *window) part(ctx context.Context, p *part, plan *plan, lists []*postings, only *Filter, b *best) error {
	for base := 0; base < p.size; base += blockSize {
		if err := ctx.Err(); err != nil {
			return err
		}
		w.enter(plan, lists, uint32(base))
		if len(w.cursors) == 0 {
			continue
		}
		g := gate{part: p, only: only, base: uint32(base), best: b}
		if few := g.few(); few != nil {
			w.lookUp(&g, few)
			continue
		}
		if err := w.block(ctx, &g); err != nil {
			return err
		}
	}
	return nil
}

// prepare makes room for the tables of so many factors.
func (w *window) prepare(factors int) {
	if len(w.tables) < factors {
		w.tables, w.made = make([]shareTable, factors), make([]bool, factors)
	}
	clear(w.made)
}

// enter gathers the lists that have postings in a block: the title's first, then by what they can add, the least first.
func (w *window) enter(plan *plan, lists []*postings, base uint32) {
	w.cursors = w.cursors[:0]
	for i, l := range lists {
		b := l.block(base)
		if b == nil {
			continue
		}
		f := &plan.factors[i]
		c := cursor{factor: f, block: b, lengths: l.lengths[base:], most: f.most(l, b)}
		if l.n >= worthTable {
			if !w.made[i] {
				f.fill(&w.tables[i])
				w.made[i] = true
			}
			c.table = &w.tables[i]
		}
		w.cursors = append(w.cursors, c)
	}
	slices.SortStableFunc(w.cursors, func(x, y cursor) int {
		if x.factor.title != y.factor.title {
			if x.factor.title {
				return -1
			}
			return 1
		}
		return cmp.Compare(x.most, y.most)
	})
}

// block adds up one block.
func (w *window) block(ctx context.Context, g *gate) error {
	secondary, rest := w.split(uint64(g.best.least()))
	if secondary == len(w.cursors) {
		return nil
	}
	for i := secondary; i < len(w.cursors); i++ {
		w.cursors[i].addTo(w)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	for i, word := range w.touched {
		if word == 0 {
			continue
		}
		w.touched[i] = 0
		for ; word != 0; word &= word - 1 {
			place := uint16(i<<6 + bits.TrailingZeros64(word))
			sum := w.sums[place]
			w.sums[place] = 0
			if uint64(sum)+rest < uint64(g.best.least()) || !g.admits(place) {
				continue
			}
			w.finish(g, place, sum, secondary, rest)
		}
	}
	return nil
}

// split tells how many of the cursors are secondary, and the most that they can add together.
func (w *window) split(least uint64) (secondary int, rest uint64) {
	for ; secondary < len(w.cursors); secondary++ {
		c := &w.cursors[secondary]
		if !c.factor.title && rest+c.most >= least {
			break
		}
		rest += c.most
	}
	return secondary, rest
}

// finish looks a passage up in the secondary lists, those that can add the most first, as long as it can still be among
// the best, and offers what comes of it.
func (w *window) finish(g *gate, place uint16, sum uint32, secondary int, rest uint64) {
	for i := secondary - 1; i >= 0; i-- {
		c := &w.cursors[i]
		rest -= c.most
		sum += c.look(place)
		if uint64(sum)+rest < uint64(g.best.least()) {
			return
		}
	}
	g.best.offer(g.part.first+uint64(g.base)+uint64(place), sum)
}

// lookUp scores the passages of a short list of places, each by itself.
func (w *window) lookUp(g *gate, places []uint16) {
	for _, place := range places {
		if !g.part.has(g.base + uint32(place)) {
			continue
		}
		sum := uint32(0)
		for i := len(w.cursors) - 1; i >= 0; i-- { // the title last
			if c := &w.cursors[i]; !c.factor.title || sum > 0 {
				sum += c.look(place)
			}
		}
		g.best.offer(g.part.first+uint64(g.base)+uint64(place), sum)
	}
}

// look is the share of a place; 0 where it has no posting. Places must come in order.
func (c *cursor) look(place uint16) uint32 {
	i, ok := c.block.find(place, c.at)
	c.at = i
	if !ok {
		return 0
	}
	return c.share(i, place)
}

// share is what the i-th posting adds, which is that of a place.
func (c *cursor) share(i int, place uint16) uint32 {
	count, length := c.block.count(i), c.lengths.of(uint32(place))
	if c.table != nil && count < tableCounts && length < tableLengths {
		return c.table[count*tableLengths+length]
	}
	return c.factor.share(count, length)
}

// addTo adds the block's shares to the sums, and notes whose they are. It is block.each spelt out, since most of a
// search's time goes by here.
func (c *cursor) addTo(w *window) {
	b := c.block
	i := 0
	switch {
	case b.many != nil:
		for at, word := range b.many.bits {
			w.touched[at] |= word
			for ; word != 0; word &= word - 1 {
				place := uint16(at<<6 + bits.TrailingZeros64(word))
				w.sums[place] += c.share(i, place)
				i++
			}
		}
	case b.some != nil:
		for high := range 256 {
			for end := int(b.some.starts[high+1]); i < end; i++ {
				place := uint16(high)<<8 | uint16(b.some.lows[i])
				w.touched[place>>6] |= 1 << (place & 63)
				w.sums[place] += c.share(i, place)
			}
		}
	default:
		for i, place := range b.few {
			w.touched[place>>6] |= 1 << (place & 63)
			w.sums[place] += c.share(i, place)
		}
	}
}

// A gate tells which passages of a block may be found, and what they must reach.
type gate struct {
	part *part
	only *Filter
	base uint32
	best *best
}

func (g *gate) admits(place uint16) bool {
	doc := g.base + uint32(place)
	return g.part.has(doc) && g.only.admits(g.part.first+uint64(doc))
}

// fewPlaces is up to how many passages that a filter admits in a block it is cheaper to look each up.
const fewPlaces = blockSize / 32

// few are the places of the block that the filter admits, where they are few; else nil.
func (g *gate) few() []uint16 {
	if g.only == nil {
		return nil
	}
	from := g.part.first + uint64(g.base)
	to := min(from+blockSize, g.part.first+uint64(g.part.size))
	if rangeCount(g.only.numbers, from, to) > fewPlaces {
		return nil
	}
	places := []uint16{}
	it := g.only.numbers.Iterator()
	for it.AdvanceIfNeeded(uint32(from)); it.HasNext(); {
		n := uint64(it.Next())
		if n >= to {
			break
		}
		places = append(places, uint16(n-from))
	}
	return places
}

// rangeCount is how many of a set's numbers are in [from, to).
func rangeCount(set *roaring.Bitmap, from, to uint64) uint64 {
	if to == 0 {
		return 0
	}
	n := set.Rank(uint32(to - 1))
	if from > 0 {
		n -= set.Rank(uint32(from - 1))
	}
	return n
}

// touches tells whether the filter admits anything of a segment.
func (f *Filter) touches(p *part) bool {
	return p.size > 0 && rangeCount(f.numbers, p.first, p.first+uint64(p.size)) > 0
}

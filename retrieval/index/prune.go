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
//   - Lists that together can't lift a passage of the block to the k-th best are secondary: no passage is looked at for
//     their sake, and they are looked up in the passages that the others have. The longest lists that can add little come
//     first: with a question's function words, that is most of the postings. It is decided anew for every stretch of a
//     block, since the k-th best grows.
//   - The title counts only where something else was found. What it adds is known before the rest is looked at, since the
//     most that it could add anywhere is far more than it adds to nearly all.
//   - A filter that admits few passages leads, in place of the terms.

// stretch is how many passages are added up at a time; so many sums stay in the processor's nearest cache.
const stretch = 1 << 12

// A window is the room for adding up one stretch. It is zero between stretches.
type window struct {
	sums    [stretch]uint32
	touched [stretch / 64]uint64
	titles  [stretch]uint32 // what the title adds, where something else was found
	titled  [stretch / 64]uint64
	cursors []cursor // of a block: those of titles first
	headed  int      // how many are of titles
	tables  []shareTable
	made    []bool // which of tables are filled
}

// A cursor is a factor's list in the block at hand.
type cursor struct {
	factor *factor
	block  *block
	most   uint64 // the greatest share here
	at     int    // where the last look-up ended

	// What share needs of the block, at hand.
	counts  []byte
	perByte uint8 // counts in a byte, as a power of two
	width   uint8
	mask    int
	full    byte
	few     byte // counts below it are in the table
	lengths lengths
	table   *shareTable
}

func newCursor(f *factor, l *postings, b *block) cursor {
	c := cursor{factor: f, block: b, most: f.most(l, b), counts: b.counts, perByte: 3 - b.width, width: b.width, lengths: l.lengths[b.base:]}
	c.mask, c.full = 1<<c.perByte-1, byte(1)<<(1<<b.width)-1
	return c
}

// useTable lets the shares that come up all the time be looked up.
func (c *cursor) useTable(t *shareTable) { c.table, c.few = t, min(c.full, tableCounts) }

// windows are kept for the next search, as many as searches were at work at once.
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

// enter gathers the lists that have postings in a block: those of titles, by what they can add, and then the others in the
// order in which they become secondary, by what they can add for each of their postings; the least first.
func (w *window) enter(plan *plan, lists []*postings, base uint32) {
	w.cursors = w.cursors[:0]
	for i, l := range lists {
		b := l.block(base)
		if b == nil {
			continue
		}
		f := &plan.factors[i]
		c := newCursor(f, l, b)
		if l.n >= worthTable {
			if !w.made[i] {
				f.fill(&w.tables[i])
				w.made[i] = true
			}
			c.useTable(&w.tables[i])
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
		if x.factor.title {
			return cmp.Compare(x.most, y.most)
		}
		return cmp.Compare(x.most*uint64(y.block.n), y.most*uint64(x.block.n))
	})
	w.headed = 0
	for w.headed < len(w.cursors) && w.cursors[w.headed].factor.title {
		w.headed++
	}
}

// block adds up one block, stretch by stretch.
func (w *window) block(ctx context.Context, g *gate) error {
	most := uint64(0)
	for i := range w.cursors {
		most += w.cursors[i].most
	}
	size := min(blockSize, g.part.size-int(g.base))
	for from := 0; from < size; from += stretch {
		if err := ctx.Err(); err != nil {
			return err
		}
		least := uint64(g.best.least())
		if most < least {
			return nil // and the k-th best doesn't fall again
		}
		unknown, little, title := w.addTitles(least, from)
		primary, rest := w.split(least, little, title)
		for i := primary; i < len(w.cursors); i++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			w.cursors[i].addTo(&w.sums, &w.touched, from)
		}
		w.gather(g, from, unknown, primary, rest)
		w.clearTitles()
	}
	return nil
}

// addTitles adds up what titles add to a stretch, but for lists that add little, which are looked up. It returns how many
// of the cursors those are, which come first, the most that they add together, and the most that the others add to any
// passage of the stretch.
func (w *window) addTitles(least uint64, from int) (unknown int, little, title uint64) {
	for unknown < w.headed && w.cursors[unknown].most < least/littleTitle {
		little += w.cursors[unknown].most
		unknown++
	}
	for i := unknown; i < w.headed; i++ {
		w.cursors[i].addTo(&w.titles, &w.titled, from)
	}
	top := uint32(0)
	for i, word := range w.titled {
		for ; word != 0; word &= word - 1 {
			top = max(top, w.titles[i<<6+bits.TrailingZeros64(word)])
		}
	}
	return unknown, little, uint64(top)
}

// littleTitle is how many times what a title's list can add makes up the k-th best, if it is little.
const littleTitle = 32

func (w *window) clearTitles() {
	for i, word := range w.titled {
		w.titled[i] = 0
		for ; word != 0; word &= word - 1 {
			w.titles[i<<6+bits.TrailingZeros64(word)] = 0
		}
	}
}

// gather offers what was added up in a stretch, and makes its sums zero again. unknown, primary and rest are as addTitles and
// split say.
func (w *window) gather(g *gate, from, unknown, primary int, rest uint64) {
	for i, word := range w.touched {
		if word == 0 {
			continue
		}
		w.touched[i] = 0
		for ; word != 0; word &= word - 1 {
			at := i<<6 + bits.TrailingZeros64(word)
			sum := w.sums[at] + w.titles[at]
			w.sums[at] = 0
			if place := uint16(from + at); uint64(sum)+rest >= uint64(g.best.least()) && g.admits(place) {
				w.finish(g, place, sum, unknown, primary, rest)
			}
		}
	}
}

// split tells which cursors are primary, those from there on, and the most that all the others can add that aren't added up
// yet. A passage that has no primary list can't be among the best, whatever its title adds.
func (w *window) split(least, little, title uint64) (primary int, rest uint64) {
	primary, rest = w.headed, little
	for primary < len(w.cursors) && title+rest+w.cursors[primary].most < least {
		rest += w.cursors[primary].most
		primary++
	}
	return primary, rest
}

// finish looks a passage up in the secondary lists as long as it can still be among the best, and offers what comes of it.
func (w *window) finish(g *gate, place uint16, sum uint32, unknown, primary int, rest uint64) {
	for i := primary - 1; i >= w.headed; i-- {
		c := &w.cursors[i]
		rest -= c.most
		sum += c.look(place)
		if uint64(sum)+rest < uint64(g.best.least()) {
			return
		}
	}
	for i := range unknown {
		sum += w.cursors[i].look(place)
	}
	g.best.offer(g.part.first+uint64(g.base)+uint64(place), sum)
}

// lookUp scores the passages of a short list of places, each by itself.
func (w *window) lookUp(g *gate, places []uint16) {
	for _, place := range places {
		if !g.part.has(g.base + uint32(place)) {
			continue
		}
		sum, title := uint32(0), uint32(0)
		for i := range w.cursors {
			if c := &w.cursors[i]; c.factor.title {
				title += c.look(place)
			} else {
				sum += c.look(place)
			}
		}
		if sum > 0 {
			g.best.offer(g.part.first+uint64(g.base)+uint64(place), sum+title)
		}
	}
}

// look is the share of a place; 0 where it has no posting. Places must come in order.
func (c *cursor) look(place uint16) uint32 {
	i, ok := c.block.find(place, c.at)
	c.at = i
	if !ok {
		return 0
	}
	return c.share(i, int(place))
}

// share is what the i-th posting adds, which is that of a place. It is small, to be written out where it is called.
func (c *cursor) share(i, place int) uint32 {
	count := c.counts[i>>c.perByte] >> (i & c.mask << c.width) & c.full
	if length := c.lengths[place].Load(); count < c.few && length < tableLengths {
		return c.table[uint32(count)*tableLengths+length]
	}
	return c.rareShare(i, place)
}

func (c *cursor) rareShare(i, place int) uint32 {
	return c.factor.share(c.block.count(i), c.lengths.of(uint32(place)))
}

// addTo adds the shares of a stretch to sums, and notes in touched whose they are. Most of a search's time goes by here.
func (c *cursor) addTo(sums *[stretch]uint32, touched *[stretch / 64]uint64, from int) {
	b := c.block
	switch {
	case b.many != nil:
		first := from >> 6
		i := int(b.many.before[first])
		for at, word := range b.many.bits[first : first+stretch/64] {
			touched[at] |= word
			for ; word != 0; word &= word - 1 {
				near := at<<6 + bits.TrailingZeros64(word)
				sums[near] += c.share(i, from+near)
				i++
			}
		}
	case b.some != nil:
		i := int(b.some.starts[from>>8])
		for high := from; high < from+stretch; high += 1 << 8 {
			for end := int(b.some.starts[high>>8+1]); i < end; i++ {
				place := high | int(b.some.lows[i])
				near := place - from
				touched[near>>6] |= 1 << (near & 63)
				sums[near] += c.share(i, place)
			}
		}
	default:
		i, _ := b.find(uint16(from), c.at)
		for ; i < len(b.few) && int(b.few[i]) < from+stretch; i++ {
			near := int(b.few[i]) - from
			touched[near>>6] |= 1 << (near & 63)
			sums[near] += c.share(i, int(b.few[i]))
		}
		c.at = i
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
	if rangeCount(&g.only.numbers, from, to) > fewPlaces {
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

// touches reports whether the filter admits anything of a segment.
func (f *Filter) touches(p *part) bool {
	return p.size > 0 && rangeCount(&f.numbers, p.first, p.first+uint64(p.size)) > 0
}

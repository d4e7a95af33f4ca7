package index

import (
	"math"
	"math/bits"
	"slices"
	"sync/atomic"
)

// A postings is a term's list in one segment, decoded: which passages have it, and how often. It lies in blocks, each of
// the passages of one stretch of blockSize. How long the field is stands in the segment's lengths, once for all lists.
type postings struct {
	blocks  []block // ascending
	n       int     // postings, those of deleted passages included
	lengths lengths
	average float64 // the length of the field that the blocks' peaks were computed for
	// live holds how many of them were not deleted (lower 32 bits) when so many of the segment were (upper): a segment's
	// deletions only grow, so their number reports whether it still holds.
	live atomic.Uint64
	used atomic.Uint32 // since the cache last looked, up to a few
}

// A block is the part of a list that lies in one stretch of passages. Its places are kept in the way that takes the
// least: a posting takes a byte and a half mostly, and of the commonest words little more than half a byte.
type block struct {
	base   uint32 // what to add to the places
	n      uint32
	peak   float64  // the greatest part of a full match that a posting is, as saturation tells it
	few    []uint16 // places, ascending, where they are fewer than bucketsFrom
	some   *buckets // places, where they are fewer than setFrom
	many   *set     // places, where they are more
	width  uint8    // of counts: 1<<width bits each
	counts []byte   // how often the term stands there, the first in the lowest bits; all bits set for what stands in more
	more   *[]large // the greater counts, ascending by posting; nil for none
}

// A large is a count that doesn't fit into the bits of the others: that of the i-th posting.
type large struct{ i, count uint16 }

const (
	largeBytes = 4

	blockSize = 1 << 16

	twoBits, fourBits = 1, 2 // widths of counts

	bucketsBytes = 257*2 + 24
	bucketsFrom  = bucketsBytes // from here on two bytes a place take more than buckets and one byte
	setBytes     = blockSize/8 + blockSize/64*2
	setFrom      = setBytes - bucketsBytes
)

// buckets are places by their upper byte: starts tells where in lows the lower bytes of each begin.
type buckets struct {
	starts [257]uint16
	lows   []uint8
}

func newBuckets(places []uint16) *buckets {
	b := &buckets{lows: make([]uint8, len(places))}
	for i, p := range places {
		b.starts[p>>8+1] = uint16(i + 1)
		b.lows[i] = uint8(p)
	}
	for i := 1; i < len(b.starts); i++ { // an empty one begins where the one before it ends
		b.starts[i] = max(b.starts[i], b.starts[i-1])
	}
	return b
}

// lengths are how long one field is in each passage of a segment, in words; of those alone that some decoded list has. A
// length is written once, and before the list that needs it is seen by anybody else.
type lengths []atomic.Uint32

func (l lengths) of(doc uint32) uint64 { return uint64(l[doc].Load()) }

func (l lengths) note(doc uint32, length uint64) {
	if l[doc].Load() == 0 {
		l[doc].Store(uint32(length))
	}
}

func (l lengths) bytes() int64 { return 4 * int64(len(l)) }

// A set is the places of a block as bits. before tells how many are set in the words before each, so that a place's
// posting is found at once.
type set struct {
	bits   [blockSize / 64]uint64
	before [blockSize / 64]uint16
}

func newSet(places []uint16) *set {
	s := new(set)
	for _, p := range places {
		s.bits[p>>6] |= 1 << (p & 63)
	}
	n := 0
	for i, word := range s.bits {
		s.before[i] = uint16(n)
		n += bits.OnesCount64(word)
	}
	return s
}

// maxCount bounds frequencies and lengths. A passage never comes near; a heading might that is no heading.
const maxCount = 1<<16 - 1

// count returns how often the term stands in the i-th posting.
func (b *block) count(i int) uint64 {
	perByte := 3 - b.width // as a power of two
	full := byte(1)<<(1<<b.width) - 1
	c := b.counts[i>>perByte] >> (i & (1<<perByte - 1) << b.width) & full
	if c < full {
		return uint64(c)
	}
	at, _ := slices.BinarySearchFunc(*b.more, uint16(i), func(l large, i uint16) int { return int(l.i) - int(i) })
	return uint64((*b.more)[at].count)
}

// setCounts keeps the counts in the width that takes the least.
func (b *block) setCounts(counts []uint16) {
	beyond := func(most uint16) (n int) {
		for _, c := range counts {
			if c >= most {
				n++
			}
		}
		return n
	}
	two, four := len(counts)/4+largeBytes*beyond(3), len(counts)/2+largeBytes*beyond(15)
	b.width = twoBits
	if four < two {
		b.width = fourBits
	}
	full := uint16(1)<<(1<<b.width) - 1
	perByte := 3 - b.width
	b.counts = make([]byte, (len(counts)+1<<perByte-1)>>perByte)
	more := make([]large, 0, beyond(full))
	for i, c := range counts {
		if c >= full {
			more = append(more, large{uint16(i), c})
		}
		b.counts[i>>perByte] |= byte(min(c, full)) << (i & (1<<perByte - 1) << b.width)
	}
	if len(more) > 0 {
		b.more = &more
	}
}

// find returns which posting is that of a place; ok is false where there is none. Looking for ascending places, give the
// result back as from.
func (b *block) find(place uint16, from int) (i int, ok bool) {
	switch {
	case b.many != nil:
		word, bit := b.many.bits[place>>6], uint64(1)<<(place&63)
		if word&bit == 0 {
			return from, false
		}
		return int(b.many.before[place>>6]) + bits.OnesCount64(word&(bit-1)), true
	case b.some != nil:
		low := uint8(place)
		for i, end := int(b.some.starts[place>>8]), int(b.some.starts[place>>8+1]); i < end; i++ {
			if at := b.some.lows[i]; at >= low {
				return i, at == low
			}
		}
		return from, false
	}
	docs := b.few
	step := 1
	for from+step < len(docs) && docs[from+step] < place {
		from += step
		step <<= 1
	}
	end := min(from+step+1, len(docs))
	i, ok = slices.BinarySearch(docs[from:end], place)
	return from + i, ok
}

// each calls f with the place of every posting, in order.
func (b *block) each(f func(i int, place uint16)) {
	i := 0
	switch {
	case b.many != nil:
		for at, word := range b.many.bits {
			for ; word != 0; word &= word - 1 {
				f(i, uint16(at<<6+bits.TrailingZeros64(word)))
				i++
			}
		}
	case b.some != nil:
		for high := range 256 {
			for ; i < int(b.some.starts[high+1]); i++ {
				f(i, uint16(high)<<8|uint16(b.some.lows[i]))
			}
		}
	default:
		for i, place := range b.few {
			f(i, place)
		}
	}
}

// block returns the block of the stretch that begins at base; nil where the list has none.
func (l *postings) block(base uint32) *block {
	i, ok := slices.BinarySearchFunc(l.blocks, base, func(b block, base uint32) int { return int(b.base>>16) - int(base>>16) })
	if !ok {
		return nil
	}
	return &l.blocks[i]
}

// What a list and a block take in memory beside their postings, the key included, in bytes; about.
const (
	listBytes  = 190
	blockBytes = 88
)

func (l *postings) bytes() int64 {
	n := listBytes + blockBytes*len(l.blocks)
	for i := range l.blocks {
		b := &l.blocks[i]
		n += 2*cap(b.few) + cap(b.counts)
		if b.some != nil {
			n += bucketsBytes + cap(b.some.lows)
		}
		if b.many != nil {
			n += setBytes
		}
		if b.more != nil {
			n += 24 + largeBytes*cap(*b.more)
		}
	}
	return int64(n)
}

// frequency is the number of passages that have the term and aren't deleted.
func (l *postings) frequency(p *part) uint64 {
	if l.n == 0 || p.gone == 0 {
		return uint64(l.n)
	}
	if memo := l.live.Load(); memo>>32 == p.gone {
		return memo & (1<<32 - 1)
	}
	n := uint64(0)
	for i := range l.blocks {
		b := &l.blocks[i]
		b.each(func(_ int, place uint16) {
			if p.has(b.base + uint32(place)) {
				n++
			}
		})
	}
	l.live.Store(p.gone<<32 | n)
	return n
}

// A builder makes a list of postings that come in the order of their passages.
type builder struct {
	lengths lengths
	average float64
	blocks  []block
	n       int

	base   uint32
	places []uint16 // of the block at hand
	counts []uint16
	peak   float64
	// the count and length of the posting that peak is of
	top [2]uint64
}

func (b *builder) add(doc uint32, count, length uint64) {
	if base := doc &^ (blockSize - 1); base != b.base {
		b.end()
		b.base = base
	}
	count = min(count, maxCount)
	b.places = append(b.places, uint16(doc))
	b.counts = append(b.counts, uint16(count))
	b.lengths.note(doc, length)
	if count > b.top[0] || length < b.top[1] { // else it can't be greater
		if s := saturation(float64(count), lengthNorm(length, b.average)); s > b.peak {
			b.peak, b.top = s, [2]uint64{count, length}
		}
	}
}

// end puts the block at hand into the list, no larger than it need be.
func (b *builder) end() {
	if len(b.places) == 0 {
		return
	}
	made := block{base: b.base, n: uint32(len(b.places)), peak: b.peak}
	made.setCounts(b.counts)
	switch {
	case len(b.places) >= setFrom:
		made.many = newSet(b.places)
	case len(b.places) >= bucketsFrom:
		made.some = newBuckets(b.places)
	default:
		made.few = slices.Clone(b.places)
	}
	b.blocks = append(b.blocks, made)
	b.n += int(made.n)
	b.places, b.counts, b.peak, b.top = b.places[:0], b.counts[:0], 0, [2]uint64{}
}

func (b *builder) done() *postings {
	b.end()
	return &postings{blocks: slices.Clip(b.blocks), n: b.n, lengths: b.lengths, average: b.average}
}

// most is the greatest part of a full match that a posting of the block is when the field is so long on average: what
// it was when the list was decoded, and more where fields have grown. Saturation grows by no more than the average does,
// since length counts divided by it. The last factor stands for what floating point may have lost.
func (l *postings) most(b *block, average float64) float64 {
	return b.peak * math.Max(1, average/l.average) * (1 + 1e-9)
}

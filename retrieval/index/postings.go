package index

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// This file is the way to Bleve's postings beneath its index reader. The rules are:
//
//   - It uses what Bleve v2.6.3 exports of scorch. A reader of another kind, or from another version, gives no segments;
//     then search.go reads through the index reader's own iterators, which are slower and give the same scores.
//     TestDecodedEqualsRead holds the two against each other, and is what to look at after an upgrade of Bleve.
//   - A segment never changes, and so neither does a term's list in it. Lists are decoded once and kept, up to a number of
//     bytes. What is deleted is left in them, and left out when they are read.
//   - A dictionary is opened for each look-up: its reader isn't safe for two goroutines.

// A part is a segment as one snapshot sees it.
type part struct {
	id      uint64
	first   uint64 // the number of its first passage in the snapshot
	size    int    // how many passages it holds, deleted ones included
	deleted *roaring.Bitmap
	gone    uint64 // how many are deleted
	segment segment.Segment
}

// partsOf returns a reader's segments; nil where it has none that can be read.
func partsOf(reader bleveindex.IndexReader) []part {
	snap, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil
	}
	parts := []part{}
	var first uint64
	for _, s := range snap.Segments() {
		p := part{id: s.Id(), first: first, size: int(s.Segment().Count()), deleted: s.Deleted(), segment: s.Segment()}
		if p.deleted != nil {
			p.gone = p.deleted.GetCardinality()
		}
		first += uint64(p.size)
		parts = append(parts, p)
	}
	return parts
}

func (p *part) has(doc uint32) bool { return p.deleted == nil || !p.deleted.Contains(doc) }

// A postings is a term's list in one segment: which passages have it, how often, and how long the field is there.
type postings struct {
	blocks []block // ascending
	n      int     // postings, those of deleted passages included
	// live holds how many of them were not deleted (lower 32 bits) when so many of the segment were (upper): a segment's
	// deletions only grow, so their number tells whether it still holds.
	live atomic.Uint64
	used atomic.Uint32 // since the cache last looked, up to a few
}

// A block is the part of a list that lies in one stretch of blockSize passages. Most postings take four bytes: a passage
// of 200 words seldom has a word 256 times, or 256 words.
type block struct {
	base    uint32   // what to add to docs
	docs    []uint16 // ascending
	counts  numbers  // how often the term stands there
	lengths numbers  // how long the field is, in words
}

const blockSize = 1 << 16

// numbers are small whole numbers, in bytes where they all fit and else in two bytes each.
type numbers struct {
	narrow []uint8
	wide   []uint16
}

func (n *numbers) at(i int) uint64 {
	if n.wide != nil {
		return uint64(n.wide[i])
	}
	return uint64(n.narrow[i])
}

func (n *numbers) add(v uint64) {
	switch {
	case n.wide != nil:
		n.wide = append(n.wide, uint16(v))
	case v <= 0xff:
		n.narrow = append(n.narrow, uint8(v))
	default:
		n.wide = make([]uint16, len(n.narrow), max(2*len(n.narrow), 8))
		for i, x := range n.narrow {
			n.wide[i] = uint16(x)
		}
		n.wide, n.narrow = append(n.wide, uint16(v)), nil
	}
}

func (n *numbers) bytes() int { return cap(n.narrow) + 2*cap(n.wide) }

// maxCount bounds frequencies and lengths. A passage never comes near; a heading might that is no heading.
const maxCount = 1<<16 - 1

// What a list and a block take in memory beside their postings, the key included, in bytes; about.
const (
	listBytes  = 200
	blockBytes = 120
)

func (l *postings) bytes() int64 {
	n := listBytes + blockBytes*cap(l.blocks)
	for i := range l.blocks {
		b := &l.blocks[i]
		n += 2*cap(b.docs) + b.counts.bytes() + b.lengths.bytes()
	}
	return int64(n)
}

// add appends a posting; doc is greater than any before.
func (l *postings) add(doc uint32, count, length uint64) {
	base := doc &^ (blockSize - 1)
	if n := len(l.blocks); n == 0 || l.blocks[n-1].base != base {
		l.blocks = append(l.blocks, block{base: base})
	}
	b := &l.blocks[len(l.blocks)-1]
	b.docs = append(b.docs, uint16(doc-base))
	b.counts.add(min(count, maxCount))
	b.lengths.add(length)
	l.n++
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
		for _, d := range l.blocks[i].docs {
			if p.has(l.blocks[i].base + uint32(d)) {
				n++
			}
		}
	}
	l.live.Store(p.gone<<32 | n)
	return n
}

// decode reads a term's list from a segment.
func (p *part) decode(field, term string) (*postings, error) {
	out := &postings{}
	dict, err := p.segment.Dictionary(field)
	if err != nil {
		return nil, fmt.Errorf("looking up %q: %w", term, err)
	}
	list, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, fmt.Errorf("looking up %q: %w", term, err)
	}
	if list.Count() == 0 {
		return out, nil
	}
	for it := list.Iterator(true, true, false, nil); ; {
		posting, err := it.Next()
		if err != nil {
			return nil, fmt.Errorf("reading postings of %q: %w", term, err)
		}
		if posting == nil {
			return out, nil
		}
		out.add(uint32(posting.Number()), posting.Frequency(), length(posting.Norm()))
	}
}

// A postingsCache keeps decoded lists, up to a number of bytes. It is safe for concurrent use.
type postingsCache struct {
	limit int64

	mu    sync.RWMutex
	lists map[postingsKey]*postings
	keys  []postingsKey // of lists, in no order, to draw from
	bytes int64
}

type postingsKey struct {
	segment     uint64
	field, term string
}

func newPostingsCache(limit int64) *postingsCache {
	return &postingsCache{limit: limit, lists: map[postingsKey]*postings{}}
}

// get returns a term's list in a segment, decoded now if it isn't kept.
func (c *postingsCache) get(p *part, field, term string) (*postings, error) {
	key := postingsKey{p.id, field, term}
	c.mu.RLock()
	l := c.lists[key]
	c.mu.RUnlock()
	if l != nil {
		if n := l.used.Load(); n < 4 {
			l.used.Store(n + 1)
		}
		return l, nil
	}
	l, err := p.decode(field, term)
	if err != nil {
		return nil, err
	}
	c.keep(key, l)
	return l, nil
}

// keep takes a list in, and drops others until all fit: drawn at random, spared as often as they were used.
func (c *postingsCache) keep(key postingsKey, l *postings) {
	if l.bytes() > c.limit/4 {
		return // it would drive out everything else
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lists[key] != nil {
		return
	}
	c.lists[key] = l
	c.keys = append(c.keys, key)
	c.bytes += l.bytes()
	for c.bytes > c.limit {
		i := rand.IntN(len(c.keys))
		if other := c.lists[c.keys[i]]; other.used.Load() > 0 {
			other.used.Add(^uint32(0))
			continue
		}
		c.drop(i)
	}
}

// drop forgets the i-th list. c.mu is held.
func (c *postingsCache) drop(i int) {
	key := c.keys[i]
	c.bytes -= c.lists[key].bytes()
	delete(c.lists, key)
	c.keys[i] = c.keys[len(c.keys)-1]
	c.keys = c.keys[:len(c.keys)-1]
}

// forget drops the lists of segments that are no more.
func (c *postingsCache) forget(parts []part) {
	alive := map[uint64]bool{}
	for _, p := range parts {
		alive[p.id] = true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := len(c.keys) - 1; i >= 0; i-- {
		if !alive[c.keys[i].segment] {
			c.drop(i)
		}
	}
}

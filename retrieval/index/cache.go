package index

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync"
)

// A postingsCache keeps decoded lists, up to a number of bytes. It is safe for concurrent use, and nobody waits in it
// for a list to be decoded.
type postingsCache struct {
	limit int64

	mu      sync.RWMutex
	lists   map[postingsKey]*postings
	keys    []postingsKey // of lists, in no order, to draw from
	lengths map[lengthsKey]lengths
	bytes   int64 // of lists and lengths
}

// A lengthsKey is a field of a segment, all languages together: a passage has one.
type lengthsKey struct {
	segment uint64
	field   string
}

type postingsKey struct {
	segment     uint64
	field, term string
}

func newPostingsCache(limit int64) *postingsCache {
	return &postingsCache{limit: limit, lists: map[postingsKey]*postings{}, lengths: map[lengthsKey]lengths{}}
}

// kept returns a term's list in a segment if it is kept.
func (c *postingsCache) kept(p *part, field, term string) *postings {
	c.mu.RLock()
	l := c.lists[postingsKey{p.id, field, term}]
	c.mu.RUnlock()
	if l != nil {
		if n := l.used.Load(); n < 4 {
			l.used.Store(n + 1)
		}
	}
	return l
}

// get returns a term's list in a segment, decoded now if it isn't kept; average as decode takes it.
func (c *postingsCache) get(ctx context.Context, p *part, field, term string, average float64) (*postings, error) {
	if l := c.kept(p, field, term); l != nil {
		return l, nil
	}
	lengths, shared := c.lengthsOf(p, field)
	l, err := p.decode(ctx, field, term, lengths, average)
	if err != nil {
		return nil, err
	}
	if shared {
		c.keep(postingsKey{p.id, field, term}, l)
	}
	return l, nil
}

// lengthsOf returns where the lengths of a field are noted. Where the cache has no room for them, they are the caller's
// own, and what is decoded with them can't be kept.
func (c *postingsCache) lengthsOf(p *part, field string) (l lengths, shared bool) {
	name, _, _ := strings.Cut(field, ":")
	key := lengthsKey{p.id, name}
	c.mu.RLock()
	l, shared = c.lengths[key]
	c.mu.RUnlock()
	if shared {
		return l, true
	}
	l = make(lengths, p.size)
	c.mu.Lock()
	defer c.mu.Unlock()
	if other, ok := c.lengths[key]; ok {
		return other, true
	}
	if c.lengthBytes()+l.bytes() > c.limit/2 {
		return l, false
	}
	c.lengths[key] = l
	c.bytes += l.bytes()
	c.makeRoom()
	return l, true
}

// lengthBytes is what the lengths take. c.mu is held.
func (c *postingsCache) lengthBytes() (n int64) {
	for _, l := range c.lengths {
		n += l.bytes()
	}
	return n
}

// frequency is the number of a segment's passages that have a term in a field and aren't deleted.
func (c *postingsCache) frequency(p *part, field, term string) (uint64, error) {
	if l := c.kept(p, field, term); l != nil {
		return l.frequency(p), nil
	}
	return p.frequency(field, term)
}

// keep takes a list in, and drops others until all fit: drawn at random, spared as often as they were used. What belongs to
// a segment that forget has dropped in between stays until forget comes again.
func (c *postingsCache) keep(key postingsKey, l *postings) {
	if l.bytes() > c.limit/4 {
		return // it would drive out everything else
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	name, _, _ := strings.Cut(key.field, ":")
	if c.lists[key] != nil || c.lengths[lengthsKey{key.segment, name}] == nil { // its lengths were forgotten meanwhile
		return
	}
	c.lists[key] = l
	c.keys = append(c.keys, key)
	c.bytes += l.bytes()
	c.makeRoom()
}

// makeRoom drops lists until what is kept fits. c.mu is held.
func (c *postingsCache) makeRoom() {
	for c.bytes > c.limit && len(c.keys) > 0 {
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
	for key, l := range c.lengths {
		if !alive[key.segment] {
			c.bytes -= l.bytes()
			delete(c.lengths, key)
		}
	}
}

package bot

import (
	"sync"
	"time"
)

// mostCached bounds every cache: at some 200 bytes an entry, two megabytes.
const mostCached = 10_000

// A cache keeps values under keys, each until a time of its own. It is safe for concurrent use.
type cache[V any] struct {
	mu   sync.Mutex
	kept map[string]cached[V]
}

type cached[V any] struct {
	value V
	until time.Time
}

func newCache[V any]() *cache[V] { return &cache[V]{kept: map[string]cached[V]{}} }

// get returns the value under a key, the zero value and false where there is none any more.
func (c *cache[V]) get(key string, now time.Time) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.find(key, now)
}

// put keeps a value. A full cache drops what has ended, or else everything: what it holds can be found out again.
func (c *cache[V]) put(key string, value V, until, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(key, value, until, now)
}

// first keeps a value where none is kept, and reports whether it did.
func (c *cache[V]) first(key string, value V, until, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.find(key, now); ok {
		return false
	}
	c.keep(key, value, until, now)
	return true
}

func (c *cache[V]) find(key string, now time.Time) (value V, ok bool) {
	if k, ok := c.kept[key]; ok && now.Before(k.until) {
		return k.value, true
	}
	return value, false
}

func (c *cache[V]) keep(key string, value V, until, now time.Time) {
	if len(c.kept) >= mostCached {
		for old, k := range c.kept {
			if !now.Before(k.until) {
				delete(c.kept, old)
			}
		}
	}
	if len(c.kept) >= mostCached {
		clear(c.kept)
	}
	c.kept[key] = cached[V]{value, until}
}

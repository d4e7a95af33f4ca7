package bot

import (
	"sync"
	"time"
)

// rememberedEvents is how far back a repeated event is known for one. A resumed session replays what its gap held, at most
// some minutes.
const rememberedEvents = 4096

// An eventDeduplicator remembers the ids of the last events, because a resumed gateway session may deliver one a second
// time.
type eventDeduplicator struct {
	mu   sync.Mutex
	ids  map[string]bool
	ring [rememberedEvents]string
	next int
}

func newEventDeduplicator() *eventDeduplicator { return &eventDeduplicator{ids: map[string]bool{}} }

// first reports whether id comes for the first time.
func (d *eventDeduplicator) first(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ids[id] {
		return false
	}
	delete(d.ids, d.ring[d.next])
	d.ring[d.next], d.ids[id] = id, true
	d.next = (d.next + 1) % rememberedEvents
	return true
}

const (
	// repeatedWithin is how soon the same press counts as a double one. Nobody wants a second page of the same so soon.
	repeatedWithin = 2 * time.Second
	// maxRecentPresses bounds the memory of presses: about 200 bytes each.
	maxRecentPresses = 10_000
)

// A pressDeduplicator remembers what was pressed a moment ago.
type pressDeduplicator struct {
	mu   sync.Mutex
	last map[string]time.Time
}

func newPressDeduplicator() *pressDeduplicator {
	return &pressDeduplicator{last: map[string]time.Time{}}
}

// repeated reports whether the same was pressed a moment before now. A full memory is cleared of what is past, or else of
// everything.
func (d *pressDeduplicator) repeated(key string, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at, ok := d.last[key]; ok && now.Sub(at) < repeatedWithin {
		return true
	}
	if len(d.last) >= maxRecentPresses {
		for old, at := range d.last {
			if now.Sub(at) >= repeatedWithin {
				delete(d.last, old)
			}
		}
		if len(d.last) >= maxRecentPresses {
			clear(d.last)
		}
	}
	d.last[key] = now
	return false
}

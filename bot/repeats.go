package bot

import (
	"sync"
	"time"
)

// twiceWithin is how soon the same press counts as a double one. Nobody wants a second page of the same within that time.
const twiceWithin = 2 * time.Second

// maxRepeats bounds the memory of presses: about 200 bytes each.
const maxRepeats = 10_000

// repeats remembers what was pressed a moment ago.
type repeats struct {
	mu   sync.Mutex
	last map[string]time.Time
}

func newRepeats() *repeats { return &repeats{last: map[string]time.Time{}} }

// again tells whether the same was pressed a moment before now. A full memory is cleared of what is past, or else of
// everything.
func (r *repeats) again(key string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at, ok := r.last[key]; ok && now.Sub(at) < twiceWithin {
		return true
	}
	if len(r.last) >= maxRepeats {
		for old, at := range r.last {
			if now.Sub(at) >= twiceWithin {
				delete(r.last, old)
			}
		}
		if len(r.last) >= maxRepeats {
			clear(r.last)
		}
	}
	r.last[key] = now
	return false
}

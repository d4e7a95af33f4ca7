package bot

import "sync"

// rememberedIDs is how far back a repeated event is known for one. A resumed session replays what its gap held, at most
// some minutes.
const rememberedIDs = 4096

// seen remembers the ids of the last events, because a resumed gateway session may deliver one a second time.
type seen struct {
	mu   sync.Mutex
	ids  map[string]bool
	ring [rememberedIDs]string
	next int
}

func newSeen() *seen { return &seen{ids: map[string]bool{}} }

// first tells whether id comes for the first time.
func (s *seen) first(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ids[id] {
		return false
	}
	delete(s.ids, s.ring[s.next])
	s.ring[s.next], s.ids[id] = id, true
	s.next = (s.next + 1) % rememberedIDs
	return true
}

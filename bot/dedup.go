package bot

import "time"

const (
	// eventWithin is how long an event is known again. A resumed session replays what its gap held, some minutes.
	eventWithin = 15 * time.Minute
	// pressWithin is how soon the same press counts as a double one. Nobody wants a second page of the same within that.
	pressWithin = 2 * time.Second
)

// A deduplicator knows what has come a moment ago.
type deduplicator struct {
	within time.Duration
	keys   *cache[struct{}]
}

func newDeduplicator(within time.Duration) deduplicator {
	return deduplicator{within, newCache[struct{}]()}
}

// first reports whether a key comes for the first time within the moment.
func (d deduplicator) first(key string, now time.Time) bool {
	return d.keys.first(key, struct{}{}, now.Add(d.within), now)
}

package rest

import (
	"sync"
	"time"
)

// A limiter knows when a request may be sent.
type limiter struct {
	mu      sync.Mutex
	sent    []time.Time // a ring: when the latest requests went out
	oldest  int
	account time.Time // the bot may send nothing before this
	edge    time.Time // this address may send nothing before this: the network in front of Discord said so
	buckets map[string]*bucket
	sweepAt int // drop old buckets when there are so many
}

// minSweep is how many buckets are kept without a look at whether they are still of use.
const minSweep = 256

func newLimiter(perSecond int) *limiter {
	return &limiter{sent: make([]time.Time, perSecond), buckets: map[string]*bucket{}, sweepAt: minSweep}
}

// take lets a request pass, and returns 0, or returns how long to wait before asking again.
func (l *limiter) take(now time.Time, r route) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[r.bucket]
	d := l.edge.Sub(now)
	if !r.interaction {
		d = max(d, l.account.Sub(now), l.sent[l.oldest].Add(time.Second).Sub(now))
	}
	if b != nil {
		d = max(d, b.wait(now))
	}
	if d > 0 {
		return d
	}
	if b != nil {
		b.remaining--
	}
	if !r.interaction {
		l.sent[l.oldest] = now
		l.oldest = (l.oldest + 1) % len(l.sent)
	}
	return 0
}

// note learns from what an answer said about limits.
func (l *limiter) note(now time.Time, r route, got limit) {
	l.mu.Lock()
	defer l.mu.Unlock()
	until := now.Add(got.retryAfter)
	switch {
	case got.exceeded && got.scope == scopeEdge:
		l.edge = later(l.edge, until)
	case got.exceeded && got.scope == scopeGlobal:
		l.account = later(l.account, until)
	case got.exceeded:
		l.bucket(now, r.bucket).block(now, got.retryAfter)
	case got.known:
		l.bucket(now, r.bucket).note(now, got)
	}
}

// bucket finds or makes a bucket. Interactions have buckets of their own, so those that are over are dropped now and
// then: never more than half of what is kept.
func (l *limiter) bucket(now time.Time, key string) *bucket {
	if b := l.buckets[key]; b != nil {
		return b
	}
	if len(l.buckets) >= l.sweepAt {
		for k, b := range l.buckets {
			if b.over(now) {
				delete(l.buckets, k)
			}
		}
		l.sweepAt = max(minSweep, 2*len(l.buckets))
	}
	b := &bucket{limit: 1, id: -1}
	l.buckets[key] = b
	return b
}

// A bucket is the rate limit of one kind of request: so many in each window of time. That Discord lets some routes
// share one isn't known here; where they do, an answer 429 says so.
type bucket struct {
	limit     int
	remaining int
	reset     time.Time     // when the window ends
	window    time.Duration // how long it is, as far as is known
	id        float64       // Discord's name for the window: when it ends by its own clock
	presumed  bool          // the window was begun here, and Discord hasn't named it yet
}

// wait is how long until the bucket lets a request pass, and begins its next window when the last one is over.
func (b *bucket) wait(now time.Time) time.Duration {
	if !now.Before(b.reset) {
		b.remaining, b.reset, b.presumed = b.limit, now.Add(b.window), true
	}
	if b.remaining > 0 {
		return 0
	}
	return b.reset.Sub(now)
}

// note takes over what Discord says. Answers come in any order, so within a window the smaller number is believed, and
// what concerns a window before it is passed over.
func (b *bucket) note(now time.Time, got limit) {
	if got.id < b.id {
		return
	}
	if got.id == b.id || b.presumed {
		b.remaining = min(b.remaining, got.remaining)
	} else {
		b.remaining = got.remaining
	}
	b.id, b.presumed = got.id, false
	b.limit, b.reset, b.window = got.limit, now.Add(got.resetAfter), max(b.window, got.resetAfter)
}

// block is for a 429, which says how long to wait whatever was presumed, and nothing of how long windows are.
func (b *bucket) block(now time.Time, d time.Duration) { b.remaining, b.reset = 0, now.Add(d) }

// over reports whether the bucket has nothing to say any more.
func (b *bucket) over(now time.Time) bool { return now.After(b.reset.Add(b.window)) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

package bot

import (
	"sync"
	"time"
)

// What one asker may have. Ten a minute is faster than answers can be read; two at a time lets a second thought be typed
// while the first is looked up.
const (
	perMinute = 10
	inFlight  = 2
	window    = time.Minute

	// Presses are paged through faster than questions are asked.
	pressesPerMinute = 40
	pressesInFlight  = 4
)

// maxAskers bounds the limiter's memory: about 300 bytes each.
const maxAskers = 10_000

// A limiter counts each asker's questions of the last minute and those still being answered. Time is an argument, so
// that it needs no clock.
type limiter struct {
	perMinute, inFlight int
	key                 string // of what to say to somebody who wants more

	mu     sync.Mutex
	askers map[string]*asker
}

// asker is what is remembered of one person: when the last questions came, a ring with the oldest at next.
type asker struct {
	times   []time.Time
	next    int
	flying  int
	told    time.Time // when the person was last told of the limit
	touched time.Time
}

// A verdict says what becomes of a question.
type verdict int

const (
	allowed verdict = iota // it counts, and release must be called when it is done
	refused                // too many: say so
	silent                 // too many, and the person was told within the last minute
)

func newLimiter(perMinute, inFlight int, key string) *limiter {
	return &limiter{perMinute: perMinute, inFlight: inFlight, key: key, askers: map[string]*asker{}}
}

// take counts a question that came at now.
func (l *limiter) take(id string, now time.Time) verdict {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.asker(id, now)
	oldest := a.times[a.next]
	if a.flying >= l.inFlight || !oldest.IsZero() && now.Sub(oldest) < window {
		return a.refuse(now)
	}
	a.times[a.next] = now
	a.next = (a.next + 1) % l.perMinute
	a.flying++
	return allowed
}

// release says that a question that was allowed has been dealt with.
func (l *limiter) release(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if a := l.askers[id]; a != nil && a.flying > 0 {
		a.flying--
	}
}

// tell reports whether the person may be told something that would be noise a second time within a minute.
func (l *limiter) tell(id string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.asker(id, now).refuse(now) == refused
}

func (a *asker) refuse(now time.Time) verdict {
	if !a.told.IsZero() && now.Sub(a.told) < window {
		return silent
	}
	a.told = now
	return refused
}

// asker finds or makes the record of id, making room where there is none.
func (l *limiter) asker(id string, now time.Time) *asker {
	a := l.askers[id]
	if a == nil {
		if len(l.askers) >= maxAskers {
			l.forget(now)
		}
		a = &asker{times: make([]time.Time, l.perMinute)}
		l.askers[id] = a
	}
	a.touched = now
	return a
}

// forget drops whoever has been quiet for a window. Where nobody has, it drops everyone with nothing in flight: ten
// thousand askers in one minute are beyond what a limit per asker can help against.
func (l *limiter) forget(now time.Time) {
	for id, a := range l.askers {
		if a.flying == 0 && now.Sub(a.touched) >= window {
			delete(l.askers, id)
		}
	}
	if len(l.askers) < maxAskers {
		return
	}
	for id, a := range l.askers {
		if a.flying == 0 {
			delete(l.askers, id)
		}
	}
}

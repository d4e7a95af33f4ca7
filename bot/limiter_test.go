package bot

import (
	"fmt"
	"testing"
	"time"
)

func TestLimiter(t *testing.T) {
	t.Parallel()
	type step struct {
		at      time.Duration
		who     string
		release bool
		want    verdict
	}
	ask := func(at time.Duration, who string, want verdict) step { return step{at: at, who: who, want: want} }
	done := func(at time.Duration, who string) step { return step{at: at, who: who, release: true} }
	answered := func(from, n int) (steps []step) { // n questions a second apart, each answered at once
		for i := range n {
			at := time.Duration(from+i) * time.Second
			steps = append(steps, ask(at, "ann", allowed), done(at, "ann"))
		}
		return steps
	}
	cases := map[string][]step{
		"two in flight, the third refused once": {
			ask(0, "ann", allowed), ask(0, "ann", allowed), ask(1*time.Second, "ann", refused), ask(2*time.Second, "ann", silent),
			done(3*time.Second, "ann"), ask(4*time.Second, "ann", allowed),
		},
		"another asker is not concerned": {
			ask(0, "ann", allowed), ask(0, "ann", allowed), ask(0, "ann", refused), ask(0, "bob", allowed),
		},
		"ten a minute": append(answered(0, 10), ask(10*time.Second, "ann", refused), ask(59*time.Second, "ann", silent),
			ask(60*time.Second, "ann", allowed), ask(60*time.Second, "ann", silent)),
		"told again after a minute": append(append(answered(0, 10), ask(10*time.Second, "ann", refused)),
			append(answered(60, 10), ask(75*time.Second, "ann", refused))...),
		"release without take is harmless": {done(0, "ann"), ask(0, "ann", allowed)},
	}
	for name, steps := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLimiter(perMinute, inFlight, "")
			start := time.Unix(1_800_000_000, 0)
			for i, s := range steps {
				if s.release {
					l.release(s.who)
					continue
				}
				if got := l.take(s.who, start.Add(s.at)); got != s.want {
					t.Fatalf("step %d, %s at %v: %v, want %v", i, s.who, s.at, got, s.want)
				}
			}
		})
	}
}

func TestLimiterTellsOnceAMinute(t *testing.T) {
	t.Parallel()
	l := newLimiter(perMinute, inFlight, "")
	start := time.Unix(1_800_000_000, 0)
	if !l.tell("ann", start) {
		t.Error("not told the first time")
	}
	if l.tell("ann", start.Add(59*time.Second)) {
		t.Error("told twice within a minute")
	}
	if !l.tell("ann", start.Add(60*time.Second)) {
		t.Error("not told again after a minute")
	}
}

func TestLimiterMemoryIsBounded(t *testing.T) {
	t.Parallel()
	l := newLimiter(perMinute, inFlight, "")
	now := time.Unix(1_800_000_000, 0)
	for range inFlight {
		if l.take("kept", now) != allowed {
			t.Fatal("a question within the limits was refused")
		}
	}
	for i := range 3 * maxAskers {
		id := fmt.Sprint("asker ", i)
		l.take(id, now)
		l.release(id)
		if len(l.askers) > maxAskers {
			t.Fatalf("%d askers are remembered", len(l.askers))
		}
	}
	if got := l.take("kept", now); got == allowed {
		t.Error("an asker with two questions in flight was forgotten")
	}
}

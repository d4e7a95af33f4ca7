package bot

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

func TestLanesKeepTheOrderOfALane(t *testing.T) {
	t.Parallel()
	l := newLanes(3, 1000)
	var mu sync.Mutex
	got := map[string][]int{}
	for i := range 100 {
		for _, lane := range []string{"a", "b", "c", "d"} {
			if err := l.submit(lane, func() {
				mu.Lock()
				defer mu.Unlock()
				got[lane] = append(got[lane], i)
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := l.drain(testContext(t)); err != nil {
		t.Fatal(err)
	}
	for lane, order := range got {
		for i, n := range order {
			if n != i {
				t.Fatalf("lane %s ran in the order %v", lane, order)
			}
		}
		if len(order) != 100 {
			t.Errorf("lane %s ran %d of 100 pieces", lane, len(order))
		}
	}
}

func TestLanesRunSideBySideUpToTheirWorkers(t *testing.T) {
	t.Parallel()
	l := newLanes(2, 10)
	started, release := make(chan string), make(chan struct{})
	for _, lane := range []string{"a", "b", "c"} {
		if err := l.submit(lane, func() { started <- lane; <-release }); err != nil {
			t.Fatal(err)
		}
	}
	<-started
	<-started // two lanes at the same time, whichever
	select {
	case lane := <-started:
		t.Fatalf("lane %s started beyond the two workers", lane)
	default:
	}
	release <- struct{}{}
	<-started
	close(release)
	if err := l.drain(testContext(t)); err != nil {
		t.Fatal(err)
	}
}

func TestLanesAreBounded(t *testing.T) {
	t.Parallel()
	l := newLanes(1, 2)
	release := make(chan struct{})
	work := func() { <-release }
	for range 2 {
		if err := l.submit("a", work); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.submit("b", work); !errors.Is(err, errFull) {
		t.Fatalf("submit beyond the capacity: %v", err)
	}
	close(release)
	if err := l.drain(testContext(t)); err != nil {
		t.Fatal(err)
	}
	if err := l.submit("a", work); !errors.Is(err, errStopped) {
		t.Fatalf("submit after drain: %v", err)
	}
}

func TestLanesDrainGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	l := newLanes(1, 2)
	release := make(chan struct{})
	if err := l.submit("a", func() { <-release }); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.drain(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("drain: %v", err)
	}
	close(release)
	if err := l.drain(testContext(t)); err != nil {
		t.Fatal(err)
	}
}

// TestLanesLater: work that is due runs, and what isn't due at the end doesn't.
func TestLanesLater(t *testing.T) {
	t.Parallel()
	l := newLanes(1, 2)
	due, never, ran := make(chan time.Time), make(chan time.Time), make(chan string, 3)
	for name, timer := range map[string]chan time.Time{"due": due, "never": never} {
		if err := l.submitLater(timer, "a", func() { ran <- name }); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.submitLater(never, "a", func() {}); !errors.Is(err, errFull) {
		t.Errorf("beyond the capacity: %v", err)
	}
	due <- time.Time{}
	if name := <-ran; name != "due" {
		t.Errorf("%s ran", name)
	}
	if err := l.drain(testContext(t)); err != nil {
		t.Fatal(err)
	}
	if err := l.submitLater(never, "a", func() {}); !errors.Is(err, errStopped) {
		t.Errorf("after the end: %v", err)
	}
	if len(ran) > 0 {
		t.Errorf("%s ran", <-ran)
	}
}

// testContext ends long after any honest test, so that a wait that would hang fails instead.
func testContext(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

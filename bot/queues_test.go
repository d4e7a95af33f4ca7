package bot

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

func TestQueuesKeepTheOrderOfAQueue(t *testing.T) {
	t.Parallel()
	l := newQueues(3, 1000)
	var mu sync.Mutex
	got := map[string][]int{}
	for i := range 100 {
		for _, queue := range []string{"a", "b", "c", "d"} {
			if err := l.submit(queue, func() {
				mu.Lock()
				defer mu.Unlock()
				got[queue] = append(got[queue], i)
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := l.drain(testContext(t)); err != nil {
		t.Fatal(err)
	}
	for queue, order := range got {
		for i, n := range order {
			if n != i {
				t.Fatalf("queue %s ran in the order %v", queue, order)
			}
		}
		if len(order) != 100 {
			t.Errorf("queue %s ran %d of 100 pieces", queue, len(order))
		}
	}
}

func TestQueuesRunSideBySideUpToTheirWorkers(t *testing.T) {
	t.Parallel()
	l := newQueues(2, 10)
	started, release := make(chan string), make(chan struct{})
	for _, queue := range []string{"a", "b", "c"} {
		if err := l.submit(queue, func() { started <- queue; <-release }); err != nil {
			t.Fatal(err)
		}
	}
	<-started
	<-started // two queues at the same time, whichever
	select {
	case queue := <-started:
		t.Fatalf("queue %s started beyond the two workers", queue)
	default:
	}
	release <- struct{}{}
	<-started
	close(release)
	if err := l.drain(testContext(t)); err != nil {
		t.Fatal(err)
	}
}

func TestQueuesAreBounded(t *testing.T) {
	t.Parallel()
	l := newQueues(1, 2)
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

func TestQueuesDrainGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	l := newQueues(1, 2)
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

// TestQueuesLater: work that is due runs, and what isn't due at the end doesn't.
func TestQueuesLater(t *testing.T) {
	t.Parallel()
	l := newQueues(1, 2)
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

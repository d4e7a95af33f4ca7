package bot

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Why lanes take no more work.
var (
	errFull    = errors.New("too much work is waiting")
	errStopped = errors.New("no more work is taken")
)

// lanes run work on a bounded number of goroutines: the pieces of one lane one after the other in the order they came,
// different lanes at the same time. While nothing is to be done there is no goroutine.
type lanes struct {
	workers, capacity int

	mu      sync.Mutex
	queues  map[string][]func() // by lane; the first is running or about to
	ready   []string            // lanes whose first piece waits for a worker
	running int
	queued  int // pieces in all queues, running ones included
	delayed int // pieces that aren't due yet
	stopped bool
	stop    chan struct{} // closed when stopped
	idle    chan struct{} // closed when stopped and nothing is queued
	timers  sync.WaitGroup
}

// newLanes returns lanes for so many workers and pieces of work, running ones included.
func newLanes(workers, capacity int) *lanes {
	return &lanes{
		workers: workers, capacity: capacity, queues: map[string][]func(){},
		stop: make(chan struct{}), idle: make(chan struct{}),
	}
}

// submit queues work in a lane and returns at once; errFull or errStopped mean that it will not run. Work must not
// panic.
func (l *lanes) submit(lane string, work func()) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.stopped:
		return errStopped
	case l.queued >= l.capacity:
		return errFull
	}
	l.queued++
	l.queues[lane] = append(l.queues[lane], work)
	if len(l.queues[lane]) > 1 {
		return nil // whoever runs the piece before it will see to it
	}
	l.ready = append(l.ready, lane)
	if l.running < l.workers {
		l.running++
		go l.run()
	}
	return nil
}

// submitLater queues work when it is due. Work that isn't due at drain will not run.
func (l *lanes) submitLater(due <-chan time.Time, lane string, work func()) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.stopped:
		return errStopped
	case l.delayed >= l.capacity:
		return errFull
	}
	l.delayed++
	l.timers.Go(func() {
		select {
		case <-l.stop:
		case <-due:
			_ = l.submit(lane, work)
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.delayed--
	})
	return nil
}

// run does what is ready until nothing is.
func (l *lanes) run() {
	for {
		lane, work := l.next()
		if work == nil {
			return
		}
		work()
		l.finish(lane)
	}
}

func (l *lanes) next() (string, func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.ready) == 0 {
		l.running--
		return "", nil
	}
	lane := l.ready[0]
	l.ready = l.ready[1:]
	return lane, l.queues[lane][0]
}

func (l *lanes) finish(lane string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queued--
	if rest := l.queues[lane][1:]; len(rest) > 0 {
		l.queues[lane] = rest
		l.ready = append(l.ready, lane)
	} else {
		delete(l.queues, lane)
	}
	l.settle()
}

// drain takes no more work and waits until all that was taken is done, or ctx ends.
func (l *lanes) drain(ctx context.Context) error {
	l.mu.Lock()
	if !l.stopped {
		l.stopped = true
		close(l.stop)
		l.settle()
	}
	l.mu.Unlock()
	l.timers.Wait()
	select {
	case <-l.idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settle closes idle when the last piece of work is done after the stop.
func (l *lanes) settle() {
	if l.stopped && l.queued == 0 {
		select {
		case <-l.idle: // closed before: nothing was queued at the stop, and nothing can be since
		default:
			close(l.idle)
		}
	}
}

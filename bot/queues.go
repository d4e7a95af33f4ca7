package bot

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Why no more work is taken.
var (
	errFull    = errors.New("too much work is waiting")
	errStopped = errors.New("no more work is taken")
)

// queues run work on a bounded number of goroutines: the pieces of one queue, of a channel say, one after the other in the
// order they came, different queues at the same time. While nothing is to be done there is no goroutine.
type queues struct {
	workers, capacity int

	mu      sync.Mutex
	pending map[string][]func() // by queue; the first is running or about to
	ready   []string            // queues whose first piece waits for a worker
	running int
	queued  int // pieces in all queues, running ones included
	delayed int // pieces that aren't due yet
	stopped bool
	stop    chan struct{} // closed when stopped
	idle    chan struct{} // closed when stopped and nothing is queued
	timers  sync.WaitGroup
}

// newQueues returns queues for so many workers and pieces of work, running ones included.
func newQueues(workers, capacity int) *queues {
	return &queues{
		workers: workers, capacity: capacity, pending: map[string][]func(){},
		stop: make(chan struct{}), idle: make(chan struct{}),
	}
}

// submit queues work in a queue and returns at once; errFull or errStopped mean that it will not run. Work must not
// panic.
func (q *queues) submit(queue string, work func()) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.stopped:
		return errStopped
	case q.queued >= q.capacity:
		return errFull
	}
	q.queued++
	q.pending[queue] = append(q.pending[queue], work)
	if len(q.pending[queue]) > 1 {
		return nil // whoever runs the piece before it will see to it
	}
	q.ready = append(q.ready, queue)
	if q.running < q.workers {
		q.running++
		go q.run()
	}
	return nil
}

// submitLater queues work when it is due. Work that isn't due at drain will not run.
func (q *queues) submitLater(due <-chan time.Time, queue string, work func()) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.stopped:
		return errStopped
	case q.delayed >= q.capacity:
		return errFull
	}
	q.delayed++
	q.timers.Go(func() {
		select {
		case <-q.stop:
		case <-due:
			_ = q.submit(queue, work)
		}
		q.mu.Lock()
		defer q.mu.Unlock()
		q.delayed--
	})
	return nil
}

// run does what is ready until nothing is.
func (q *queues) run() {
	for {
		queue, work := q.next()
		if work == nil {
			return
		}
		work()
		q.finish(queue)
	}
}

func (q *queues) next() (string, func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.ready) == 0 {
		q.running--
		return "", nil
	}
	queue := q.ready[0]
	q.ready = q.ready[1:]
	return queue, q.pending[queue][0]
}

func (q *queues) finish(queue string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.queued--
	if rest := q.pending[queue][1:]; len(rest) > 0 {
		q.pending[queue] = rest
		q.ready = append(q.ready, queue)
	} else {
		delete(q.pending, queue)
	}
	q.settle()
}

// drain takes no more work and waits until all that was taken is done, or ctx ends.
func (q *queues) drain(ctx context.Context) error {
	q.mu.Lock()
	if !q.stopped {
		q.stopped = true
		close(q.stop)
		q.settle()
	}
	q.mu.Unlock()
	q.timers.Wait()
	select {
	case <-q.idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settle closes idle when the last piece of work is done after the stop.
func (q *queues) settle() {
	if q.stopped && q.queued == 0 {
		select {
		case <-q.idle: // closed before: nothing was queued at the stop, and nothing can be since
		default:
			close(q.idle)
		}
	}
}

package gateway

import (
	"context"
	"time"
)

// watch keeps the time of a connection until done is closed: it sends the heartbeats, and ends the connection when the
// context ends, when HELLO or READY is overdue, and when a heartbeat wasn't acknowledged before the next is due. So no
// read lasts longer than two heartbeats.
func (k *conn) watch(ctx context.Context, done <-chan struct{}) {
	var (
		after    = k.client.cfg.After
		interval time.Duration
		beat     <-chan time.Time // nil before HELLO
		overdue  = after(helloTimeout)
		ready    = k.ready
	)
	for {
		select {
		case <-done:
			return
		case <-ctx.Done():
			k.end(ctx.Err())
			return
		case <-overdue:
			k.end(errSilent)
			return
		case interval = <-k.interval:
			if ready != nil { // else it came first
				overdue = after(readyTimeout)
			}
			// Discord wants the first heartbeat after a random part of the interval.
			beat = after(time.Duration(k.client.cfg.Rand() * float64(interval)))
		case <-k.alive:
			if ready != nil {
				overdue = after(readyTimeout)
			}
		case <-ready:
			overdue, ready = nil, nil
		case <-beat:
			if !k.acked.Swap(false) {
				k.end(errNoAck)
				return
			}
			if err := k.heartbeat(); err != nil {
				k.end(err)
				return
			}
			beat = after(interval)
		}
	}
}

// heartbeat sends the number of the last event, or null before the first.
func (k *conn) heartbeat() error {
	var seq *int64
	if n := k.client.Session().Seq; n > 0 {
		seq = &n
	}
	return k.send(outgoing{Op: opHeartbeat, D: seq})
}

package rest

import (
	"errors"
	"net"
	"net/http"
	"time"
)

// A plan says how often a request may be repeated when nobody knows whether Discord has carried it out: no answer came,
// or one with a 5xx status. What Discord surely hasn't carried out (429, no connection) may be repeated by any plan.
type plan struct {
	repeats int
	doubt   bool // set by the transport: an earlier attempt had an unknown outcome
}

// planFor is the plan of a method: repetition for those that are idempotent by definition (RFC 9110, section 9.2.2) and
// none for the others.
func planFor(method string) *plan {
	switch method {
	case http.MethodGet, http.MethodPut, http.MethodDelete:
		return &plan{repeats: maxAttempts - 1}
	}
	return &plan{}
}

// again decides whether to make another attempt, and after what delay.
func (t *transport) again(p *plan, attempt int, got *answer, err error) (time.Duration, bool) {
	if attempt >= maxAttempts {
		return 0, false
	}
	switch {
	case err != nil && neverSent(err):
		return t.backoff(attempt), true
	case err == nil && got.status == http.StatusTooManyRequests:
		return got.limit().retryAfter, true
	case err == nil && got.status < http.StatusInternalServerError:
		return 0, false
	case p.repeats == 0:
		return 0, false
	}
	p.repeats--
	p.doubt = true
	delay := t.backoff(attempt)
	if err == nil && got.header.Get("Retry-After") != "" {
		delay = max(delay, headerWait(got.header))
	}
	return delay, true
}

const (
	firstBackoff = 250 * time.Millisecond
	maxBackoff   = 5 * time.Second
)

// backoff is exponential with full jitter, so that requests that failed together aren't repeated together.
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
func (t *transport) backoff(attempt int) time.Duration {
	longest := min(firstBackoff<<(attempt-1), maxBackoff)
	return time.Duration(t.Rand() * float64(longest))
}

// neverSent reports whether an attempt failed before anything could reach Discord.
func neverSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// Package rest makes the calls of Discord's REST API that a bot needs, safe to run for months.
//
// It is no gateway and knows nothing of questions: package bot says what to send where. A call passes from the Client,
// which writes discordgo's types as JSON, to a transport, which paces requests, waits for rate limits with the request's
// context, and repeats what may be repeated. The answer comes back through package wire, which reads what Docent needs of
// it. Every message pings nobody, and no error holds a token.
package rest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Config sets a Client up. Every field may be left zero.
type Config struct {
	Base      http.RoundTripper // carries out the requests; nil: a net/http transport
	PerSecond int               // requests in any one second, all routes together; 0: 50, Discord's limit for bots
	Timeout   time.Duration     // for one attempt, reading the answer included; 0: 15 s
	Log       *slog.Logger      // nil: silent
	Now       func() time.Time  // compared with the deadlines of requests; nil: time.Now
	Rand      func() float64    // in [0, 1), spreads repetitions; nil: math/rand
	Sleep     func(ctx context.Context, d time.Duration) error
}

const (
	// perSecond is the global limit: "All bots can make up to 50 requests per second to our API".
	// https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
	perSecond = 50
	// attemptTimeout is far beyond what Discord takes to answer, and ends a connection that has died silently.
	attemptTimeout = 15 * time.Second
	// maxAttempts bounds what one request may cost, whatever goes wrong with it.
	maxAttempts = 5
	// maxAnswer is the size that no answer of Discord's comes near, in bytes.
	maxAnswer = 16 << 20
)

// A request is what goes out, as often as it is attempted.
type request struct {
	route
	url    string
	header http.Header
	body   []byte
	plan   *plan
}

// A transport carries requests out. It is safe for concurrent use.
type transport struct {
	Config
	limits *limiter
	guard  *guard

	refused chan struct{} // closed when Discord has refused the bot's token
	refuse  func()        // closes it
}

func newTransport(c Config) *transport {
	if c.Base == nil {
		c.Base = newBase()
	}
	if c.Timeout <= 0 {
		c.Timeout = attemptTimeout
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Float64
	}
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	if c.PerSecond <= 0 {
		c.PerSecond = perSecond
	}
	refused := make(chan struct{})
	return &transport{
		Config: c, limits: newLimiter(c.PerSecond), guard: &guard{},
		refused: refused, refuse: sync.OnceFunc(func() { close(refused) }),
	}
}

// newBase keeps enough connections open for a bot that answers several people at once.
func newBase() http.RoundTripper {
	base, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	base = base.Clone()
	base.MaxIdleConnsPerHost = 16
	return base
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// send sends a request to Discord, after waiting for its turn, and again where that does no harm. Every wait ends with the
// context, and isn't begun when it would outlast the context's deadline. It returns what the last attempt came to; an
// error that is a *waitError says that none was made.
func (t *transport) send(ctx context.Context, req *request) (*answer, error) {
	for attempt := 1; ; attempt++ {
		if wait, err := t.wait(ctx, req.route); err != nil {
			return nil, &waitError{err: err, wait: wait, doubt: req.plan.doubt}
		}
		got, err := t.attempt(ctx, req)
		if err == nil {
			t.note(req.route, got)
		}
		delay, again := t.again(req.plan, attempt, got, err)
		if !again || t.pause(ctx, delay) != nil {
			return got, err
		}
		t.Log.Info("repeating a request to Discord", "method", req.method, "route", req.name,
			"attempt", attempt, "why", reason(got, err), "after", delay)
	}
}

// wait returns when the request may be sent. An error says that it never was, and how long it would have had to wait.
func (t *transport) wait(ctx context.Context, r route) (time.Duration, error) {
	for {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		select {
		case <-t.refused:
			return 0, ErrUnauthorized
		default:
		}
		now := t.Now()
		if until, closed := t.guard.closed(now); closed {
			return until.Sub(now), fmt.Errorf("%w, until %s", ErrTooManyInvalid, until.Format(time.RFC3339))
		}
		d := t.limits.take(now, r)
		if d <= 0 {
			return 0, nil
		}
		if err := t.pause(ctx, d); err != nil {
			return d, fmt.Errorf("waiting %v for Discord's rate limit: %w", d.Round(time.Millisecond), err)
		}
	}
}

// pause sleeps, unless the context would end first.
func (t *transport) pause(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && t.Now().Add(d).After(deadline) {
		return context.DeadlineExceeded
	}
	if d <= 0 {
		return ctx.Err()
	}
	return t.Sleep(ctx, d)
}

// attempt sends a request once, and reads its answer whole.
func (t *transport) attempt(ctx context.Context, r *request) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, t.Timeout)
	defer cancel()
	out, err := http.NewRequestWithContext(ctx, r.method, r.url, bytes.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	out.Header = r.header.Clone()
	resp, err := t.Base.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if closeErr := resp.Body.Close(); err == nil {
		err = closeErr
	}
	if err == nil && len(body) > maxAnswer {
		err = fmt.Errorf("the answer is longer than %d bytes", maxAnswer)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	return &answer{status: resp.StatusCode, header: resp.Header, body: body}, nil
}

// note draws the conclusions from an answer.
func (t *transport) note(r route, got *answer) {
	now := t.Now()
	limit := got.limit()
	t.limits.note(now, r, limit)
	if invalid(got.status, limit.scope) && t.guard.count(now) {
		t.Log.Error("too many requests that Discord refused, requests are paused", "requests", maxInvalid, "window", invalidWindow)
	}
	if refusal(r, got.status) {
		t.refuse()
	}
	if limit.exceeded {
		t.Log.Warn("rate limited by Discord", "method", r.method, "route", r.name, "scope", limit.scope, "retry_after", limit.retryAfter)
	}
}

// Package rest makes discordgo's REST calls safe to run for months.
//
// A Transport stands under a discordgo session. It paces requests, waits for rate limits with the request's context,
// repeats what may be repeated, and turns answers that discordgo can't read into ones that it can; discordgo's own
// rate limiter, which sleeps without a context under a lock, gets nothing to do. A Client makes the calls that a bot
// needs: every message it sends pings nobody, and none of its errors holds a token.
package rest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Config sets a Transport up. Every field may be left zero.
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

// A Transport is an http.RoundTripper for Discord's API. It is safe for concurrent use.
type Transport struct {
	base    http.RoundTripper
	timeout time.Duration
	log     *slog.Logger
	now     func() time.Time
	rand    func() float64
	sleep   func(context.Context, time.Duration) error

	limits *limiter
	guard  *guard
	dead   atomic.Bool // Discord has refused the bot's token
}

// NewTransport returns a Transport.
func NewTransport(c Config) *Transport {
	t := &Transport{base: c.Base, timeout: c.Timeout, log: c.Log, now: c.Now, rand: c.Rand, sleep: c.Sleep}
	if t.base == nil {
		t.base = newBase()
	}
	if t.timeout <= 0 {
		t.timeout = attemptTimeout
	}
	if t.log == nil {
		t.log = slog.New(slog.DiscardHandler)
	}
	if t.now == nil {
		t.now = time.Now
	}
	if t.rand == nil {
		t.rand = rand.Float64
	}
	if t.sleep == nil {
		t.sleep = sleep
	}
	if c.PerSecond <= 0 {
		c.PerSecond = perSecond
	}
	t.limits = newLimiter(c.PerSecond)
	t.guard = &guard{}
	return t
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

// RoundTrip sends a request to Discord, after waiting for its turn, and again where that does no harm. Every wait ends
// with the request's context, and isn't begun when it would outlast the context's deadline.
//
// An answer's body has been read and is JSON, if there is one; its rate-limit headers have been used up and are gone.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := readBody(req)
	if err != nil {
		return nil, &sendError{err: fmt.Errorf("reading the request's body: %w", err)}
	}
	r := newRoute(req)
	plan := planFor(req)
	for attempt := 1; ; attempt++ {
		if err := t.wait(req.Context(), r); err != nil {
			return nil, &sendError{err: err, sent: plan.doubt}
		}
		resp, err := t.send(req, body)
		if err == nil {
			t.note(r, resp)
		}
		delay, again := t.again(plan, attempt, resp, err)
		if !again || t.pause(req.Context(), delay) != nil {
			return finish(req, resp, err)
		}
		t.log.Info("repeating a request to Discord", "method", r.method, "route", r.name,
			"attempt", attempt, "why", reason(resp, err), "after", delay)
	}
}

// finish is what the last attempt came to, in the form that discordgo reads.
func finish(req *http.Request, resp *http.Response, err error) (*http.Response, error) {
	if err != nil {
		return nil, &sendError{err: err, sent: !neverSent(err)}
	}
	resp.Request = req
	for name := range resp.Header {
		if strings.HasPrefix(name, "X-Ratelimit-") || name == edgeHeader {
			resp.Header.Del(name)
		}
	}
	return resp, nil
}

// wait returns when the request may be sent. An error says that it never was.
func (t *Transport) wait(ctx context.Context, r route) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if t.dead.Load() {
			return ErrUnauthorized
		}
		now := t.now()
		if until, closed := t.guard.closed(now); closed {
			return fmt.Errorf("%w, until %s", ErrTooManyInvalid, until.Format(time.RFC3339))
		}
		d := t.limits.take(now, r)
		if d <= 0 {
			return nil
		}
		if err := t.pause(ctx, d); err != nil {
			return fmt.Errorf("waiting %v for Discord's rate limit: %w", d.Round(time.Millisecond), err)
		}
	}
}

// pause sleeps, unless the context would end first.
func (t *Transport) pause(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && t.now().Add(d).After(deadline) {
		return context.DeadlineExceeded
	}
	if d <= 0 {
		return ctx.Err()
	}
	return t.sleep(ctx, d)
}

// send makes one attempt, and reads its answer whole.
func (t *Transport) send(req *http.Request, body []byte) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), t.timeout)
	defer cancel()
	out := req.Clone(ctx)
	out.URL.Path = currentVersion(out.URL.Path)
	out.URL.RawPath = currentVersion(out.URL.RawPath)
	if len(body) > 0 {
		out.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		out.Body, _ = out.GetBody()
		out.ContentLength = int64(len(body))
	}
	resp, err := t.base.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if closeErr := resp.Body.Close(); err == nil {
		err = closeErr
	}
	if err == nil && len(answer) > maxAnswer {
		err = fmt.Errorf("the answer is longer than %d bytes", maxAnswer)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	setBody(resp, answer)
	readable(resp, answer)
	return resp, nil
}

func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return nil, nil
	}
	body, err := io.ReadAll(req.Body)
	if closeErr := req.Body.Close(); err == nil {
		err = closeErr
	}
	return body, err
}

// currentVersion moves a path from the version of the API that discordgo was written for (9) to the one in force.
func currentVersion(path string) string {
	return strings.Replace(path, "/api/v"+discordgo.APIVersion+"/", "/api/v10/", 1)
}

// note draws the conclusions from an answer.
func (t *Transport) note(r route, resp *http.Response) {
	now := t.now()
	limit := readLimit(resp)
	t.limits.note(now, r, limit)
	if invalid(resp.StatusCode, limit.scope) && t.guard.count(now) {
		t.log.Error("too many requests that Discord refused, requests are paused", "requests", maxInvalid, "window", invalidWindow)
	}
	if resp.StatusCode == http.StatusUnauthorized && !r.interaction {
		t.dead.Store(true)
	}
	if limit.exceeded {
		t.log.Warn("rate limited by Discord", "method", r.method, "route", r.name, "scope", limit.scope, "retry_after", limit.retryAfter)
	}
}

package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// An answer is what came back for a request.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// A limit is what an answer says about rate limits.
type limit struct {
	exceeded   bool // the answer is a 429
	scope      string
	retryAfter time.Duration // of a 429, else 0

	known      bool // the rest is set
	limit      int
	remaining  int
	resetAfter time.Duration
	id         float64 // X-RateLimit-Reset, the same for all answers of one window
}

// The scopes of a 429. scopeEdge is ours: the network in front of Discord blocks the address, whatever the route.
// https://docs.discord.com/developers/topics/rate-limits#header-format
const (
	scopeGlobal = "global"
	scopeShared = "shared"
	scopeEdge   = "edge"
)

const (
	// unsaidWait is how long to wait after a 429 that doesn't say.
	unsaidWait = 5 * time.Second
	// maxWait bounds what an answer can make us wait.
	maxWait = 24 * time.Hour
)

// fromAPI reports whether an error is one of Discord's API. The network in front of it answers in HTML or plain text.
func (a *answer) fromAPI() bool {
	return json.Valid(a.body) && bytes.HasPrefix(bytes.TrimSpace(a.body), []byte("{"))
}

// limit reads what the answer says about rate limits.
func (a *answer) limit() limit {
	if a.status == http.StatusTooManyRequests {
		return a.exceeded()
	}
	total, err1 := strconv.Atoi(a.header.Get("X-RateLimit-Limit"))
	remaining, err2 := strconv.Atoi(a.header.Get("X-RateLimit-Remaining"))
	after, ok := seconds(a.header.Get("X-RateLimit-Reset-After"))
	if err1 != nil || err2 != nil || !ok || total < 1 {
		return limit{}
	}
	id, _ := strconv.ParseFloat(a.header.Get("X-RateLimit-Reset"), 64)
	return limit{known: true, limit: total, remaining: remaining, resetAfter: after, id: id}
}

// exceeded reads a 429.
func (a *answer) exceeded() limit {
	var said struct {
		RetryAfter float64 `json:"retry_after"` // seconds
		Global     bool    `json:"global"`
	}
	got := limit{exceeded: true, scope: a.header.Get("X-RateLimit-Scope"), retryAfter: headerWait(a.header)}
	if json.Unmarshal(a.body, &said) == nil && said.RetryAfter > 0 {
		got.retryAfter = fromSeconds(said.RetryAfter)
	}
	switch {
	case !a.fromAPI():
		got.scope = scopeEdge
	case said.Global, a.header.Get("X-RateLimit-Global") == "true":
		got.scope = scopeGlobal
	}
	return got
}

// headerWait is how long an answer's headers say to wait.
func headerWait(h http.Header) time.Duration {
	for _, name := range []string{"Retry-After", "X-RateLimit-Reset-After"} {
		if d, ok := seconds(h.Get(name)); ok && d > 0 {
			return d
		}
	}
	return unsaidWait
}

func seconds(s string) (time.Duration, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || f < 0 {
		return 0, false
	}
	return fromSeconds(f), true
}

func fromSeconds(f float64) time.Duration {
	return time.Duration(min(f, maxWait.Seconds()) * float64(time.Second))
}

// reason says in a few words why a request is repeated.
func reason(got *answer, err error) string {
	if err != nil {
		return withoutURL(err).Error()
	}
	return fmt.Sprintf("HTTP %d", got.status)
}

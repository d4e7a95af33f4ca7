package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"
)

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

// edgeHeader marks an answer that didn't come from Discord's API, from readable to readLimit.
const edgeHeader = "X-Docent-Edge"

// tooMany is the body of a 429.
type tooMany struct {
	Message    string  `json:"message"`
	RetryAfter float64 `json:"retry_after"` // seconds
	Global     bool    `json:"global"`
}

// readable makes an answer's body one that discordgo can read. The network in front of Discord answers in HTML or
// plain text: its 429 would be a JSON error. And discordgo takes a 502 for its own affair, which it repeats at once
// and then reports without its status; so it sees a 503.
func readable(resp *http.Response, body []byte) {
	status := resp.StatusCode
	if status < 400 {
		return
	}
	if !isObject(body) {
		resp.Header.Set(edgeHeader, "true")
		said := tooMany{Message: "not from Discord's API: HTTP " + strconv.Itoa(status)}
		if status == http.StatusTooManyRequests {
			said.RetryAfter, said.Global = headerWait(resp.Header).Seconds(), true
		}
		body, _ = json.Marshal(said) // strings and finite numbers: can't fail
		setBody(resp, body)
	}
	if status == http.StatusBadGateway {
		resp.StatusCode, resp.Status = http.StatusServiceUnavailable, "503 Service Unavailable"
	}
}

func isObject(body []byte) bool {
	return json.Valid(body) && bytes.HasPrefix(bytes.TrimSpace(body), []byte("{"))
}

func setBody(resp *http.Response, body []byte) {
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	resp.TransferEncoding = nil
}

// readLimit reads an answer that readable has seen.
func readLimit(resp *http.Response) limit {
	if resp.StatusCode == http.StatusTooManyRequests {
		return readExceeded(resp)
	}
	h := resp.Header
	total, err1 := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	remaining, err2 := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, ok := seconds(h.Get("X-RateLimit-Reset-After"))
	if err1 != nil || err2 != nil || !ok || total < 1 {
		return limit{}
	}
	id, _ := strconv.ParseFloat(h.Get("X-RateLimit-Reset"), 64)
	return limit{known: true, limit: total, remaining: remaining, resetAfter: after, id: id}
}

func readExceeded(resp *http.Response) limit {
	var said tooMany
	body, _ := io.ReadAll(resp.Body) // in memory: can't fail
	setBody(resp, body)
	got := limit{exceeded: true, scope: resp.Header.Get("X-RateLimit-Scope")}
	if json.Unmarshal(body, &said) == nil && said.RetryAfter > 0 {
		got.retryAfter = fromSeconds(said.RetryAfter)
	} else {
		got.retryAfter = headerWait(resp.Header)
	}
	switch {
	case resp.Header.Get(edgeHeader) != "":
		got.scope = scopeEdge
	case said.Global, resp.Header.Get("X-RateLimit-Global") == "true":
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
func reason(resp *http.Response, err error) string {
	if err != nil {
		return withoutURL(err).Error()
	}
	return fmt.Sprintf("HTTP %d", resp.StatusCode)
}

package rest

import (
	"net/http"
	"sync"
	"time"
)

// Discord bans an address for a while after 10,000 invalid requests in 10 minutes: those answered with 401, 403, or 429
// (but for 429s of the scope "shared").
// https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
const (
	invalidWindow = 10 * time.Minute
	// maxInvalid is half of the limit: windows here begin when they may, so any 10 minutes touch at most two.
	maxInvalid = 5000
)

func invalid(status int, scope string) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return true
	case http.StatusTooManyRequests:
		return scope != scopeShared
	}
	return false
}

// A guard counts invalid requests.
type guard struct {
	mu    sync.Mutex
	begun time.Time
	n     int
}

// count adds an invalid request, and reports whether it is the one that is too many.
func (g *guard) count(now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now.Sub(g.begun) >= invalidWindow {
		g.begun, g.n = now, 0
	}
	g.n++
	return g.n == maxInvalid
}

// closed reports whether nothing may be sent for now, and until when.
func (g *guard) closed(now time.Time) (until time.Time, closed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	until = g.begun.Add(invalidWindow)
	return until, g.n >= maxInvalid && now.Before(until)
}

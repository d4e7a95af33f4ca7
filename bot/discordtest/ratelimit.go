package discordtest

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// What the rate-limit headers say where the test has set no limit of its own: a bucket that is never empty.
const (
	ordinaryLimit  = 5
	ordinaryWindow = 5 * time.Second
)

// A bucket is a rate limit that the test has set, for each channel, guild or webhook on its own.
type bucket struct {
	limit  int
	window time.Duration
	spent  map[string]*spending // by path
}

// A spending is what one path has used of its bucket.
type spending struct {
	count int
	reset time.Time
}

// SetRateLimit makes a route answer 429 after so many requests in a window, by the server's clock; see Request.Is.
func (s *Server) SetRateLimit(route string, limit int, window time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits[route] = &bucket{limit: limit, window: window, spent: map[string]*spending{}}
}

// limited answers 429 if the request's bucket is empty, and else takes one from it.
func (s *Server) limited(w http.ResponseWriter, r *Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, now := s.bucketOf(r), s.now()
	if b == nil {
		return false
	}
	sp := b.spent[r.Path]
	if sp == nil || !now.Before(sp.reset) {
		sp = &spending{reset: now.Add(b.window)}
		b.spent[r.Path] = sp
	}
	if sp.count >= b.limit {
		RateLimited(sp.reset.Sub(now)).answer(w, now)
		return true
	}
	sp.count++
	return false
}

func (s *Server) bucketOf(r *Request) *bucket {
	for route, b := range s.limits {
		if r.Is(route) {
			return b
		}
	}
	return nil
}

// limitHeaders are those that Discord sends with an ordinary answer. The lock is held.
func (s *Server) limitHeaders(h http.Header, r *Request) {
	limit, remaining, after := ordinaryLimit, ordinaryLimit-1, ordinaryWindow
	if b := s.bucketOf(r); b != nil {
		sp := b.spent[r.Path]
		limit, remaining, after = b.limit, b.limit-sp.count, sp.reset.Sub(s.now())
	}
	setLimit(h, limit, remaining, after, s.now())
	h.Set("X-RateLimit-Bucket", bucketName(r))
}

// exhausted are the headers of an empty bucket.
func exhausted(h http.Header, after time.Duration, now time.Time) {
	setLimit(h, ordinaryLimit, 0, after, now)
}

func setLimit(h http.Header, limit, remaining int, after time.Duration, now time.Time) {
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	h.Set("X-RateLimit-Reset", fmt.Sprintf("%.3f", float64(now.Add(after).UnixMilli())/1000))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", after.Seconds()))
}

// bucketName is an opaque string that is the same for requests of one kind: it leaves the ids out.
func bucketName(r *Request) string {
	sum := fnv.New64a()
	sum.Write([]byte(r.Method))
	for _, segment := range strings.Split(r.Path, "/") {
		if _, err := strconv.ParseUint(segment, 10, 64); err == nil {
			segment = "{id}"
		}
		sum.Write([]byte("/" + segment))
	}
	return fmt.Sprintf("%016x", sum.Sum64())
}

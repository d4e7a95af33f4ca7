package discordtest

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"
)

// A Failure is something that goes wrong with one request. A nil Failure is nothing.
type Failure struct {
	prepare func(h http.Header, now time.Time)
	status  int
	body    string
	after   bool // the request is processed, then the answer fails
	cutOff  bool // the connection is closed in place of an answer
}

// RateLimited is a 429 of the request's own bucket. Nothing is processed.
func RateLimited(retryAfter time.Duration) *Failure {
	return tooMany(retryAfter, "user", func(h http.Header, now time.Time) { exhausted(h, retryAfter, now) })
}

// RateLimitedGlobally is a 429 for all of the bot's requests. Nothing is processed.
func RateLimitedGlobally(retryAfter time.Duration) *Failure {
	return tooMany(retryAfter, "global", func(h http.Header, _ time.Time) { h.Set("X-RateLimit-Global", "true") })
}

func tooMany(retryAfter time.Duration, scope string, more func(http.Header, time.Time)) *Failure {
	seconds := retryAfter.Seconds()
	return &Failure{
		status: http.StatusTooManyRequests,
		body:   fmt.Sprintf(`{"message": "You are being rate limited.", "retry_after": %g, "global": %t}`, seconds, scope == "global"),
		prepare: func(h http.Header, now time.Time) {
			h.Set("Content-Type", "application/json")
			h.Set("Retry-After", strconv.Itoa(int(math.Ceil(seconds))))
			h.Set("X-RateLimit-Scope", scope)
			more(h, now)
		},
	}
}

// ServerError is a 5xx with a web page, as Discord's front sends it. Nothing is processed.
func ServerError(status int) *Failure {
	return &Failure{
		status: status,
		body:   fmt.Sprintf("<html><body><h1>%d %s</h1></body></html>", status, http.StatusText(status)),
		prepare: func(h http.Header, _ time.Time) {
			h.Set("Content-Type", "text/html")
			h.Set("Server", "cloudflare")
		},
	}
}

// ServerErrorAfter is a 5xx for a request that was processed all the same: its outcome is unknown to the client.
func ServerErrorAfter(status int) *Failure {
	f := ServerError(status)
	f.after = true
	return f
}

// APIError is an error by Discord's own code. Nothing is processed.
func APIError(status, code int, message string) *Failure {
	return &Failure{
		status: status,
		body:   fmt.Sprintf(`{"message": %q, "code": %d}`, message, code),
		prepare: func(h http.Header, _ time.Time) {
			h.Set("Content-Type", "application/json")
		},
	}
}

// UnansweredAfter processes the request and closes the connection in place of an answer: the outcome is unknown to the
// client.
func UnansweredAfter() *Failure { return &Failure{after: true, cutOff: true} }

// An injection is failures waiting for requests of a route.
type injection struct {
	route    string
	failures []*Failure
	always   bool
}

// Fail makes the next requests for a route fail, one after the other; see Request.Is for the route. A nil Failure lets
// one through.
func (s *Server) Fail(route string, failures ...*Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &injection{route: route, failures: failures})
}

// FailAlways makes every request for a route fail from now on.
func (s *Server) FailAlways(route string, f *Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &injection{route: route, failures: []*Failure{f}, always: true})
}

// Recover ends all failures that are still to come.
func (s *Server) Recover() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// nextFailure takes the failure that the request has to suffer.
func (s *Server) nextFailure(r *Request) *Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, in := range s.faults {
		if len(in.failures) == 0 || !r.Is(in.route) {
			continue
		}
		f := in.failures[0]
		if !in.always {
			in.failures = in.failures[1:]
		}
		return f
	}
	return nil
}

// before reports whether the request isn't processed at all.
func (f *Failure) before() bool { return f != nil && !f.after }

// seen is the status that the client gets to see in place of the true one, 0 for none.
func (f *Failure) seen(status int) int {
	switch {
	case f == nil:
		return status
	case f.cutOff:
		return 0
	case f.status != 0:
		return f.status
	}
	return status
}

// answer writes the failure's own answer.
func (f *Failure) answer(w http.ResponseWriter, now time.Time) {
	if f.status == 0 {
		return
	}
	f.prepare(w.Header(), now)
	w.WriteHeader(f.status)
	fmt.Fprint(w, f.body)
}

// write sends the recorded answer, unless the failure has one of its own or none.
func (f *Failure) write(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
	if f == nil {
		f = &Failure{}
	}
	if f.after && f.status != 0 {
		answer = httptest.NewRecorder()
		f.answer(answer, time.Now())
	}
	body := answer.Body.Bytes()
	if f.cutOff {
		panic(http.ErrAbortHandler)
	}
	for key, values := range answer.Header() {
		w.Header()[key] = values
	}
	if answer.Code != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(answer.Code)
	w.Write(body)
}

package discordtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
)

// compiledDocument reads Discord's OpenAPI document once in a process: it has 1.2 MB, and every test has its own Server.
var compiledDocument = sync.OnceValues(func() (*Validator, error) {
	path := os.Getenv("DOCENT_DISCORD_SPEC")
	if path == "" {
		return nil, nil
	}
	return NewValidator(path)
})

// documentValidator is nil where DOCENT_DISCORD_SPEC is not set.
func documentValidator(t testing.TB) *Validator {
	t.Helper()
	v, err := compiledDocument()
	if err != nil {
		t.Fatalf("discordtest: DOCENT_DISCORD_SPEC: %v", err)
	}
	return v
}

// A call is one request on its way through a handler. Handlers run with the server's lock held.
type call struct {
	*Server
	*Request
	r *http.Request
}

// param is a segment of the path.
func (c *call) param(name string) string { return c.r.PathValue(name) }

// decode reads the request's JSON into v.
func (c *call) decode(v any) error {
	if c.JSON == nil {
		return invalidForm("this request needs a JSON body")
	}
	if err := json.Unmarshal(c.JSON, v); err != nil {
		return invalidForm(err.Error())
	}
	return nil
}

// A handler answers a request with a value to send as JSON, or nil for 204 No Content, or an *apiError.
type handler func(c *call) (any, error)

// serveREST answers one request: it checks, handles, spoils it where the test says so, records and writes it.
func (s *Server) serveREST(w http.ResponseWriter, r *http.Request) {
	req, err := readRequest(r, s.now())
	if err != nil {
		s.t.Errorf("discordtest: %s %s: %v", r.Method, r.URL.Path, err)
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.check(req)
	failure := s.nextFailure(req)
	answer := httptest.NewRecorder()
	if failure.before() {
		failure.answer(answer, s.now())
	} else {
		s.handle(answer, r, req)
	}
	s.record(req, answer, failure)
	failure.write(w, answer)
}

// requestKey is where the context of a request on its way holds the Request.
type requestKey struct{}

// handle finds the route and has it answered, within the rate limits that the test has set.
func (s *Server) handle(w http.ResponseWriter, r *http.Request, req *Request) {
	r = r.Clone(context.WithValue(r.Context(), requestKey{}, req))
	r.URL.Path, r.URL.RawPath = req.Path, ""
	r.Body = io.NopCloser(bytes.NewReader(req.Body))
	if s.limited(w, req) {
		return
	}
	if _, pattern := s.extra.Handler(r); pattern != "" {
		s.extra.ServeHTTP(w, r)
		return
	}
	s.routes.ServeHTTP(w, r)
}

// Handle makes the test expect requests for a route that the fake doesn't know, or answers one that it does know in
// another way. The pattern is http.ServeMux's, without "/api/v9".
func (s *Server) Handle(pattern string, h http.HandlerFunc) { s.extra.HandleFunc(pattern, h) }

// check fails the test if the request is outside Discord's limits or its OpenAPI document.
func (s *Server) check(req *Request) {
	target := req.Path
	if len(req.Query) > 0 {
		target += "?" + req.Query.Encode()
	}
	faults := CheckLimits(req.Method, target, req.Header, req.Body)
	if s.validator != nil {
		faults = append(faults, s.validator.Check(req.Method, target, req.Header, req.Body)...)
	}
	for _, fault := range faults {
		s.t.Errorf("discordtest: %s: %v", req, fault)
	}
	if !strings.HasPrefix(req.Header.Get("User-Agent"), "DiscordBot (") {
		s.t.Errorf("discordtest: %s: User-Agent %q, Discord wants \"DiscordBot (url, version)\"", req, req.Header.Get("User-Agent"))
	}
}

// record keeps the request for the test.
func (s *Server) record(req *Request, answer *httptest.ResponseRecorder, f *Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	req.Status = f.seen(answer.Code)
	s.requests = append(s.requests, *req)
	s.notify()
}

// route makes a handler an HTTP handler.
func (s *Server) route(mux *http.ServeMux, pattern string, open bool, h handler) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		req := r.Context().Value(requestKey{}).(*Request)
		s.mu.Lock()
		defer s.mu.Unlock()
		if !open && req.Header.Get("Authorization") != "Bot "+s.token {
			writeError(w, errUnauthorized)
			return
		}
		s.limitHeaders(w.Header(), req)
		value, err := h(&call{Server: s, Request: req, r: r})
		writeAnswer(w, value, err)
	})
}

func writeAnswer(w http.ResponseWriter, value any, err error) {
	switch {
	case err != nil:
		writeError(w, err)
	case value == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		writeJSON(w, http.StatusOK, value)
	}
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		panic(err) // answers are made of strings, numbers and maps
	}
}

// An apiError is what Discord answers when it declines.
type apiError struct {
	status  int
	code    int
	message string
	errors  any // where the form is invalid
}

func (e *apiError) Error() string { return fmt.Sprintf("%d: %s (%d)", e.status, e.message, e.code) }

func writeError(w http.ResponseWriter, err error) {
	var api *apiError
	if !errors.As(err, &api) {
		api = &apiError{status: http.StatusInternalServerError, message: err.Error()}
	}
	body := object{"message": api.message, "code": api.code}
	if api.errors != nil {
		body["errors"] = api.errors
	}
	writeJSON(w, api.status, body)
}

// Discord's errors, by its own codes and words.
var (
	errUnauthorized       = &apiError{status: 401, code: 0, message: "401: Unauthorized"}
	errNotFound           = &apiError{status: 404, code: 0, message: "404: Not Found"}
	errUnknownChannel     = &apiError{status: 404, code: 10003, message: "Unknown Channel"}
	errUnknownGuild       = &apiError{status: 404, code: 10004, message: "Unknown Guild"}
	errUnknownMember      = &apiError{status: 404, code: 10007, message: "Unknown Member"}
	errUnknownMessage     = &apiError{status: 404, code: 10008, message: "Unknown Message"}
	errUnknownUser        = &apiError{status: 404, code: 10013, message: "Unknown User"}
	errUnknownWebhook     = &apiError{status: 404, code: 10015, message: "Unknown Webhook"}
	errUnknownInteraction = &apiError{status: 404, code: 10062, message: "Unknown interaction"}
	errAcknowledged       = &apiError{status: 400, code: 40060, message: "Interaction has already been acknowledged."}
	errMissingAccess      = &apiError{status: 403, code: 50001, message: "Missing Access"}
	errEmptyMessage       = &apiError{status: 400, code: 50006, message: "Cannot send an empty message"}
	errMissingPermissions = &apiError{status: 403, code: 50013, message: "Missing Permissions"}
	errWebhookToken       = &apiError{status: 401, code: 50027, message: "Invalid Webhook Token"}
	errNoHistory          = &apiError{status: 400, code: 160002, message: "Cannot reply without permission to read message history"}
)

// invalidForm is Discord's answer to a body that it can't take.
func invalidForm(what string) *apiError {
	return &apiError{status: 400, code: 50035, message: "Invalid Form Body", errors: object{
		"_errors": []object{{"code": "BASE_TYPE_BAD", "message": what}},
	}}
}

// unexpected answers a route that the fake doesn't know, and fails the test.
func (s *Server) unexpected(w http.ResponseWriter, r *http.Request) {
	s.t.Errorf("discordtest: unexpected request %s %s; if it is meant, teach the server with Handle", r.Method, r.URL.Path)
	writeError(w, errNotFound)
}

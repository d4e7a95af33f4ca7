package discordtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// maxBody is Discord's bound of a request with files, 25 MiB for a bot without boosts, and room for the rest, in bytes.
const maxBody = 26 << 20

// A Request is one REST request that the fake has received.
type Request struct {
	Method string
	Path   string // without "/api/v9" and without the query
	Query  url.Values
	Header http.Header
	Body   []byte          // as it was sent
	JSON   json.RawMessage // the body, or the part "payload_json" of a multipart body; nil if there is none
	Files  []File
	At     time.Time // when it was received
	Status int       // what it was answered with; 0 if the connection was cut in place of an answer
}

// A File is an uploaded file.
type File struct {
	Field, Name, ContentType string
	Data                     []byte
}

// Is reports whether the request is one for the route, as in "POST /channels/{channel}/messages": a segment in braces
// stands for any segment. The empty route stands for every request.
func (r Request) Is(route string) bool {
	if route == "" {
		return true
	}
	method, path, _ := strings.Cut(route, " ")
	want, got := strings.Split(path, "/"), strings.Split(r.Path, "/")
	if method != r.Method || len(want) != len(got) {
		return false
	}
	for i := range want {
		if !strings.HasPrefix(want[i], "{") && want[i] != got[i] {
			return false
		}
	}
	return true
}

// Decode reads the request's JSON into v.
func (r Request) Decode(v any) error { return json.Unmarshal(r.JSON, v) }

// String is the method and the path.
func (r Request) String() string { return r.Method + " " + r.Path }

// Requests is every request so far, in the order they were answered in.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// RequestsFor is every request so far for a route; see Request.Is.
func (s *Server) RequestsFor(route string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.matching(route)
}

// matching selects requests. The lock is held.
func (s *Server) matching(route string) []Request {
	var found []Request
	for _, r := range s.requests {
		if r.Is(route) {
			found = append(found, r)
		}
	}
	return found
}

// Wait returns the first n requests for a route, once there are so many; see Request.Is.
func (s *Server) Wait(ctx context.Context, route string, n int) []Request {
	s.t.Helper()
	var found []Request
	s.await(ctx, fmt.Sprintf("%d requests %q", n, route), func() bool {
		found = s.matching(route)
		return len(found) >= n
	})
	return found[:n]
}

// WaitFunc returns the first request that match accepts, once there is one. Match must not call the server.
func (s *Server) WaitFunc(ctx context.Context, what string, match func(Request) bool) Request {
	s.t.Helper()
	var found Request
	s.await(ctx, what, func() bool {
		for _, r := range s.requests {
			if match(r) {
				found = r
				return true
			}
		}
		return false
	})
	return found
}

// versionPrefix is what stands before a route: "/api/v9", "/api/v10" or "/api".
var versionPrefix = regexp.MustCompile(`^/api(/v\d+)?(/|$)`)

// readRequest takes an HTTP request apart.
func readRequest(r *http.Request, at time.Time) (*Request, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return nil, fmt.Errorf("reading the body: %w", err)
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("the body is larger than %d bytes", maxBody)
	}
	req := &Request{
		Method: r.Method,
		Path:   versionPrefix.ReplaceAllString(r.URL.Path, "/"),
		Query:  r.URL.Query(),
		Header: r.Header.Clone(),
		Body:   body,
		At:     at,
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case len(body) == 0:
		return req, nil
	case err != nil:
		return req, fmt.Errorf("a body without a Content-Type: %w", err)
	case kind == "application/json":
		req.JSON = body
	case kind == "multipart/form-data":
		err = req.readParts(params["boundary"])
	default:
		return req, fmt.Errorf("a body of type %q", kind)
	}
	if err == nil && req.JSON != nil && !json.Valid(req.JSON) {
		err = fmt.Errorf("the body is not JSON")
	}
	return req, err
}

// readParts fills JSON and Files from a multipart body.
func (r *Request) readParts(boundary string) error {
	parts := multipart.NewReader(bytes.NewReader(r.Body), boundary)
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading a part: %w", err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return fmt.Errorf("reading part %q: %w", part.FormName(), err)
		}
		if part.FormName() == "payload_json" {
			r.JSON = data
			continue
		}
		r.Files = append(r.Files, File{
			Field:       part.FormName(),
			Name:        part.FileName(),
			ContentType: part.Header.Get("Content-Type"),
			Data:        data,
		})
	}
}

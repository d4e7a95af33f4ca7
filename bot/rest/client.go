package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// A Client makes the calls that a bot needs. A request that failed is an *Error. It is safe for concurrent use.
type Client struct {
	session *discordgo.Session
	now     func() time.Time
}

// New returns a Client on a session from NewSession.
func New(s *discordgo.Session) *Client { return &Client{session: s, now: time.Now} }

// A call is one request.
type call struct {
	method string
	path   []string // segments behind the API's version; none may be empty
	query  url.Values
	body   any // marshalled as JSON; nil for none
	files  []*discordgo.File
	plan   *plan // nil: the method's
}

// do makes a call and returns the JSON of the answer.
func (c *Client) do(ctx context.Context, q call) ([]byte, error) {
	r, address, err := q.target()
	if err != nil {
		return nil, err
	}
	contentType, body, err := q.encode()
	if err != nil {
		return nil, fmt.Errorf("discord: %s %s: %w", r.method, r.name, err)
	}
	if q.plan != nil {
		ctx = withPlan(ctx, q.plan)
	}
	// discordgo holds a bucket's lock for as long as the request takes, and never frees a bucket. One of our own for
	// each request keeps requests from waiting for each other, and nothing is left behind.
	bucket := discordgo.NewRatelimiter().LockBucket("")
	answer, err := c.session.RequestWithLockedBucket(q.method, address, contentType, body, bucket, 0, discordgo.WithContext(ctx))
	if err != nil {
		return nil, c.clean(q, newError(r, err))
	}
	return answer, nil
}

// fetch makes a call and reads the answer.
func fetch[T any](ctx context.Context, c *Client, q call, read func([]byte) (T, error)) (T, error) {
	var none T
	answer, err := c.do(ctx, q)
	if err != nil {
		return none, err
	}
	v, err := read(answer)
	if err != nil {
		r, _, _ := q.target()
		return none, &Error{Method: r.method, Route: r.name, Status: http.StatusOK, Unknown: q.method != http.MethodGet,
			Err: fmt.Errorf("reading Discord's answer: %w", err)}
	}
	return v, nil
}

// target is where a call goes. An empty segment would make it another call altogether.
func (q call) target() (route, string, error) {
	escaped := make([]string, len(q.path))
	for i, s := range q.path {
		if s == "" || s == "." || s == ".." {
			return route{}, "", fmt.Errorf("discord: %s /%s: an id is missing", q.method, q.path[0])
		}
		escaped[i] = url.PathEscape(s)
	}
	address := discordgo.EndpointAPI + strings.Join(escaped, "/")
	if len(q.query) > 0 {
		address += "?" + q.query.Encode()
	}
	u := &url.URL{Path: "/" + strings.Join(q.path, "/")}
	return newRoute(&http.Request{Method: q.method, URL: u}), address, nil
}

func (q call) encode() (contentType string, body []byte, err error) {
	switch {
	case len(q.files) > 0:
		return discordgo.MultipartBodyWithJSON(q.body, q.files)
	case q.body != nil:
		body, err = json.Marshal(q.body)
		return "application/json", body, err
	}
	return "", nil, nil
}

// clean takes out of Discord's words what is secret, should it ever repeat it.
func (c *Client) clean(q call, e *Error) *Error {
	secrets := []string{strings.TrimPrefix(c.session.Token, "Bot ")}
	if isTokenOwner(q.path[0]) && len(q.path) > 2 {
		secrets = append(secrets, q.path[2])
	}
	for _, s := range secrets {
		e.Message = strings.ReplaceAll(e.Message, s, "{token}")
	}
	return e
}

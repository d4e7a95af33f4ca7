package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/bwmarrin/discordgo"
)

// A Client makes the calls that a bot needs. A request that failed is an *Error. It is safe for concurrent use.
type Client struct {
	transport *transport
	token     string
}

// New returns a Client for the bot's token, with or without "Bot " before it.
func New(token string, c Config) (*Client, error) {
	fields := strings.Fields(token)
	if len(fields) > 0 && fields[0] == "Bot" {
		fields = fields[1:]
	}
	if len(fields) == 0 {
		return nil, errors.New("the bot's token is empty")
	}
	token = fields[0]
	if len(fields) > 1 || strings.ContainsFunc(token, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsControl(r) }) {
		return nil, errors.New("the bot's token holds a character that no token has: copy it anew from the Developer Portal, page Bot")
	}
	return &Client{transport: newTransport(c), token: token}, nil
}

// Refused is closed when Discord has refused the token. Nothing is sent from then on.
func (c *Client) Refused() <-chan struct{} { return c.transport.refused }

const (
	// address is the API's, with the version in force.
	address = "https://discord.com/api/v10/"
	// userAgent is in the form that Discord asks for, "DiscordBot (url, version)".
	userAgent = "DiscordBot (https://github.com/bwmarrin/discordgo, v" + discordgo.VERSION + ") Docent"
)

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
	req, err := c.request(q)
	if err != nil {
		return nil, err
	}
	got, err := c.transport.send(ctx, req)
	if err == nil && got.status < http.StatusMultipleChoices {
		return got.body, nil
	}
	return nil, c.clean(q, newError(req.route, got, err))
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
		r := q.route()
		return none, &Error{Method: r.method, Route: r.name, Status: http.StatusOK, Unknown: q.method != http.MethodGet,
			Err: fmt.Errorf("reading Discord's answer: %w", err)}
	}
	return v, nil
}

func (q call) route() route { return newRoute(q.method, q.path) }

// request is what goes out for a call. An empty segment would make it another call altogether.
func (c *Client) request(q call) (*request, error) {
	escaped := make([]string, len(q.path))
	for i, s := range q.path {
		if s == "" || s == "." || s == ".." {
			return nil, fmt.Errorf("discord: %s /%s: an id is missing", q.method, q.path[0])
		}
		escaped[i] = url.PathEscape(s)
	}
	r := &request{route: q.route(), url: address + strings.Join(escaped, "/"), header: http.Header{}, plan: q.plan}
	if len(q.query) > 0 {
		r.url += "?" + q.query.Encode()
	}
	if r.plan == nil {
		r.plan = planFor(q.method)
	}
	r.header.Set("Authorization", "Bot "+c.token)
	r.header.Set("User-Agent", userAgent)
	contentType, body, err := q.encode()
	if err != nil {
		return nil, fmt.Errorf("discord: %s %s: %w", r.method, r.name, err)
	}
	if r.body = body; body != nil {
		r.header.Set("Content-Type", contentType)
	}
	return r, nil
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
	secrets := []string{c.token}
	if isTokenOwner(q.path[0]) && len(q.path) > 2 {
		secrets = append(secrets, q.path[2])
	}
	for _, s := range secrets {
		e.Message = strings.ReplaceAll(e.Message, s, "{token}")
	}
	return e
}

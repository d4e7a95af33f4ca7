// Package discordtest is a fake Discord on loopback, for tests: its REST API and its gateway, with guilds, channels,
// permissions, messages, commands and interactions, and with faults on demand.
//
// It is no part of the program, and knows only what Docent uses of Discord. A test makes people, channels and messages by a
// Server's methods; the Server tells them to the bot through the gateway, takes its requests by REST, and keeps what came
// of them for the test to look at.
//
// It is strict. A request for a route that Discord lacks or that this package doesn't know, a request outside Discord's
// limits, and (where DOCENT_DISCORD_SPEC names Discord's OpenAPI document) a request that the document doesn't allow,
// fail the test at once. What Discord itself answers with an error (a missing permission, an unknown message, a second
// response to one interaction) is answered with that error and doesn't fail the test.
//
// A Server belongs to one test and closes itself at the test's end; there are no globals, so tests may run in parallel.
// Methods that wait fail the test when their context ends, or after half a minute; like testing.TB.Fatal they must be
// called from the test's own goroutine.
package discordtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// patience is how long a waiting method waits at most, so that a broken bot fails its test instead of hanging it.
const patience = 30 * time.Second

// A Server is a fake Discord. All its methods are safe for concurrent use.
type Server struct {
	t          testing.TB
	http       *httptest.Server
	token      string
	now        func() time.Time
	validator  *Validator // nil: the OpenAPI document isn't at hand, or isn't wanted
	noDocument bool
	routes     *http.ServeMux
	extra      *http.ServeMux // what the test said to expect
	work       sync.WaitGroup // gateway connections
	closed     chan struct{}

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced whenever something happens that a test may wait for
	serial   uint64        // makes snowflakes of one millisecond differ
	world    world
	requests []Request
	faults   []*injection
	limits   map[string]*bucket
	hub      hub
}

// An Option sets a Server up.
type Option func(*Server)

// WithToken sets the bot's token, without "Bot ". The default is the Token constant.
func WithToken(token string) Option { return func(s *Server) { s.token = token } }

// WithNow sets the clock that interactions expire by and that ids and timestamps are made of.
func WithNow(now func() time.Time) Option { return func(s *Server) { s.now = now } }

// WithIntents makes the test fail when the bot identifies with other intents than these.
func WithIntents(intents discordgo.Intent) Option {
	return func(s *Server) { s.hub.wantIntents = &intents }
}

// WithoutDocument checks requests against the limits alone, also where DOCENT_DISCORD_SPEC names a document: for tests of
// what Discord takes and its document doesn't.
func WithoutDocument() Option { return func(s *Server) { s.noDocument = true } }

// Token is the bot's token unless WithToken sets another.
const Token = "discordtest-token"

// New starts a fake Discord with no guilds and no people but the bot.
func New(t testing.TB, opts ...Option) *Server {
	t.Helper()
	s := &Server{
		t:       t,
		token:   Token,
		now:     time.Now,
		closed:  make(chan struct{}),
		changed: make(chan struct{}),
		limits:  map[string]*bucket{},
		extra:   http.NewServeMux(),
		hub:     newHub(),
	}
	for _, opt := range opts {
		opt(s)
	}
	if !s.noDocument {
		s.validator = documentValidator(t)
	}
	s.world = newWorld(s)
	s.routes = s.newRoutes()
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.close)
	return s
}

// close ends every connection and waits for its goroutines.
func (s *Server) close() {
	s.mu.Lock()
	close(s.closed)
	for c := range s.hub.live {
		c.ws.NetConn().Close()
	}
	s.mu.Unlock()
	s.work.Wait()
	s.http.CloseClientConnections()
	s.http.Close()
}

// serve tells gateway connections from REST requests.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == gatewayPath || r.URL.Path == resumePath {
		s.serveGateway(w, r)
		return
	}
	s.serveREST(w, r)
}

// RoundTripper sends requests for discord.com to the fake, and fails the test for any other host: nothing leaves
// loopback.
func (s *Server) RoundTripper() http.RoundTripper {
	return &redirect{server: s, base: s.http.Client().Transport}
}

type redirect struct {
	server *Server
	base   http.RoundTripper
}

// RoundTrip rewrites the request's address and leaves all else.
func (d *redirect) RoundTrip(r *http.Request) (*http.Response, error) {
	to, err := url.Parse(d.server.http.URL)
	if err != nil {
		return nil, err
	}
	if r.URL.Host != "discord.com" && r.URL.Host != to.Host {
		d.server.t.Errorf("discordtest: request for %s, which is not Discord", r.URL.Host)
		return nil, fmt.Errorf("discordtest: no way to %s", r.URL.Host)
	}
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host = to.Scheme, to.Host
	return d.base.RoundTrip(r)
}

// Dialer dials the fake whatever the address, with a deadline.
func (s *Server) Dialer() *websocket.Dialer {
	addr := s.http.Listener.Addr().String()
	return &websocket.Dialer{
		HandshakeTimeout: patience,
		NetDialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, addr)
		},
	}
}

// GatewayURL is the gateway's address, as GET /gateway/bot gives it.
func (s *Server) GatewayURL() string { return "ws://" + s.http.Listener.Addr().String() }

func (s *Server) resumeURL() string { return "ws://" + s.http.Listener.Addr().String() + resumePath }

// Session is a discordgo session over the fake, for REST calls. It isn't connected to the gateway.
func (s *Server) Session() *discordgo.Session {
	session, err := discordgo.New("Bot " + s.token)
	if err != nil {
		s.t.Fatalf("discordtest: making a session: %v", err)
	}
	session.Client = &http.Client{Transport: s.RoundTripper(), Timeout: patience}
	return session
}

// notify wakes everyone who waits. The lock is held.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// await returns once cond, called with the lock held, is true. It fails the test when that doesn't come about.
func (s *Server) await(ctx context.Context, what string, cond func() bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeoutCause(ctx, patience, errors.New("half a minute has passed"))
	defer cancel()
	for {
		s.mu.Lock()
		ok, changed := cond(), s.changed
		s.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			s.t.Fatalf("discordtest: waited in vain for %s: %v", what, context.Cause(ctx))
		}
	}
}

// epoch is where Discord's snowflakes begin: the first second of 2015, in Unix milliseconds.
const epoch = 1420070400000

// newID makes a snowflake of the present time. The lock is held.
func (s *Server) newID() string {
	s.serial++
	ms := uint64(max(s.now().UnixMilli()-epoch, 0))
	return fmt.Sprint(ms<<22 | s.serial&(1<<22-1))
}

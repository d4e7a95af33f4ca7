// Package gateway keeps one connection to Discord's gateway for months: it identifies, sends heartbeats, resumes and backs
// off by itself.
//
// It decides nothing about events and sends no messages: package bot does, which gets each event as a pointer to
// discordgo's type. An event passes from the websocket through package wire, which reads what Docent needs of it, to
// Config.Handle. An event that can't be read is logged and dropped; one of a name that Docent has no use for is passed over.
//
// A Client has two goroutines while it is connected. The one that called Run reads, decodes and calls Handle, in order.
// The other keeps the time: it sends the heartbeats, and ends the connection when an answer is overdue or the context
// ends. Every wait ends with the context, and Run returns only after both are done.
package gateway

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// A Session is what is needed to resume where an earlier connection ended. The zero Session is none. Discord forgets a
// session some minutes after its connection has ended.
type Session struct {
	ID        string           `json:"id"`
	Seq       int64            `json:"seq"`        // of the last event that was handled
	ResumeURL string           `json:"resume_url"` // where Discord wants it resumed
	Intents   discordgo.Intent `json:"intents"`    // what it was started with: a resume doesn't change them
}

// A Config says how to connect. Token, Intents, URL and Handle are required.
type Config struct {
	Token    string // without "Bot "
	Intents  discordgo.Intent
	Presence string // the status line until SetPresence, "" for none

	// URL asks Discord for the gateway's address (GET /gateway/bot). It is called before each fresh identify, and when
	// a session can't be resumed at its own address. After an error it is tried again.
	URL func(ctx context.Context) (string, error)

	// Session is resumed first, if it isn't zero and was started with the same intents.
	Session Session

	// Handle gets the events, pointers to discordgo's event types, one after the other. It must return quickly: while it
	// runs nothing else is read. A panic in it is logged, and the next event follows. Its context is Run's.
	Handle func(ctx context.Context, event any)

	Log    *slog.Logger                         // nil: none
	Dialer *websocket.Dialer                    // nil: one that minds the environment's proxy
	Now    func() time.Time                     // nil: time.Now
	Rand   func() float64                       // in [0, 1), for jitter; nil: math/rand
	After  func(time.Duration) <-chan time.Time // nil: time.After
}

// userAgent is in the form that Discord asks for, "DiscordBot (url, version)".
const userAgent = "DiscordBot (https://github.com/bwmarrin/discordgo, v0.29.0) Docent"

// A Client holds a connection to the gateway and renews it whenever it ends.
type Client struct {
	cfg Config

	mu       sync.Mutex
	session  Session
	presence string // the status line as it should be
	shown    string // as Discord has it in the session, as far as is known
	live     *conn  // the connection that is ready; nil if none is

	// What the reconnecting goes by; only Run's goroutine touches these.
	identified time.Time // when the last identify was sent
	owed       time.Time // when all identifies will have been made up for
	atOnce     time.Time // when Discord's wish to connect anew was last followed without a pause
	failures   int       // attempts since the last login
	refused    int       // resumes since the session was last alive
	strayed    bool      // the session's own address didn't answer last time
}

// New returns a Client. It does nothing before Run.
func New(c Config) *Client {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Dialer == nil {
		c.Dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: dialTimeout}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Float64
	}
	if c.After == nil {
		c.After = time.After
	}
	client := &Client{cfg: c, presence: c.Presence}
	if c.Session.ID != "" && c.Session.Intents == c.Intents {
		client.session = c.Session
	}
	return client
}

// Session returns the session as of the last event that was handled, to be saved when Run has returned. It is zero when
// there is none to resume.
func (c *Client) Session() Session {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.session
}

func (c *Client) setSession(s Session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.session = s
}

// advance notes the sequence number of an event. Events without one leave it.
func (c *Client) advance(seq int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if seq > 0 {
		c.session.Seq = seq
	}
}

// sleep waits, and reports whether the context has ended meanwhile.
func (c *Client) sleep(ctx context.Context, d time.Duration) (ended bool) {
	if d <= 0 {
		return ctx.Err() != nil
	}
	select {
	case <-ctx.Done():
		return true
	case <-c.cfg.After(d):
		return ctx.Err() != nil
	}
}

package discordtest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"docent/bot/discordtest"
)

// A recorder stands for the test that a Server would fail.
type recorder struct {
	testing.TB
	mu     sync.Mutex
	errors []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

// said returns the errors so far.
func (r *recorder) said() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.errors)
}

// A handClock stands still until it is set.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func newHandClock() *handClock { return &handClock{now: time.Date(2026, 1, 14, 7, 0, 0, 0, time.UTC)} }

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// A scene is a server with a guild, a channel and a member.
type scene struct {
	*discordtest.Server
	t       testing.TB
	rest    *discordgo.Session
	clock   *handClock
	guild   *discordgo.Guild
	channel *discordgo.Channel
	ada     *discordgo.User
}

func newScene(t testing.TB, opts ...discordtest.Option) *scene {
	t.Helper()
	s := &scene{t: t, clock: newHandClock()}
	s.Server = discordtest.New(t, append(opts, discordtest.WithNow(s.clock.Now))...)
	s.rest = s.Session()
	s.rest.ShouldRetryOnRateLimit = false
	s.rest.MaxRestRetries = 0
	s.guild = s.NewGuild("Guild")
	s.channel = s.NewChannel(s.guild.ID, "general")
	s.ada = s.NewUser("ada")
	s.AddMember(s.guild.ID, s.ada)
	return s
}

// nobody is the allowed_mentions of every message.
func nobody() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

func text(content string) *discordgo.MessageSend {
	return &discordgo.MessageSend{Content: content, AllowedMentions: nobody()}
}

// code is Discord's code of an error, 0 if there is no error.
func code(t testing.TB, err error) int {
	t.Helper()
	if err == nil {
		return 0
	}
	var rest *discordgo.RESTError
	if !errors.As(err, &rest) || rest.Message == nil {
		t.Fatalf("%v is no error of Discord's", err)
	}
	return rest.Message.Code
}

// A client is a bare gateway client.
type client struct {
	again func() *client
	t     testing.TB
	ws    *websocket.Conn
}

type received struct {
	Op int
	T  string
	S  int64
	D  json.RawMessage
}

// dial connects and reads HELLO.
func (s *scene) dial(t testing.TB, address string) *client {
	t.Helper()
	ws, _, err := s.Dialer().Dial(address+"?v=10&encoding=json", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	c := &client{t: t, ws: ws}
	if hello := c.next(); hello.Op != 10 {
		t.Fatalf("got op %d in place of HELLO", hello.Op)
	}
	return c
}

// identify connects and reads READY and the guild.
func (s *scene) identify(t testing.TB, intents discordgo.Intent) (c *client, session string) {
	t.Helper()
	c = s.dial(t, s.GatewayURL())
	c.send(2, identity(discordtest.Token, intents))
	var ready struct {
		SessionID string `json:"session_id"`
		Resume    string `json:"resume_gateway_url"`
	}
	c.event("READY", &ready)
	if !strings.HasSuffix(ready.Resume, "/resume") {
		t.Errorf("resume_gateway_url is %q", ready.Resume)
	}
	if intents&discordgo.IntentGuilds != 0 {
		c.event("GUILD_CREATE", nil)
	}
	return c, ready.SessionID
}

func identity(token string, intents discordgo.Intent) map[string]any {
	return map[string]any{
		"token": token, "intents": intents,
		"properties": map[string]string{"os": "linux", "browser": "test", "device": "test"},
	}
}

func (c *client) send(op int, d any) {
	c.t.Helper()
	if err := c.ws.WriteJSON(map[string]any{"op": op, "d": d}); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) next() received {
	c.t.Helper()
	var r received
	if err := c.ws.ReadJSON(&r); err != nil {
		c.t.Fatal(err)
	}
	return r
}

// event reads the next payload, which must be the event.
func (c *client) event(name string, v any) received {
	c.t.Helper()
	r := c.next()
	if r.Op != 0 || r.T != name {
		c.t.Fatalf("got op %d %s, want %s", r.Op, r.T, name)
	}
	if v != nil {
		if err := json.Unmarshal(r.D, v); err != nil {
			c.t.Fatal(err)
		}
	}
	return r
}

// closed reads on to the end of the connection and returns the close code.
func (c *client) closed() int {
	c.t.Helper()
	for {
		_, _, err := c.ws.ReadMessage()
		var closed *websocket.CloseError
		if errors.As(err, &closed) {
			return closed.Code
		}
		if err != nil {
			c.t.Fatal(err)
		}
	}
}

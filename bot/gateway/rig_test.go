package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/bot/gateway"
)

const intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages

// The durations that the client waits for an answer of Discord for, and its heartbeats where Rand is one half. Every other
// wait is one between attempts.
const (
	helloTimeout = 20 * time.Second
	readyTimeout = time.Minute
	interval     = 41250 * time.Millisecond
	firstBeat    = interval / 2
)

// A clock hands out timers that fire when the test says so. Waits between attempts fire by themselves.
type clock struct {
	mu      sync.Mutex
	now     time.Time
	hold    bool            // waits between attempts don't fire
	waits   []time.Duration // between attempts, so far
	timers  map[time.Duration][]chan time.Time
	changed chan struct{}
}

func newClock() *clock {
	return &clock{
		now:     time.Date(2026, 1, 14, 7, 0, 0, 0, time.UTC),
		timers:  map[time.Duration][]chan time.Time{},
		changed: make(chan struct{}),
	}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	timer := make(chan time.Time, 1)
	switch d {
	case helloTimeout, readyTimeout, interval, firstBeat:
		c.timers[d] = append(c.timers[d], timer)
	default:
		c.waits = append(c.waits, d)
		if !c.hold {
			timer <- c.now
		}
	}
	close(c.changed)
	c.changed = make(chan struct{})
	return timer
}

// await waits until cond holds, which is called with the lock held.
func (c *clock) await(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for {
		c.mu.Lock()
		ok, changed := cond(), c.changed
		c.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-t.Context().Done():
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// fire makes the nth timer of a duration fire, from 1, once there are so many.
func (c *clock) fire(t *testing.T, d time.Duration, n int) {
	t.Helper()
	c.await(t, "a timer of "+d.String(), func() bool {
		if len(c.timers[d]) < n {
			return false
		}
		c.timers[d][n-1] <- c.now
		return true
	})
}

func (c *clock) waited() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.waits)
}

// A rig is a client at work on a fake Discord.
type rig struct {
	*discordtest.Server
	t       *testing.T
	clock   *clock
	log     *syncBuffer
	config  gateway.Config
	guild   *discordgo.Guild
	channel *discordgo.Channel
	user    *discordgo.User
	events  chan any
}

func newRig(t *testing.T, opts ...discordtest.Option) *rig {
	t.Helper()
	r := &rig{
		Server: discordtest.New(t, opts...),
		t:      t,
		clock:  newClock(),
		log:    &syncBuffer{},
		events: make(chan any, 1000),
	}
	r.guild = r.NewGuild("Guild")
	r.channel = r.NewChannel(r.guild.ID, "general")
	r.user = r.NewUser("ada")
	r.AddMember(r.guild.ID, r.user)
	r.config = gateway.Config{
		Token:   discordtest.Token,
		Intents: intents,
		URL:     func(context.Context) (string, error) { return r.GatewayURL(), nil },
		Handle:  func(_ context.Context, event any) { r.events <- event },
		Log:     slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Dialer:  r.Dialer(),
		Now:     r.clock.Now,
		Rand:    func() float64 { return 0.5 },
		After:   r.clock.After,
	}
	t.Cleanup(func() {
		if strings.Contains(r.log.String(), discordtest.Token) {
			t.Error("the token is in the log")
		}
		if t.Failed() {
			t.Logf("gateway: %v\n%s", r.GatewayLog(), r.log)
		}
	})
	return r
}

// A running client.
type running struct {
	*gateway.Client
	cancel context.CancelFunc
	ended  chan error
}

// start runs a client until the test ends or stop is called.
func (r *rig) start() *running {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.t.Context())
	run := &running{Client: gateway.New(r.config), cancel: cancel, ended: make(chan error, 1)}
	go func() { run.ended <- run.Run(ctx) }()
	r.t.Cleanup(func() {
		cancel()
		run.ended <- <-run.ended
	})
	return run
}

// stop ends the context and returns what Run has returned.
func (run *running) stop() error {
	run.cancel()
	err := <-run.ended
	run.ended <- err
	return err
}

// end returns what Run has returned without its context being ended.
func (run *running) end() error {
	err := <-run.ended
	run.ended <- err
	return err
}

// say has the user write, mentioning the bot so that the content is visible.
func (r *rig) say(content string) {
	r.MessageCreate(r.channel.ID, r.user, "<@"+r.Bot().ID+"> "+content)
}

// hear waits for the user's message to reach the handler, and returns those that came before it.
func (r *rig) hear(content string) (before []string) {
	r.t.Helper()
	for {
		select {
		case event := <-r.events:
			m, ok := event.(*discordgo.MessageCreate)
			if !ok {
				continue
			}
			_, text, _ := strings.Cut(m.Content, " ")
			if text == content {
				return before
			}
			before = append(before, text)
		case <-r.t.Context().Done():
			r.t.Fatalf("the handler never got %q", content)
		}
	}
}

// echo has the user write and waits for the handler to hear it: all that Discord sent before has been read by then.
func (r *rig) echo() {
	r.t.Helper()
	r.say("echo")
	r.hear("echo")
}

// names are the names of what the client did at the gateway, heartbeats left out; a resume at the path for resumes is
// marked.
func (r *rig) names() []string {
	var names []string
	for _, e := range r.GatewayLog() {
		switch {
		case e.Name == discordtest.Identify, e.Name == discordtest.Resume && e.Path == "/resume":
			names = append(names, e.Name)
		case e.Name == discordtest.Resume:
			names = append(names, "resume at the general address")
		}
	}
	return names
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func asFatal(t *testing.T, err error) *gateway.FatalError {
	t.Helper()
	var fatal *gateway.FatalError
	if !errors.As(err, &fatal) {
		t.Fatalf("Run returned %v, want a FatalError", err)
	}
	return fatal
}

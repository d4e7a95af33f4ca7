package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/bot/gateway"
)

func TestIdentify(t *testing.T) {
	t.Parallel()
	r := newRig(t, discordtest.WithIntents(intents))
	r.config.Presence = "/ask me"
	r.start()

	for i, want := range []string{"*discordgo.Ready", "*discordgo.GuildCreate"} {
		if got := fmt.Sprintf("%T", <-r.events); got != want {
			t.Errorf("event %d is a %s, want a %s", i, got, want)
		}
	}
	var sent struct {
		Token      string
		Intents    int
		Properties map[string]string
		Presence   struct {
			Status     string
			Activities []struct {
				Type  int
				State string
			}
		}
	}
	if err := r.WaitGateway(t.Context(), discordtest.Identify, 1)[0].Decode(&sent); err != nil {
		t.Fatal(err)
	}
	if sent.Token != discordtest.Token || sent.Intents != int(intents) || sent.Properties["os"] != runtime.GOOS {
		t.Errorf("identified with %+v", sent)
	}
	if p := sent.Presence; p.Status != "online" || len(p.Activities) != 1 || p.Activities[0].Type != 4 || p.Activities[0].State != "/ask me" {
		t.Errorf("identified with the presence %+v", p)
	}
	agent := r.WaitGateway(t.Context(), discordtest.Connect, 1)[0].Header.Get("User-Agent")
	if !strings.HasPrefix(agent, "DiscordBot (") {
		t.Errorf("connected as %q", agent)
	}
}

func TestReconnect(t *testing.T) {
	t.Parallel()
	const identify, resume, again = "identify", "resume", "resume at the general address"
	reconnect := discordtest.Script{Ready: discordtest.Reconnect()}
	tests := []struct {
		name  string
		first []discordtest.Script // of the first connections
		moves []discordtest.Move   // once it is connected
		next  []discordtest.Script // of the connections after the moves
		want  []string             // identifies and resumes
		waits []time.Duration      // between the attempts
		lost  bool                 // what is said between the sessions
	}{
		{
			name:  "op 7",
			moves: []discordtest.Move{discordtest.Reconnect()},
			want:  []string{identify, resume},
		},
		{
			name:  "op 7 in place of HELLO",
			first: []discordtest.Script{{Hello: discordtest.Reconnect()}, {Hello: discordtest.Reconnect()}},
			want:  []string{identify},
			waits: []time.Duration{time.Second},
		},
		{
			name:  "op 7 in place of READY",
			first: []discordtest.Script{reconnect, reconnect},
			want:  []string{identify, identify, identify},
			waits: []time.Duration{5 * time.Second, time.Second, 5 * time.Second},
		},
		{
			name:  "op 7 in place of RESUMED",
			moves: []discordtest.Move{discordtest.Reconnect()},
			next:  []discordtest.Script{reconnect, reconnect},
			want:  []string{identify, resume, resume, resume},
			waits: []time.Duration{time.Second, 2 * time.Second},
		},
		{
			name:  "op 9, resumable",
			moves: []discordtest.Move{discordtest.InvalidSession(true)},
			want:  []string{identify, resume},
			waits: []time.Duration{time.Second / 2},
		},
		{
			name:  "op 9, not resumable",
			moves: []discordtest.Move{discordtest.InvalidSession(false)},
			want:  []string{identify, identify},
			waits: []time.Duration{3 * time.Second, 5 * time.Second},
			lost:  true,
		},
		{
			name:  "op 9 in place of RESUMED",
			moves: []discordtest.Move{discordtest.Drop()},
			next:  []discordtest.Script{{Ready: discordtest.InvalidSession(false)}},
			want:  []string{identify, resume, identify},
			waits: []time.Duration{time.Second / 2, 3 * time.Second, 5 * time.Second},
			lost:  true,
		},
		{
			name:  "dropped",
			moves: []discordtest.Move{discordtest.Drop()},
			want:  []string{identify, resume},
			waits: []time.Duration{time.Second / 2},
		},
		{
			name:  "close code 4000",
			moves: []discordtest.Move{discordtest.CloseWith(4000, "Unknown error.")},
			want:  []string{identify, resume},
			waits: []time.Duration{time.Second / 2},
		},
		{
			name:  "close code 1001",
			moves: []discordtest.Move{discordtest.CloseWith(1001, "Discord WebSocket requesting client reconnect.")},
			want:  []string{identify, resume},
			waits: []time.Duration{time.Second / 2},
		},
		{
			name:  "close code 4003",
			moves: []discordtest.Move{discordtest.CloseWith(4003, "Not authenticated.")},
			want:  []string{identify, identify},
			waits: []time.Duration{time.Second / 2, 5 * time.Second},
			lost:  true,
		},
		{
			name:  "close code 4007",
			moves: []discordtest.Move{discordtest.CloseWith(4007, "Invalid seq.")},
			want:  []string{identify, identify},
			waits: []time.Duration{time.Second / 2, 5 * time.Second},
			lost:  true,
		},
		{
			name:  "close code 4009",
			moves: []discordtest.Move{discordtest.CloseWith(4009, "Session timed out.")},
			want:  []string{identify, identify},
			waits: []time.Duration{time.Second / 2, 5 * time.Second},
			lost:  true,
		},
		{
			name:  "the address for resumes is out of order",
			moves: []discordtest.Move{discordtest.Drop()},
			next:  []discordtest.Script{{Refuse: http.StatusBadGateway}},
			want:  []string{identify, again},
			waits: []time.Duration{time.Second / 2, time.Second},
		},
		{
			name:  "both addresses are out of order",
			moves: []discordtest.Move{discordtest.Drop()},
			next:  []discordtest.Script{{Refuse: http.StatusBadGateway}, {Refuse: http.StatusBadGateway}},
			want:  []string{identify, resume},
			waits: []time.Duration{time.Second / 2, time.Second, 2 * time.Second},
		},
		{
			name:  "malformed HELLO",
			first: []discordtest.Script{{Hello: discordtest.Raw(`{"op":10,"d":{"heartbeat_interval":-1}}`)}},
			want:  []string{identify},
			waits: []time.Duration{time.Second / 2},
		},
		{
			name:  "READY without a session",
			first: []discordtest.Script{{Ready: discordtest.Raw(`{"op":0,"t":"READY","s":1,"d":{"v":10}}`)}},
			want:  []string{identify, identify},
			waits: []time.Duration{time.Second / 2, 5 * time.Second},
		},
		{
			name: "nonsense",
			moves: []discordtest.Move{
				discordtest.Raw(`{`), discordtest.Raw(`null`), discordtest.Raw(``), discordtest.Raw(`{"op":"0"}`), discordtest.Raw(`{"op":77}`),
				discordtest.Raw(`{"op":0,"t":"NEVER_HEARD_OF","s":2,"d":[1]}`), discordtest.Raw(`{"op":0,"t":"MESSAGE_CREATE","s":2,"d":{"id":7}}`),
				discordtest.Raw(`{"op":0,"t":"MESSAGE_CREATE","s":2,"d":null}`), discordtest.Raw(`{"op":0,"t":"INTERACTION_CREATE","s":2,"d":{}}`),
			},
			want: []string{identify},
		},
		{
			name:  "after five resumes in vain",
			moves: []discordtest.Move{discordtest.Drop()},
			next:  slices.Repeat([]discordtest.Script{{Ready: discordtest.CloseWith(4000, "Unknown error.")}}, 5),
			want:  []string{identify, resume, resume, resume, resume, resume, identify},
			waits: []time.Duration{
				time.Second / 2, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 5 * time.Second,
			},
			lost: true,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.NextConnections(test.first...)
			r.start()
			r.WaitConnected(t.Context())
			r.say("before")
			r.hear("before")

			r.NextConnections(test.next...)
			r.Play(test.moves...)
			r.say("meanwhile")
			if test.lost {
				r.WaitGateway(t.Context(), discordtest.Identify, 2)
				r.WaitConnected(t.Context())
			}
			r.say("after")
			missed := r.hear("after")

			if got := r.names(); !slices.Equal(got, test.want) {
				t.Errorf("did %v, want %v", got, test.want)
			}
			if got := r.clock.waited(); !slices.Equal(got, test.waits) {
				t.Errorf("waited %v, want %v", got, test.waits)
			}
			if !test.lost && !slices.Equal(missed, []string{"meanwhile"}) {
				t.Errorf("meanwhile heard %q", missed)
			}
			for _, e := range r.GatewayLog() {
				if e.Name == discordtest.Closed && (e.Code == 1000 || e.Code == 1001 && test.name != "close code 1001") {
					t.Errorf("closed with %d, which ends the session", e.Code)
				}
			}
		})
	}
}

func TestHeartbeat(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.start()
	r.WaitConnected(t.Context())
	r.echo() // the third event, after READY and GUILD_CREATE

	r.clock.fire(t, firstBeat, 1)
	r.WaitGateway(t.Context(), discordtest.Heartbeat, 1)
	r.echo()
	r.clock.fire(t, interval, 1)
	r.WaitGateway(t.Context(), discordtest.Heartbeat, 2)
	r.Play(discordtest.RequestHeartbeat())
	r.WaitGateway(t.Context(), discordtest.Heartbeat, 3)
	r.echo()
	r.clock.fire(t, interval, 2)

	for i, e := range r.WaitGateway(t.Context(), discordtest.Heartbeat, 4) {
		if want := []string{"3", "4", "4", "5"}[i]; string(e.Data) != want {
			t.Errorf("heartbeat %d has sequence number %s, want %s", i+1, e.Data, want)
		}
	}
	if got := r.names(); !slices.Equal(got, []string{"identify"}) {
		t.Errorf("did %v, want one identify", got)
	}
}

func TestHeartbeatNotAcknowledged(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.NextConnections(discordtest.Script{NoAcks: true})
	r.start()
	r.WaitConnected(t.Context())
	r.echo()

	r.clock.fire(t, firstBeat, 1)
	r.WaitGateway(t.Context(), discordtest.Heartbeat, 1)
	r.clock.fire(t, interval, 1)
	if closed := r.WaitGateway(t.Context(), discordtest.Closed, 1)[0]; closed.Code != 4000 {
		t.Errorf("closed with %d, want 4000", closed.Code)
	}
	r.WaitGateway(t.Context(), discordtest.Resume, 1)
	r.WaitConnected(t.Context())
	r.say("here again")
	r.hear("here again")
}

func TestSilence(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		script  discordtest.Script
		timeout time.Duration
		want    []string
	}{
		{"no HELLO", discordtest.Script{Hello: discordtest.Nothing()}, helloTimeout, []string{"identify"}},
		{"no READY", discordtest.Script{Ready: discordtest.Nothing()}, readyTimeout, []string{"identify", "identify"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.NextConnections(test.script)
			r.start()
			r.clock.fire(t, test.timeout, 1)
			r.WaitConnected(t.Context())
			r.say("hello")
			r.hear("hello")
			if got := r.names(); !slices.Equal(got, test.want) {
				t.Errorf("did %v, want %v", got, test.want)
			}
		})
	}
}

func TestReadyTimeoutEndsWithReady(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.start()
	r.WaitConnected(t.Context())
	r.echo()
	r.clock.fire(t, firstBeat, 1)
	r.WaitGateway(t.Context(), discordtest.Heartbeat, 1)
	r.echo()
	r.clock.fire(t, readyTimeout, 1)
	r.clock.fire(t, interval, 1)
	r.WaitGateway(t.Context(), discordtest.Heartbeat, 2)
	r.say("still here")
	r.hear("still here")
	if got := r.names(); !slices.Equal(got, []string{"identify"}) {
		t.Errorf("did %v, want one identify", got)
	}
}

func TestFatal(t *testing.T) {
	t.Parallel()
	closeWith := func(code int) func(*rig) {
		return func(r *rig) { r.NextConnections(discordtest.Script{Ready: discordtest.CloseWith(code, "")}) }
	}
	tests := []struct {
		name  string
		set   func(*rig)
		code  int
		words string
	}{
		{"wrong token", func(r *rig) { r.config.Token = "another-secret" }, 4004, "token"},
		{"no right to the intent", func(r *rig) { r.config.Intents |= discordgo.IntentMessageContent }, 4014, "Message Content Intent"},
		{"no right to two intents", func(r *rig) {
			r.config.Intents |= discordgo.IntentMessageContent | discordgo.IntentGuildMembers
		}, 4014, "Server Members Intent and the Message Content Intent"},
		{"no right to some intent", closeWith(4014), 4014, "intents"},
		{"unknown intent", func(r *rig) { r.config.Intents |= 1 << 30 }, 4013, "intents"},
		{"shard", closeWith(4010), 4010, "shard"},
		{"sharding", closeWith(4011), 4011, "servers"},
		{"version", closeWith(4012), 4012, "version 10"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			test.set(r)
			fatal := asFatal(t, r.start().end())
			if fatal.Code != test.code || !strings.Contains(fatal.Error(), test.words) {
				t.Errorf("ended with %q, want code %d and %q", fatal, test.code, test.words)
			}
			if strings.Contains(fatal.Error()+r.log.String(), "another-secret") {
				t.Error("the token is told")
			}
			if waits := r.clock.waited(); len(waits) > 0 {
				t.Errorf("waited %v to try again", waits)
			}
		})
	}
}

func TestURLFailsAtFirst(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	asked := 0
	r.config.URL = func(context.Context) (string, error) {
		if asked++; asked < 3 {
			return "", errors.New("502 Bad Gateway")
		}
		return r.GatewayURL(), nil
	}
	r.start()
	r.WaitConnected(t.Context())
	if got, want := r.clock.waited(), []time.Duration{time.Second / 2, time.Second}; !slices.Equal(got, want) {
		t.Errorf("waited %v, want %v", got, want)
	}
}

// TestRestart resumes a session in another Client, as another process would.
func TestRestart(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	first := r.start()
	r.WaitConnected(t.Context())
	r.say("before")
	r.hear("before")
	if err := first.stop(); err != nil {
		t.Fatalf("Run returned %v, want nil", err)
	}
	if closed := r.WaitGateway(t.Context(), discordtest.Closed, 1)[0]; closed.Code != 4000 {
		t.Errorf("closed with %d, want 4000", closed.Code)
	}
	session := first.Session()
	if session.ID == "" || session.Seq != 3 || session.ResumeURL == "" || session.Intents != intents {
		t.Fatalf("the session is %+v", session)
	}

	r.say("meanwhile")
	r.config.Session = session
	r.config.URL = func(context.Context) (string, error) { return "", errors.New("not to be asked") }
	r.start()
	r.WaitConnected(t.Context())
	r.say("after")
	if missed := r.hear("after"); !slices.Equal(missed, []string{"meanwhile"}) {
		t.Errorf("meanwhile heard %q", missed)
	}
	if got := r.names(); !slices.Equal(got, []string{"identify", "resume"}) {
		t.Errorf("did %v, want an identify and a resume", got)
	}
}

func TestRestartWithOtherIntents(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	first := r.start()
	r.WaitConnected(t.Context())
	r.say("before")
	r.hear("before")
	first.stop()
	r.config.Session = first.Session()
	r.config.Intents &^= discordgo.IntentDirectMessages
	r.start()
	r.WaitGateway(t.Context(), discordtest.Identify, 2)
	if got := r.names(); !slices.Equal(got, []string{"identify", "identify"}) {
		t.Errorf("did %v, want two identifies", got)
	}
}

func TestRestartWithUnknownSession(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.config.Session = gateway.Session{ID: "of-last-year", Seq: 7, Intents: intents}
	run := r.start()
	r.WaitGateway(t.Context(), discordtest.Identify, 1)
	r.WaitConnected(t.Context())
	r.say("hello")
	r.hear("hello")
	if got := r.names(); !slices.Equal(got, []string{"resume at the general address", "identify"}) {
		t.Errorf("did %v", got)
	}
	if run.Session().Seq != 3 {
		t.Errorf("the sequence number is %d, want 3", run.Session().Seq)
	}
}

// TestStopWhile ends the context in every state that may last.
func TestStopWhile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		set  func(*rig)
		wait func(*rig)
	}{
		{
			name: "asking for the address",
			set: func(r *rig) {
				r.config.URL = func(ctx context.Context) (string, error) {
					r.events <- "asked"
					<-ctx.Done()
					return "", ctx.Err()
				}
			},
			wait: func(r *rig) { <-r.events },
		},
		{
			name: "waiting for HELLO",
			set:  func(r *rig) { r.NextConnections(discordtest.Script{Hello: discordtest.Nothing()}) },
			wait: func(r *rig) { r.WaitGateway(r.t.Context(), discordtest.Connect, 1) },
		},
		{
			name: "waiting for READY",
			set:  func(r *rig) { r.NextConnections(discordtest.Script{Ready: discordtest.Nothing()}) },
			wait: func(r *rig) { r.WaitGateway(r.t.Context(), discordtest.Identify, 1) },
		},
		{
			name: "connected",
			set:  func(*rig) {},
			wait: func(r *rig) { <-r.events },
		},
		{
			name: "waiting to try again",
			set: func(r *rig) {
				r.clock.hold = true
				r.NextConnections(discordtest.Script{Hello: discordtest.Drop()})
			},
			wait: func(r *rig) { r.clock.await(r.t, "a wait", func() bool { return len(r.clock.waits) == 1 }) },
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			test.set(r)
			run := r.start()
			test.wait(r)
			if err := run.stop(); err != nil {
				t.Errorf("Run returned %v, want nil", err)
			}
		})
	}
}

// TestStopInHandle ends the context while an event is handled: the event counts, and no other is handled any more.
func TestStopInHandle(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var run *running
	started := make(chan struct{})
	var handled []string
	r.config.Handle = func(ctx context.Context, event any) {
		m, ok := event.(*discordgo.MessageCreate)
		if !ok {
			return
		}
		<-started
		_, text, _ := strings.Cut(m.Content, " ")
		handled = append(handled, text)
		run.cancel()
		<-ctx.Done()
	}
	run = r.start()
	r.WaitConnected(t.Context())
	r.say("first")
	r.say("second")
	close(started)
	if err := run.end(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(handled, []string{"first"}) || run.Session().Seq != 3 {
		t.Errorf("handled %q up to number %d, want the first message, which has 3", handled, run.Session().Seq)
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.NextConnections(slices.Repeat([]discordtest.Script{{Refuse: http.StatusServiceUnavailable}}, 10)...)
	r.start()
	r.WaitConnected(t.Context())
	s := time.Second
	want := []time.Duration{s / 2, s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s, 64 * s, 90 * s, 90 * s}
	if got := r.clock.waited(); !slices.Equal(got, want) {
		t.Errorf("waited %v, want %v", got, want)
	}

	// A login begins the count anew.
	r.Play(discordtest.Drop())
	r.WaitGateway(t.Context(), discordtest.Resume, 1)
	want = append(want, s/2)
	if got := r.clock.waited(); !slices.Equal(got, want) {
		t.Errorf("waited %v, want %v", got, want)
	}
}

// TestForcedDisconnects: logins that succeeded make no wait longer, however soon they were ended.
func TestForcedDisconnects(t *testing.T) {
	t.Parallel()
	s := time.Second
	tests := []struct {
		name  string
		move  discordtest.Move
		login string
		waits []time.Duration
	}{
		{"op 9, not resumable", discordtest.InvalidSession(false), discordtest.Identify, []time.Duration{3 * s, 3 * s, 3 * s, 3 * s, 3 * s}},
		{"op 9, resumable", discordtest.InvalidSession(true), discordtest.Resume, []time.Duration{s / 2, s / 2, s / 2, s / 2, s / 2}},
		{"dropped", discordtest.Drop(), discordtest.Resume, []time.Duration{s / 2, s / 2, s / 2, s / 2, s / 2}},
		{"op 7", discordtest.Reconnect(), discordtest.Resume, []time.Duration{s / 2, s / 2, s / 2, s / 2}}, // once at once
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.start()
			r.WaitConnected(t.Context())
			r.echo()
			for n := range 5 {
				r.clock.advance(6 * s) // beyond the distance of identifies
				r.Play(test.move)
				if test.login == discordtest.Identify {
					n++
				}
				r.WaitGateway(t.Context(), test.login, n+1)
				r.WaitConnected(t.Context())
				r.echo()
			}
			if got := r.clock.waited(); !slices.Equal(got, test.waits) {
				t.Errorf("waited %v, want %v", got, test.waits)
			}
		})
	}
}

// TestIdentifiesOfADay: whatever ends the sessions, and however soon, a day's identifies stay below Discord's thousand.
func TestIdentifiesOfADay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.config.After = func(d time.Duration) <-chan time.Time {
		fired := r.clock.After(d)
		if len(fired) > 0 {
			r.clock.advance(d)
		}
		return fired
	}
	const n = 130
	began := r.clock.Now()
	r.start()
	for i := range n {
		r.WaitGateway(t.Context(), discordtest.Identify, i+1)
		r.WaitConnected(t.Context())
		r.Play(discordtest.InvalidSession(false))
	}
	if took := r.clock.Now().Sub(began); took < (n-102)*100*time.Second {
		t.Errorf("%d identifies in %v", n, took)
	}
}

func TestHandlerPanics(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	next := r.config.Handle
	r.config.Handle = func(ctx context.Context, event any) {
		if m, ok := event.(*discordgo.MessageCreate); ok && strings.HasSuffix(m.Content, "boom") {
			panic("boom")
		}
		next(ctx, event)
	}
	r.start()
	r.WaitConnected(t.Context())
	r.say("boom")
	r.say("well")
	r.hear("well")
	if log := r.log.String(); !strings.Contains(log, "MESSAGE_CREATE") || !strings.Contains(log, "panic") {
		t.Errorf("the panic isn't logged: %s", log)
	}
	if got := r.names(); !slices.Equal(got, []string{"identify"}) {
		t.Errorf("did %v, want one identify", got)
	}
}

// TestUnneededFields: what Docent has no use for may come in any form.
func TestUnneededFields(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.start()
	r.WaitConnected(t.Context())
	author := map[string]any{"id": r.user.ID, "username": 7, "public_flags": "64", "avatar": []any{}, "primary_guild": 1}
	r.MessageCreate(r.channel.ID, r.user, "<@"+r.Bot().ID+"> from the future", discordtest.With(map[string]any{
		"author": author, "timestamp": 5, "edited_timestamp": true, "flags": "0", "member": 7, "thread": []any{1},
		"components": []any{map[string]any{"type": 99, "id": 1}, "x"}, "embeds": "none", "attachments": []any{"x"},
		"message_snapshots": []any{7, map[string]any{"message": map[string]any{
			"content": "forwarded", "timestamp": "now", "components": []any{map[string]any{"type": 96}},
		}}},
	}))
	r.say("after")
	if got := r.hear("after"); !slices.Equal(got, []string{"from the future"}) {
		t.Errorf("before it was heard %q", got)
	}
	if log := r.log.String(); strings.Contains(log, "level=WARN") {
		t.Errorf("something was dropped: %s", log)
	}
}

// TestDroppedEvents: the operator learns which events are lost, and why.
func TestDroppedEvents(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.start()
	r.WaitConnected(t.Context())
	for _, raw := range []string{
		`{"op":0,"t":"MESSAGE_CREATE","s":2,"d":{"id":"1","channel_id":"2","author":{"id":"3","bot":"no"}}}`, `{"op":77}`, `{`,
	} {
		r.Play(discordtest.Raw(raw))
	}
	r.echo()
	for _, want := range []string{"event=MESSAGE_CREATE error=.*author.bot", "op=77", "bytes=1"} {
		if log := r.log.String(); !regexp.MustCompile("level=WARN.*" + want).MatchString(log) {
			t.Errorf("no warning with %s: %s", want, log)
		}
	}
}

func TestTooLargePayload(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.start()
	r.WaitConnected(t.Context())
	large := strings.Repeat("x", 33<<20)
	r.Play(discordtest.Raw(`{"op":0,"t":"MESSAGE_CREATE","s":3,"d":{"content":"` + large + `"}}`))
	r.say("small")
	r.hear("small")
	if got := r.names(); !slices.Equal(got, []string{"identify"}) {
		t.Errorf("did %v, want one identify", got)
	}
}

// TestNothingIsLeft looks for goroutines by a label that they inherit from the one that calls Run.
func TestNothingIsLeft(t *testing.T) {
	t.Parallel()
	const label = "of-this-client"
	r := newRig(t)
	ctx, cancel := context.WithCancel(t.Context())
	client := gateway.New(r.config)
	var left string
	var err error
	ended := make(chan struct{})
	go pprof.Do(ctx, pprof.Labels("started", label), func(ctx context.Context) {
		defer close(ended)
		err = client.Run(ctx)
		pprof.SetGoroutineLabels(context.Background())
		left = goroutines()
	})
	for i := range 3 {
		r.WaitConnected(t.Context())
		r.echo()
		if i == 0 && !strings.Contains(goroutines(), label) {
			t.Error("the label doesn't show in the profile of goroutines")
		}
		r.Play(discordtest.Reconnect())
		r.WaitGateway(t.Context(), discordtest.Resume, i+1)
	}
	cancel()
	<-ended
	if err != nil || strings.Contains(left, label) {
		t.Errorf("Run returned %v, and goroutines are left:\n%s", err, left)
	}
}

// goroutines is the profile of all goroutines with their labels.
func goroutines() string {
	var b strings.Builder
	pprof.Lookup("goroutine").WriteTo(&b, 1)
	return b.String()
}

// TestReadyWithoutAnAddress: a session whose address can't be read is resumed at the general one.
func TestReadyWithoutAnAddress(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.NextConnections(discordtest.Script{Ready: discordtest.Raw(`{"op":0,"t":"READY","s":1,"d":{"session_id":"s","resume_gateway_url":5,"guilds":[]}}`)})
	run := r.start()
	if _, ok := (<-r.events).(*discordgo.Ready); !ok {
		t.Error("the first event isn't READY")
	}
	if s := run.Session(); s.ID != "s" || s.ResumeURL != "" {
		t.Errorf("the session is %+v", s)
	}
}

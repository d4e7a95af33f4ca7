package rest_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/rest"
)

func say(ctx context.Context, r *rig) error {
	_, err := r.client.SendMessage(ctx, channelID, &rest.Message{Content: "hi"})
	return err
}

func followUp(ctx context.Context, r *rig) error {
	_, err := r.client.FollowUp(ctx, interaction(), &discordgo.WebhookParams{Content: "hi"})
	return err
}

func respond(ctx context.Context, r *rig) error {
	return r.client.Respond(ctx, interaction(), &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: "hi"},
	})
}

func edit(ctx context.Context, r *rig) error {
	content := "hi"
	return r.client.EditResponse(ctx, interaction(), &discordgo.WebhookEdit{Content: &content})
}

func me(ctx context.Context, r *rig) error {
	_, err := r.client.Me(ctx)
	return err
}

func channel(ctx context.Context, r *rig) error {
	_, err := r.client.Channel(ctx, channelID)
	return err
}

func TestPacesRequests(t *testing.T) {
	t.Parallel()
	r := newRig(t, times(130, ok())...)
	for range 120 {
		if err := me(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	before := r.asleep()
	for range 10 {
		if err := respond(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	got := r.requests()
	for i := 50; i < 120; i++ {
		if d := got[i].at.Sub(got[i-50].at); d < time.Second {
			t.Fatalf("requests %d to %d within %v", i-50, i, d)
		}
	}
	if before != 2*time.Second {
		t.Errorf("120 requests waited %v, want 2s", before)
	}
	if r.asleep() != before {
		t.Error("answers to interactions waited for the global limit")
	}
}

func TestWaitsForARouteLimit(t *testing.T) {
	t.Parallel()
	r := newRig(t, limited("1.5"), ok(), ok())
	r.onNap = func(time.Duration) {
		r.onNap = nil
		if err := me(t.Context(), r); err != nil { // another route doesn't wait
			t.Error(err)
		}
	}
	if err := say(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if r.asleep() != 1500*time.Millisecond {
		t.Errorf("waited %v, want 1.5s", r.asleep())
	}
	r.want(3)
}

func TestTheContextEndsAWait(t *testing.T) {
	t.Parallel()
	r := newRig(t, limited("60"), limited("60"))
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	err := say(ctx, r)
	var e *rest.Error
	if !errors.As(err, &e) || e.Status != 429 || e.RetryAfter != time.Minute || e.Unknown {
		t.Errorf("beyond the deadline: got %v", err)
	}
	if r.asleep() != 0 {
		t.Errorf("slept %v in vain", r.asleep())
	}
	r.want(1)

	err = say(ctx, r) // the limit is known now: nothing is sent
	if !errors.Is(err, context.DeadlineExceeded) || rest.Unknown(err) {
		t.Errorf("a known limit: got %v", err)
	}
	r.want(1)

	other, stop := context.WithCancel(t.Context())
	r.onNap = func(time.Duration) { stop() }
	if err := say(other, r); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while waiting: got %v", err)
	}
	r.want(1)
}

func TestSharesAGlobalLimit(t *testing.T) {
	t.Parallel()
	r := newRig(t, global("20"), noContent(), ok(), ok())
	r.onNap = func(time.Duration) {
		r.onNap = nil
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if err := me(ctx, r); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("another route didn't wait: %v", err)
		}
		if err := respond(ctx, r); err != nil {
			t.Errorf("an interaction had to wait: %v", err)
		}
	}
	if err := say(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if r.asleep() != 20*time.Second {
		t.Errorf("waited %v, want 20s", r.asleep())
	}
	if err := me(t.Context(), r); err != nil {
		t.Error(err)
	}
	r.want(4)
}

func TestWaitsBeforeABucketIsEmpty(t *testing.T) {
	t.Parallel()
	head := func(remaining, after, window string) []string {
		return []string{"X-RateLimit-Limit", "2", "X-RateLimit-Remaining", remaining, "X-RateLimit-Reset-After", after, "X-RateLimit-Reset", window}
	}
	body := `{"id":"1"}`
	r := newRig(t,
		answer(200, body, head("1", "3", "100.5")...), answer(200, body, head("0", "3", "100.5")...),
		ok(), // another channel
		answer(200, body, head("1", "3", "103.6")...), answer(200, body, head("0", "3", "103.6")...),
		answer(200, body, head("1", "3", "106.7")...),
	)
	for range 2 {
		if err := say(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.client.SendMessage(t.Context(), "7", &rest.Message{Content: "hi"}); err != nil {
		t.Fatal(err)
	}
	if r.asleep() != 0 {
		t.Errorf("waited %v where there was room", r.asleep())
	}
	for _, want := range []time.Duration{3, 3, 6} {
		if err := say(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if r.asleep() != want*time.Second {
			t.Errorf("waited %v in all, want %ds", r.asleep(), want)
		}
	}
}

// TestA429BlocksForItsOwnTime: neither the longest window that was ever seen nor an earlier 429 makes a wait longer.
func TestA429BlocksForItsOwnTime(t *testing.T) {
	t.Parallel()
	window := []string{"X-RateLimit-Limit", "1", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "300", "X-RateLimit-Reset", "100.5"}
	for name, test := range map[string]struct {
		steps []step
		want  time.Duration
	}{
		"a long window before": {[]step{answer(200, `{"id":"1"}`, window...), limited("1"), ok()}, 301 * time.Second},
		"a long 429 before":    {[]step{limited("60"), ok(), ok()}, 60 * time.Second},
		"two long 429s":        {[]step{limited("60"), ok(), limited("1"), ok()}, 61 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, test.steps...)
			for range 2 {
				if err := say(t.Context(), r); err != nil {
					t.Fatal(err)
				}
			}
			if r.asleep() != test.want {
				t.Errorf("waited %v, want %v", r.asleep(), test.want)
			}
		})
	}
}

func TestReadsLimitsOfTheNetworkInFront(t *testing.T) {
	t.Parallel()
	r := newRig(t, page(429, "Retry-After", "30"), ok())
	r.onNap = func(time.Duration) {
		r.onNap = nil
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if err := respond(ctx, r); !errors.Is(err, context.DeadlineExceeded) { // the address is blocked, so all waits
			t.Errorf("an interaction went out: %v", err)
		}
	}
	if err := say(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if r.asleep() != 30*time.Second {
		t.Errorf("waited %v, want 30s", r.asleep())
	}

	r = newRig(t, page(429, "Retry-After", "30"))
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	var e *rest.Error
	if err := say(ctx, r); !errors.As(err, &e) || e.Status != 429 || e.RetryAfter != 30*time.Second {
		t.Errorf("got %v", err)
	}
}

func TestPageInPlaceOfAnAnswer(t *testing.T) {
	t.Parallel()
	r := newRig(t, page(403))
	if err := channel(t.Context(), r); !rest.Forbidden(err) || !strings.Contains(err.Error(), "HTTP 403: not from Discord's API") {
		t.Errorf("got %v", err)
	}
}

func TestRepeatsOnlyWhatMayBeRepeated(t *testing.T) {
	t.Parallel()
	calls := map[string]struct {
		do       func(context.Context, *rig) error
		attempts int // when the outcome is unknown
	}{
		"GET":       {me, 5},
		"message":   {say, 5},
		"answer":    {respond, 2},
		"follow-up": {followUp, 1},
		"edit":      {edit, 5},
		"typing":    {func(ctx context.Context, r *rig) error { return r.client.Typing(ctx, channelID) }, 1},
		"commands": {func(ctx context.Context, r *rig) error {
			return r.client.SetCommands(ctx, appID, "", nil)
		}, 5},
		"deletion": {func(ctx context.Context, r *rig) error { return r.client.DeleteResponse(ctx, interaction()) }, 5},
		"edit, with files": {func(ctx context.Context, r *rig) error {
			return r.client.EditResponse(ctx, interaction(), &discordgo.WebhookEdit{Files: []*discordgo.File{file("a.txt")}})
		}, 1},
	}
	failures := map[string]step{
		"dropped": dropped(), "500": page(500), "502": page(502), "503": answer(503, `{"message":"x"}`), "504": page(504),
	}
	for callName, c := range calls {
		for failure, s := range failures {
			t.Run(callName+" "+failure, func(t *testing.T) {
				t.Parallel()
				r := newRig(t, times(c.attempts, s)...)
				err := c.do(t.Context(), r)
				if err == nil || !rest.Unknown(err) {
					t.Errorf("got %v, which doesn't say that the outcome is unknown", err)
				}
				r.want(c.attempts)
				r.clean(err)
			})
		}
		t.Run(callName+" refused", func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			base := &noConnection{}
			r.connect(base)
			err := c.do(t.Context(), r)
			if err == nil || rest.Unknown(err) {
				t.Errorf("got %v", err)
			}
			if base.n != 5 {
				t.Errorf("%d attempts to connect, want 5", base.n)
			}
			r.clean(err)
		})
		t.Run(callName+" once 400", func(t *testing.T) {
			t.Parallel()
			r := newRig(t, failed(400, rest.CodeInvalidForm))
			err := c.do(t.Context(), r)
			if rest.Code(err) != rest.CodeInvalidForm || rest.Unknown(err) {
				t.Errorf("got %v", err)
			}
			r.want(1)
		})
	}
}

// noConnection is a network in which nothing can be reached.
type noConnection struct{ n int }

func (c *noConnection) RoundTrip(*http.Request) (*http.Response, error) {
	c.n++
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
}

// A proxy's error, or one of a client within the base, may name the URL, and with it the interaction's token.
func TestErrorsDoNotNameTheURL(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.connect(naming{})
	errs := []error{followUp(t.Context(), r), respond(t.Context(), r), edit(t.Context(), r)}
	for _, err := range errs {
		if !errors.Is(err, errProxy) {
			t.Errorf("got %v", err)
		}
	}
	r.clean(errs...)
}

var errProxy = errors.New("the proxy is down")

// naming fails with an error that names the URL.
type naming struct{}

func (naming) RoundTrip(req *http.Request) (*http.Response, error) {
	return nil, &url.Error{Op: req.Method, URL: req.URL.String(), Err: errProxy}
}

func TestBacksOffWithJitter(t *testing.T) {
	t.Parallel()
	r := newRig(t, page(502), page(503, "Retry-After", "7"), page(520), dropped(), ok())
	if err := me(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	ms := time.Millisecond
	want := []time.Duration{125 * ms, 7000 * ms, 500 * ms, 1000 * ms} // half of the longest, since Rand says 0.5
	if len(r.slept) != len(want) {
		t.Fatalf("slept %v, want %v", r.slept, want)
	}
	for i, d := range want {
		if r.slept[i] != d {
			t.Errorf("slept %v, want %v", r.slept, want)
		}
	}
}

func TestEndsAnAttemptThatTakesTooLong(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	client, err := rest.New(botToken, rest.Config{Base: silence{}, Timeout: time.Nanosecond, Sleep: r.sleep})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.FollowUp(t.Context(), interaction(), &discordgo.WebhookParams{Content: "hi"})
	if !rest.Unknown(err) {
		t.Errorf("got %v", err)
	}
}

// silence never answers.
type silence struct{}

func (silence) RoundTrip(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

func TestStopsWhenTheTokenIsRefused(t *testing.T) {
	t.Parallel()
	for name, refusal := range map[string]step{"401": failed(401, 0), "400": failed(400, 0), "page 400": page(400)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testRefusedToken(t, refusal)
		})
	}
}

func testRefusedToken(t *testing.T, refusal step) {
	r := newRig(t, refusal)
	select {
	case <-r.client.Refused():
		t.Error("it was refused before anything was sent")
	default:
	}
	errs := []error{me(t.Context(), r), say(t.Context(), r), respond(t.Context(), r), channel(t.Context(), r)}
	for _, err := range errs {
		if !errors.Is(err, rest.ErrUnauthorized) {
			t.Errorf("got %v", err)
		}
	}
	select {
	case <-r.client.Refused():
	default:
		t.Error("nobody is told that it was refused")
	}
	r.want(1)
	r.clean(errs...)
}

// TestA400IsNoWrongToken: where a request says more than the token, that may be what is wrong with it.
func TestA400IsNoWrongToken(t *testing.T) {
	t.Parallel()
	r := newRig(t, failed(400, 0), page(400), ok())
	for _, call := range []func(context.Context, *rig) error{say, channel} {
		if err := call(t.Context(), r); err == nil || errors.Is(err, rest.ErrUnauthorized) {
			t.Errorf("got %v", err)
		}
	}
	if err := me(t.Context(), r); err != nil {
		t.Error(err)
	}
}

func TestAnExpiredInteractionIsNoWrongToken(t *testing.T) {
	t.Parallel()
	r := newRig(t, failed(401, rest.CodeInvalidWebhookToken), ok())
	err := followUp(t.Context(), r)
	if errors.Is(err, rest.ErrUnauthorized) || rest.Code(err) != rest.CodeInvalidWebhookToken {
		t.Errorf("got %v", err)
	}
	if err := me(t.Context(), r); err != nil {
		t.Error(err)
	}
}

func TestPausesBeforeDiscordBansTheAddress(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	base := &refusal{}
	r.connect(base)
	for range 5000 {
		if err := channel(t.Context(), r); !rest.Forbidden(err) {
			t.Fatalf("got %v", err)
		}
	}
	if err := channel(t.Context(), r); !errors.Is(err, rest.ErrTooManyInvalid) {
		t.Errorf("got %v", err)
	}
	if base.n != 5000 {
		t.Errorf("%d requests went out", base.n)
	}
	if n := strings.Count(r.log.String(), "requests are paused"); n != 1 {
		t.Errorf("the log says %d times that requests are paused", n)
	}
	_ = r.sleep(t.Context(), 10*time.Minute)
	if err := channel(t.Context(), r); !rest.Forbidden(err) {
		t.Errorf("after the window: got %v", err)
	}
}

// refusal answers 403.
type refusal struct{ n int }

func (f *refusal) RoundTrip(*http.Request) (*http.Response, error) {
	f.n++
	return &http.Response{StatusCode: 403, Status: "403 Forbidden", Header: http.Header{}, Body: http.NoBody}, nil
}

func TestRequestsOfOneKindRunSideBySide(t *testing.T) {
	t.Parallel()
	const n = 8
	var here sync.WaitGroup
	here.Add(n)
	all := func(w http.ResponseWriter, req *http.Request) {
		here.Done()
		here.Wait()
		ok()(w, req)
	}
	r := newRig(t, times(n, all)...)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var group sync.WaitGroup
	for range n {
		group.Go(func() {
			if err := edit(ctx, r); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestFollowsNoRedirect(t *testing.T) {
	t.Parallel()
	r := newRig(t, answer(302, "", "Location", "https://discord.com/api/v10/elsewhere"))
	if err := me(t.Context(), r); err == nil {
		t.Error("no error")
	}
	r.want(1)
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"", " ", "Bot ", "a b", "a\nb", "tökèn"} {
		_, err := rest.New(token, rest.Config{})
		if err == nil {
			t.Errorf("%q: no error", token)
		} else if len(token) > 4 && strings.Contains(err.Error(), token) {
			t.Errorf("the token stands in %q", err)
		}
	}
	for _, token := range []string{"abc", "Bot abc", " abc\n"} {
		var sent string
		client, err := rest.New(token, rest.Config{Base: authorization(&sent)})
		if err != nil {
			t.Fatalf("%q: %v", token, err)
		}
		if _, err := client.Me(t.Context()); err != nil || sent != "Bot abc" {
			t.Errorf("%q: sent %q, %v", token, sent, err)
		}
	}
}

// authorization answers with a user, and notes how the request was authorized.
func authorization(sent *string) http.RoundTripper {
	return roundTrip(func(req *http.Request) (*http.Response, error) {
		*sent = req.Header.Get("Authorization")
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(`{"id":"1"}`))}, nil
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

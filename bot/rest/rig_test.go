package rest_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/bot/rest"
)

// The secrets that no error and no log may hold.
const (
	botToken         = "bot-token-that-is-secret"
	interactionToken = "interaction-token-that-is-secret"
)

const (
	appID, guildID, channelID, userID, messageID = "100000000000000001", "200000000000000002", "300000000000000003", "400000000000000004", "500000000000000005"
)

func interaction() *discordgo.Interaction {
	return &discordgo.Interaction{ID: "600000000000000006", AppID: appID, Token: interactionToken}
}

// A step is what the server does with one request.
type step func(w http.ResponseWriter, r *http.Request)

// A recorded is a request as the server got it.
type recorded struct {
	method, path, body string
	at                 time.Time // by the rig's clock
}

// A rig is a client of a server on loopback that does what its steps say, one request a step. It knows the time only
// from its own clock, which runs while somebody sleeps. Every request is held to Discord's limits, and to Discord's
// OpenAPI document where that is at hand.
type rig struct {
	t         *testing.T
	client    *rest.Client
	validator *discordtest.Validator

	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
	onNap func(d time.Duration) // called when somebody goes to sleep
	steps []step
	got   []recorded
	log   bytes.Buffer
}

func newRig(t *testing.T, steps ...step) *rig {
	t.Helper()
	r := &rig{t: t, now: time.Now(), steps: steps}
	if os.Getenv("DOCENT_DISCORD_SPEC") != "" {
		v, err := document()
		if err != nil {
			t.Fatal(err)
		}
		r.validator = v
	}
	server := httptest.NewServer(http.HandlerFunc(r.serve))
	t.Cleanup(server.Close)
	to, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	// On a connection that was used before, net/http repeats a request by itself when that is closed.
	base := &http.Transport{DisableKeepAlives: true}
	t.Cleanup(base.CloseIdleConnections)
	r.connect(redirect{to, base})
	return r
}

// connect makes the rig's client anew, over base.
func (r *rig) connect(base http.RoundTripper) {
	r.t.Helper()
	client, err := rest.New(botToken, rest.Config{
		Base: base, Now: r.time, Sleep: r.sleep, Rand: func() float64 { return 0.5 },
		Log: slog.New(slog.NewTextHandler(&lockedWriter{mu: &r.mu, w: &r.log}, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.client = client
}

// document reads Discord's document once for all tests, since it is large.
var document = sync.OnceValues(func() (*discordtest.Validator, error) {
	return discordtest.NewValidator(os.Getenv("DOCENT_DISCORD_SPEC"))
})

func (r *rig) serve(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		r.t.Errorf("reading a request: %v", err)
	}
	r.check(req, body)
	r.mu.Lock()
	n := len(r.got)
	r.got = append(r.got, recorded{req.Method, req.URL.RequestURI(), string(body), r.now})
	r.mu.Unlock()
	if n >= len(r.steps) {
		r.t.Errorf("unexpected request %d: %s %s", n+1, req.Method, req.URL.Path)
		w.WriteHeader(http.StatusTeapot)
		return
	}
	r.steps[n](w, req)
}

func (r *rig) check(req *http.Request, body []byte) {
	if got := req.Header.Get("Authorization"); got != "Bot "+botToken {
		r.t.Errorf("%s %s: Authorization is %q", req.Method, req.URL.Path, got)
	}
	faults := discordtest.CheckLimits(req.Method, req.URL.RequestURI(), req.Header, body)
	if r.validator != nil {
		faults = append(faults, r.validator.Check(req.Method, req.URL.RequestURI(), req.Header, body)...)
	}
	for _, f := range faults {
		r.t.Errorf("%s %s: %v", req.Method, req.URL.Path, f)
	}
}

func (r *rig) time() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) sleep(ctx context.Context, d time.Duration) error {
	r.mu.Lock()
	nap := r.onNap
	r.mu.Unlock()
	if nap != nil {
		nap(d)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.slept = append(r.slept, d)
	r.now = r.now.Add(d)
	return ctx.Err()
}

func (r *rig) asleep() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	var total time.Duration
	for _, d := range r.slept {
		total += d
	}
	return total
}

func (r *rig) requests() []recorded {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]recorded(nil), r.got...)
}

// want fails the test unless the server got so many requests.
func (r *rig) want(n int) {
	r.t.Helper()
	if got := len(r.requests()); got != n {
		r.t.Errorf("the server got %d requests, want %d", got, n)
	}
}

// clean fails the test when an error or the log holds a secret.
func (r *rig) clean(errs ...error) {
	r.t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, text := range append([]string{r.log.String()}, texts(errs)...) {
		for _, secret := range []string{botToken, interactionToken} {
			if strings.Contains(text, secret) {
				r.t.Errorf("a secret in %q", text)
			}
		}
	}
}

func texts(errs []error) []string {
	var all []string
	for _, err := range errs {
		for ; err != nil; err = unwrap(err) {
			all = append(all, err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err.Error()))
		}
	}
	return all
}

func unwrap(err error) error {
	if u, ok := err.(interface{ Unwrap() error }); ok {
		return u.Unwrap()
	}
	return nil
}

type lockedWriter struct {
	mu *sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// redirect sends what is for discord.com to the server.
type redirect struct {
	to   *url.URL
	base http.RoundTripper
}

func (d redirect) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host != "discord.com" {
		return nil, fmt.Errorf("a request for %s", req.URL.Host)
	}
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host = d.to.Scheme, d.to.Host
	return d.base.RoundTrip(req)
}

// answer is a step that answers with JSON.
func answer(status int, body string, header ...string) step {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		send(w, status, body, header)
	}
}

// page is a step that answers as the network in front of Discord does.
func page(status int, header ...string) step {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		send(w, status, "<html>error code: 1015</html>", header)
	}
}

func send(w http.ResponseWriter, status int, body string, header []string) {
	for i := 0; i < len(header); i += 2 {
		w.Header().Set(header[i], header[i+1])
	}
	w.WriteHeader(status)
	if status != http.StatusNoContent {
		_, _ = io.WriteString(w, body)
	}
}

func ok() step { return answer(http.StatusOK, `{"id":"`+messageID+`"}`) }

func noContent() step { return answer(http.StatusNoContent, "") }

func failed(status, code int) step {
	return answer(status, fmt.Sprintf(`{"code":%d,"message":"words"}`, code))
}

// limited is a 429 of one route, global one of all.
func limited(seconds string) step {
	return answer(429, `{"message":"slow down","retry_after":`+seconds+`,"global":false}`, "X-RateLimit-Scope", "user", "Retry-After", "9")
}

func global(seconds string) step {
	return answer(429, `{"message":"slow down","retry_after":`+seconds+`,"global":true}`, "X-RateLimit-Scope", "global", "X-RateLimit-Global", "true")
}

// dropped is a step that takes the request and closes the connection.
func dropped() step {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	}
}

func times(n int, s step) []step {
	all := make([]step, n)
	for i := range all {
		all[i] = s
	}
	return all
}

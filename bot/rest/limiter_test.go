package rest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func routeOf(method, path string) route {
	return newRoute(method, strings.Split(path, "/"))
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		path, name, bucket string
		interaction        bool
	}{
		{"channels/1/messages/2", "/channels/1/messages/2", "GET channels/1/messages/*", false},
		{"guilds/1/members/2", "/guilds/1/members/2", "GET guilds/1/members/*", false},
		{"users/@me", "/users/@me", "GET users/@me", false},
		{"users/5", "/users/5", "GET users/*", false},
		{"applications/1/guilds/2/commands", "/applications/1/guilds/2/commands", "GET applications/*/guilds/*/commands", false},
		{"interactions/1/secret/callback", "/interactions/1/{token}/callback", "GET interactions/1/secret/callback", true},
		{"webhooks/1/secret", "/webhooks/1/{token}", "GET webhooks/1/secret", true},
		{"webhooks/1/secret/messages/@original", "/webhooks/1/{token}/messages/@original", "GET webhooks/1/secret/messages/@original", true},
		{"webhooks/1", "/webhooks/1", "GET webhooks/1", false},
	}
	for _, test := range tests {
		got := routeOf("GET", test.path)
		if got.name != test.name || got.bucket != test.bucket || got.interaction != test.interaction {
			t.Errorf("%s: got %+v", test.path, got)
		}
	}
}

func TestBucketsAreFreed(t *testing.T) {
	t.Parallel()
	l := newLimiter(50)
	now := time.Unix(0, 0)
	got := limit{known: true, limit: 5, remaining: 4, resetAfter: time.Second}
	for i := range 20_000 {
		now = now.Add(20 * time.Millisecond)
		r := routeOf("POST", fmt.Sprintf("webhooks/1/token%d", i))
		if d := l.take(now, r); d > 0 {
			t.Fatalf("waits %v", d)
		}
		l.note(now, r, got)
	}
	if n := len(l.buckets); n > 2*minSweep {
		t.Errorf("%d buckets are kept", n)
	}
}

func TestBucketBelievesTheSmallerNumber(t *testing.T) {
	t.Parallel()
	now := time.Unix(100, 0)
	b := &bucket{limit: 1, id: -1}
	say := func(id float64, remaining int) {
		b.note(now, limit{known: true, limit: 5, remaining: remaining, resetAfter: 2 * time.Second, id: id})
	}
	want := func(n int) {
		t.Helper()
		if b.remaining != n {
			t.Errorf("%d remain, want %d", b.remaining, n)
		}
	}
	say(10, 2)
	want(2)
	say(10, 4) // an earlier answer that came later
	want(2)
	say(12, 4) // a new window
	want(4)
	say(10, 0) // of the window before
	want(4)
	now = now.Add(3 * time.Second)
	if b.wait(now) != 0 {
		t.Error("waits in a new window")
	}
	b.remaining -= 3
	say(15, 4) // the first answer of three under way
	want(2)
}

func TestWaitsThatAreNotSaid(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"": unsaidWait, "x": unsaidWait, "-1": unsaidWait, "NaN": unsaidWait, "0": unsaidWait,
		"0.25": 250 * time.Millisecond, "30": 30 * time.Second, "1e300": maxWait, "Inf": maxWait,
	} {
		if got := headerWait(http.Header{"Retry-After": {text}}); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

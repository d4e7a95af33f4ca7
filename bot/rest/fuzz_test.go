package rest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"docent/bot/rest"
)

// fixed gives every request one answer.
type fixed struct {
	status int
	header http.Header
	body   []byte
	n      int
}

func (f *fixed) RoundTrip(*http.Request) (*http.Response, error) {
	f.n++
	return &http.Response{
		StatusCode: f.status, Status: http.StatusText(f.status), Header: f.header.Clone(), Body: io.NopCloser(bytes.NewReader(f.body)),
	}, nil
}

// Whatever comes back, a call ends after a bounded number of attempts, with a message or with an error of ours.
func FuzzAnswers(f *testing.F) {
	f.Add(200, []byte(`{"id":"1"}`), "5", "0", "1.5", "")
	f.Add(429, []byte(`{"retry_after":1e300,"global":true}`), "", "", "", "-1")
	f.Add(429, []byte("<html>"), "x", "x", "NaN", "Inf")
	f.Add(502, []byte(`{"code":"x"}`), "0", "-1", "1", "")
	f.Add(401, []byte("null"), "", "", "", "")
	f.Fuzz(func(t *testing.T, status int, body []byte, limit, remaining, reset, retry string) {
		if status < 200 || status > 599 {
			return
		}
		header := http.Header{}
		for name, value := range map[string]string{
			"X-RateLimit-Limit": limit, "X-RateLimit-Remaining": remaining, "X-RateLimit-Reset-After": reset, "Retry-After": retry,
		} {
			header.Set(name, value)
		}
		now := time.Unix(0, 0)
		base := &fixed{status: status, header: header, body: body}
		client, err := rest.New(botToken, rest.Config{
			Base:  base,
			Now:   func() time.Time { return now },
			Sleep: func(_ context.Context, d time.Duration) error { now = now.Add(d); return nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			id, err := client.SendMessage(context.Background(), channelID, &rest.Message{Content: "hi"})
			var e *rest.Error
			if (id == "") == (err == nil) || err != nil && !errors.As(err, &e) {
				t.Fatalf("got %q, %v", id, err)
			}
			if err != nil && strings.Contains(err.Error(), botToken) {
				t.Fatalf("the token stands in %q", err)
			}
		}
		if base.n > 15 {
			t.Fatalf("%d attempts for three calls", base.n)
		}
	})
}

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"docent/bot/locale"
	"docent/retrieval"

	"github.com/gorilla/websocket"
)

// A system is what the program meets outside itself, so that a test can stand in for all of it. A nil field means the
// real thing, but for In, Out and Err, which must be given.
type system struct {
	Dir    string   // the working folder: .env is looked for here, relative folders begin here
	Env    []string // NAME=value, as os.Environ gives them
	In     io.Reader
	Out    io.Writer
	Err    io.Writer
	REST   http.RoundTripper // carries the requests to Discord
	Dialer *websocket.Dialer // opens the connections to Discord's gateway
	Words  *locale.Locales   // what is said to people
	Now    func() time.Time
	Wait   func(context.Context, time.Duration) error // sleeps, unless the context ends first
	Open   func(context.Context, retrieval.Config) (library, error)
	Check  func(context.Context, retrieval.Config) (retrieval.Report, error)
}

// withDefaults fills in the real thing where the caller named nothing else.
func (s system) withDefaults() (system, error) {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Wait == nil {
		s.Wait = wait
	}
	if s.Open == nil {
		s.Open = func(ctx context.Context, c retrieval.Config) (library, error) { return retrieval.Open(ctx, c) }
	}
	if s.Check == nil {
		s.Check = retrieval.Check
	}
	if s.Words == nil {
		words, err := locale.New()
		if err != nil {
			return s, fmt.Errorf("reading what is said to people: %w", err)
		}
		s.Words = words
	}
	return s, nil
}

// getenv is a variable's value in the environment, "" if it isn't set. The last entry counts, as for a started program.
func (s system) getenv(name string) string {
	value := ""
	for _, entry := range s.Env {
		if n, v, _ := strings.Cut(entry, "="); n == name {
			value = v
		}
	}
	return value
}

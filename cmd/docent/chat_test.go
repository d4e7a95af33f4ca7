package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"docent/bot/render"
	"docent/retrieval"
)

func TestPipedChat(t *testing.T) {
	tr := newTrial(t, &fakeLibrary{answer: found})
	tr.sys.In = strings.NewReader("where did they meet?\n\n" + strings.Repeat("x", 1<<20) + "\n/ask and where else?\n/hlep\n")
	r := tr.run(context.Background())
	if r.status != exitOK || r.err != "" {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
	rest, ok := strings.CutPrefix(r.out, greeting)
	if !ok {
		t.Fatalf("the output begins %.200q", r.out)
	}
	for _, want := range []string{"Nara", "news/a.txt", "too long", "Nara", "Did you mean /help?"} {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Fatalf("no %q in what is left of the output:\n%s", want, rest)
		}
		rest = after
	}
	if strings.Contains(r.out, "\x1b") || strings.Contains(r.out, prompt) {
		t.Errorf("an escape code or a prompt in a pipe:\n%q", r.out)
	}
	if tr.lib.closed != 1 {
		t.Errorf("the library was closed %d times", tr.lib.closed)
	}
}

func TestGreetingIsTwoLines(t *testing.T) {
	if n := strings.Count(greeting, "\n"); n != 2 || !strings.Contains(greeting, "DISCORD_TOKEN") {
		t.Errorf("%d lines:\n%s", n, greeting)
	}
}

func TestQuit(t *testing.T) {
	tr := newTrial(t, &fakeLibrary{})
	tr.sys.In = strings.NewReader(" /QUIT \nwhere did they meet?\n")
	if r := tr.run(context.Background()); r.status != exitOK || r.out != greeting {
		t.Errorf("status %d, output %q", r.status, r.out)
	}
}

// An error is the operator's, the reply with it the reader's, and the chat goes on.
func TestChatGoesOnAfterAnError(t *testing.T) {
	calls := 0
	tr := newTrial(t, &fakeLibrary{answer: func(q retrieval.Question) (retrieval.Answer, error) {
		if calls++; calls == 1 {
			return retrieval.Answer{}, errors.New("the index is broken")
		}
		return found(q)
	}})
	tr.sys.In = strings.NewReader("one?\ntwo?\n")
	r := tr.run(context.Background())
	if r.status != exitOK || !strings.Contains(r.out, "went wrong") || !strings.Contains(r.out, "Nara") {
		t.Errorf("status %d, output %q", r.status, r.out)
	}
	if strings.Contains(r.out, "the index is broken") || !strings.Contains(r.err, "the index is broken") {
		t.Errorf("output %q, error stream %q", r.out, r.err)
	}
}

func TestChatLogsTheEndOfWatching(t *testing.T) {
	tr := newTrial(t, &fakeLibrary{watch: errors.New("too many files to watch")})
	// The input ends only once the log has been written.
	in, end := io.Pipe()
	tr.sys.In = in
	errs := &watchedBuffer{want: "too many files to watch", seen: func() { end.Close() }}
	out := &syncBuffer{}
	tr.sys.Out, tr.sys.Err = out, errs
	if status := run(context.Background(), nil, tr.sys); status != exitOK {
		t.Errorf("status %d", status)
	}
}

// The chat ends with its context although nothing more is typed.
func TestChatEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	in, typed := io.Pipe()
	defer typed.Close()
	tr := newTrial(t, &fakeLibrary{answer: found})
	tr.sys.In = in
	out := &watchedBuffer{want: "Nara", seen: cancel}
	tr.sys.Out, tr.sys.Err = out, &syncBuffer{}
	done := make(chan int, 1)
	go func() { done <- run(ctx, nil, tr.sys) }()
	io.WriteString(typed, "where?\n")
	if status := <-done; status != exitOK {
		t.Errorf("status %d", status)
	}
	if tr.lib.closed != 1 {
		t.Errorf("the library was closed %d times", tr.lib.closed)
	}
}

func TestChatFailsWithItsInput(t *testing.T) {
	tr := newTrial(t, &fakeLibrary{})
	in, typed := io.Pipe()
	typed.CloseWithError(errors.New("unplugged"))
	tr.sys.In = in
	if r := tr.run(context.Background()); r.status != exitFault || r.err != "docent: reading a line: unplugged\n" {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
}

func TestChatFailsWithItsOutput(t *testing.T) {
	err := chat(context.Background(), system{Out: failingWriter{}, Words: english(t), Now: time.Now}, newLineReader(strings.NewReader("x\n")), answererFunc(func() (render.Reply, error) {
		return render.Reply{Text: "hello"}, nil
	}), newLog(io.Discard, config{}, 0))
	if err == nil || !strings.Contains(err.Error(), "unplugged") {
		t.Errorf("got %v", err)
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("unplugged") }

type answererFunc func() (render.Reply, error)

func (f answererFunc) Line(context.Context, string, time.Time) (render.Reply, error) { return f() }

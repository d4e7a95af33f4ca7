package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"docent/retrieval"
)

func TestProgressLine(t *testing.T) {
	var out bytes.Buffer
	now := testNow
	l := &progressLine{w: &out, now: func() time.Time { return now }, width: func() int { return 24 }}
	l.show(retrieval.Progress{Done: 1, Total: 9, Path: "a.txt"})
	l.show(retrieval.Progress{Done: 2, Total: 9, Path: "b.txt"}) // too soon
	now = now.Add(drawEvery)
	l.show(retrieval.Progress{Done: 3, Total: 9, Path: "\x1b[2J\u202eand very long.txt"})
	l.done()
	now = now.Add(time.Hour)
	l.show(retrieval.Progress{Done: 4, Total: 9, Path: "c.txt"}) // over
	want := "\r\x1b[Kindexing 1/9 a.txt\r\x1b[Kindexing 3/9 ?[2J?and v\r\x1b[K"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestProgressLineThatWasNeverDrawn(t *testing.T) {
	var out bytes.Buffer
	l := &progressLine{w: &out, now: time.Now, width: func() int { return 80 }}
	l.done()
	if out.Len() > 0 {
		t.Errorf("got %q", out.String())
	}
}

func TestProgressLog(t *testing.T) {
	var out bytes.Buffer
	now := testNow
	sys := system{Err: &out, Now: func() time.Time { return now }}
	show, done := progress(sys, newLog(&out, config{}, slog.LevelInfo))
	for i := range 25 { // a file a second
		now = now.Add(time.Second)
		show(retrieval.Progress{Done: i + 1, Total: 25, Path: "a.txt"})
	}
	done()
	if n := strings.Count(out.String(), "msg=indexing"); n != 2 {
		t.Errorf("%d lines:\n%s", n, out.String())
	}
	if !strings.Contains(out.String(), "done=10 total=25") {
		t.Errorf("got:\n%s", out.String())
	}
}

func TestLogForm(t *testing.T) {
	var out bytes.Buffer
	log := newLog(&out, config{LogFormat: "json", LogLevel: slog.LevelDebug}, slog.LevelWarn)
	log.Info("dropped")
	log.Warn("kept")
	if got := out.String(); !strings.HasPrefix(got, "{") || strings.Contains(got, "dropped") || !strings.Contains(got, `"msg":"kept"`) {
		t.Errorf("got %q", got)
	}
}

package main

import (
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"docent/retrieval"
)

// How often progress is shown: often enough on a terminal to look alive, seldom enough in a log to be read later.
const (
	drawEvery = 100 * time.Millisecond
	logEvery  = 10 * time.Second
)

// progress shows the indexing on the error stream if that is a terminal, else in the log. After done, which takes the
// line away, nothing more is shown, so that updates in the background don't write into a chat.
func progress(sys system, log *slog.Logger) (show func(retrieval.Progress), done func()) {
	if !isTerminal(sys.Err) {
		return logProgress(sys, log), func() {}
	}
	l := &progressLine{w: sys.Err, now: sys.Now, width: func() int { return terminalWidth(sys.Err) }}
	return l.show, l.done
}

// logProgress shows the indexing in the log, for a program that logs all the time.
func logProgress(sys system, log *slog.Logger) func(retrieval.Progress) {
	l := &progressLog{log: log, now: sys.Now, last: sys.Now()}
	return l.show
}

// A progressLine is one line of a terminal, drawn over and over.
type progressLine struct {
	w     io.Writer
	now   func() time.Time
	width func() int

	mu    sync.Mutex
	last  time.Time
	drawn bool
	ended bool
}

func (l *progressLine) show(p retrieval.Progress) { l.draw(progressText(p)) }

func (l *progressLine) draw(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if l.ended || now.Sub(l.last) < drawEvery {
		return
	}
	l.last, l.drawn = now, true
	fmt.Fprintf(l.w, "\r\x1b[K%s", cutLine(text, l.width()-1))
}

func (l *progressLine) done() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.drawn {
		fmt.Fprint(l.w, "\r\x1b[K")
	}
	l.ended = true
}

// A progressLog logs at intervals; what is done before the first has passed isn't worth a line.
type progressLog struct {
	log *slog.Logger
	now func() time.Time

	mu   sync.Mutex
	last time.Time
}

func (l *progressLog) show(p retrieval.Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Sub(l.last) < logEvery {
		return
	}
	l.last = now
	l.log.Info("indexing", "done", p.Done, "total", p.Total, "path", p.Path)
}

func progressText(p retrieval.Progress) string {
	return fmt.Sprintf("indexing %d/%d %s", p.Done, p.Total, printable(p.Path))
}

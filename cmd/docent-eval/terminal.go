package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode"
)

// How a line of progress is drawn: often enough to look alive, and short enough for a terminal that nobody measures.
const (
	drawEvery = 100 * time.Millisecond
	lineWidth = 79
)

// progress draws how far a stage is on the error stream, if that is a terminal; else draw is nil. done takes the line away.
func (s system) progress() (draw func(stage string, done, total int), done func()) {
	f, ok := s.Err.(*os.File)
	if !ok {
		return nil, func() {}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil, func() {}
	}
	line := &progressLine{w: f, now: s.Now}
	return line.draw, line.done
}

// A progressLine is one line of a terminal, drawn over and over.
type progressLine struct {
	w   io.Writer
	now func() time.Time

	mu    sync.Mutex
	last  time.Time
	drawn bool
}

func (l *progressLine) draw(stage string, done, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Sub(l.last) < drawEvery {
		return
	}
	l.last, l.drawn = now, true
	fmt.Fprintf(l.w, "\r\x1b[K%s", cutLine(progressBar(stage, done, total), lineWidth))
}

func (l *progressLine) done() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.drawn {
		fmt.Fprint(l.w, "\r\x1b[K")
	}
}

// barWidth is how many characters a full bar has.
const barWidth = 24

// progressBar is a bar with how far a stage is.
func progressBar(stage string, done, total int) string {
	full := barWidth
	if total > 0 {
		full = min(barWidth, barWidth*done/total)
	}
	return fmt.Sprintf("[%s%s] %s %d/%d", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), printable(stage), done, total)
}

// printable puts a ? for what a terminal may obey rather than show; a file's name can hold anything.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
}

// cutLine keeps the first n runes.
func cutLine(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// absolute is a path that may begin in the working folder.
func (s system) absolute(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(s.Dir, path)
}

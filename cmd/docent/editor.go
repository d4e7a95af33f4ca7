package main

import (
	"errors"
	"io"
	"os"
	"sync/atomic"

	"golang.org/x/term"
)

const prompt = "docent> "

// An editor reads lines from a terminal, with editing and a history. The terminal is in raw mode only while a line is
// typed, so that at any other time Ctrl-C is the signal that it is everywhere else, and output needs no translation.
type editor struct {
	fd     int
	out    io.Writer
	before *term.State
	term   *term.Terminal
	stop   func()      // stops following the window's size
	typing atomic.Bool // the prompt is shown, and no line has come of it
}

// newEditor edits on the terminal in, drawing on out. Nothing is drawn, and no mode changed, before ReadLine.
func newEditor(in *os.File, out io.Writer) (*editor, error) {
	fd := int(in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return nil, err
	}
	e := &editor{fd: fd, out: out, before: before}
	e.term = term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{newKeys(in), out}, prompt)
	e.term.History = &history{}
	e.stop = onResize(e.resize)
	return e, nil
}

// ReadLine shows the prompt and returns what was typed; io.EOF when the person wants to leave.
func (e *editor) ReadLine() (string, error) {
	if _, err := term.MakeRaw(e.fd); err != nil {
		return "", err
	}
	defer e.restore()
	e.resize()
	e.typing.Store(true)
	line, err := e.term.ReadLine()
	if errors.Is(err, term.ErrPasteIndicator) {
		err = nil // a pasted line is a line
	}
	e.typing.Store(err != nil)
	return line, err
}

// Write puts text above the line that is being typed.
func (e *editor) Write(p []byte) (int, error) { return e.term.Write(p) }

// Close gives the terminal back as it was, even while ReadLine waits for a key, with the shell's prompt to come on a line
// of its own.
func (e *editor) Close() error {
	e.stop()
	err := e.restore()
	if e.typing.Load() {
		_, lineErr := io.WriteString(e.out, "\n")
		err = errors.Join(err, lineErr)
	}
	return err
}

func (e *editor) restore() error { return term.Restore(e.fd, e.before) }

func (e *editor) resize() {
	if w, h, err := term.GetSize(e.fd); err == nil && w > 0 && h > 0 {
		// An error would be one of drawing, which the next key press meets as well.
		_ = e.term.SetSize(w, h)
	}
}

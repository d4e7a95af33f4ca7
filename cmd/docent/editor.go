package main

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"github.com/peterh/liner"
)

const (
	prompt    = "docent> "
	leaveHint = "Ctrl-C again, Ctrl-D or /quit leaves.\n"
)

// maxHeld is how many bytes of the log wait for the end of a line. What comes on top of them is dropped.
const maxHeld = 64 << 10

// An editor reads lines from the terminal, with editing and a history. The terminal is in raw mode only while a line is
// typed, so that at any other time Ctrl-C is the signal that it is everywhere else. Write may be called at any time.
type editor struct {
	lines       *liner.State
	cooked, raw liner.ModeApplier
	out         io.Writer

	mu     sync.Mutex
	closed bool
	typing bool         // the prompt is shown, and no line has come of it
	held   bytes.Buffer // what was written meanwhile
}

// newEditor edits on the standard input and output of the process, which must be terminals, and writes to out. Nothing is
// drawn before ReadLine.
func newEditor(out io.Writer) (*editor, error) {
	cooked, err := liner.TerminalMode()
	if err != nil {
		return nil, err
	}
	lines := liner.NewLiner() // leaves the terminal in raw mode
	raw, err := liner.TerminalMode()
	if err = errors.Join(err, cooked.ApplyMode()); err != nil {
		return nil, errors.Join(err, lines.Close())
	}
	lines.SetCtrlCAborts(true)
	lines.SetMultiLineMode(true)
	lines.SetBeep(false)
	return &editor{lines: lines, cooked: cooked, raw: raw, out: out}, nil
}

// ReadLine shows the prompt and returns what was typed. Ctrl-C begins a new line. The error is io.EOF when the person
// wants to leave: after Ctrl-D, Ctrl-C twice, or Close.
func (e *editor) ReadLine() (string, error) {
	line, err := e.readLine()
	if errors.Is(err, liner.ErrPromptAborted) {
		if _, err := io.WriteString(e.out, leaveHint); err != nil {
			return "", err
		}
		line, err = e.readLine()
	}
	switch {
	case errors.Is(err, liner.ErrPromptAborted):
		return "", io.EOF
	case errors.Is(err, io.EOF):
		_, _ = io.WriteString(e.out, "\n") // Ctrl-D leaves the cursor behind the prompt
	case err == nil && line != "":
		e.lines.AppendHistory(line)
	}
	return line, err
}

func (e *editor) readLine() (string, error) {
	if err := e.begin(); err != nil {
		return "", err
	}
	defer e.end()
	return e.lines.Prompt(prompt)
}

func (e *editor) begin() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return io.EOF
	}
	e.typing = true
	return e.raw.ApplyMode()
}

// end writes what was held back. Errors are those of a terminal that went away, which the next line meets as well.
func (e *editor) end() {
	e.mu.Lock()
	defer e.mu.Unlock()
	_ = e.cooked.ApplyMode()
	e.typing = false
	_, _ = e.held.WriteTo(e.out)
}

// Write writes p when no line is being typed, else after that line.
func (e *editor) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case !e.typing:
		return e.out.Write(p)
	case e.held.Len()+len(p) > maxHeld:
		return len(p), nil
	}
	return e.held.Write(p)
}

// Close gives the terminal back as it was, even while ReadLine waits for a key, with the shell's prompt to come on a line
// of its own. It may be called again.
func (e *editor) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	err := e.lines.Close()
	if e.typing {
		e.typing = false
		_, lineErr := io.WriteString(e.out, "\n")
		_, heldErr := e.held.WriteTo(e.out)
		err = errors.Join(err, lineErr, heldErr)
	}
	return err
}

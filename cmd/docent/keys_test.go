package main

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/term"
)

func TestKeys(t *testing.T) {
	for name, c := range map[string]struct{ typed, want string }{
		"plain":                    {"hi\r", "hi\r"},
		"runes":                    {"né日\r", "né日\r"},
		"ctrl-c on an empty line":  {"\x03", "\x03"},
		"ctrl-c on a line":         {"hi\x03", "hi\x05\x15"},
		"ctrl-c twice":             {"hi\x03\x03", "hi\x05\x15\x03"},
		"ctrl-c after a line":      {"hi\r\x03", "hi\r\x03"},
		"ctrl-c after the history": {"\x1b[A\x03", "\x1b[A\x05\x15"},
		"ctrl-u":                   {"hi\x15\x03", "hi\x15\x03"},
		"arrows":                   {"\x1b[A\x1b[1;3C\x1bOH", "\x1b[A\x1b[1;3C\x1bOH"},
		"delete":                   {"\x1b[3~x", "\x1b[3~x"},
		"lone escape":              {"\x1b\x1b\r", "\r"},
		"alt and a letter":         {"\x1bbx", "x"},
		"escape and a rune":        {"\x1b日", "日"},
		"escape without an end":    {"\x1b[12345678901234567890x", "\x1b[12345678901234~567890x"},
		"escape broken off":        {"\x1b[12\rx", "\x1b[12~\rx"},
		"broken UTF-8":             {"a\xffb\xe6\x97\r", "a?b??\r"},
		"the replacement rune":     {"\ufffd", "?"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(c.typed), iotest.OneByteReader(strings.NewReader(c.typed))} {
				got, err := io.ReadAll(newKeys(r))
				if err != nil || string(got) != c.want {
					t.Errorf("got %q, %v; want %q", got, err, c.want)
				}
			}
		})
	}
}

// What is typed reaches the line as far as it is text, whatever stands around it.
func TestKeysThroughTheTerminal(t *testing.T) {
	for typed, want := range map[string]string{
		"wrong\x03right\r": "right",
		"a\xffb\r":         "a?b",
		"\x1b[" + strings.Repeat("1", 600) + "q\r":   strings.Repeat("1", 600-14) + "q",
		"\x1b" + strings.Repeat("日", 300) + "\r":     strings.Repeat("日", 300),
		"\xe6\x97" + strings.Repeat("x", 300) + "\r": "??" + strings.Repeat("x", 300),
	} {
		tm := term.NewTerminal(struct {
			io.Reader
			io.Writer
		}{newKeys(strings.NewReader(typed)), io.Discard}, prompt)
		if got, err := tm.ReadLine(); err != nil || got != want {
			t.Errorf("typed %.20q: got %q, %v", typed, got, err)
		}
	}
}

// The Terminal always comes to an end of what was typed.
func FuzzKeys(f *testing.F) {
	f.Add([]byte("hi\x03\x1b[A\x1b[200~x\x1b[201~\r\xff\x04"))
	f.Fuzz(func(t *testing.T, typed []byte) {
		tm := term.NewTerminal(struct {
			io.Reader
			io.Writer
		}{newKeys(strings.NewReader(string(typed))), io.Discard}, prompt)
		tm.History = &history{}
		for range len(typed) + 1 {
			if _, err := tm.ReadLine(); err != nil && !errors.Is(err, term.ErrPasteIndicator) {
				return
			}
		}
		t.Error("more lines than bytes")
	})
}

func TestHistory(t *testing.T) {
	h := &history{}
	for _, line := range []string{"one", "", "two", "two", "one"} {
		h.Add(line)
	}
	if h.Len() != 3 || h.At(0) != "one" || h.At(1) != "two" || h.At(2) != "one" {
		t.Errorf("got %q", h.lines)
	}
	for i := range maxHistory {
		h.Add(strings.Repeat("x", i+1))
	}
	if h.Len() != maxHistory || len(h.At(0)) != maxHistory {
		t.Errorf("%d lines, the latest of %d bytes", h.Len(), len(h.At(0)))
	}
}

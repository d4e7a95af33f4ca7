package main

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestLineReader(t *testing.T) {
	long := strings.Repeat("x", maxLine)
	for name, c := range map[string]struct{ in, want string }{
		"nothing":       {"", "[EOF]"},
		"lines":         {"one\ntwo\r\n\nthree", "one|two||three|[EOF]"},
		"longest":       {long + "\r\nshort\n", long + "|short|[EOF]"},
		"too long":      {"a\n" + long + "xxx\nb\n", "a|[long]|b|[EOF]"},
		"too long last": {long + long, "[long]|[EOF]"},
		"broken UTF-8":  {"a\xffb\n", "a\ufffdb|[EOF]"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, in := range []io.Reader{strings.NewReader(c.in), iotest.HalfReader(strings.NewReader(c.in))} {
				if got := readAll(t, newLineReader(in)); got != c.want {
					t.Errorf("got %.200q", got)
				}
			}
		})
	}
}

func TestLineReaderPassesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	in := io.MultiReader(strings.NewReader("a\n"), iotest.ErrReader(broken))
	r := newLineReader(in)
	if line, err := r.ReadLine(); line != "a" || err != nil {
		t.Fatalf("got %q, %v", line, err)
	}
	if _, err := r.ReadLine(); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// readAll joins what a reader gives with "|", for comparing.
func readAll(t *testing.T, r *lineReader) string {
	t.Helper()
	var out []string
	for {
		line, err := r.ReadLine()
		switch {
		case err == io.EOF:
			return strings.Join(append(out, "[EOF]"), "|")
		case errors.Is(err, errLineTooLong):
			out = append(out, "[long]")
		case err != nil:
			t.Fatal(err)
		default:
			out = append(out, line)
		}
	}
}

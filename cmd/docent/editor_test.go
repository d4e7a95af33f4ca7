package main

import (
	"bytes"
	"strings"
	"testing"
)

// A log line that comes while a line is typed waits for its end.
func TestEditorHoldsTheLog(t *testing.T) {
	var out bytes.Buffer
	e := &editor{cooked: noMode{}, raw: noMode{}, out: &out}
	e.Write([]byte("before\n"))
	if err := e.begin(); err != nil {
		t.Fatal(err)
	}
	e.Write([]byte("meanwhile\n"))
	if out.String() != "before\n" {
		t.Errorf("while a line was typed: %q", out.String())
	}
	e.end()
	e.Write([]byte("after\n"))
	if want := "before\nmeanwhile\nafter\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestEditorHoldsSoMuch(t *testing.T) {
	var out bytes.Buffer
	e := &editor{cooked: noMode{}, raw: noMode{}, out: &out}
	if err := e.begin(); err != nil {
		t.Fatal(err)
	}
	line := strings.Repeat("x", 1000)
	for range maxHeld / 500 {
		if n, err := e.Write([]byte(line)); n != len(line) || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
	}
	e.end()
	if out.Len() == 0 || out.Len() > maxHeld {
		t.Errorf("%d bytes were held", out.Len())
	}
}

// No line is begun on a terminal that was given back.
func TestEditorThatIsClosed(t *testing.T) {
	e := &editor{cooked: noMode{}, raw: noMode{}, closed: true}
	if err := e.begin(); err == nil {
		t.Error("a line was begun")
	}
}

type noMode struct{}

func (noMode) ApplyMode() error { return nil }

package render

import (
	"io"
	"testing"
)

func BenchmarkMessage(b *testing.B) {
	r := Reply{Cards: []Card{answerCard(), tableCard(), longCard()}}
	for b.Loop() {
		Message(r, Can{Embed: true}, english())
	}
}

func BenchmarkTerminal(b *testing.B) {
	r := Reply{Cards: []Card{answerCard(), tableCard(), longCard()}}
	for b.Loop() {
		if err := Terminal(io.Discard, r, TerminalOptions{Words: english()}); err != nil {
			b.Fatal(err)
		}
	}
}

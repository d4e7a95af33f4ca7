package render

import (
	"io"
	"testing"
)

func BenchmarkMessage(b *testing.B) {
	r := Reply{Cards: []Card{answerCard(), tableCard(), longCard()}}
	for b.Loop() {
		Message(r, Can{Embed: true})
	}
}

func BenchmarkTerminal(b *testing.B) {
	r := Reply{Cards: []Card{answerCard(), tableCard(), longCard()}}
	for b.Loop() {
		if err := Terminal(io.Discard, r, TerminalOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

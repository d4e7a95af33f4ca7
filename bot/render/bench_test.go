package render

import (
	"io"
	"strings"
	"testing"
)

func BenchmarkMessage(b *testing.B) {
	r := Reply{Cards: []Card{answerCard(), tableCard(), longCard()}}
	for b.Loop() {
		Message(r, Capabilities{Embed: true}, english())
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

// BenchmarkHostile draws what is slow to draw: much text without words to divide it at, of signs that must be escaped.
func BenchmarkHostile(b *testing.B) {
	for name, s := range map[string]string{
		"signs": strings.Repeat("*_`|", 5000), "zalgo": strings.Repeat("e"+strings.Repeat("\u0301", 30), 600),
		"bars": strings.Repeat("|a", 10000), "han": strings.Repeat("漢字", 5000), "prose": strings.Repeat("A sentence stands here. ", 1000),
	} {
		c := Card{Quote: Quote{Text: s, Pieces: []Piece{{End: len(s), First: 1, Last: 1, Table: name == "bars"}}}, Title: s, Path: s, Whole: true}
		section := Section{Heading: s, Text: s, Cards: []Card{c}, Table: Table{Head: []string{s}, Rows: [][]string{{s, s}}}, Lines: []Line{{Label: s, Text: s, Matches: [][2]int{{0, 1}}}}}
		b.Run(name+"/card", func(b *testing.B) {
			for b.Loop() {
				Message(Reply{Cards: []Card{c}}, Capabilities{Embed: true}, english())
			}
		})
		b.Run(name+"/section", func(b *testing.B) {
			for b.Loop() {
				Message(Reply{Sections: []Section{section}}, Capabilities{Embed: true}, english())
			}
		})
	}
}

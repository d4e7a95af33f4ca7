package render

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// This file decides what becomes of the characters that don't show as themselves. The rules are the same wherever a
// reply is drawn:
//
//   - White space is folded to one space, except where line breaks matter.
//   - A control character shows as U+FFFD: the reader sees that something unreadable stands there, and no terminal obeys
//     it. Invalid UTF-8 shows the same.
//   - The controls that override or nest the direction of text (U+202A-202E, U+2066-2069) are dropped, since a document
//     could reorder our citation with one, or show a sentence backwards. Letters keep the direction that the Unicode
//     bidirectional algorithm gives them; only the override is lost. The marks that stand for a letter (LRM, RLM, ALM)
//     reorder nothing beyond their place and stay.

const replacement = '\uFFFD'

// clean returns what is drawn for a rune that isn't white space, or -1 for nothing.
func clean(r rune) rune {
	switch {
	case '\u202A' <= r && r <= '\u202E', '\u2066' <= r && r <= '\u2069':
		return -1
	case unicode.IsControl(r):
		return replacement
	}
	return r
}

// fold returns s clean, on one line, with single spaces between its words and none around.
func fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = b.Len() > 0
			continue
		}
		if r = clean(r); r < 0 {
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// paragraphs returns the lines of s, each folded, with a single empty line for any number of them and none around.
func paragraphs(s string) []string {
	var out []string
	gap := false
	for line := range strings.SplitSeq(unixBreaks(s), "\n") {
		line = fold(line)
		if line == "" {
			gap = len(out) > 0
			continue
		}
		if gap {
			out = append(out, "")
			gap = false
		}
		out = append(out, line)
	}
	return out
}

// unixBreaks returns s with "\n" for each of its line breaks.
func unixBreaks(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// isolate wraps s in FSI and PDI where it has right-to-left letters, so that what stands beside it on the line keeps its
// place. s must be clean: an unbalanced control in it would end the isolation.
func isolate(s string) string {
	if strings.ContainsFunc(s, rightToLeft) {
		return "\u2068" + s + "\u2069"
	}
	return s
}

func rightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.R, bidi.AL, bidi.AN:
		return true
	}
	return false
}

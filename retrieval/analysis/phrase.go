package analysis

import (
	"strings"
	"unicode"

	"docent/retrieval/document"
)

// CutPossessive cuts an English "'s" off a word, and reports whether there was one.
func CutPossessive(word string) (string, bool) {
	for _, suffix := range [...]string{"'s", "’s", "ʼs", "'S", "’S"} {
		if bare, ok := strings.CutSuffix(word, suffix); ok {
			return bare, true
		}
	}
	return word, false
}

// OneLine is a name without what would break a list of names.
func OneLine(name string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || Invisible(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, " "))), " ")
}

// PhraseKey is a text as phrases are compared: its words folded, each between two spaces; where a script has no spaces, each
// character.
func PhraseKey(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	spaced := true
	for _, r := range Fold(text) {
		switch {
		case document.Dense(r):
			if !spaced {
				b.WriteByte(' ')
			}
			b.WriteRune(r)
			b.WriteByte(' ')
			spaced = true
		case IsWordRune(r):
			b.WriteRune(r)
			spaced = false
		case !spaced:
			b.WriteByte(' ')
			spaced = true
		}
	}
	if !spaced {
		b.WriteByte(' ')
	}
	return b.String()
}

package analysis

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Token is one word of a text, or one character n-gram where a script writes without spaces.
type Token struct {
	Term       string // what is looked up in the index: folded and stemmed
	Unaccented string // Term of the word without its diacritics; "" where that is the same
	Word       string // the word as written, case folded, neither stemmed nor stripped
	Start, End int    // bytes of the text
	Stop       bool   // a function word of the language: it ranks at half weight and is no evidence
	Gram       bool   // an n-gram of a script without spaces
	Single     bool   // a Gram of one character, beside the longer ones at the same place
}

// NameLike reports whether a word is a name or a number by its writing: digits, or a capital where no sentence begins. It
// says nothing of scripts without capitals, nor of a question typed all in capitals.
func NameLike(text string, tok Token) bool {
	word := text[tok.Start:tok.End]
	if HasDigit(word) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) || tok.Start == 0 {
		return false
	}
	before := strings.TrimRightFunc(text[:tok.Start], unicode.IsSpace)
	if before == "" || strings.ContainsAny(before[len(before)-1:], ".?!:") {
		return false
	}
	return strings.ContainsFunc(text, unicode.IsLower)
}

// AllStops reports whether all tokens are function words.
func AllStops(tokens []Token) bool {
	return len(tokens) > 0 && !slices.ContainsFunc(tokens, func(t Token) bool { return !t.Stop })
}

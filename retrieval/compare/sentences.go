package compare

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// How much of a text is compared at once, at most.
const (
	maxSentences = 50
	maxRunes     = 10_000
)

// Sentences returns the sentences of a text that have a word, as many as are compared at once, and how many are left over.
func Sentences(text string) (out []string, left int) {
	runes := 0
	for _, paragraph := range unwrapped(strings.ToValidUTF8(text, "\ufffd")) {
		for _, at := range analysis.Sentences(paragraph, false) {
			s := paragraph[at[0]:at[1]]
			if !slices.ContainsFunc(analysis.Surfaces(s), func(w analysis.Surface) bool { return w.Word }) {
				continue
			}
			runes += utf8.RuneCountInString(s)
			if len(out) == maxSentences || runes > maxRunes || left > 0 {
				left++
				continue
			}
			out = append(out, s)
		}
	}
	return out, left
}

// wrappedFrom is the width from which a line that ends in no stop is taken to have been wrapped.
const wrappedFrom = 60

// unwrapped returns the lines of a text, those joined that were one before they were wrapped: a line goes on where it ends in no
// stop and is long, or the next begins with a small letter.
func unwrapped(text string) []string {
	var out []string
	goesOn := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if n := len(out); n > 0 && line != "" && goesOn && !strings.ContainsAny(line[:1], "-*#>|") {
			first, _ := utf8.DecodeRuneInString(line)
			if wide := utf8.RuneCountInString(out[n-1]) >= wrappedFrom; wide || unicode.IsLower(first) {
				out[n-1] += " " + line
				goesOn = !endsSentence(line)
				continue
			}
		}
		out = append(out, line)
		goesOn = line != "" && !endsSentence(line)
	}
	return out
}

func endsSentence(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(line)
	return strings.ContainsRune(".!?:;…。！？：；؟۔।\"”»)", last)
}

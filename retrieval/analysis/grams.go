package analysis

import (
	"unicode"
	"unicode/utf8"
)

// This file knows character n-grams. They find a word by its parts where a language inflects, derives and compounds beyond
// its stemmer ("Verteidigungslinie", "wa-l-difāʿ"). They rank, and are never evidence that a document speaks of something.

// gramRunes is how many characters of "_word_" make an n-gram. Of those tried on twelve languages, 4 found most; Korean
// writes a syllable as one character.
const (
	gramRunes       = 4
	hangulGramRunes = 2
)

// gramless are the languages without n-grams of words: English, whose stemmer leaves nothing for them to find, and those
// that write without spaces, whose words are n-grams already.
var gramless = map[string]bool{"en": true, "zh": true, "ja": true, "th": true, "lo": true, "km": true, "my": true}

// Grams calls yield for the n-grams of the word as it is written, and with both for those of its form without marks, where
// that has others. A token that is an n-gram itself has none, nor has any in a language that does without.
func (a *Analyzer) Grams(t Token, both bool, yield func(gram string)) {
	if gramless[a.language] || t.Gram {
		return
	}
	eachGram(t.Word, yield)
	if both {
		if unaccented := StripMarks(t.Word); unaccented != t.Word {
			eachGram(unaccented, yield)
		}
	}
}

func eachGram(word string, yield func(string)) {
	s := "_" + word + "_"
	n := gramRunes
	if r, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Hangul, r) {
		n = hangulGramRunes
	}
	end, runes := 0, 0
	for end < len(s) && runes < n {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
		runes++
	}
	for start := 0; ; {
		yield(s[start:end])
		if end == len(s) {
			return
		}
		_, size := utf8.DecodeRuneInString(s[start:])
		start += size
		_, size = utf8.DecodeRuneInString(s[end:])
		end += size
	}
}

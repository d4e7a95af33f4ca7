package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"docent/retrieval/document"
)

// A denseScript writes without spaces, so that character n-grams stand in for words.
type denseScript struct {
	n      int // characters of a gram
	single bool
}

var (
	eastAsian      = &denseScript{n: 2, single: true}
	southeastAsian = &denseScript{n: 3}
)

// denseScriptOf returns the script of a character, nil for one that writes with spaces.
func denseScriptOf(r rune) *denseScript {
	switch {
	case r != 'ー' && !document.Dense(r):
		return nil
	case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return southeastAsian
	}
	return eastAsian
}

// grams emits the n-grams of a run of adjacent characters, and the characters alone where the script's words may be one
// character long.
func (a *Analyzer) grams(dst []Token, text string, run []span, s *denseScript) []Token {
	emit := func(from, to int, single bool) {
		raw := text[run[from].start:run[to].end]
		term := norm.NFKC.String(raw)
		dst = append(dst, Token{Term: term, Word: term, Start: run[from].start, End: run[to].end,
			Stop: a.stops[term] || isHiragana(term) || endsInParticle(term), Gram: true, Single: single})
	}
	for i := 0; i < len(run); {
		j := i + 1 // characters that stand next to each other
		for j < len(run) && run[j].start == run[j-1].end {
			j++
		}
		if j-i < s.n {
			emit(i, j-1, false)
		} else {
			for k := i; k < j; k++ {
				if s.single {
					emit(k, k, true)
				}
				if k+s.n <= j {
					emit(k, k+s.n-1, false)
				}
			}
		}
		i = j
	}
	return dst
}

// endsInParticle reports whether a pair is a character and a Japanese particle behind it, which say where a word ends and nothing else.
func endsInParticle(s string) bool {
	last, size := utf8.DecodeLastRuneInString(s)
	return size < len(s) && strings.ContainsRune("はがをにでともへのや", last)
}

// isHiragana reports whether a text is in hiragana alone: in Japanese, endings and particles for the most part.
func isHiragana(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Hiragana, r) })
}

type span struct{ start, end int }

// addCharacters appends the characters of a segment to a run. A mark belongs to the character before it.
func addCharacters(run []span, text string, start, end int) []span {
	for at := start; at < end; {
		r, size := utf8.DecodeRuneInString(text[at:])
		n := len(run)
		if (unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r) || r == 'ー') && n > 0 && run[n-1].end == at {
			run[n-1].end += size
		} else {
			run = append(run, span{at, at + size})
		}
		at += size
	}
	return run
}

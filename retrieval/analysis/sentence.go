package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// hardWrapColumns is the width from which the lines of a paragraph are taken to be wrapped prose. Where even the longest
// is narrower, each line says something of its own (a verse, a list without marks, an address).
const hardWrapColumns = 45

// Sentences returns the sentences of a paragraph as byte ranges, without the white space around them. Rows of a
// table and items of a list are split line by line beforehand, with lines set.
func Sentences(text string, lines bool) [][2]int {
	lines = lines || widestLine(text) < hardWrapColumns
	joined := text
	if !lines { // the standard takes every line break for the end of a paragraph
		joined = strings.NewReplacer("\n", " ", "\r", " ").Replace(text)
	}
	var out [][2]int
	it := sentences.FromString(joined)
	for it.Next() {
		start, end := TrimSpace(text, it.Start(), it.End())
		if start == end {
			continue
		}
		if n := len(out); n > 0 && !lines && goesOn(text, out[n-1], start, end) {
			out[n-1][1] = end
			continue
		}
		out = append(out, [2]int{start, end})
	}
	return out
}

func widestLine(text string) int {
	widest := 0
	for line := range strings.Lines(text) {
		widest = max(widest, utf8.RuneCountInString(strings.TrimRight(line, "\r\n")))
	}
	if !strings.ContainsAny(text, "\r\n") {
		return hardWrapColumns
	}
	return widest
}

// TrimSpace returns the bytes of a text between start and end without the white space at both ends.
func TrimSpace(text string, start, end int) (int, int) {
	s := text[start:end]
	left := strings.TrimLeftFunc(s, unicode.IsSpace)
	start = end - len(left)
	return start, start + len(strings.TrimRightFunc(left, unicode.IsSpace))
}

// goesOn reports whether a break found by the standard's rules is none: after an abbreviation or an initial, before a lower
// case letter, a number after "No.", or a closing quote.
func goesOn(text string, before [2]int, start, end int) bool {
	prev := text[before[0]:before[1]]
	next, _ := utf8.DecodeRuneInString(text[start:end])
	if unicode.IsLower(next) || unicode.In(next, unicode.Pf, unicode.Pe) {
		return true
	}
	if !strings.HasSuffix(prev, ".") {
		return false
	}
	word := strings.TrimSuffix(prev, ".")
	if i := strings.LastIndexFunc(word, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == '"' || r == '“' }); i >= 0 {
		_, size := utf8.DecodeRuneInString(word[i:])
		word = word[i+size:]
	}
	if word == "" {
		return false
	}
	if initial(word) {
		return true
	}
	if abbreviations[strings.ToLower(word)] {
		return true
	}
	if ordinal(word) && beginsWithTime(text[start:end]) { // "am 9. Juni"
		return true
	}
	return unicode.IsDigit(next) && numbered[strings.ToLower(word)]
}

// ordinal reports whether a word is a day of the month written as in German, Czech or Finnish.
func ordinal(word string) bool {
	return len(word) <= 2 && word != "" && strings.Trim(word, "0123456789") == ""
}

func beginsWithTime(text string) bool {
	words := FoldedWords(text[:min(len(text), 40)])
	return len(words) > 0 && TimeWords[words[0].Text]
}

// initial reports whether a word is a single capital ("J." in "J. Smith") and chains of them ("U.S."). A chain may end a sentence as well;
// a quote that is one sentence too long does less harm than one that stops in the middle of a name.
func initial(word string) bool {
	for part := range strings.SplitSeq(word, ".") {
		r, size := utf8.DecodeRuneInString(part)
		if size == 0 || size != len(part) || !unicode.IsUpper(r) || r == 'I' && part == word {
			return false
		}
	}
	return true
}

var (
	abbreviations = WordSet("mr mrs ms dr prof st sr jr gen col lt sgt capt rev hon gov sen rep vs etc e.g i.e cf approx dept est inc ltd co corp " +
		"mt ft al ca z.b d.h bzw usw ggf u.a z.t hr fr dipl ing mme mlle m sra sres srta dña ud uds p.ej")
	numbered = WordSet("no nr vol pp p fig figs art sec ch eq jan feb mar apr jun jul aug sep sept oct nov dec núm abb abs kap")
)

// WordSet returns the set of the words of a list that spaces separate.
func WordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// A multiword is a name or number that is several words in the index ("F-16", "COVID-19", an address): those of its words
// that mean nothing by themselves are evidence only where it stands whole.
type multiword struct {
	words []int // terms, in order
	parts []int // those that don't count alone
}

// findMultiwords finds the names and numbers of several words that must stand whole: what is written in one, with a hyphen or another
// joint inside, and has letters and digits, or an @.
func (q *Query) findMultiwords(text string) {
	for from := 0; from < len(text); {
		end := from + strings.IndexFunc(text[from:]+" ", unicode.IsSpace)
		if chunk := text[from:end]; mixed(chunk) || strings.Contains(chunk, "@") {
			q.addMultiword(from, end, strings.Contains(chunk, "@"))
		}
		from = end + 1
		for from < len(text) && !utf8.RuneStart(text[from]) {
			from++
		}
	}
}

func (q *Query) addMultiword(from, end int, address bool) {
	var u multiword
	for _, p := range q.placed {
		if p.start < from || p.end > end || q.Terms[p.term].Gram {
			continue
		}
		u.words = append(u.words, p.term)
		if t := q.Terms[p.term]; address || analysis.HasDigit(t.Word) || utf8.RuneCountInString(t.Word) == 1 {
			u.parts = append(u.parts, p.term)
		}
	}
	if len(u.words) > 1 && len(u.parts) > 0 {
		q.multiwords = append(q.multiwords, u)
	}
}

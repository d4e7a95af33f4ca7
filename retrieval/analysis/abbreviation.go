package analysis

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/document"
)

// This file learns abbreviations from the documents: "Asia-Pacific Economic Cooperation (APEC)" and "APEC (Asia-Pacific
// Economic Cooperation)". How the long form is told from what stands before it is Schwartz and Hearst's method ("A simple
// algorithm for identifying abbreviation definitions in biomedical text", PSB 2003): the letters of the short form are looked
// for from the end backwards, the first of them at the beginning of a word.

// An Abbreviation is a short form and what it stands for, as a document writes both.
type Abbreviation struct {
	Short string `json:"s"`
	Long  string `json:"l"`
}

const (
	maxAbbreviations = 100 // of a document
	maxShortLetters  = 10
)

// AbbreviationsIn are those that a document explains, each once.
func AbbreviationsIn(doc *document.Document) []Abbreviation {
	var out []Abbreviation
	for _, b := range doc.Blocks {
		if b.Kind == document.Boilerplate || b.Kind == document.Code {
			continue
		}
		for _, a := range explained(b.Reading()) {
			if len(out) == maxAbbreviations {
				return out
			}
			if !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	return out
}

// explained are the abbreviations that a text explains in parentheses.
func explained(text string) []Abbreviation {
	var out []Abbreviation
	for at := 0; at < len(text); {
		open := strings.IndexAny(text[at:], "(（")
		if open < 0 {
			break
		}
		open += at
		_, size := utf8.DecodeRuneInString(text[open:])
		end := strings.IndexAny(text[open:], ")）")
		if end < 0 {
			break
		}
		end += open
		before, inner := lastStretch(text[:open]), strings.TrimSpace(text[open+size:end])
		if first, _, _ := strings.Cut(inner, ", "); isShort(first) {
			if long := longForm(first, before); long != "" {
				out = append(out, Abbreviation{first, long})
			}
		} else if short := before[strings.LastIndexByte(before, ' ')+1:]; isShort(short) {
			if long := longForm(short, inner); long != "" && long == inner {
				out = append(out, Abbreviation{short, long})
			}
		}
		at = end
	}
	return out
}

// lastStretch is the end of a text from the last border of a sentence on, white space folded.
func lastStretch(text string) string {
	const enough = 200 // bytes; the longest form is well below it
	if len(text) > enough {
		text = strings.ToValidUTF8(text[len(text)-enough:], "")
	}
	if i := strings.LastIndexAny(text, ".;:!?()"); i >= 0 {
		text = text[i+1:]
	}
	return strings.Join(strings.Fields(text), " ")
}

// isShort reports whether a word may be an abbreviation: one word of up to ten letters and digits with two capitals.
func isShort(s string) bool {
	capitals, n := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-&/.", r):
			return false
		}
		n++
	}
	return capitals >= 2 && n <= maxShortLetters
}

// longForm is the end of a text that a short form stands for; "" if none does.
func longForm(short, text string) string {
	s, t := []rune(strings.ToLower(short)), []rune(strings.ToLower(text))
	if len(t) != utf8.RuneCountInString(text) {
		return ""
	}
	at := len(t)
	for i := len(s) - 1; i >= 0; i-- {
		if !unicode.IsLetter(s[i]) && !unicode.IsDigit(s[i]) {
			continue
		}
		at--
		for at >= 0 && (t[at] != s[i] || i == 0 && (at > 0 && IsWordRune(t[at-1]) || small(t[at:]))) {
			at--
		}
		if at < 0 {
			return ""
		}
	}
	for at > 0 && t[at-1] != ' ' { // "Asia-Pacific" where the P was found
		at--
	}
	long := strings.TrimLeftFunc(string([]rune(text)[at:]), func(r rune) bool { return !IsWordRune(r) })
	words := strings.Fields(long)
	if len(words) < 2 || len(words) > min(len(s)+5, 2*len(s)) || len(words) > MaxFormWords || slices.Contains(words, short) {
		return ""
	}
	return long
}

// small reports whether a text begins with a word that no name begins with.
func small(text []rune) bool {
	n := slices.IndexFunc(text, func(r rune) bool { return !IsWordRune(r) })
	return n > 0 && smallWords[string(text[:n])]
}

var smallWords = WordSet("of and the in for on or an a at by to de del la le les el los des du et y und der die das")

// An AbbreviationTable holds the abbreviations of all documents. It counts the documents, so that one that goes takes its own
// with it.
type AbbreviationTable struct {
	long  map[string]map[string]int       // by the short form, folded: the long ones
	short map[string]map[Abbreviation]int // by the first word of the long form, folded
}

// NewAbbreviationTable returns an empty table.
func NewAbbreviationTable() AbbreviationTable {
	return AbbreviationTable{map[string]map[string]int{}, map[string]map[Abbreviation]int{}}
}

// Count adds a document's abbreviations, or with -1 takes them away.
func (t AbbreviationTable) Count(list []Abbreviation, sign int) {
	for _, a := range list {
		tally(t.long, Fold(a.Short), a.Long, sign)
		if words := FoldedWords(a.Long); len(words) > 0 {
			tally(t.short, Fold(words[0].Text), a, sign)
		}
	}
}

func tally[K comparable](of map[string]map[K]int, key string, what K, sign int) {
	if of[key] == nil {
		of[key] = map[K]int{}
	}
	if of[key][what] += sign; of[key][what] <= 0 {
		delete(of[key], what)
	}
	if len(of[key]) == 0 {
		delete(of, key)
	}
}

// longForms is how many meanings of one abbreviation are looked for: those of the most documents.
const longForms = 2

// An OtherForm is another way to say a stretch of a text: what an abbreviation stands for, or the abbreviation.
type OtherForm struct {
	At   [2]int // bytes of the text
	Form string
}

// Find are the other forms of the abbreviations in a text, and of what they stand for.
func (t AbbreviationTable) Find(text string) []OtherForm {
	var out []OtherForm
	words := FoldedWords(text)
	for i, w := range words {
		typed, _ := CutPossessive(text[w.Start:w.End])
		if meansShort(typed) {
			long := t.long[Fold(typed)]
			best := slices.SortedFunc(maps.Keys(long), func(a, b string) int { return cmp.Or(cmp.Compare(long[b], long[a]), cmp.Compare(a, b)) })
			for _, form := range best[:min(len(best), longForms)] {
				out = append(out, OtherForm{[2]int{w.Start, w.Start + len(typed)}, form})
			}
		}
		for a := range t.short[Fold(w.Text)] {
			n := len(FoldedWords(a.Long))
			if i+n > len(words) {
				continue
			}
			at := [2]int{w.Start, words[i+n-1].End}
			if PhraseKey(text[at[0]:at[1]]) == PhraseKey(a.Long) {
				out = append(out, OtherForm{at, a.Short})
			}
		}
	}
	return out
}

// meansShort reports whether a word of a question may be an abbreviation: in capitals, or too long to be a function word that
// only looks like one ("who", "it").
func meansShort(typed string) bool {
	return strings.ToUpper(typed) == typed && utf8.RuneCountInString(typed) > 1 || utf8.RuneCountInString(typed) > 3
}

// MaxFormWords is how many words a form may have that stands for another.
const MaxFormWords = 8

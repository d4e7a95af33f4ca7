package compare

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// A side is one of two texts that were aligned.
type side struct {
	text   string
	tokens []analysis.Surface // their places are in text
	dates  [][2]int           // tokens that make a date, end exclusive
	names  map[string]bool    // words that are names somewhere in either text
}

func newSide(text string, tokens []analysis.Surface, names map[string]bool) side {
	return side{text: text, tokens: tokens, dates: datesIn(text, tokens), names: names}
}

// addNames adds the words of a text that are names by their writing. German writes every noun with a capital.
func addNames(names map[string]bool, language, text string, tokens []analysis.Surface) {
	if language == "de" || language == "lb" {
		return
	}
	for _, t := range tokens {
		if t.Word && analysis.NameLike(text, analysis.Token{Start: t.Start, End: t.End}) {
			names[strings.TrimSuffix(t.Exact, "'s")] = true
		}
	}
}

// differences returns the stretches in which two sides differ, the gravest kinds first, each kind in the order of the text. A
// date or an amount is shown whole.
func differences(steps []column, said, reads side) []Difference {
	type found struct{ said, reads [2]int } // tokens, end exclusive
	var all []found
	for i := 0; i < len(steps); {
		if equal(steps[i], said, reads) {
			i++
			continue
		}
		first := i
		for i < len(steps) && !equal(steps[i], said, reads) {
			i++
		}
		first, last := expandRun(steps, first, i, said, reads)
		f := found{stretchOf(steps[first:last], saidOf), stretchOf(steps[first:last], readsOf)}
		if n := len(all); n > 0 && (overlap(all[n-1].said, f.said) || overlap(all[n-1].reads, f.reads)) {
			all[n-1].said = join(all[n-1].said, f.said)
			all[n-1].reads = join(all[n-1].reads, f.reads)
			continue
		}
		all = append(all, f)
	}
	var out []Difference
	for _, f := range all {
		d := Difference{Said: said.slice(f.said), Reads: reads.slice(f.reads), Kind: kindOf(said, f.said, reads, f.reads)}
		out = append(out, d)
	}
	// Beside other words, other punctuation isn't worth a row.
	if worded := slices.DeleteFunc(slices.Clone(out), func(d Difference) bool { return !strings.ContainsFunc(d.Said+d.Reads, analysis.IsWordRune) }); len(worded) > 0 {
		out = worded
	}
	slices.SortStableFunc(out, func(a, b Difference) int { return cmp.Compare(severity(a.Kind), severity(b.Kind)) })
	return out
}

func severity(k DifferenceKind) int {
	return slices.Index([]DifferenceKind{DifferentNumber, DifferentDate, DifferentName, DifferentWords}, k)
}

func equal(s column, said, reads side) bool {
	return s.said >= 0 && s.reads >= 0 && said.tokens[s.said].Exact == reads.tokens[s.reads].Exact
}

// expandRun expands a run of columns to the dates and amounts that it cuts into.
func expandRun(steps []column, first, last int, said, reads side) (int, int) {
	joined := func(a, b column) bool { return said.belong(a.said, b.said) || reads.belong(a.reads, b.reads) }
	for first > 0 && joined(steps[first-1], steps[first]) {
		first--
	}
	for last < len(steps) && joined(steps[last-1], steps[last]) {
		last++
	}
	return first, last
}

// belong reports whether two neighbouring tokens belong to one date, or are a number and its sign.
func (s side) belong(a, b int) bool {
	if a < 0 || b < 0 {
		return false
	}
	for _, d := range s.dates {
		if a >= d[0] && b < d[1] {
			return true
		}
	}
	x, y := s.tokens[a], s.tokens[b]
	return x.End == y.Start && (analysis.HasDigit(x.Exact) && isSign(y.Exact) || isSign(x.Exact) && analysis.HasDigit(y.Exact))
}

// isSign reports whether a token is a sign that changes what a number beside it means.
func isSign(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Sc, r) || strings.ContainsRune("%‰°+±", r)
}

func saidOf(s column) int { return s.said }

func readsOf(s column) int { return s.reads }

// stretchOf returns the range of one side's tokens in some columns; -1, -1 where it has none there.
func stretchOf(steps []column, of func(column) int) [2]int {
	out := [2]int{-1, -1}
	for _, s := range steps {
		if i := of(s); i >= 0 {
			if out[0] < 0 {
				out[0] = i
			}
			out[1] = i + 1
		}
	}
	return out
}

// overlap reports whether a range reaches into the one behind it.
func overlap(a, b [2]int) bool { return a[0] >= 0 && b[0] >= 0 && b[0] < a[1] }

func join(a, b [2]int) [2]int {
	if a[0] < 0 {
		return b
	}
	if b[0] < 0 {
		return a
	}
	return [2]int{min(a[0], b[0]), max(a[1], b[1])}
}

func (s side) slice(tokens [2]int) string {
	if tokens[0] < 0 {
		return ""
	}
	return strings.TrimSpace(s.text[s.tokens[tokens[0]].Start:s.tokens[tokens[1]-1].End])
}

// kindOf returns what two stretches differ in, as far as their writing shows: the gravest that either side has.
func kindOf(said side, a [2]int, reads side, b [2]int) DifferenceKind {
	kinds := []DifferenceKind{said.kind(a), reads.kind(b)}
	for _, k := range []DifferenceKind{DifferentDate, DifferentNumber, DifferentName} {
		if slices.Contains(kinds, k) {
			return k
		}
	}
	return DifferentWords
}

func (s side) kind(tokens [2]int) DifferenceKind {
	if tokens[0] < 0 {
		return DifferentWords
	}
	kind := DifferentWords
	for i := tokens[0]; i < tokens[1]; i++ {
		t := s.tokens[i]
		switch {
		case slices.ContainsFunc(s.dates, func(d [2]int) bool { return i >= d[0] && i < d[1] }):
			return DifferentDate
		case analysis.HasDigit(t.Exact) || isSign(t.Exact) || isNumberWord(t.Exact):
			kind = DifferentNumber
		case kind == DifferentWords && s.names[strings.TrimSuffix(t.Exact, "'s")]:
			kind = DifferentName
		}
	}
	return kind
}

// isNumberWord reports whether a word is a number written in letters. What is also an article is none.
func isNumberWord(s string) bool {
	lower := strings.ToLower(s)
	return analysis.NumberWords[lower] && lower != "ein" && lower != "eine" || strings.ContainsAny(s, "一二三四五六七八九十百千万億两")
}

// A Difference is a stretch of a sentence that a document words otherwise. One side may be empty.
type Difference struct {
	Said  string // in the text that was compared
	Reads string // in the document
	Kind  DifferenceKind
}

// A DifferenceKind is what differs.
type DifferenceKind string

// The kinds of difference, the gravest first.
const (
	DifferentNumber DifferenceKind = "number"
	DifferentDate   DifferenceKind = "date"
	DifferentName   DifferenceKind = "name"
	DifferentWords  DifferenceKind = "words"
)

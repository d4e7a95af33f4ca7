package rank

import (
	"maps"
	"slices"
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

// This file finds documents that contradict each other: sentences that say nearly the same, or rows of facts of one name, with
// other numbers, dates or months. The rules are:
//
//   - They stand in different documents, and each has a number that the other hasn't.
//   - Numbers that the question itself names don't count: who asks for the third round is shown the third round.
//   - Beside the numbers, the sentences have most of their words in common.

// sameStatement is the share of their words, numbers aside, that two sentences must have in common to be about the same.
const sameStatement = 0.6

// contradicts reports whether the answering sentence of another candidate states other numbers of the same thing.
func (c *Candidate) contradicts(a *analysis.Analyzer, o *Candidate) bool {
	if c.Path == o.Path || c.metadata || o.metadata {
		return false
	}
	own := c.statement(a)
	if len(own.numbers) == 0 {
		return false
	}
	other := o.statement(a)
	if !maps.Equal(own.asked, other.asked) { // the fee of the rowing club, and that of another
		return false
	}
	return !own.numbers.subset(other.numbers) && !other.numbers.subset(own.numbers) &&
		(own.name != "" && own.name == other.name || own.words.overlap(other.words) >= sameStatement)
}

// A statement is what an answering sentence states.
type statement struct {
	name    string // of the fact, if it is a row with a name; folded
	words   bag    // that are no numbers
	asked   bag    // words of the question, as far as it has them
	numbers bag    // numbers, dates and months that the question doesn't name
}

type bag map[string]bool

func (b bag) subset(of bag) bool {
	for w := range b {
		if !of[w] {
			return false
		}
	}
	return true
}

// overlap returns the share of all words that both have (Jaccard's).
func (b bag) overlap(o bag) float64 {
	common := 0
	for w := range b {
		if o[w] {
			common++
		}
	}
	return float64(common) / max(1, float64(len(b)+len(o)-common))
}

func (c *Candidate) statement(a *analysis.Analyzer) *statement {
	if c.stated != nil {
		return c.stated
	}
	text := c.Body[c.Sentence[0]:c.Sentence[1]]
	s := &statement{words: bag{}, asked: bag{}, numbers: bag{}}
	c.stated = s
	if key, _, ok := strings.Cut(text, ":"); ok && c.features[featureFact] > 0 {
		s.name = analysis.Fold(strings.Trim(key, " *_|-"))
	}
	asked := bag{}
	if c.query.Parsed != nil {
		for _, tok := range a.Tokens(nil, c.query.Parsed.Asked) {
			asked[plainNumber(tok.Word)] = true
		}
	}
	for _, tok := range a.Tokens(nil, text) {
		word := plainNumber(tok.Word)
		if asked[word] {
			s.asked[word] = true
		}
		switch {
		case !isNumber(word):
			s.words[word] = true
		case !asked[word]:
			s.numbers[word] = true
		}
	}
	return s
}

// plainNumber returns a word without the commas between thousands.
func plainNumber(word string) string { return strings.ReplaceAll(word, ",", "") }

// isNumber reports whether a word is a number, in digits or letters, or a month.
func isNumber(word string) bool {
	return analysis.HasDigit(word) || analysis.NumberWords[word] || document.MonthOf(word) != 0 || strings.ContainsAny(word, "一二三四五六七八九十百千万億亿两")
}

// Contradicting returns the best candidate and those whose answering sentences contradict its, newest first; nil if none does.
// The ranked candidates are compared as far as near holds, one of each document.
func Contradicting(a *analysis.Analyzer, ranked []*Candidate, near func(*Candidate) bool) []*Candidate {
	if len(ranked) == 0 {
		return nil
	}
	best := ranked[0]
	out := []*Candidate{best}
	for _, c := range ranked[1:] {
		if !near(c) {
			break
		}
		apart := !slices.ContainsFunc(out, func(o *Candidate) bool { return o.Path == c.Path })
		if apart && best.contradicts(a, c) {
			out = append(out, c)
		}
	}
	if len(out) == 1 {
		return nil
	}
	slices.SortStableFunc(out, func(a, b *Candidate) int { return b.Date.Compare(a.Date) })
	return out
}

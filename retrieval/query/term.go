package query

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// A Term is one word of a question, looked up in one language.
type Term struct {
	analysis.Token
	weight      float64         // in ranking
	Content     bool            // it is evidence: no function word, no word of a question pattern
	name        bool            // a name or a number, as far as writing shows: nothing else will do in its place
	Earlier     bool            // it comes from the earlier question
	idf         float64         // among the passages of the language; of a word that none has, the highest there is
	gain        float64         // what a passage that has it gets of idf: all of it, but for a doubtful correction
	seen        bool            // some passage has it
	kind        bool            // it says what kind of thing is asked for ("which instrument"): the answer often doesn't
	confidence  float64         // how sure it is that this was meant, 0 to 1: less than 1 for a corrected word
	near        []analysis.Near // of a corrected word: what it may have been meant for
	dated       bool            // it names the time that the question names
	Alternative bool            // it isn't in the question, but in an alternative for a part of it
}

// missingName is how much more a name or number weighs as evidence when no passage has it. "Which instrument did the
// leaders play?" is answered by a passage on drums, though it never says "instrument"; "Who is the president of France?"
// isn't answered by one on another president.
const missingName = 2

// missingKind is how much of its weight a word keeps as evidence that says what kind of thing is asked for, when no passage
// has it: who plays drums plays an instrument, though no text says so.
const missingKind = 0.5

// missingGram is how much of its weight a character n-gram keeps as evidence when no passage has it. About half of the
// pairs of neighbouring characters are no words, but stand across the border of two.
const missingGram = 0.25

// evidence returns what the term weighs as evidence.
func (t Term) evidence() float64 {
	switch {
	case t.confidence < 1 && t.name:
		return missingName * t.idf
	case t.seen:
		return t.idf
	case t.Gram:
		return missingGram * t.idf
	case t.kind:
		return missingKind * t.idf
	case t.name:
		return missingName * t.idf
	}
	return t.idf
}

// credit returns the evidence that a passage gets for having the term.
func (t Term) credit() float64 { return t.confidence * t.gain }

// inSentence returns what a term adds to a sentence that has it. Beside new content words, those of the earlier question count
// at half once more: they lead to the passage, and the new ones to the sentence.
func (t *Term) inSentence() float64 {
	if t.Earlier && !t.Content {
		return earlierWeight * t.Share()
	}
	return t.Share()
}

// Share returns what a text gets for having the term; Query.ShareOf makes a share of the question of a sum of them.
func (t *Term) Share() float64 { return t.weight * t.gain }

// Describe says for people what the term is, how much it weighs, and whether it was found in a passage.
func (t *Term) Describe(found bool) string {
	s := fmt.Sprintf("word %q, weight %.2f", t.Word, t.weight*t.idf)
	switch {
	case t.Alternative:
		return s + ": another way to say it"
	case t.confidence < 1:
		s += ", corrected"
	}
	switch {
	case !t.seen:
		return s + ": in no document"
	case !found:
		return s + ": not here"
	}
	return s
}

// Misspelt reports whether the term may be a typo: in no passage, long enough, and no number.
func (t Term) Misspelt() bool {
	return !t.seen && !t.Gram && !t.Stop && t.weight > 0 && utf8.RuneCountInString(t.Word) >= analysis.MinCorrectable && strings.IndexFunc(t.Word, unicode.IsDigit) < 0
}

// Btoi returns 1 for true, 0 for false.
func Btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

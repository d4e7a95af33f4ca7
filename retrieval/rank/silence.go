package rank

import (
	"math"

	"docent/retrieval/index"
	"docent/retrieval/query"
)

// This file tells when the documents are silent. What the question asks for is held against what the best passage has of it, as a
// probability that it answers. The rules are:
//
//   - Only whole words are evidence. Character n-grams rank; that a text has parts of words like the question's proves nothing.
//   - A word that no document has counts in full against every passage.
//   - The more passages there are, the more of a question's words some passage has by chance.
//   - Where words are inflected more than stemmers undo, or not parted by spaces, an answer has fewer of the question's words as
//     they stand: there, as many prove more.

// AnswerThreshold is the least probability with which an answer is given. It is above a half, since a wrong answer costs more trust than
// silence does. On the seed, what isn't answered stays below .57, and all that is comes above .73.
const AnswerThreshold = 0.6

// An evidence is what tells an answer from words met by chance: 1, the share of the question's evidence that the passage has, its
// score by words alone, the power of ten of how many passages its language has, whether the language has n-grams beside its
// words, and which part of the question are n-grams in place of words.
type evidence [6]float64

// fewPassages is how many a language is taken to have at least: in fewer, how rare a word is says too little.
const fewPassages = 10

// silenceWeights are what each of an evidence weighs: logistic regression by `docent-eval fit --silence`. The last two are about half of
// what it gives (.64 and .81), which on small folders lost more silences than it gained answers.
var silenceWeights = evidence{-1.94, 4.84, 5.89, -0.95, 0.3, 0.5}

// evidenceNames are what the evidence is called, for whoever fits its weights, and evidenceWords what it is, to people.
var (
	evidenceNames = [len(evidence{})]string{"bias", "coverage", "score", "passages", "inflected", "unspaced"}
	evidenceWords = [len(evidence{})]string{"always 1", "the share of the question's evidence that the passage has", "its score by words alone",
		"the power of ten of how many passages its language has", "1 in a language that has n-grams beside its words", "the part of the question that is n-grams in place of words"}
)

// Evidence is what the probability of an answer is made of, always in the same order. Without any coverage there is no answer,
// whatever the rest. It is nil of a candidate that wasn't judged: a field that was asked for, or a pinned passage.
func (c *Candidate) Evidence() []Input {
	if c.Metadata || c.pinned {
		return nil
	}
	out := make([]Input, len(evidence{}))
	for i, value := range c.evidence() {
		out[i] = Input{evidenceNames[i], evidenceWords[i], value, silenceWeights[i]}
	}
	return out
}

func (e evidence) probability(weights evidence) float64 {
	sum := 0.0
	for i, x := range e {
		sum += weights[i] * x
	}
	return 1 / (1 + math.Exp(-sum))
}

func (c *Candidate) evidence() evidence {
	inflected := float64(query.Btoi(len(c.query.Grams) > 0))
	return evidence{1, c.Coverage, c.wordScore(), math.Log10(float64(max(fewPassages, c.query.Passages))), inflected, c.query.Unspaced()}
}

// Confidence is the probability that the passage answers.
func (c *Candidate) Confidence() float64 {
	switch {
	case c.Metadata || c.pinned:
		return c.Coverage
	case c.Coverage == 0:
		return 0
	}
	return c.evidence().probability(silenceWeights)
}

// wordScore is the score of the passage as if there were no n-grams, nor facts. A month or a year that the question names is
// proven by the document's date as it is by words; "this week" proves nothing.
func (c *Candidate) wordScore() float64 {
	sum := weights[featureWords] * c.bm25
	if !c.query.Parsed.Period.Relative {
		sum += weights[featurePeriod] * c.features[featurePeriod]
	}
	for _, i := range [...]int{featureDocument, featureSibling, featureCoverage, featureWritten, featureTogether, featurePhrase, featurePairs, featureSentence, featureType} {
		sum += weights[i] * c.features[i]
	}
	return sum
}

// Confidence is the evidence for an answer, 0 to 1: that of the best passage.
func Confidence(ranked []*Candidate) float64 {
	if len(ranked) == 0 {
		return 0
	}
	return ranked[0].Confidence()
}

// Threshold is the confidence that a passage must reach to be an answer.
func Threshold(*index.Snapshot, *Candidate) float64 { return AnswerThreshold }

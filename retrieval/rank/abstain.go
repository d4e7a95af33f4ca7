package rank

import (
	"math"

	"docent/retrieval/query"
)

// This file decides between answering and abstaining, by the probability that the best passage answers. The rules are:
//
//   - Only whole words are evidence. Character n-grams rank; that a text has parts of words like the question's proves nothing.
//   - A word that no document has counts in full against every passage.
//   - The more passages there are, the more of a question's words some passage has by chance.
//   - Where words are inflected more than stemmers undo, or not parted by spaces, an answer has fewer of the question's words as
//     they stand: there, as many prove more.

// AnswerThreshold is the least answer probability with which an answer is given. It is above a half, since a wrong answer does
// more harm than none. On the seed, what isn't answered stays below .57, and all that is comes above .73.
const AnswerThreshold = 0.6

// probabilityFeatures are what the answer probability is made of: 1, the share of the question's evidence that the passage has,
// its score by words alone, the decimal logarithm of how many passages its language has, whether the language has n-grams beside
// its words, and the share of the question's terms that are n-grams in place of words.
type probabilityFeatures [6]float64

// fewPassages is how many a language is taken to have at least: in fewer, how rare a word is says too little.
const fewPassages = 10

// probabilityWeights are what each of them weighs, by logistic regression (`docent-eval fit --silence`). The last two are about
// half of what that gives (.64 and .81), with which small folders gave more wrong answers than they gained right ones.
var probabilityWeights = probabilityFeatures{-1.94, 4.84, 5.89, -0.95, 0.3, 0.5}

// probabilityNames are what the features of the answer probability are called, for whoever fits their weights, and
// probabilityReasons what they are, to people.
var (
	probabilityNames   = [len(probabilityFeatures{})]string{"bias", "coverage", "score", "passages", "inflected", "unspaced"}
	probabilityReasons = [len(probabilityFeatures{})]string{"always 1", "the share of the question's evidence that the passage has", "its score by words alone",
		"the power of ten of how many passages its language has", "1 in a language that has n-grams beside its words", "the part of the question that is n-grams in place of words"}
)

// Evidence returns what the answer probability is made of, always in the same order. Without any coverage that is 0, whatever the
// rest. It is nil of a metadata field and of a pinned passage, whose probability isn't estimated.
func (c *Candidate) Evidence() []Input {
	if c.metadata || c.pinned {
		return nil
	}
	out := make([]Input, len(probabilityFeatures{}))
	for i, value := range c.probabilityFeatures() {
		out[i] = Input{probabilityNames[i], probabilityReasons[i], value, probabilityWeights[i]}
	}
	return out
}

func (e probabilityFeatures) probability(weights probabilityFeatures) float64 {
	sum := 0.0
	for i, x := range e {
		sum += weights[i] * x
	}
	return 1 / (1 + math.Exp(-sum))
}

func (c *Candidate) probabilityFeatures() probabilityFeatures {
	inflected := float64(query.Btoi(len(c.query.Grams) > 0))
	return probabilityFeatures{1, c.Coverage, c.wordScore(), math.Log10(float64(max(fewPassages, c.query.Passages))), inflected, c.query.Unspaced()}
}

// AnswerProbability returns the probability that the passage answers.
func (c *Candidate) AnswerProbability() float64 {
	switch {
	case c.metadata || c.pinned:
		return c.Coverage
	case c.Coverage == 0:
		return 0
	}
	return c.probabilityFeatures().probability(probabilityWeights)
}

// wordScore returns the score of the passage without n-grams and facts. The document's date is evidence for a month or a year
// that the question names, as words are; it is none for "this week".
func (c *Candidate) wordScore() float64 {
	sum := weights[featureWords] * c.bm25
	if !c.query.Parsed.Period.Relative {
		sum += weights[featurePeriod] * c.features[featurePeriod]
	}
	for _, i := range [...]int{featureDocument, featureOtherPassage, featureCoverage, featureExactMatch, featureProximity, featurePhrase, featurePairs, featureSentence, featureType} {
		sum += weights[i] * c.features[i]
	}
	return sum
}

// AnswerProbability returns that of the best passage; 0 if there is none.
func AnswerProbability(ranked []*Candidate) float64 {
	if len(ranked) == 0 {
		return 0
	}
	return ranked[0].AnswerProbability()
}

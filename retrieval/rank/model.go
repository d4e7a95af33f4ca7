package rank

// This file is the model that passages are ranked by. A passage's score is a sum over its features, each between 0 and about 1,
// times their weights. The weights are the same for every folder and every language. They were fitted by `docent-eval fit`, which
// also tells what they are worth on a set of questions that they weren't fitted on. Those that no set of questions tells of were
// set by hand, and say so.

// The features of a passage.
const (
	featureWords        = iota // BM25 of body, heading and title, as a share of what the question's words can reach
	featureGrams               // the same of character n-grams, in languages that have them; both count half then
	featureDocument            // BM25 of all that was found of the document, as one text
	featureOtherPassage        // BM25 of the best other passage of the document
	featureCoverage            // the evidence for the question that the passage has, with its headings and title
	featureExactMatch          // how much of the question stands there as it was typed
	featureProximity           // the most of the question that stands within proximityWindow words
	featurePhrase              // the longest run of the question's words that stands there as one
	featurePairs               // the question's neighbouring words that are neighbours there
	featureSentence            // how much of the question the best sentence has
	featureType                // the best sentence holds what the question asks for: a number, a time, a name
	featurePeriod              // the document is of the time that the question names
	featureFact                // a fact stands there whose name is what was asked for
	featureCount
)

// weights are what each feature is worth. But for the last two, which no set of questions tells enough of, they add up to 1
// (n-grams have their half of the words').
var weights = [featureCount]float64{
	featureWords:        0.204,
	featureGrams:        0.204,
	featureDocument:     0.149,
	featureOtherPassage: 0.118,
	featureCoverage:     0.131,
	featureExactMatch:   0.101,
	featureProximity:    0.100,
	featurePhrase:       0.066,
	featurePairs:        0.022,
	featureSentence:     0.080,
	featureType:         0.029,
	featurePeriod:       0.20,
	featureFact:         0.15,
}

// fullScore is what a passage reaches that has every word of the question, as typed, in one run.
const fullScore = 1

// An Input is one number that a model weighs.
type Input struct {
	Name   string
	What   string // in words
	Value  float64
	Weight float64 // what it counts for in the model as it is
}

// featureNames are the features' names, for whoever fits the weights.
var featureNames = [featureCount]string{
	featureWords:        "words",
	featureGrams:        "grams",
	featureDocument:     "document",
	featureOtherPassage: "other-passage",
	featureCoverage:     "coverage",
	featureExactMatch:   "exact-match",
	featureProximity:    "proximity",
	featurePhrase:       "phrase",
	featurePairs:        "pairs",
	featureSentence:     "sentence",
	featureType:         "type",
	featurePeriod:       "period",
	featureFact:         "fact",
}

// Features are the candidate's features with their weights, always in the same order.
func (c *Candidate) Features() []Input {
	out := make([]Input, featureCount)
	for i, value := range c.features {
		out[i] = Input{featureNames[i], reasons[i], value, weights[i]}
	}
	return out
}

// proximityWindow is the window of featureProximity, in words.
const proximityWindow = 15

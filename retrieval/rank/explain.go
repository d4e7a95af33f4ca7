package rank

import (
	"cmp"
	"context"
	"slices"

	"docent/retrieval/index"
)

// Explain returns what the score is made of, greatest share first: a reason for each term, by its part of BM25, and for each
// feature. The shares add up to the score.
func (c *Candidate) Explain(ctx context.Context, snap *index.Snapshot) ([]Reason, error) {
	if c.metadata {
		return []Reason{{What: "the question asks for this field of the document", Share: c.Score}}, nil
	}
	if c.pinned {
		return []Reason{{What: "this passage is pinned to these words", Share: c.Score}}, nil
	}
	body, quote, heading := c.Searched()
	words, err := snap.Explain(ctx, c.query.Language, index.Passage{Body: body, Quote: quote, Heading: heading, Title: c.Title}, indexTerms(c.query.Words()))
	if err != nil {
		return nil, err
	}
	total := 0.0
	for _, w := range words {
		total += w
	}
	var out []Reason
	for i := range c.query.Terms {
		t := &c.query.Terms[i]
		share := 0.0
		if total > 0 {
			share = weights[featureWords] * c.features[featureWords] * words[i] / total
		}
		if share > 0 || t.Content {
			out = append(out, Reason{What: t.Describe(share > 0), Share: share})
		}
	}
	for i, what := range reasons {
		if i == featureType {
			what = "the best sentence holds a " + c.query.Expects.String() + ", as asked"
		}
		if i != featureWords && c.features[i] != 0 {
			out = append(out, Reason{What: what, Share: weights[i] * c.features[i]})
		}
	}
	slices.SortStableFunc(out, func(a, b Reason) int { return cmp.Compare(b.Share, a.Share) })
	return out, nil
}

// A Reason is one share of a score.
type Reason struct {
	What  string  `json:"what"` // the term or feature, in words
	Share float64 `json:"share"`
}

// reasons say what the features are, to people.
var reasons = [featureCount]string{
	featureWords:        "BM25 of the question's words",
	featureGrams:        "parts of words that are like the question's",
	featureDocument:     "the document as a whole speaks of the question's words",
	featureOtherPassage: "another passage of the document speaks of them",
	featureCoverage:     "the passage's share of the question's content words",
	featureExactMatch:   "words that are written here as in the question",
	featureProximity:    "words of the question that stand close together here",
	featurePhrase:       "words of the question that stand here in one run",
	featurePairs:        "words that are neighbours in the question are neighbours here",
	featureSentence:     "the best sentence's share of the question's words",
	featureType:         "the best sentence holds what is asked for",
	featurePeriod:       "the document is of the time asked about, or near it",
	featureFact:         "a fact of this name stands here",
}

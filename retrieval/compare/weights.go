package compare

import (
	"docent/retrieval/analysis"
)

// WordWeights say how much each token of a sentence counts for whether a text is close to it.
type WordWeights struct {
	of    []float64
	mass  float64
	words int // that are no function words
}

// NewWeights weighs the tokens of a sentence, function words at a quarter.
func NewWeights(a *analysis.Analyzer, said []analysis.Surface) WordWeights {
	w := WordWeights{of: make([]float64, len(said))}
	for i, t := range said {
		switch {
		case !t.Word:
		case analysis.AllStops(a.Tokens(nil, t.Exact)):
			w.of[i] = 0.25
		default:
			w.of[i] = 1
			w.words++
		}
		w.mass += w.of[i]
	}
	return w
}

// shared returns the share of the sentence's words that an alignment has in the same written form, but for case and accents,
// and how many of them are no function words.
func (w WordWeights) shared(said []analysis.Surface, steps []column, text []analysis.Surface) (share float64, words int) {
	for _, s := range steps {
		if s.said >= 0 && s.reads >= 0 && said[s.said].Folded == text[s.reads].Folded {
			share += w.of[s.said]
			if w.of[s.said] == 1 {
				words++
			}
		}
	}
	if w.mass > 0 {
		share /= w.mass
	}
	return share, words
}

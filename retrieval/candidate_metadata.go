package retrieval

import (
	"docent/retrieval/passage"
)

// metadataCandidate is a field as the answer to a question that asked for it: certain, or less so where it stands in for the
// field that was asked for.
func metadataCandidate(p *passage.Passage, score float64) *candidate {
	c := &candidate{Passage: p, text: p.Text(), score: score, coverage: 1, query: &query{language: p.Language}}
	c.sentence = [2]int{0, len(c.text)}
	if p.Fact.At[0] > 0 || p.Fact.At[1] < len(c.text) {
		c.matches = [][2]int{p.Fact.At}
	}
	c.metadata = true
	return c
}

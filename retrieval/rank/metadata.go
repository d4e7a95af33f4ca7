package rank

import (
	"docent/retrieval/passage"
	"docent/retrieval/query"
)

// MetadataCandidate is a field as the answer to a question that asked for it: certain, or less so where it stands in for the
// field that was asked for.
func MetadataCandidate(p *passage.Passage, score float64) *Candidate {
	c := &Candidate{Passage: p, Body: p.Text(), Score: score, Coverage: 1, query: &query.Query{Language: p.Language}}
	c.Sentence = [2]int{0, len(c.Body)}
	if p.Fact.At[0] > 0 || p.Fact.At[1] < len(c.Body) {
		c.Matches = [][2]int{p.Fact.At}
	}
	c.Metadata = true
	return c
}

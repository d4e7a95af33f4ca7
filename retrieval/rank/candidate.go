package rank

import (
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
)

// A Candidate is a passage that may answer a question, with its features and its score.
type Candidate struct {
	*passage.Passage // only its head (passage.DecodeHead) until load
	id               int64
	query            *query.Query
	Body             string           // the text, once it is reranked
	sequence         []uint32         // the hashes of Body's words, once it is loaded
	stated           *statement       // what the answering sentence states, once that was asked for
	positions        []query.Position // of the query's terms in Body
	words            int              // how many Body has
	bm25             float64          // of words alone, as a share of what the question's words can reach
	context          []query.Position // of the query's terms in headings, title, and text that markup hides
	features         [featureCount]float64
	Score            float64
	Coverage         float64  // of the question's evidence, 0 to 1
	Sentence         [2]int   // byte range of Body: the answering sentence
	Matches          [][2]int // byte ranges of Body: the question's words
	pinned           bool     // an admin pinned it to the question
	metadata         bool     // it is a metadata field that was asked for, not a passage that was ranked
}

// load reads the whole passage, unless that was done before. stored is a buffer, free again afterwards.
func (c *Candidate) load(snap *index.Snapshot, stored *index.Stored) error {
	if c.Pieces != nil {
		return nil
	}
	err := snap.Read(c.id, stored)
	if err == nil {
		c.Passage, err = passage.Decode(stored.Record)
	}
	c.sequence = make([]uint32, len(stored.Words))
	for i := range stored.Words {
		c.sequence[i] = stored.Words[i].Term
	}
	return err
}

// sum makes the score of the features.
func (c *Candidate) sum() {
	c.Score = 0
	for i, f := range c.features {
		c.Score += weights[i] * f
	}
}

// evidence returns the share of the question's evidence that the passage has, with its headings and title.
func (c *Candidate) evidence(s *query.Scratch) float64 {
	q := c.query
	if q.Evidence <= 0 {
		return 0
	}
	clear(s.Has)
	for _, positions := range [2][]query.Position{c.positions, c.context} {
		for i := range positions {
			s.Has[positions[i].Term] = true
		}
	}
	return min(1, q.PassageEvidence(s, c.positions, c.context, c.Date)/q.Evidence)
}

// MetadataCandidate makes a candidate of a metadata field that a question asks for. Its score is given: less than 1 where it
// stands in for another field.
func MetadataCandidate(p *passage.Passage, score float64) *Candidate {
	c := &Candidate{Passage: p, Body: p.Text(), Score: score, Coverage: 1, query: &query.Query{Language: p.Language}}
	c.Sentence = [2]int{0, len(c.Body)}
	if p.Fact.At[0] > 0 || p.Fact.At[1] < len(c.Body) {
		c.Matches = [][2]int{p.Fact.At}
	}
	c.metadata = true
	return c
}

// is reports whether a candidate is of this passage.
func (c *Candidate) is(p *passage.Passage) bool { return c.Path == p.Path && c.Ordinal == p.Ordinal }

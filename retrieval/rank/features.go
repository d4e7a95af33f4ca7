package rank

import (
	"docent/retrieval/analysis"
	"docent/retrieval/document"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
)

// An extractor extracts the features of passages that one query found. It has buffers of its own, and serves one goroutine.
type extractor struct {
	query     *query.Query
	terms     *query.TermTable
	scratch   *query.Scratch
	positions []query.Position // of all passages extracted; each candidate holds its stretch
}

// usualPositions is about how many a question makes in a hundred passages.
const usualPositions = 2048

func newExtractor(q *query.Query) *extractor {
	return &extractor{query: q, terms: query.NewTermTable(q), scratch: query.NewScratch(q)}
}

// extract makes a candidate of a passage, with the features that need no text: those of the words that the index stored with it,
// and BM25 of words and of n-grams, as shares of what the query can reach. Where there are n-grams, both count half.
func (e *extractor) extract(p *passage.Passage, stored *index.Stored, words, grams float64) *Candidate {
	q, s := e.query, e.scratch
	c := &Candidate{Passage: p, query: q, bm25: words}
	if len(q.Grams) > 0 {
		words, grams = words/2, grams/2
	}
	c.positions, c.words = e.find(stored.Words)
	c.context, _ = e.find(stored.Context)
	c.Coverage = c.evidence(s)
	c.features = [featureCount]float64{
		featureWords:      words,
		featureGrams:      grams,
		featureCoverage:   c.Coverage,
		featureExactMatch: q.ExactMatch(s, c.positions),
		featureProximity:  q.Proximity(s, c.positions, proximityWindow),
		featurePhrase:     q.Phrase(s, c.positions),
		featurePairs:      q.Pairs(s, c.positions),
		featurePeriod:     q.Parsed.Period.Nearness(p.Date, q.Parsed.At),
	}
	return c
}

// find returns the positions of the query's terms among the words of a text, and how many words those are.
func (e *extractor) find(words []analysis.Word) (positions []query.Position, n int) {
	if e.positions == nil {
		e.positions = make([]query.Position, 0, usualPositions)
	}
	from := len(e.positions)
	e.positions, n = e.terms.Positions(e.positions, words)
	return e.positions[from:len(e.positions):len(e.positions)], n
}

// findRow makes the first of some rows of facts that stands in this passage its answering sentence.
func (c *Candidate) findRow(rows []document.Span) {
	for _, row := range rows {
		at := 0
		for _, piece := range c.Pieces {
			if row.Start >= piece.Span.Start && row.End <= piece.Span.End {
				start := at + row.Start - piece.Span.Start
				c.Sentence = [2]int{start, start + row.End - row.Start}
				c.features[featureFact] = 1
				return
			}
			at += len(piece.Text) + len("\n\n")
		}
	}
}

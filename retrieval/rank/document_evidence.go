package rank

import (
	"docent/retrieval/index"
	"docent/retrieval/query"
)

// This file makes the document a part of its passages' features: one that comes back to what is asked is likelier to answer than
// one that mentions it once.

// documentEvidence is what one query found of one document: its candidates, taken as one text.
type documentEvidence struct {
	query  *query.Query
	counts []float64 // by term
	words  int
	best   [2]float64 // BM25 of its two best passages
}

// averageWords is the length that BM25 of documents takes for the average: how many words of the document the candidates have.
const averageWords = 200

// addDocumentEvidence fills in the features of the candidates' documents. featureDocument is BM25 of a document's candidates as
// one text: what isn't among them has little of the question.
func addDocumentEvidence(all []*Candidate) {
	type key struct {
		path  string
		query *query.Query
	}
	documents := map[key]*documentEvidence{}
	for _, c := range all {
		d := documents[key{c.Path, c.query}]
		if d == nil {
			d = &documentEvidence{query: c.query, counts: make([]float64, len(c.query.Terms))}
			documents[key{c.Path, c.query}] = d
		}
		d.words += c.words
		switch own := c.bm25; {
		case own > d.best[0]:
			d.best = [2]float64{own, d.best[0]}
		case own > d.best[1]:
			d.best[1] = own
		}
		for i := range c.positions {
			d.counts[c.positions[i].Term]++
		}
	}
	for _, c := range all {
		d := documents[key{c.Path, c.query}]
		c.features[featureDocument] = d.bm25()
		if c.features[featureOtherPassage] = d.best[0]; c.bm25 == d.best[0] {
			c.features[featureOtherPassage] = d.best[1]
		}
	}
}

// bm25 returns the score of the document, as a share of what the question's words can reach.
func (w *documentEvidence) bm25() float64 {
	norm := index.K1 * (1 - index.B + index.B*float64(w.words)/averageWords)
	sum := 0.0
	for i, n := range w.counts {
		if n > 0 {
			sum += w.query.Terms[i].Share() * n * (index.K1 + 1) / (n + norm)
		}
	}
	return w.query.ShareOf(sum / (index.K1 + 1))
}

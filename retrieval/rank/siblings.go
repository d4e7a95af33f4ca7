package rank

import (
	"docent/retrieval/index"
	"docent/retrieval/query"
)

// This file lets a document speak for its passages: one that comes back to what is asked again and again is likelier to answer
// than one that mentions it once.

// A whole is what was found of one document in one language: its passages among the candidates as if they were one text.
type whole struct {
	query  *query.Query
	counts []float64 // by term
	words  int
	best   [2]float64 // BM25 of its two best passages
}

// middling is how many words found of a document neither raise nor lower what they say, in noteDocuments.
const middling = 200

// noteDocuments fills in what the features say of documents. featureDocument is BM25 of the document's passages that are candidates, as one text.
// (What isn't among the candidates has little of the question.)
func noteDocuments(all []*Candidate) {
	type key struct {
		path  string
		query *query.Query
	}
	documents := map[key]*whole{}
	for _, c := range all {
		d := documents[key{c.Path, c.query}]
		if d == nil {
			d = &whole{query: c.query, counts: make([]float64, len(c.query.Terms))}
			documents[key{c.Path, c.query}] = d
		}
		d.words += c.words
		switch own := c.bm25; {
		case own > d.best[0]:
			d.best = [2]float64{own, d.best[0]}
		case own > d.best[1]:
			d.best[1] = own
		}
		for i := range c.marks {
			d.counts[c.marks[i].Term]++
		}
	}
	for _, c := range all {
		d := documents[key{c.Path, c.query}]
		c.features[featureDocument] = d.bm25()
		if c.features[featureSibling] = d.best[0]; c.bm25 == d.best[0] {
			c.features[featureSibling] = d.best[1]
		}
	}
}

// bm25 is a share of what the question's words can reach.
func (w *whole) bm25() float64 {
	norm := index.K1 * (1 - index.B + index.B*float64(w.words)/middling)
	sum := 0.0
	for i, n := range w.counts {
		if n > 0 {
			sum += w.query.Terms[i].Share() * n * (index.K1 + 1) / (n + norm)
		}
	}
	return w.query.ShareOf(sum / (index.K1 + 1))
}

package rank

import (
	"cmp"
	"context"
	"slices"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
)

// How many passages features are extracted of, those with the highest BM25, and how many of the best of them are reranked by
// their answering sentence.
const (
	MaxCandidates = 100
	MaxReranked   = 16
)

// A retrieved is a passage that the index found, not read yet.
type retrieved struct {
	extractor    *extractor
	id           int64
	words, grams float64 // BM25, as shares of what the question can reach
}

// share returns what passages are read in the order of; n-grams count as much as words.
func (f retrieved) share() float64 {
	if len(f.extractor.query.Grams) > 0 {
		return (f.words + f.grams) / 2
	}
	return f.words
}

// A Ranker orders passages by how well they answer. Its fields are what it ranks with, beside the index; all are required.
type Ranker struct {
	Detector      *analysis.Detector                     // tells the language of a question
	Synonyms      *query.SynonymRules                    // what an admin wrote down
	Abbreviations func(text string) []analysis.OtherForm // as the documents explain them
}

// Rank returns the passages that may answer a question, depth at the most and all of them reranked, best first, pinned ones
// before all others; and the queries that found them. only limits the passages; nil for all. Corrections, alternatives and
// missing phrases are noted in r.
func (x *Ranker) Rank(ctx context.Context, snap *index.Snapshot, r *query.Parsed, only *index.Filter, depth int) ([]*Candidate, []*query.Query, error) {
	given := only
	only, req, err := filterRequired(ctx, snap, r, given)
	if err != nil {
		return nil, nil, err
	}
	if r.OnlyMissing() {
		return nil, nil, nil // nothing was asked for but phrases, and nobody has one
	}
	queries, err := x.queries(ctx, snap, r)
	if err != nil {
		return nil, nil, err
	}
	out, err := retrieve(ctx, snap, queries, only, req)
	if err != nil {
		return nil, nil, err
	}
	if len(out) == 0 && len(req.required) > 0 { // their words stand in passages, but nowhere in this order
		for _, phrase := range slices.Clone(r.Phrases) {
			r.Miss(phrase)
		}
		return x.Rank(ctx, snap, r, given, depth)
	}
	named, err := factsNamed(ctx, snap, r.Asked, only)
	if err != nil {
		return nil, nil, err
	}
	if out, err = rerank(snap, out, named, depth); err != nil {
		return nil, nil, err
	}
	pinned, err := pinned(ctx, snap, x.Synonyms.Pins, queries, only, req)
	if err != nil {
		return nil, nil, err
	}
	out = append(pinned, slices.DeleteFunc(out, func(c *Candidate) bool {
		return slices.ContainsFunc(pinned, func(p *Candidate) bool { return p.is(c.Passage) })
	})...)
	r.NoteCorrections(snap, queries, wordings(out))
	return out, queries, nil
}

// retrieve searches with each query, and extracts the features of what scores highest.
func retrieve(ctx context.Context, snap *index.Snapshot, queries []*query.Query, only *index.Filter, req requirements) ([]*Candidate, error) {
	reach := MaxCandidates
	if len(req.required) > 0 {
		reach = phraseDepth
	}
	var all []retrieved
	for _, q := range queries {
		hits, err := snap.Search(ctx, q.Language, indexTerms(q.Lookups()), only, reach)
		if err != nil {
			return nil, err
		}
		e := newExtractor(q)
		for _, h := range hits {
			all = append(all, retrieved{e, h.ID, q.ShareOf((h.Score - h.Grams) / (index.K1 + 1)), q.ShareOf(h.Grams / (index.K1 + 1))})
		}
	}
	var out []*Candidate
	var stored index.Stored
	for _, f := range highest(all, reach) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := snap.Read(f.id, &stored); err != nil {
			return nil, err
		}
		decode := passage.DecodeHead
		if !req.empty() {
			decode = passage.Decode
		}
		p, err := decode(stored.Record)
		if err != nil {
			return nil, err
		}
		if !req.met(p) {
			continue
		}
		c := f.extractor.extract(p, &stored, f.words, f.grams)
		c.id = f.id
		if out = append(out, c); len(out) == MaxCandidates && !req.empty() {
			break
		}
	}
	addDocumentEvidence(out)
	return out, nil
}

// indexTerms returns terms as the index takes them.
func indexTerms(terms []query.Lookup) []index.Term {
	out := make([]index.Term, len(terms))
	for i, t := range terms {
		out[i] = index.Term(t)
	}
	return out
}

// highest returns the n with the highest BM25, and those that tie with the last of them: which of those comes first is for
// features to decide.
func highest(all []retrieved, n int) []retrieved {
	slices.SortStableFunc(all, func(a, b retrieved) int { return cmp.Compare(b.share(), a.share()) })
	end := min(n, len(all))
	for end < len(all) && end < 2*n && all[end].share() == all[n-1].share() {
		end++
	}
	return all[:end]
}

// rerank sorts candidates by their scores, chooses the answering sentences of the best, and returns those, sorted by the scores
// that they have then.
func rerank(snap *index.Snapshot, all []*Candidate, named map[string][]document.Span, depth int) ([]*Candidate, error) {
	byScore := func(a, b *Candidate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Ordinal, b.Ordinal))
	}
	var stored index.Stored
	for _, c := range all {
		if rows := named[c.Path]; len(rows) > 0 {
			if err := c.load(snap, &stored); err != nil {
				return nil, err
			}
			c.findRow(rows)
		}
		c.sum()
	}
	slices.SortFunc(all, byScore)
	best := all[:min(depth, len(all))]
	for _, c := range best {
		if err := c.load(snap, &stored); err != nil {
			return nil, err
		}
		c.chooseSentence(query.NewScratch(c.query))
		c.sum()
	}
	slices.SortFunc(best, byScore)
	return best, nil
}

// wordings returns the texts of candidates that were reranked.
func wordings(all []*Candidate) []query.Wording {
	out := make([]query.Wording, len(all))
	for i, c := range all {
		out[i] = query.Wording{Language: c.Language, Text: c.Body}
	}
	return out
}

// queries makes the query of each language, corrected and expanded.
func (x *Ranker) queries(ctx context.Context, snap *index.Snapshot, r *query.Parsed) ([]*query.Query, error) {
	var out []*query.Query
	stops := x.Detector.StopWords(r.Asked)
	for _, language := range snap.Languages() {
		q, err := query.NewQuery(ctx, snap, language, r, stops)
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, query.Expand(ctx, snap, r, out, x.Synonyms, x.Abbreviations(r.Asked))
}

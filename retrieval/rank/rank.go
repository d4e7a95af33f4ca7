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

// How many passages are examined, those with the highest BM25, and in how many of the best sentences are looked for.
const (
	MaxCandidates = 100
	Looked        = 16
)

// A listed is a passage that the index found, not read yet.
type listed struct {
	examiner     *examiner
	id           int64
	words, grams float64 // BM25, as shares of what the question can reach
}

// share orders what is to be read; n-grams count as much as words.
func (f listed) share() float64 {
	if len(f.examiner.query.Grams) > 0 {
		return (f.words + f.grams) / 2
	}
	return f.words
}

// A Ranker orders passages by how well they answer. Its fields are what it ranks with, beside the index; all are required.
type Ranker struct {
	Detector      *analysis.Detector                     // tells the language of a question
	Synonyms      *query.SynonymRules                        // what an admin wrote down
	Abbreviations func(text string) []analysis.OtherForm // as the documents explain them
}

// Rank finds the passages that speak of a question and orders them, best first. It returns as many as are to be looked at
// closely, and the queries they were found with. How the question was read is noted in it.
func (x *Ranker) Rank(ctx context.Context, snap *index.Snapshot, r *query.Parsed, only *index.Filter, looked int) ([]*Candidate, []*query.Query, error) {
	given := only
	only, demand, err := narrow(ctx, snap, r, given)
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
	out, err := examineAll(ctx, snap, queries, only, demand)
	if err != nil {
		return nil, nil, err
	}
	if len(out) == 0 && len(demand.phrases) > 0 { // their words stand in passages, but nowhere in this order
		for _, phrase := range slices.Clone(r.Phrases) {
			r.Miss(phrase)
		}
		return x.Rank(ctx, snap, r, given, looked)
	}
	named, err := factsNamed(ctx, snap, r.Asked, only)
	if err != nil {
		return nil, nil, err
	}
	if out, err = order(snap, out, named, looked); err != nil {
		return nil, nil, err
	}
	pinned, err := pinned(ctx, snap, x.Synonyms.Pins, queries, only, demand)
	if err != nil {
		return nil, nil, err
	}
	out = append(pinned, slices.DeleteFunc(out, func(c *Candidate) bool {
		return slices.ContainsFunc(pinned, func(p *Candidate) bool { return p.is(c.Passage) })
	})...)
	r.NoteCorrections(snap, queries, wordings(out))
	return out, queries, nil
}

// examineAll searches with each query and examines what comes out highest.
func examineAll(ctx context.Context, snap *index.Snapshot, queries []*query.Query, only *index.Filter, demand demand) ([]*Candidate, error) {
	reach := MaxCandidates
	if len(demand.phrases) > 0 {
		reach = phraseReach
	}
	var all []listed
	for _, q := range queries {
		hits, err := snap.Search(ctx, q.Language, indexTerms(q.Lookups()), only, reach)
		if err != nil {
			return nil, err
		}
		e := newExaminer(q)
		for _, h := range hits {
			all = append(all, listed{e, h.ID, q.ShareOf((h.Score - h.Grams) / (index.K1 + 1)), q.ShareOf(h.Grams / (index.K1 + 1))})
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
		if !demand.none() {
			decode = passage.Decode
		}
		p, err := decode(stored.Record)
		if err != nil {
			return nil, err
		}
		if !demand.met(p) {
			continue
		}
		c := f.examiner.examine(p, &stored, f.words, f.grams)
		c.id = f.id
		if out = append(out, c); len(out) == MaxCandidates && !demand.none() {
			break
		}
	}
	noteDocuments(out)
	return out, nil
}

// indexTerms are terms as the index takes them.
func indexTerms(terms []query.Lookup) []index.Term {
	out := make([]index.Term, len(terms))
	for i, t := range terms {
		out[i] = index.Term(t)
	}
	return out
}

// highest are the n with the highest BM25, and those that tie with the last: what is to come first of them is decided by what
// lasts.
func highest(all []listed, n int) []listed {
	slices.SortStableFunc(all, func(a, b listed) int { return cmp.Compare(b.share(), a.share()) })
	end := min(n, len(all))
	for end < len(all) && end < 2*n && all[end].share() == all[n-1].share() {
		end++
	}
	return all[:end]
}

// order sorts candidates by their scores, best first, and looks at the best closely.
func order(snap *index.Snapshot, all []*Candidate, named map[string][]document.Span, looked int) ([]*Candidate, error) {
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
		c.add()
	}
	slices.SortFunc(all, byScore)
	best := all[:min(looked, len(all))]
	for _, c := range best {
		if err := c.load(snap, &stored); err != nil {
			return nil, err
		}
		c.chooseSentence(query.NewScratch(c.query))
		c.add()
	}
	slices.SortFunc(best, byScore)
	return best, nil
}

// wordings are the texts of candidates that were looked at closely.
func wordings(all []*Candidate) []query.Wording {
	out := make([]query.Wording, len(all))
	for i, c := range all {
		out[i] = query.Wording{Language: c.Language, Text: c.Body}
	}
	return out
}

// queries reads the question in each language, corrects what none knows, and adds other ways to say it.
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

// factsNamed finds the rows of facts whose name is all that the question asks for ("cooperation scope?", "What is the
// cooperation scope?"), by path.
func factsNamed(ctx context.Context, snap *index.Snapshot, text string, only *index.Filter) (map[string][]document.Span, error) {
	words := analysis.FoldedWords(text)
	framed := query.PatternWords(text)
	stops := analysis.WordSet("what what's is are was were the a an of")
	for len(words) > 0 && (framed[words[0].Start] || stops[words[0].Text]) {
		words = words[1:]
	}
	if len(words) == 0 {
		return nil, nil
	}
	hits, exact, err := snap.Facts(ctx, text[words[0].Start:words[len(words)-1].End], only, MaxHits)
	if err != nil || !exact {
		return nil, err
	}
	out := map[string][]document.Span{}
	for _, h := range hits {
		record, err := snap.Record(h.ID)
		if err != nil {
			return nil, err
		}
		p, err := passage.Decode(record)
		if err != nil {
			return nil, err
		}
		out[p.Path] = append(out[p.Path], p.Pieces[0].Span)
	}
	return out, nil
}

package retrieval

import (
	"cmp"
	"context"
	"slices"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
	"docent/retrieval/index"
	"docent/retrieval/passage"
)

// How many passages are examined, those with the highest BM25, and in how many of the best sentences are looked for.
const (
	candidates = 100
	looked     = 16
)

// A listed is a passage that the index found, not read yet.
type listed struct {
	examiner     *examiner
	id           int64
	words, grams float64 // BM25, as shares of what the question can reach
}

// share orders what is to be read; n-grams count as much as words.
func (f listed) share() float64 {
	if len(f.examiner.query.grams) > 0 {
		return (f.words + f.grams) / 2
	}
	return f.words
}

// rank finds the passages that speak of a question and orders them, best first. It returns as many as are to be looked at
// closely.
func (l *Library) rank(ctx context.Context, snap *index.Snapshot, q Question, only *index.Filter, looked int) ([]*candidate, []*query, error) {
	q = q.asRead()
	given := only
	only, demand, err := q.read.narrow(ctx, snap, given)
	if err != nil {
		return nil, nil, err
	}
	if len(q.read.Missing) > 0 && len(q.read.Phrases) == 0 && !q.read.outside {
		return nil, nil, nil // nothing was asked for but phrases, and nobody has one
	}
	book := l.synonyms.current()
	queries, err := l.queries(ctx, snap, q, book)
	if err != nil {
		return nil, nil, err
	}
	out, err := examineAll(ctx, snap, queries, only, demand)
	if err != nil {
		return nil, nil, err
	}
	if len(out) == 0 && len(demand.phrases) > 0 { // their words stand in passages, but nowhere in this order
		for _, phrase := range slices.Clone(q.read.Phrases) {
			q.read.miss(phrase)
		}
		return l.rank(ctx, snap, q, given, looked)
	}
	named, err := factsNamed(ctx, snap, q, only)
	if err != nil {
		return nil, nil, err
	}
	if out, err = order(snap, out, named, looked); err != nil {
		return nil, nil, err
	}
	pinned, err := book.pinned(ctx, snap, queries, only, demand)
	if err != nil {
		return nil, nil, err
	}
	out = append(pinned, slices.DeleteFunc(out, func(c *candidate) bool {
		return slices.ContainsFunc(pinned, func(p *candidate) bool { return p.is(c.Passage) })
	})...)
	q.read.noteCorrections(snap, queries, out)
	return out, queries, nil
}

// examineAll searches with each query and examines what comes out highest.
func examineAll(ctx context.Context, snap *index.Snapshot, queries []*query, only *index.Filter, demand demand) ([]*candidate, error) {
	reach := candidates
	if len(demand.phrases) > 0 {
		reach = phraseReach
	}
	var all []listed
	for _, query := range queries {
		hits, err := snap.Search(ctx, query.language, query.lookups(), only, reach)
		if err != nil {
			return nil, err
		}
		e := newExaminer(query)
		for _, h := range hits {
			all = append(all, listed{e, h.ID, query.shareOf((h.Score - h.Grams) / (index.K1 + 1)), query.shareOf(h.Grams / (index.K1 + 1))})
		}
	}
	var out []*candidate
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
		if out = append(out, c); len(out) == candidates && !demand.none() {
			break
		}
	}
	noteDocuments(out)
	return out, nil
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
func order(snap *index.Snapshot, all []*candidate, named map[string][]document.Span, looked int) ([]*candidate, error) {
	byScore := func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Ordinal, b.Ordinal))
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
		c.chooseSentence(newScratch(c.query))
		c.add()
	}
	slices.SortFunc(best, byScore)
	return best, nil
}

// asRead is the question with its operators read, once.
func (q Question) asRead() Question {
	if q.read == nil { // a new one each time: corrections are noted in it
		q.read = readQuestion(q.Text, q.Asked)
		q.Earlier = readQuestion(q.Earlier, q.Asked).asked
	}
	q.Text = q.read.asked
	return q
}

// queries reads the question in each language, corrects what none knows, and adds other ways to say it.
func (l *Library) queries(ctx context.Context, snap *index.Snapshot, q Question, book *wordbook) ([]*query, error) {
	var out []*query
	stops := l.folder.languages.StopWords(q.Text)
	for _, language := range snap.Languages() {
		query, err := newQuery(ctx, snap, language, q, stops)
		if err != nil {
			return nil, err
		}
		query.findUnits(q.Text)
		if err := query.addGrams(ctx, snap); err != nil { // of what was typed: they find what is misspelt, too
			return nil, err
		}
		out = append(out, query)
	}
	spelt, err := spellings(ctx, snap, out, q.Text)
	if err != nil {
		return nil, err
	}
	expansions := slices.Concat(book.expansions(snap, out), l.abbreviations(q.Text), spelt)
	others, err := correct(ctx, snap, out, expansions)
	if err != nil {
		return nil, err
	}
	expansions = append(others, expansions...)
	q.read.Also = nil
	for _, e := range expansions[:min(len(expansions), maxExpansions)] {
		used := false
		for _, query := range out {
			known, err := query.expand(ctx, snap, e)
			if err != nil {
				return nil, err
			}
			used = used || known
		}
		if also := (Rewording{q.Text[e.at[0]:e.at[1]], e.form}); used && e.told && !slices.Contains(q.read.Also, also) {
			q.read.Also = append(q.read.Also, also)
		}
	}
	return out, nil
}

// abbreviations are the other forms of the abbreviations in a question, as the documents explain them.
func (l *Library) abbreviations(text string) []expansion {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.edition == nil {
		return nil
	}
	return l.edition.manifest.abbreviations.expansions(text)
}

// factsNamed finds the rows of facts whose name is all that the question asks for ("cooperation scope?", "What is the
// cooperation scope?"), by path.
func factsNamed(ctx context.Context, snap *index.Snapshot, q Question, only *index.Filter) (map[string][]document.Span, error) {
	words := analysis.FoldedWords(q.Text)
	framed := framing(q.Text)
	stops := analysis.WordSet("what what's is are was were the a an of")
	for len(words) > 0 && (framed[words[0].Start] || stops[words[0].Text]) {
		words = words[1:]
	}
	if len(words) == 0 {
		return nil, nil
	}
	hits, exact, err := snap.Facts(ctx, q.Text[words[0].Start:words[len(words)-1].End], only, reach)
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

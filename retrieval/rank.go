package retrieval

import (
	"cmp"
	"context"
	"slices"

	"docent/retrieval/index"
)

// How many candidates the index gives for each language, and how many of the best an answer reads and looks at closely. On
// questions over articles, to look at 40 found nothing that 16 didn't.
const (
	candidates = 100
	looked     = 16
)

// The weights of what makes a passage's score. Each feature is between 0 and about 1.
const (
	weightBM25     = 1.0  // BM25 of body, heading and title, as a share of what the question's words can reach
	weightSentence = 0.35 // the best sentence's share of the question's words, by idf
	weightPairs    = 0.15 // the share of the question's neighbouring words that stand together in the passage
	weightClose    = 0.15 // how close together the best sentence has the question's content words
	weightCoverage = 0.30 // the share of the question's content words, by idf, that the passage has
	weightFact     = 0.30 // a fact stands here whose name is what was asked for
	weightType     = 0.05 // the best sentence holds what the question asks for: a number, a time, a name
)

// The features, in the order of candidate.shares.
const (
	featureBM25 = iota
	featureSentence
	featurePairs
	featureClose
	featureCoverage
	featureFact
	featureType
	featureCount
)

// fullScore is what a passage reaches that has every word of the question, together and in one sentence.
const fullScore = weightBM25 + weightSentence + weightPairs + weightClose + weightCoverage

// A candidate is a passage with what was found of the question in it.
type candidate struct {
	*Passage
	query    *query
	text     string
	bm25     float64
	sentence [2]int   // of text
	matches  [][2]int // of text
	shares   [featureCount]float64
	score    float64
	coverage float64  // of the question's evidence, 0 to 1
	timely   float64  // the share of the score that the document's date has, for a question that names a time: no evidence
	more     []Reason // shares of the score that aren't features of the text
	pinned   bool     // an admin pinned it to the question
	metadata bool     // it is a metadata field that was asked for, not a passage that was ranked
}

// rank finds the passages that speak of a question, and orders the best of them, so many as are to be looked at closely.
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
	type found struct {
		query *query
		hit   index.Hit
		share float64
	}
	var all []found
	book := l.synonyms.current()
	queries, err := l.queries(ctx, snap, q, book)
	if err != nil {
		return nil, nil, err
	}
	reach := candidates
	if len(demand.phrases) > 0 {
		reach = phraseReach
	}
	for _, query := range queries {
		hits, err := snap.Search(ctx, query.language, query.lookups(), only, reach)
		if err != nil {
			return nil, nil, err
		}
		for _, h := range hits {
			all = append(all, found{query, h, h.Score / max(query.mass*(index.K1+1), 1e-9)})
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.share, a.share) })
	if demand.none() && len(all) > looked { // those that tie with the last are all read: their order is decided below, by what lasts
		end := looked
		for end < len(all) && end < 4*looked && all[end].share == all[looked-1].share {
			end++
		}
		all = all[:end]
	}
	named, err := factsNamed(ctx, snap, q, only)
	if err != nil {
		return nil, nil, err
	}
	var out []*candidate
	for _, f := range all {
		record, err := snap.Record(f.hit.ID)
		if err != nil {
			return nil, nil, err
		}
		p, err := decodePassage(record)
		if err != nil {
			return nil, nil, err
		}
		if !demand.met(p) {
			continue
		}
		c := examine(snap.Analyzer(f.query.language), f.query, p, f.share, q.Text, named)
		c.prefer(q.read.Period, q.Asked)
		if out = append(out, c); !demand.none() && len(out) == looked {
			break
		}
	}
	if len(out) == 0 && len(demand.phrases) > 0 { // their words stand in passages, but nowhere in this order
		for _, phrase := range slices.Clone(q.read.Phrases) {
			q.read.miss(phrase)
		}
		return l.rank(ctx, snap, q, given, looked)
	}
	slices.SortFunc(out, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	pinned, err := book.pinned(ctx, snap, queries, only, demand)
	if err != nil {
		return nil, nil, err
	}
	out = append(pinned, slices.DeleteFunc(out, func(c *candidate) bool { return slices.ContainsFunc(pinned, c.Passage.same) })...)
	q.read.noteCorrections(snap, queries, out)
	return out, queries, nil
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
	stops := l.folder.languages.stopWords(q.Text)
	for _, language := range snap.Languages() {
		query, err := newQuery(ctx, snap, language, q, stops)
		if err != nil {
			return nil, err
		}
		query.findUnits(q.Text)
		out = append(out, query)
	}
	expansions := slices.Concat(book.expansions(snap, out), l.abbreviations(q.Text), spellings(snap, out, q.Text))
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
func factsNamed(ctx context.Context, snap *index.Snapshot, q Question, only *index.Filter) (map[string][]Span, error) {
	words := wordsOf(q.Text)
	framed := framing(q.Text)
	stops := set("what what's is are was were the a an of")
	for len(words) > 0 && (framed[words[0].start] || stops[words[0].text]) {
		words = words[1:]
	}
	if len(words) == 0 {
		return nil, nil
	}
	hits, exact, err := snap.Facts(ctx, q.Text[words[0].start:words[len(words)-1].end], only, reach)
	if err != nil || !exact {
		return nil, err
	}
	out := map[string][]Span{}
	for _, h := range hits {
		record, err := snap.Record(h.ID)
		if err != nil {
			return nil, err
		}
		p, err := decodePassage(record)
		if err != nil {
			return nil, err
		}
		out[p.Path] = append(out[p.Path], p.Pieces[0].Span)
	}
	return out, nil
}

package rank

import (
	"context"
	"slices"

	"docent/retrieval/analysis"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
)

// pinDepth is how many passages of a pinned document are looked through, and maxPinned how many of them are put first.
const (
	pinDepth  = 2000
	maxPinned = 2
)

// pinned returns the passages that are pinned to a question: those of every pin whose words the question has. A pin to what isn't
// there, isn't among the documents asked, or lacks what is required, is passed over.
func pinned(ctx context.Context, snap *index.Snapshot, pins []query.Pin, queries []*query.Query, only *index.Filter, req requirements) ([]*Candidate, error) {
	var out []*Candidate
	for _, p := range pins {
		q := askedWith(p, snap, queries)
		if q == nil || len(out) == maxPinned {
			continue
		}
		there, err := snap.OnlyPaths(ctx, []string{p.Path})
		if err != nil {
			return nil, err
		}
		hits, err := snap.Each(there.And(only), pinDepth)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			found, err := ReadPassage(snap, h.ID)
			if err != nil {
				return nil, err
			}
			if found.Fact == nil && names(p, found) && req.met(found) && !slices.ContainsFunc(out, func(c *Candidate) bool { return c.is(found) }) {
				out = append(out, pinnedCandidate(p, snap, q, found))
				break
			}
		}
	}
	return out, nil
}

// askedWith returns a query that has every word of the pin; nil if there is none.
func askedWith(p query.Pin, snap *index.Snapshot, queries []*query.Query) *query.Query {
	for _, q := range queries {
		terms := query.TermsOf(snap.Analyzer(q.Language), p.Words)
		missing := slices.ContainsFunc(terms, func(t string) bool {
			i, ok := q.At[t]
			return !ok || q.Terms[i].Alternative || q.Terms[i].Earlier
		})
		if len(terms) > 0 && !missing {
			return q
		}
	}
	return nil
}

// names reports whether a pin is to a passage. The first such passage of the document is taken.
func names(p query.Pin, found *passage.Passage) bool {
	switch {
	case p.Heading != "":
		return analysis.Fold(found.Heading) == analysis.Fold(p.Heading)
	case p.Lines != [2]int{}:
		at := found.Lines()
		return at[0] <= p.Lines[1] && at[1] >= p.Lines[0]
	}
	return true
}

// pinnedCandidate makes a candidate of a pinned passage. It comes before all that was ranked. The lines that the pin names are
// its answering sentence.
func pinnedCandidate(p query.Pin, snap *index.Snapshot, q *query.Query, found *passage.Passage) *Candidate {
	words := index.Stored{Words: snap.Analyzer(q.Language).Words(found.Text())}
	c := newExtractor(q).extract(found, &words, 0, 0)
	c.chooseSentence(query.NewScratch(q))
	if start, end, ok := found.Stretch(p.Lines); ok {
		c.Sentence = [2]int{start, end}
	}
	c.Score, c.Coverage, c.pinned = fullScore, 1, true
	return c
}

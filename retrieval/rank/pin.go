package rank

import (
	"context"
	"slices"

	"docent/retrieval/analysis"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
)

// pinReach is how many passages of a pinned document are looked through, and maxPinned how many of them are put first.
const (
	pinReach  = 2000
	maxPinned = 2
)

// pinned finds the passages that are pinned to a question: those of every pin whose words the question has. What a pin names
// and isn't there, or isn't among the documents asked, is passed over.
func pinned(ctx context.Context, snap *index.Snapshot, pins []query.Pin, queries []*query.Query, only *index.Filter, demand demand) ([]*Candidate, error) {
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
		hits, err := snap.Each(there.And(only), pinReach)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			record, err := snap.Record(h.ID)
			if err != nil {
				return nil, err
			}
			found, err := passage.Decode(record)
			if err != nil {
				return nil, err
			}
			if found.Fact == nil && means(p, found) && demand.met(found) && !slices.ContainsFunc(out, func(c *Candidate) bool { return c.is(found) }) {
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

// means tells whether the pin names the passage. The first one that it names is the one.
func means(p query.Pin, found *passage.Passage) bool {
	switch {
	case p.Heading != "":
		return analysis.Fold(found.Heading) == analysis.Fold(p.Heading)
	case p.Lines != [2]int{}:
		at := found.Lines()
		return at[0] <= p.Lines[1] && at[1] >= p.Lines[0]
	}
	return true
}

// pinnedCandidate is the pinned passage: certain, before all that was ranked. The lines that the pin names are its sentence.
func pinnedCandidate(p query.Pin, snap *index.Snapshot, q *query.Query, found *passage.Passage) *Candidate {
	words := index.Stored{Words: snap.Analyzer(q.Language).Words(found.Text())}
	c := newExaminer(q).examine(found, &words, 0, 0)
	c.chooseSentence(query.NewScratch(q))
	if start, end, ok := found.Stretch(p.Lines); ok {
		c.Sentence = [2]int{start, end}
	}
	c.Score, c.Coverage, c.pinned = fullScore, 1, true
	return c
}

// is reports whether a candidate is of this passage.
func (c *Candidate) is(p *passage.Passage) bool { return c.Path == p.Path && c.Ordinal == p.Ordinal }

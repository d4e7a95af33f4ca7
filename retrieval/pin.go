package retrieval

import (
	"context"
	"slices"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
	"docent/retrieval/index"
)

// pinReach is how many passages of a pinned document are looked through, and maxPinned how many of them are put first.
const (
	pinReach  = 2000
	maxPinned = 2
)

// pinned finds the passages that are pinned to a question: those of every pin whose words the question has. What a pin names
// and isn't there, or isn't among the documents asked, is passed over.
func (b *wordbook) pinned(ctx context.Context, snap *index.Snapshot, queries []*query, only *index.Filter, demand demand) ([]*candidate, error) {
	var out []*candidate
	for _, p := range b.pins {
		q := p.asked(snap, queries)
		if q == nil || len(out) == maxPinned {
			continue
		}
		there, err := snap.OnlyPaths(ctx, []string{p.path})
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
			passage, err := decodePassage(record)
			if err != nil {
				return nil, err
			}
			if passage.Fact == nil && p.means(passage) && demand.met(passage) && !slices.ContainsFunc(out, passage.same) {
				out = append(out, p.candidate(snap, q, passage))
				break
			}
		}
	}
	return out, nil
}

// asked returns a query that has every word of the pin; nil if there is none.
func (p pin) asked(snap *index.Snapshot, queries []*query) *query {
	for _, q := range queries {
		terms := termsOf(snap.Analyzer(q.language), p.words)
		missing := slices.ContainsFunc(terms, func(t string) bool {
			i, ok := q.at[t]
			return !ok || q.terms[i].other || q.terms[i].earlier
		})
		if len(terms) > 0 && !missing {
			return q
		}
	}
	return nil
}

// means tells whether the pin names the passage. The first one that it names is the one.
func (p pin) means(passage *Passage) bool {
	switch {
	case p.heading != "":
		return analysis.Fold(passage.Heading) == analysis.Fold(p.heading)
	case p.lines != [2]int{}:
		at := passage.lines()
		return at[0] <= p.lines[1] && at[1] >= p.lines[0]
	}
	return true
}

// candidate is the pinned passage: certain, before all that was ranked. The lines that the pin names are its sentence.
func (p pin) candidate(snap *index.Snapshot, q *query, passage *Passage) *candidate {
	words := index.Stored{Words: snap.Analyzer(q.language).Words(passage.Text())}
	c := newExaminer(q).examine(passage, &words, 0, 0)
	c.chooseSentence(newScratch(q))
	if start, end, ok := passage.stretch(p.lines); ok {
		c.sentence = [2]int{start, end}
	}
	c.score, c.coverage, c.pinned = fullScore, 1, true
	return c
}

// stretch finds the bytes of the passage's text that stand on these lines, in the first piece that has any.
func (p *Passage) stretch(lines [2]int) (start, end int, ok bool) {
	at := 0
	for _, piece := range p.Pieces {
		if piece.Span.First <= lines[1] && piece.Span.Last >= lines[0] {
			all := document.NewLines(piece.Text)
			start, end = 0, len(piece.Text)
			for i := range piece.Text {
				line := piece.Span.First + all.Line(i) - 1
				if line < lines[0] {
					start = i + 1
				}
				if line > lines[1] {
					end = i
					break
				}
			}
			start, end = analysis.TrimSpace(piece.Text, start, end)
			return at + start, at + end, start < end
		}
		at += len(piece.Text) + len("\n\n")
	}
	return 0, 0, false
}

// same tells whether a candidate is this passage.
func (p *Passage) same(c *candidate) bool { return c.Path == p.Path && c.Ordinal == p.Ordinal }

package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"docent/retrieval/document"
	"docent/retrieval/index"
)

// examine reads a passage for what it has of a question: its best sentence, its matches, its features.
func examine(a *index.Analyzer, q *query, p *Passage, bm25 float64, question string, named map[string][]Span) *candidate {
	c := &candidate{Passage: p, query: q, text: p.Text(), bm25: bm25}
	tokens := a.Tokens(nil, c.text)
	c.coverage = c.covered(a, tokens)
	asked := map[string]bool{}
	for _, w := range wordsOf(question) {
		asked[w.text] = true
	}
	best := sentenceScore{}
	for n, s := range c.sentences() {
		own := within(tokens, s.at)
		sc := scoreSentence(q, own, within(tokens, s.head))
		sc.typed = q.expects.satisfies(c.text[s.at[0]:s.at[1]], asked)
		if n == 0 || sc.total() > best.total() {
			best, c.sentence = sc, s.at
		}
	}
	c.sentence = c.withAnswer(c.sentence)
	c.matches = matches(q, tokens)
	c.shares = [featureCount]float64{
		featureBM25:     weightBM25 * bm25,
		featureSentence: weightSentence * best.share,
		featurePairs:    weightPairs * pairs(q, tokens),
		featureClose:    weightClose * best.close,
		featureCoverage: weightCoverage * c.coverage,
	}
	if best.typed {
		c.shares[featureType] = weightType
	}
	if row, ok := named[c.Path]; ok {
		c.markFact(row)
	}
	for _, s := range c.shares {
		c.score += s
	}
	return c
}

// markFact lets the row of a fact that was asked for by name be the answering sentence, if it stands in this passage.
func (c *candidate) markFact(rows []Span) {
	for _, row := range rows {
		at := 0
		for _, piece := range c.Pieces {
			if row.Start >= piece.Span.Start && row.End <= piece.Span.End {
				start := at + row.Start - piece.Span.Start
				c.sentence = [2]int{start, start + row.End - row.Start}
				c.shares[featureFact] = weightFact
				return
			}
			at += len(piece.Text) + len("\n\n")
		}
	}
}

// confidence is the evidence that the passage answers: half the share of the question's content words that it has, half
// how much of the score that could be reached it reaches. The first alone is blind to words that stand far apart, the second
// to words that are everywhere in a small folder.
func (c *candidate) confidence() float64 {
	if c.metadata || c.pinned {
		return c.coverage
	}
	if c.coverage == 0 {
		return 0
	}
	return (c.coverage + min(1, (c.score-c.timely)/fullScore)) / 2
}

// covered is the share of the question's evidence that the passage holds, with its heading and title.
func (c *candidate) covered(a *index.Analyzer, tokens []index.Token) float64 {
	if c.query.evidence == 0 {
		return 0
	}
	q := c.query
	has, whole := make([]bool, len(q.terms)), wholes{units: make([]bool, len(q.units)), others: make([]bool, len(q.others))}
	note := func(tokens []index.Token) {
		for _, t := range tokens {
			if i, ok := q.find(t); ok {
				has[i] = true
			}
		}
		whole.note(q, tokens)
	}
	note(tokens)
	note(a.Tokens(nil, c.Headings+"\n"+c.Heading+"\n"+c.Title))
	for _, p := range c.Pieces {
		if p.Plain != "" {
			note(a.Tokens(nil, p.Plain))
		}
	}
	return min(1, q.proven(has, whole, c.Date)/q.evidence)
}

// A sentenceScore says how well one sentence answers.
type sentenceScore struct {
	share float64 // of the question's words, by idf
	pairs float64
	close float64
	typed bool
}

// total orders sentences. The shares of word pairs and of the kind of answer are those that marked the right sentence
// most often on questions over articles.
func (s sentenceScore) total() float64 {
	t := s.share + 0.3*s.pairs + 0.1*s.close
	if s.typed {
		t += 0.1
	}
	return t
}

// scoreSentence scores a sentence by its tokens. Those of head, which names the columns of a row, count as if they stood
// in it.
func scoreSentence(q *query, tokens, head []index.Token) sentenceScore {
	has := make([]bool, len(q.terms))
	var s sentenceScore
	for _, tok := range slices.Concat(tokens, head) {
		if i, ok := q.find(tok); ok && !has[i] {
			has[i] = true
			s.share += q.inSentence(q.terms[i])
		}
	}
	if q.mass > 0 {
		s.share = min(1, s.share/q.mass)
	}
	s.pairs = pairs(q, tokens)
	s.close = closeness(q, tokens)
	return s
}

// closeness is how close together tokens have the question's content words: the share of the evidence that is there, by
// how little else stands between its words in the narrowest stretch that has them all.
func closeness(q *query, tokens []index.Token) float64 {
	last := map[int]int{} // by term: its latest place
	wanted := map[int]bool{}
	mass := 0.0
	for _, tok := range tokens {
		if i, ok := q.find(tok); ok && q.terms[i].content && !wanted[i] {
			wanted[i] = true
			mass += q.terms[i].idf
		}
	}
	if len(wanted) < 2 || q.evidence == 0 {
		return 0
	}
	narrowest := len(tokens)
	for at, tok := range tokens {
		i, ok := q.find(tok)
		if !ok || !wanted[i] {
			continue
		}
		last[i] = at
		if len(last) == len(wanted) {
			first := at
			for _, p := range last {
				first = min(first, p)
			}
			narrowest = min(narrowest, at-first+1)
		}
	}
	return min(1, mass/q.evidence) * float64(len(wanted)) / float64(narrowest)
}

// pairs is the share of the question's neighbouring words that are neighbours here too, in the same order.
func pairs(q *query, tokens []index.Token) float64 {
	asked := len(q.terms) - q.added
	if asked < 2 {
		return 0
	}
	found := map[int]bool{}
	before := -1
	for _, tok := range tokens {
		if tok.Single {
			continue
		}
		i, ok := q.find(tok)
		if !ok {
			i = -1
		}
		if ok && before >= 0 && i == before+1 && (q.terms[i].content || q.terms[before].content || q.terms[before].other) {
			found[i] = true
		}
		before = i
	}
	return min(1, float64(len(found))/float64(asked-1))
}

// matches are the places of the question's content words, merged where they touch.
func matches(q *query, tokens []index.Token) [][2]int {
	var out [][2]int
	for _, t := range tokens {
		i, ok := q.find(t)
		if !ok || !q.terms[i].content && (!q.terms[i].other || q.terms[i].Stop) {
			continue
		}
		if n := len(out); n > 0 && t.Start <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], t.End)
			continue
		}
		out = append(out, [2]int{t.Start, t.End})
	}
	return out
}

// A sentence is a stretch of a passage's text that may answer; a row of a table has the row that names its columns beside
// it.
type sentence struct{ at, head [2]int }

// sentences are those of the passage's text, in order. The row that names a table's columns is none where rows follow.
func (c *candidate) sentences() []sentence {
	var out []sentence
	at := 0
	for _, piece := range c.Pieces {
		head := [2]int{at, at + piece.Head}
		hasRows := piece.Head > 0 && piece.Head < len(piece.Text)
		for _, s := range splitSentences(piece.Text, inLines(piece.Kind) || piece.Kind == document.ListItem && strings.Contains(piece.Text, "\n")) {
			if hasRows && s[1] <= piece.Head {
				continue
			}
			out = append(out, sentence{[2]int{at + s[0], at + s[1]}, head})
		}
		at += len(piece.Text) + len("\n\n")
	}
	return out
}

// withAnswer widens a sentence that is itself a question, as in a list of questions and answers, by the one behind it.
func (c *candidate) withAnswer(at [2]int) [2]int {
	if text := c.text[at[0]:at[1]]; !strings.HasSuffix(text, "?") && !strings.HasSuffix(text, "？") {
		return at
	}
	for _, s := range c.sentences() {
		if s.at[0] < at[1] {
			continue
		}
		if c.skipsBetween(at[1], s.at[0]) {
			break
		}
		return [2]int{at[0], s.at[1]}
	}
	return at
}

// skipsBetween tells whether something of the file was left out between two places of the text.
func (c *candidate) skipsBetween(from, to int) bool {
	at := 0
	for _, piece := range c.Pieces {
		if piece.Skipped && from <= at && at <= to {
			return true
		}
		at += len(piece.Text) + len("\n\n")
	}
	return false
}

// within are the tokens that begin in a range of the text.
func within(tokens []index.Token, at [2]int) []index.Token {
	start, _ := slices.BinarySearchFunc(tokens, at[0], func(t index.Token, at int) int { return cmp.Compare(t.Start, at) })
	end, _ := slices.BinarySearchFunc(tokens, at[1], func(t index.Token, at int) int { return cmp.Compare(t.Start, at) })
	return tokens[start:end]
}

// why explains the score: the words by what BM25 gave them, then what else counted. The shares add up to the score.
func (c *candidate) why(ctx context.Context, snap *index.Snapshot) ([]Reason, error) {
	if c.metadata {
		return []Reason{{What: "the question asks for this field of the document", Share: c.score}}, nil
	}
	if c.pinned {
		return []Reason{{What: "this passage is pinned to these words", Share: c.score}}, nil
	}
	entry, err := c.entry()
	if err != nil {
		return nil, err
	}
	words, err := snap.Explain(ctx, c.query.language, entry, c.query.lookups())
	if err != nil {
		return nil, err
	}
	var out []Reason
	for i, t := range c.query.terms {
		share := weightBM25 * words[i] / (c.query.mass * (index.K1 + 1))
		if share > 0 || t.content {
			out = append(out, Reason{What: t.describe(share > 0), Share: share})
		}
	}
	for i, name := range [featureCount]string{
		featureSentence: "the best sentence's share of the question's words",
		featureClose:    "the best sentence has those words close together",
		featurePairs:    "words that are neighbours in the question are neighbours here",
		featureCoverage: "the passage's share of the question's content words",
		featureFact:     "a fact of this name stands here",
		featureType:     "the best sentence holds a " + c.query.expects.String() + ", as asked",
	} {
		if i != featureBM25 && c.shares[i] != 0 {
			out = append(out, Reason{What: name, Share: c.shares[i]})
		}
	}
	out = append(out, c.more...)
	slices.SortStableFunc(out, func(a, b Reason) int { return cmp.Compare(b.Share, a.Share) })
	return out, nil
}

func (t term) describe(found bool) string {
	s := fmt.Sprintf("word %q, weight %.2f", t.Word, t.weight*t.idf)
	switch {
	case t.other:
		return s + ": another way to say it"
	case t.trust < 1:
		s += ", corrected"
	}
	switch {
	case !t.seen:
		return s + ": in no document"
	case !found:
		return s + ": not here"
	}
	return s
}

package rank

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
)

// A Candidate is a passage with what was found of the question in it.
type Candidate struct {
	*passage.Passage // only its head (decodeHead) until load
	id               int64
	query            *query.Query
	Body             string       // once it is looked at closely, as is sequence
	sequence         []uint32     // the hashes of text's words
	stated           *statement   // what the answering sentence states, once that was asked
	marks            []query.Position // the question's words in text
	words            int          // of text
	bm25             float64      // of words alone, as a share of what the question's words can reach
	context          []query.Position // the question's words in headings, title, and text that markup hides
	features         [featureCount]float64
	Score            float64
	Coverage         float64  // of the question's evidence, 0 to 1
	Sentence         [2]int   // of text: the sentence that answers best
	Matches          [][2]int // of text
	pinned           bool     // an admin pinned it to the question
	Metadata         bool     // it is a metadata field that was asked for, not a passage that was ranked
}

// An examiner reads the passages that were found in one language. It works in buffers of its own, for one question.
type examiner struct {
	query   *query.Query
	terms   *query.TermTable
	scratch *query.Scratch
	marks   []query.Position // of all passages examined; each holds its stretch
}

// manyMarks is about how many a question makes among a hundred passages.
const manyMarks = 2048

func newExaminer(q *query.Query) *examiner {
	return &examiner{query: q, terms: query.NewTermTable(q), scratch: query.NewScratch(q)}
}

// examine reads a passage for what it has of the question. Its words are those that the index stored with it; BM25, of words
// and of n-grams, comes from there as well. Where there are n-grams, both count half.
func (e *examiner) examine(p *passage.Passage, stored *index.Stored, words, grams float64) *Candidate {
	q, s := e.query, e.scratch
	c := &Candidate{Passage: p, query: q, bm25: words}
	if len(q.Grams) > 0 {
		words, grams = words/2, grams/2
	}
	c.marks, c.words = e.mark(stored.Words)
	c.context, _ = e.mark(stored.Context)
	c.Coverage = c.covered(s)
	c.features = [featureCount]float64{
		featureWords:    words,
		featureGrams:    grams,
		featureCoverage: c.Coverage,
		featureWritten:  q.ExactMatch(s, c.marks),
		featureTogether: q.Proximity(s, c.marks, nearby),
		featurePhrase:   q.Phrase(s, c.marks),
		featurePairs:    q.Pairs(s, c.marks),
		featurePeriod:   q.Parsed.Period.Nearness(p.Date, q.Parsed.At),
	}
	return c
}

// mark finds the question's words among those of a text, and counts those.
func (e *examiner) mark(words []analysis.Word) (marks []query.Position, n int) {
	if e.marks == nil {
		e.marks = make([]query.Position, 0, manyMarks)
	}
	from := len(e.marks)
	e.marks, n = e.terms.Positions(e.marks, words)
	return e.marks[from:len(e.marks):len(e.marks)], n
}

// load reads the whole passage, if that isn't done yet. It reads into a buffer that others may use afterwards.
func (c *Candidate) load(snap *index.Snapshot, stored *index.Stored) error {
	if c.Pieces != nil {
		return nil
	}
	err := snap.Read(c.id, stored)
	if err == nil {
		c.Passage, err = passage.Decode(stored.Record)
	}
	c.sequence = make([]uint32, len(stored.Words))
	for i := range stored.Words {
		c.sequence[i] = stored.Words[i].Term
	}
	return err
}

// covered is the share of the question's evidence that the passage holds, with its headings and title.
func (c *Candidate) covered(s *query.Scratch) float64 {
	q := c.query
	if q.Evidence <= 0 {
		return 0
	}
	clear(s.Has)
	for _, marks := range [2][]query.Position{c.marks, c.context} {
		for i := range marks {
			s.Has[marks[i].Term] = true
		}
	}
	return min(1, q.PassageEvidence(s, c.marks, c.context, c.Date)/q.Evidence)
}

// add adds the features up.
func (c *Candidate) add() {
	c.Score = 0
	for i, f := range c.features {
		c.Score += weights[i] * f
	}
}

// findRow finds the row of a fact that was asked for by name, if it stands in this passage: it is the answering sentence.
func (c *Candidate) findRow(rows []document.Span) {
	for _, row := range rows {
		at := 0
		for _, piece := range c.Pieces {
			if row.Start >= piece.Span.Start && row.End <= piece.Span.End {
				start := at + row.Start - piece.Span.Start
				c.Sentence = [2]int{start, start + row.End - row.Start}
				c.features[featureFact] = 1
				return
			}
			at += len(piece.Text) + len("\n\n")
		}
	}
}

// A sentence is a stretch of a passage's text that may answer; a row of a table has the row that names its columns beside
// it.
type sentence struct{ at, head [2]int }

// sentences are those of the passage's text, in order. The row that names a table's columns is none where rows follow.
func (c *Candidate) sentences() []sentence {
	var out []sentence
	at := 0
	for _, piece := range c.Pieces {
		head := [2]int{at, at + piece.Head}
		hasRows := piece.Head > 0 && piece.Head < len(piece.Text)
		for _, s := range analysis.Sentences(piece.Text, passage.InLines(piece.Kind) || piece.Kind == document.ListItem && strings.Contains(piece.Text, "\n")) {
			if hasRows && s[1] <= piece.Head {
				continue
			}
			out = append(out, sentence{[2]int{at + s[0], at + s[1]}, head})
		}
		at += len(piece.Text) + len("\n\n")
	}
	return out
}

// chooseSentence finds the sentence that answers best, and whether it holds the kind of thing asked for.
func (c *Candidate) chooseSentence(s *query.Scratch) {
	c.Body, c.Matches = c.Text(), c.query.Highlights(c.marks)
	if c.features[featureFact] > 0 {
		return
	}
	best, chosen := -1.0, 0
	sentences := c.sentences()
	for i, sentence := range sentences {
		own, head := query.Within(c.marks, sentence.at), query.Within(c.marks, sentence.head)
		share, fit := c.query.SentenceFit(s, own, head)
		typed := c.query.TypeMatch(c.Body[sentence.at[0]:sentence.at[1]], sentence.at[0], own)
		if fit += 0.1 * typed; fit > best {
			best, chosen, c.Sentence = fit, i, sentence.at
			c.features[featureSentence], c.features[featureType] = share, typed
		}
	}
	if len(sentences) > 0 {
		c.Sentence = c.widened(s, sentences, chosen)
	}
	c.Sentence = c.withAnswer(c.Sentence)
}

// oneIsNotEnough is how much of the question's evidence a sentence must add to the one next to it that answers best, so that
// both are marked.
const oneIsNotEnough = 0.3

// widened is the chosen sentence, with the one before or behind it where that has much of what is asked that it lacks. They
// must follow each other in one paragraph.
func (c *Candidate) widened(s *query.Scratch, sentences []sentence, chosen int) [2]int {
	at := sentences[chosen].at
	alone := c.query.EvidenceIn(s, query.Within(c.marks, at))
	best, out := alone+oneIsNotEnough, at
	for _, i := range [2]int{chosen + 1, chosen - 1} {
		if i < 0 || i >= len(sentences) {
			continue
		}
		both := [2]int{min(at[0], sentences[i].at[0]), max(at[1], sentences[i].at[1])}
		if head := sentences[i].head; head != sentences[chosen].head || head[0] < head[1] || strings.Contains(c.Body[both[0]:both[1]], "\n\n") {
			continue
		}
		if has := c.query.EvidenceIn(s, query.Within(c.marks, both)); has >= best {
			best, out = has, both
		}
	}
	return out
}

// withAnswer widens a sentence that is itself a question, as in a list of questions and answers, by the one behind it.
func (c *Candidate) withAnswer(at [2]int) [2]int {
	if text := c.Body[at[0]:at[1]]; !strings.HasSuffix(text, "?") && !strings.HasSuffix(text, "？") {
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
func (c *Candidate) skipsBetween(from, to int) bool {
	at := 0
	for _, piece := range c.Pieces {
		if piece.Skipped && from <= at && at <= to {
			return true
		}
		at += len(piece.Text) + len("\n\n")
	}
	return false
}

// Why explains the score: the words by what BM25 gave them, then what else counted. The shares add up to the score.
func (c *Candidate) Why(ctx context.Context, snap *index.Snapshot) ([]Reason, error) {
	if c.Metadata {
		return []Reason{{What: "the question asks for this field of the document", Share: c.Score}}, nil
	}
	if c.pinned {
		return []Reason{{What: "this passage is pinned to these words", Share: c.Score}}, nil
	}
	body, quote, heading := c.Searched()
	words, err := snap.Explain(ctx, c.query.Language, index.Passage{Body: body, Quote: quote, Heading: heading, Title: c.Title}, indexTerms(c.query.Words()))
	if err != nil {
		return nil, err
	}
	total := 0.0
	for _, w := range words {
		total += w
	}
	var out []Reason
	for i := range c.query.Terms {
		t := &c.query.Terms[i]
		share := 0.0
		if total > 0 {
			share = weights[featureWords] * c.features[featureWords] * words[i] / total
		}
		if share > 0 || t.Content {
			out = append(out, Reason{What: t.Describe(share > 0), Share: share})
		}
	}
	for i, what := range reasons {
		if i == featureType {
			what = "the best sentence holds a " + c.query.Expects.String() + ", as asked"
		}
		if i != featureWords && c.features[i] != 0 {
			out = append(out, Reason{What: what, Share: weights[i] * c.features[i]})
		}
	}
	slices.SortStableFunc(out, func(a, b Reason) int { return cmp.Compare(b.Share, a.Share) })
	return out, nil
}

// A Reason is one share of a score.
type Reason struct {
	What  string  `json:"what"` // the term or feature, in words
	Share float64 `json:"share"`
}

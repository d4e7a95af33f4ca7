package rank

import (
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
	"docent/retrieval/passage"
	"docent/retrieval/query"
)

// A sentence is a stretch of a passage's text that may answer. Beside a row of a table stands its head, the row that names the
// columns. Both are byte ranges.
type sentence struct{ at, head [2]int }

// sentences returns those of the passage's text, in order. The row that names a table's columns is none where rows follow.
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

// chooseSentence chooses the sentence that answers best, and fills in its features. The passage must be loaded.
func (c *Candidate) chooseSentence(s *query.Scratch) {
	c.Body, c.Matches = c.Text(), c.query.Highlights(c.positions)
	if c.features[featureFact] > 0 {
		return
	}
	best, chosen := -1.0, 0
	sentences := c.sentences()
	for i, sentence := range sentences {
		own, head := query.Within(c.positions, sentence.at), query.Within(c.positions, sentence.head)
		share, fit := c.query.SentenceFit(s, own, head)
		typed := c.query.TypeMatch(c.Body[sentence.at[0]:sentence.at[1]], sentence.at[0], own)
		if fit += 0.1 * typed; fit > best {
			best, chosen, c.Sentence = fit, i, sentence.at
			c.features[featureSentence], c.features[featureType] = share, typed
		}
	}
	if len(sentences) > 0 {
		c.Sentence = c.expanded(s, sentences, chosen)
	}
	c.Sentence = c.withAnswer(c.Sentence)
}

// expansionGain is how much of the question's evidence a sentence must add to the chosen one next to it, so that both are the
// answering sentence.
const expansionGain = 0.3

// expanded returns the chosen sentence, with the one before or behind it where that has much of the evidence that it lacks. They
// must follow each other in one paragraph.
func (c *Candidate) expanded(s *query.Scratch, sentences []sentence, chosen int) [2]int {
	at := sentences[chosen].at
	alone := c.query.EvidenceIn(s, query.Within(c.positions, at))
	best, out := alone+expansionGain, at
	for _, i := range [2]int{chosen + 1, chosen - 1} {
		if i < 0 || i >= len(sentences) {
			continue
		}
		both := [2]int{min(at[0], sentences[i].at[0]), max(at[1], sentences[i].at[1])}
		if head := sentences[i].head; head != sentences[chosen].head || head[0] < head[1] || strings.Contains(c.Body[both[0]:both[1]], "\n\n") {
			continue
		}
		if has := c.query.EvidenceIn(s, query.Within(c.positions, both)); has >= best {
			best, out = has, both
		}
	}
	return out
}

// withAnswer returns a sentence, and the one behind it where it is itself a question, as in a list of questions and answers.
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

// skipsBetween reports whether something of the file was left out between two places of the text.
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

// mostMatches returns the sentence with the most matches, the first of those.
func (c *Candidate) mostMatches() [2]int {
	best, most := [2]int{0, len(c.Body)}, 0
	for _, s := range c.sentences() {
		n := 0
		for _, m := range c.Matches {
			if m[0] >= s.at[0] && m[0] < s.at[1] {
				n++
			}
		}
		if n > most {
			best, most = s.at, n
		}
	}
	return best
}

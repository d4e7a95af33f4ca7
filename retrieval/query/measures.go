package query

// This file measures how a query's terms stand in a text. All measures work on positions and never read the text itself, so
// that a passage is tokenized once.

// A Scratch holds the buffers of the measures. It serves one query and one goroutine, passage after passage.
type Scratch struct {
	Has       []bool    // by term
	credit    []float64 // by term
	counts    []int     // by term
	runs, old []int     // by place in the question
}

// NewScratch makes the buffers for a query.
func NewScratch(q *Query) *Scratch {
	return &Scratch{Has: make([]bool, len(q.Terms)), credit: make([]float64, len(q.Terms)), counts: make([]int, len(q.Terms)),
		runs: make([]int, len(q.placed)+1), old: make([]int, len(q.placed)+1)}
}

// ExactMatch returns the share of the question, by weight, that stands in the text as it was typed, neither inflected nor
// respelt.
func (q *Query) ExactMatch(s *Scratch, positions []Position) float64 {
	clear(s.Has)
	sum := 0.0
	for i := range positions {
		if m := &positions[i]; m.exact && !s.Has[m.Term] {
			s.Has[m.Term] = true
			sum += q.Terms[m.Term].Share()
		}
	}
	return q.ShareOf(sum)
}

// inSentence returns the share of the question, by weight, that stands in a sentence or in the row that heads it.
func (q *Query) inSentence(s *Scratch, positions, head []Position) float64 {
	clear(s.Has)
	sum := 0.0
	for _, part := range [2][]Position{positions, head} {
		for i := range part {
			if t := part[i].Term; !s.Has[t] {
				s.Has[t] = true
				sum += q.Terms[t].inSentence()
			}
		}
	}
	return q.ShareOf(sum)
}

// EvidenceIn returns the share of the question's evidence that stands in a stretch of text.
func (q *Query) EvidenceIn(s *Scratch, positions []Position) float64 {
	if q.Evidence <= 0 {
		return 0
	}
	clear(s.Has)
	sum := 0.0
	for i := range positions {
		if t := positions[i].Term; q.Terms[t].Content && !s.Has[t] {
			s.Has[t] = true
			sum += q.Terms[t].credit()
		}
	}
	return min(1, sum/q.Evidence)
}

// Proximity returns the largest share of the question, by weight, that stands within a window of so many words of the text.
func (q *Query) Proximity(s *Scratch, positions []Position, words int) float64 {
	clear(s.counts)
	best, sum, first := 0.0, 0.0, 0
	for i := range positions {
		m := &positions[i]
		if s.counts[m.Term] == 0 {
			sum += q.Terms[m.Term].Share()
		}
		s.counts[m.Term]++
		for m.at-positions[first].at >= words {
			t := positions[first].Term
			if s.counts[t]--; s.counts[t] == 0 {
				sum -= q.Terms[t].Share()
			}
			first++
		}
		best = max(best, sum)
	}
	return q.ShareOf(best)
}

// Phrase returns how much of the question stands in the text as one run of words, function words included: the words of the
// longest run, divided by one more than the question has.
func (q *Query) Phrase(s *Scratch, positions []Position) float64 {
	clear(s.old)
	longest, before := 0, -2
	for i := range positions {
		m := &positions[i]
		if m.single {
			continue
		}
		if m.at != before+1 {
			clear(s.old)
		}
		before = m.at
		s.runs[0] = 0
		for p := range q.placed {
			s.runs[p+1] = 0
			if q.placed[p].term == m.Term {
				s.runs[p+1] = s.old[p] + 1
				longest = max(longest, s.runs[p+1])
			}
		}
		s.runs, s.old = s.old, s.runs
	}
	return float64(longest) / float64(len(q.placed)+1)
}

// spanDensity returns how close together the question's content words stand: the share of the evidence that is there, times the
// share that its words have in the shortest span that has them all.
func (q *Query) spanDensity(s *Scratch, positions []Position) float64 {
	clear(s.counts)
	mass, wanted := 0.0, 0
	for i := range positions {
		if t := positions[i].Term; q.Terms[t].Content && s.counts[t] == 0 {
			s.counts[t] = 1
			mass += q.Terms[t].gain
			wanted++
		}
	}
	if wanted < 2 || q.Evidence <= 0 {
		return 0
	}
	clear(s.counts)
	narrowest, have, first := positions[len(positions)-1].at-positions[0].at+1, 0, 0
	for i := range positions {
		t := positions[i].Term
		if !q.Terms[t].Content {
			continue
		}
		if s.counts[t]++; s.counts[t] == 1 {
			have++
		}
		for have == wanted {
			t := positions[first].Term
			if q.Terms[t].Content {
				narrowest = min(narrowest, positions[i].at-positions[first].at+1)
				if s.counts[t]--; s.counts[t] == 0 {
					have--
				}
			}
			first++
		}
	}
	return min(1, mass/q.Evidence) * min(1, float64(wanted)/float64(narrowest))
}

// Pairs returns the share of the question's pairs of neighbouring words that are neighbours in the text too, in the same order.
func (q *Query) Pairs(s *Scratch, positions []Position) float64 {
	if len(q.placed) < 2 {
		return 0
	}
	found := s.runs[:len(q.placed)]
	clear(found)
	before := -1 // index into positions
	n := 0
	for i := range positions {
		m := &positions[i]
		if m.single {
			continue
		}
		if before >= 0 && positions[before].at+1 == m.at {
			a, b := positions[before].Term, m.Term
			for p := 1; p < len(q.placed); p++ {
				if found[p] == 0 && q.placed[p-1].term == a && q.placed[p].term == b && (q.Terms[a].Content || q.Terms[b].Content) {
					found[p] = 1
					n++
				}
			}
		}
		before = i
	}
	return float64(n) / float64(len(q.placed)-1)
}

// SentenceFit returns the share of the question that a sentence has, and the score by which the answering sentence is chosen.
// The positions of head, the row that names a table's columns, count as if they stood in the sentence. The weights of pairs and
// spans are those that chose the right sentence most often on questions over articles.
func (q *Query) SentenceFit(s *Scratch, positions, head []Position) (share, fit float64) {
	if len(positions) == 0 && len(head) == 0 {
		return 0, 0
	}
	share = q.inSentence(s, positions, head)
	return share, share + 0.3*q.Pairs(s, positions) + 0.1*q.spanDensity(s, positions)
}

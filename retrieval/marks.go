package retrieval

import (
	"slices"

	"docent/retrieval/analysis"
)

// This file measures how a question's words stand in a text. All measures read marks, never the text itself, so that a passage
// is taken apart once.

// A mark is a word of the question where it stands in a text.
type mark struct {
	term       int // its place among the query's terms
	at         int // its place among the words of the text, from 0
	start, end int // bytes of the text
	written    bool
	single     bool // it is a single character beside the n-gram at its place
}

// A termTable finds a query's terms by the hashes of words. Most words of a text are none, and are to be passed over fast.
type termTable struct {
	slots   []termSlot // twice as many as there are terms, and more; a power of two
	written []uint8    // by term: the lowest byte of the hash of its written form
}

// A termSlot holds a term where its hash puts it, or behind; the hash 0 is none.
type termSlot struct {
	hash uint32
	term int32
}

func newTermTable(q *query) *termTable {
	size := 8
	for size < 2*len(q.at)+2 {
		size *= 2
	}
	t := &termTable{slots: make([]termSlot, size), written: make([]uint8, len(q.terms))}
	for word, term := range q.at {
		hash := analysis.Hash(word)
		i := t.slot(hash)
		for t.slots[i].hash != 0 {
			i = (i + 1) % len(t.slots)
		}
		t.slots[i] = termSlot{hash, int32(term)}
	}
	for i := range q.terms {
		t.written[i] = uint8(analysis.Hash(q.terms[i].Word))
	}
	return t
}

func (t *termTable) slot(hash uint32) int { return int(hash) & (len(t.slots) - 1) }

// find returns the term with a hash; -1 where there is none.
func (t *termTable) find(hash uint32) int {
	for i := t.slot(hash); t.slots[i].hash != 0; i = (i + 1) & (len(t.slots) - 1) {
		if t.slots[i].hash == hash {
			return int(t.slots[i].term)
		}
	}
	return -1
}

// marks appends the query's words that stand among those of a text to dst, in order, and returns how many words the text
// has.
func (t *termTable) marks(dst []mark, words []analysis.Word) (marks []mark, n int) {
	for i := range words {
		w := &words[i]
		term := t.find(w.Term)
		if term < 0 && w.Bare != 0 {
			term = t.find(w.Bare)
		}
		if term >= 0 {
			dst = append(dst, mark{term: term, at: n, start: w.Start, end: w.End, written: w.Written == t.written[term], single: w.Single})
		}
		if !w.Single {
			n++
		}
	}
	return dst, n
}

// within are the marks that begin in a range of the text.
func within(marks []mark, at [2]int) []mark {
	byStart := func(m mark, start int) int { return m.start - start }
	start, _ := slices.BinarySearchFunc(marks, at[0], byStart)
	end, _ := slices.BinarySearchFunc(marks, at[1], byStart)
	return marks[start:end]
}

// scratch is what measures work in, reused from one passage to the next.
type scratch struct {
	has       []bool    // by term
	credit    []float64 // by term
	counts    []int     // by term
	runs, old []int     // by place in the question
}

func newScratch(q *query) *scratch {
	return &scratch{has: make([]bool, len(q.terms)), credit: make([]float64, len(q.terms)), counts: make([]int, len(q.terms)),
		runs: make([]int, len(q.placed)+1), old: make([]int, len(q.placed)+1)}
}

// share is what a term adds to how much of the question a text has.
func (t *term) share() float64 { return t.weight * t.gain }

// written is the share of the question, by weight, that stands in the text as it was typed, neither inflected nor respelt.
func (q *query) written(s *scratch, marks []mark) float64 {
	clear(s.has)
	sum := 0.0
	for i := range marks {
		if m := &marks[i]; m.written && !s.has[m.term] {
			s.has[m.term] = true
			sum += q.terms[m.term].share()
		}
	}
	return q.shareOf(sum)
}

// inSentence is the share of the question, by weight, that stands in a sentence and in the row that heads it.
func (q *query) inSentence(s *scratch, marks, head []mark) float64 {
	clear(s.has)
	sum := 0.0
	for _, part := range [2][]mark{marks, head} {
		for i := range part {
			if t := part[i].term; !s.has[t] {
				s.has[t] = true
				sum += q.terms[t].inSentence()
			}
		}
	}
	return q.shareOf(sum)
}

// evidenceIn is the share of the question's evidence that stands in a stretch of text.
func (q *query) evidenceIn(s *scratch, marks []mark) float64 {
	if q.evidence <= 0 {
		return 0
	}
	clear(s.has)
	sum := 0.0
	for i := range marks {
		if t := marks[i].term; q.terms[t].content && !s.has[t] {
			s.has[t] = true
			sum += q.terms[t].credit()
		}
	}
	return min(1, sum/q.evidence)
}

func (q *query) shareOf(sum float64) float64 {
	if q.mass <= 0 {
		return 0
	}
	return min(1, sum/q.mass)
}

// together is the largest share of the question, by weight, that stands within so many words of the text.
func (q *query) together(s *scratch, marks []mark, words int) float64 {
	clear(s.counts)
	best, sum, first := 0.0, 0.0, 0
	for i := range marks {
		m := &marks[i]
		if s.counts[m.term] == 0 {
			sum += q.terms[m.term].share()
		}
		s.counts[m.term]++
		for m.at-marks[first].at >= words {
			t := marks[first].term
			if s.counts[t]--; s.counts[t] == 0 {
				sum -= q.terms[t].share()
			}
			first++
		}
		best = max(best, sum)
	}
	return q.shareOf(best)
}

// phrase is how much of the question stands in the text as one run of words, function words included: the words of the longest
// run, of the question's words and one.
func (q *query) phrase(s *scratch, marks []mark) float64 {
	clear(s.old)
	longest, before := 0, -2
	for i := range marks {
		m := &marks[i]
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
			if q.placed[p].term == m.term {
				s.runs[p+1] = s.old[p] + 1
				longest = max(longest, s.runs[p+1])
			}
		}
		s.runs, s.old = s.old, s.runs
	}
	return float64(longest) / float64(len(q.placed)+1)
}

// closeness is how close together marks have the question's content words: the share of the evidence that is there, by how
// little else stands between its words in the narrowest stretch that has them all.
func (q *query) closeness(s *scratch, marks []mark) float64 {
	clear(s.counts)
	mass, wanted := 0.0, 0
	for i := range marks {
		if t := marks[i].term; q.terms[t].content && s.counts[t] == 0 {
			s.counts[t] = 1
			mass += q.terms[t].gain
			wanted++
		}
	}
	if wanted < 2 || q.evidence <= 0 {
		return 0
	}
	clear(s.counts)
	narrowest, have, first := marks[len(marks)-1].at-marks[0].at+1, 0, 0
	for i := range marks {
		t := marks[i].term
		if !q.terms[t].content {
			continue
		}
		if s.counts[t]++; s.counts[t] == 1 {
			have++
		}
		for have == wanted {
			t := marks[first].term
			if q.terms[t].content {
				narrowest = min(narrowest, marks[i].at-marks[first].at+1)
				if s.counts[t]--; s.counts[t] == 0 {
					have--
				}
			}
			first++
		}
	}
	return min(1, mass/q.evidence) * min(1, float64(wanted)/float64(narrowest))
}

// pairs is the share of the question's neighbouring words that are neighbours here too, in the same order.
func (q *query) pairs(s *scratch, marks []mark) float64 {
	if len(q.placed) < 2 {
		return 0
	}
	found := s.runs[:len(q.placed)]
	clear(found)
	before := -1 // in marks
	n := 0
	for i := range marks {
		m := &marks[i]
		if m.single {
			continue
		}
		if before >= 0 && marks[before].at+1 == m.at {
			a, b := marks[before].term, m.term
			for p := 1; p < len(q.placed); p++ {
				if found[p] == 0 && q.placed[p-1].term == a && q.placed[p].term == b && (q.terms[a].content || q.terms[b].content) {
					found[p] = 1
					n++
				}
			}
		}
		before = i
	}
	return float64(n) / float64(len(q.placed)-1)
}

// standsIn tells whether terms stand next to each other in the text, in their order.
func standsIn(marks []mark, words []int) bool {
	n, before := 0, -2
	for i := range marks {
		m := &marks[i]
		if m.single {
			continue
		}
		switch {
		case m.term == words[n] && (n == 0 || m.at == before+1):
			n++
		case m.term == words[0]:
			n = 1
		default:
			n = 0
		}
		if n == len(words) {
			return true
		}
		before = m.at
	}
	return false
}

// marked are the bytes of the question's content words in a text, merged where they touch.
func (q *query) marked(marks []mark) [][2]int {
	var out [][2]int
	for _, m := range marks {
		if t := &q.terms[m.term]; !t.content && (!t.other || t.Stop) {
			continue
		}
		if n := len(out); n > 0 && m.start <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], m.end)
			continue
		}
		out = append(out, [2]int{m.start, m.end})
	}
	return out
}

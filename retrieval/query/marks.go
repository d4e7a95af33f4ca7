package query

import (
	"fmt"
	"slices"

	"docent/retrieval/analysis"
)

// This file measures how a question's words stand in a text. All measures read marks, never the text itself, so that a passage
// is taken apart once.

// A Mark is a word of the question where it stands in a text.
type Mark struct {
	Term       int // its place among the query's terms
	at         int // its place among the words of the text, from 0
	start, end int // bytes of the text
	written    bool
	single     bool // it is a single character beside the n-gram at its place
}

// A TermTable finds a query's terms by the hashes of words. Most words of a text are none, and are to be passed over fast.
type TermTable struct {
	slots   []termSlot // twice as many as there are terms, and more; a power of two
	written []uint8    // by term: the lowest byte of the hash of its written form
}

// A termSlot holds a term where its hash puts it, or behind; the hash 0 is none.
type termSlot struct {
	hash uint32
	term int32
}

func NewTermTable(q *Query) *TermTable {
	size := 8
	for size < 2*len(q.At)+2 {
		size *= 2
	}
	t := &TermTable{slots: make([]termSlot, size), written: make([]uint8, len(q.Terms))}
	for word, term := range q.At {
		hash := analysis.Hash(word)
		i := t.slot(hash)
		for t.slots[i].hash != 0 {
			i = (i + 1) % len(t.slots)
		}
		t.slots[i] = termSlot{hash, int32(term)}
	}
	for i := range q.Terms {
		t.written[i] = uint8(analysis.Hash(q.Terms[i].Word))
	}
	return t
}

func (t *TermTable) slot(hash uint32) int { return int(hash) & (len(t.slots) - 1) }

// find returns the term with a hash; -1 where there is none.
func (t *TermTable) find(hash uint32) int {
	for i := t.slot(hash); t.slots[i].hash != 0; i = (i + 1) & (len(t.slots) - 1) {
		if t.slots[i].hash == hash {
			return int(t.slots[i].term)
		}
	}
	return -1
}

// Marks appends the query's words that stand among those of a text to dst, in order, and returns how many words the text
// has.
func (t *TermTable) Marks(dst []Mark, words []analysis.Word) (marks []Mark, n int) {
	for i := range words {
		w := &words[i]
		term := t.find(w.Term)
		if term < 0 && w.Unaccented != 0 {
			term = t.find(w.Unaccented)
		}
		if term >= 0 {
			dst = append(dst, Mark{Term: term, at: n, start: w.Start, end: w.End, written: w.Written == t.written[term], single: w.Single})
		}
		if !w.Single {
			n++
		}
	}
	return dst, n
}

// Within are the marks that begin in a range of the text.
func Within(marks []Mark, at [2]int) []Mark {
	byStart := func(m Mark, start int) int { return m.start - start }
	start, _ := slices.BinarySearchFunc(marks, at[0], byStart)
	end, _ := slices.BinarySearchFunc(marks, at[1], byStart)
	return marks[start:end]
}

// Scratch is what measures work in, reused from one passage to the next.
type Scratch struct {
	Has       []bool    // by term
	credit    []float64 // by term
	counts    []int     // by term
	runs, old []int     // by place in the question
}

func NewScratch(q *Query) *Scratch {
	return &Scratch{Has: make([]bool, len(q.Terms)), credit: make([]float64, len(q.Terms)), counts: make([]int, len(q.Terms)),
		runs: make([]int, len(q.placed)+1), old: make([]int, len(q.placed)+1)}
}

// Share is what a term adds to how much of the question a text has.
func (t *term) Share() float64 { return t.weight * t.gain }

// Written is the share of the question, by weight, that stands in the text as it was typed, neither inflected nor respelt.
func (q *Query) Written(s *Scratch, marks []Mark) float64 {
	clear(s.Has)
	sum := 0.0
	for i := range marks {
		if m := &marks[i]; m.written && !s.Has[m.Term] {
			s.Has[m.Term] = true
			sum += q.Terms[m.Term].Share()
		}
	}
	return q.ShareOf(sum)
}

// inSentence is the share of the question, by weight, that stands in a sentence and in the row that heads it.
func (q *Query) inSentence(s *Scratch, marks, head []Mark) float64 {
	clear(s.Has)
	sum := 0.0
	for _, part := range [2][]Mark{marks, head} {
		for i := range part {
			if t := part[i].Term; !s.Has[t] {
				s.Has[t] = true
				sum += q.Terms[t].inSentence()
			}
		}
	}
	return q.ShareOf(sum)
}

// EvidenceIn is the share of the question's evidence that stands in a stretch of text.
func (q *Query) EvidenceIn(s *Scratch, marks []Mark) float64 {
	if q.Evidence <= 0 {
		return 0
	}
	clear(s.Has)
	sum := 0.0
	for i := range marks {
		if t := marks[i].Term; q.Terms[t].Content && !s.Has[t] {
			s.Has[t] = true
			sum += q.Terms[t].credit()
		}
	}
	return min(1, sum/q.Evidence)
}

func (q *Query) ShareOf(sum float64) float64 {
	if q.mass <= 0 {
		return 0
	}
	return min(1, sum/q.mass)
}

// Together is the largest share of the question, by weight, that stands within so many words of the text.
func (q *Query) Together(s *Scratch, marks []Mark, words int) float64 {
	clear(s.counts)
	best, sum, first := 0.0, 0.0, 0
	for i := range marks {
		m := &marks[i]
		if s.counts[m.Term] == 0 {
			sum += q.Terms[m.Term].Share()
		}
		s.counts[m.Term]++
		for m.at-marks[first].at >= words {
			t := marks[first].Term
			if s.counts[t]--; s.counts[t] == 0 {
				sum -= q.Terms[t].Share()
			}
			first++
		}
		best = max(best, sum)
	}
	return q.ShareOf(best)
}

// Phrase is how much of the question stands in the text as one run of words, function words included: the words of the longest
// run, of the question's words and one.
func (q *Query) Phrase(s *Scratch, marks []Mark) float64 {
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
			if q.placed[p].term == m.Term {
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
func (q *Query) closeness(s *Scratch, marks []Mark) float64 {
	clear(s.counts)
	mass, wanted := 0.0, 0
	for i := range marks {
		if t := marks[i].Term; q.Terms[t].Content && s.counts[t] == 0 {
			s.counts[t] = 1
			mass += q.Terms[t].gain
			wanted++
		}
	}
	if wanted < 2 || q.Evidence <= 0 {
		return 0
	}
	clear(s.counts)
	narrowest, have, first := marks[len(marks)-1].at-marks[0].at+1, 0, 0
	for i := range marks {
		t := marks[i].Term
		if !q.Terms[t].Content {
			continue
		}
		if s.counts[t]++; s.counts[t] == 1 {
			have++
		}
		for have == wanted {
			t := marks[first].Term
			if q.Terms[t].Content {
				narrowest = min(narrowest, marks[i].at-marks[first].at+1)
				if s.counts[t]--; s.counts[t] == 0 {
					have--
				}
			}
			first++
		}
	}
	return min(1, mass/q.Evidence) * min(1, float64(wanted)/float64(narrowest))
}

// Pairs is the share of the question's neighbouring words that are neighbours here too, in the same order.
func (q *Query) Pairs(s *Scratch, marks []Mark) float64 {
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
			a, b := marks[before].Term, m.Term
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

// standsIn tells whether terms stand next to each other in the text, in their order.
func standsIn(marks []Mark, words []int) bool {
	n, before := 0, -2
	for i := range marks {
		m := &marks[i]
		if m.single {
			continue
		}
		switch {
		case m.Term == words[n] && (n == 0 || m.at == before+1):
			n++
		case m.Term == words[0]:
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

// Marked are the bytes of the question's content words in a text, merged where they touch.
func (q *Query) Marked(marks []Mark) [][2]int {
	var out [][2]int
	for _, m := range marks {
		if t := &q.Terms[m.Term]; !t.Content && (!t.Other || t.Stop) {
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

// Answers says how much of the question a sentence has, and how well it answers, by its marks. Those of head, which names the
// columns of a row, count as if they stood in it. What pairs of words and closeness add is what marked the right sentence most
// often on questions over articles.
func (q *Query) Answers(s *Scratch, marks, head []Mark) (share, fit float64) {
	if len(marks) == 0 && len(head) == 0 {
		return 0, 0
	}
	share = q.inSentence(s, marks, head)
	return share, share + 0.3*q.Pairs(s, marks) + 0.1*q.closeness(s, marks)
}

func (t *term) Describe(found bool) string {
	s := fmt.Sprintf("word %q, weight %.2f", t.Word, t.weight*t.idf)
	switch {
	case t.Other:
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

// Unspaced is the share of the question's terms that are n-grams of a script without spaces.
func (q *Query) Unspaced() float64 {
	n := 0
	for i := range q.Terms {
		n += Btoi(q.Terms[i].Gram)
	}
	return float64(n) / float64(max(1, len(q.Terms)))
}

package query

import (
	"slices"

	"docent/retrieval/analysis"
)

// A Position is one occurrence of a query's term in a text.
type Position struct {
	Term       int // index into Query.Terms
	at         int // which word of the text it is, from 0
	start, end int // bytes of the text
	exact      bool
	single     bool // it is a single character beside the n-gram at its place
}

// A TermTable is a hash table of a query's terms. It is made for the usual case, a word of a text that is no term.
type TermTable struct {
	slots []termSlot // twice as many as there are terms, and more; a power of two
	exact []uint8    // by term: the lowest byte of the hash of its written form
}

// A termSlot holds a term where its hash puts it, or behind; the hash 0 is none.
type termSlot struct {
	hash uint32
	term int32
}

// NewTermTable makes the table of a query's terms.
func NewTermTable(q *Query) *TermTable {
	size := 8
	for size < 2*len(q.At)+2 {
		size *= 2
	}
	t := &TermTable{slots: make([]termSlot, size), exact: make([]uint8, len(q.Terms))}
	for word, term := range q.At {
		hash := analysis.Hash(word)
		i := t.slot(hash)
		for t.slots[i].hash != 0 {
			i = (i + 1) % len(t.slots)
		}
		t.slots[i] = termSlot{hash, int32(term)}
	}
	for i := range q.Terms {
		t.exact[i] = uint8(analysis.Hash(q.Terms[i].Word))
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

// Positions appends the positions of the query's terms among the words of a text to dst, in order. n is how many words the
// text has.
func (t *TermTable) Positions(dst []Position, words []analysis.Word) (positions []Position, n int) {
	for i := range words {
		w := &words[i]
		term := t.find(w.Term)
		if term < 0 && w.Unaccented != 0 {
			term = t.find(w.Unaccented)
		}
		if term >= 0 {
			dst = append(dst, Position{Term: term, at: n, start: w.Start, end: w.End, exact: w.Written == t.exact[term], single: w.Single})
		}
		if !w.Single {
			n++
		}
	}
	return dst, n
}

// Within returns those of some positions that begin in a range of the text, in bytes.
func Within(positions []Position, at [2]int) []Position {
	byStart := func(m Position, start int) int { return m.start - start }
	start, _ := slices.BinarySearchFunc(positions, at[0], byStart)
	end, _ := slices.BinarySearchFunc(positions, at[1], byStart)
	return positions[start:end]
}

// standsIn reports whether terms stand next to each other in a text, in their order.
func standsIn(positions []Position, words []int) bool {
	n, before := 0, -2
	for i := range positions {
		m := &positions[i]
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

// Highlights returns the byte ranges of the question's content words in a text, merged where they touch.
func (q *Query) Highlights(positions []Position) [][2]int {
	var out [][2]int
	for _, m := range positions {
		if t := &q.Terms[m.Term]; !t.Content && (!t.Alternative || t.Stop) {
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

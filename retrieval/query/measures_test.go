package query

import (
	"math"
	"strings"
	"testing"

	"docent/retrieval/analysis"
)

// askedFor is a query of words that weigh the same, those in capitals function words.
func askedFor(text string) *Query {
	q := &Query{At: map[string]int{}}
	for _, w := range strings.Fields(text) {
		word := strings.ToLower(w)
		i, ok := q.At[word]
		if !ok {
			i = len(q.Terms)
			q.At[word] = i
			q.Terms = append(q.Terms, Term{Token: analysis.Token{Term: word, Word: word}, weight: 1, idf: 1, gain: 1, confidence: 1, Content: w == word})
			q.mass++
			if w == word {
				q.Evidence++
			}
		}
		q.placed = append(q.placed, placed{term: i})
	}
	return q
}

func TestMarks(t *testing.T) {
	t.Parallel()
	const question = "who OF red big house" // five words, one of them a function word
	for _, tc := range []struct {
		text                             string
		phrase, together, pairs, closest float64 // together within four words; closest counts the content words
	}{
		{"nothing here", 0, 0, 0, 0},
		{"the big house", 2. / 6, 2. / 5, 1. / 4, 2. / 4},
		{"big x house", 1. / 6, 2. / 5, 0, 2. / 4 * 2 / 3},
		{"big x x x house", 1. / 6, 1. / 5, 0, 2. / 4 * 2 / 5},
		{"of red big house", 4. / 6, 4. / 5, 3. / 4, 3. / 4},
		{"big red big house red", 3. / 6, 3. / 5, 2. / 4, 3. / 4},
		{"house big red", 1. / 6, 3. / 5, 0, 3. / 4},
		{"of of of of", 1. / 6, 1. / 5, 0, 0},
	} {
		q := askedFor(question)
		var tokens []analysis.Word
		at := 0
		for _, w := range strings.Fields(tc.text) {
			tokens = append(tokens, analysis.Word{Term: analysis.Hash(w), Written: uint8(analysis.Hash(w)), Start: at, End: at + len(w)})
			at += len(w) + 1
		}
		positions, words := NewTermTable(q).Positions(nil, tokens)
		if words != len(tokens) {
			t.Errorf("%q: %d words, want %d", tc.text, words, len(tokens))
		}
		s := NewScratch(q)
		for range 2 { // buffers are used again
			for name, got := range map[string][2]float64{
				"phrase": {q.Phrase(s, positions), tc.phrase}, "proximity": {q.Proximity(s, positions, 4), tc.together},
				"pairs": {q.Pairs(s, positions), tc.pairs}, "closeness": {q.spanDensity(s, positions), tc.closest},
			} {
				if math.Abs(got[0]-got[1]) > 1e-9 {
					t.Errorf("%q: %s is %.3f, want %.3f", tc.text, name, got[0], got[1])
				}
			}
		}
	}
}

func TestStandsIn(t *testing.T) {
	t.Parallel()
	q := askedFor("a b c")
	for text, want := range map[string]bool{
		"a b c": true, "x a b c": true, "a b": false, "a b x c": false, "a a b c": true, "a b a b c": true, "c b a": false, "a x b c": false,
	} {
		var tokens []analysis.Word
		for i, w := range strings.Fields(text) {
			tokens = append(tokens, analysis.Word{Term: analysis.Hash(w), Written: uint8(analysis.Hash(w)), Start: 2 * i, End: 2*i + 1})
		}
		positions, _ := NewTermTable(q).Positions(nil, tokens)
		if got := standsIn(positions, []int{0, 1, 2}); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

package retrieval

import (
	"context"
	"hash/fnv"
	"io"

	"docent/retrieval/index"
)

// This file folds passages that say nearly the same into one: the best stands, the others are where it is also found.

const (
	shingleWords = 4
	// nearlySame is the share of the shorter passage's runs of shingleWords words from which two passages are one. Below it
	// are passages that share a boilerplate sentence or a quotation.
	nearlySame = 0.8
	// fewShingles: shorter passages than this many runs are compared whole.
	fewShingles = 3
	maxAlsoIn   = 5
)

// A shingles is the set of the hashed runs of a text's words, and the text folded.
type shingles struct {
	runs   map[uint64]struct{}
	folded string
}

func shinglesOf(text string) shingles {
	out := shingles{runs: map[uint64]struct{}{}, folded: phraseOf(text)}
	var starts []int // of the words, by the space before them
	for i := range len(out.folded) {
		if out.folded[i] != ' ' {
			continue
		}
		starts = append(starts, i)
		if n := len(starts); n > shingleWords {
			h := fnv.New64a()
			io.WriteString(h, out.folded[starts[n-1-shingleWords]:i]) // a hash takes all there is
			out.runs[h.Sum64()] = struct{}{}
		}
	}
	return out
}

// same tells whether two texts are nearly the same.
func (s shingles) same(o shingles) bool {
	short, long := s.runs, o.runs
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) < fewShingles {
		return s.folded == o.folded
	}
	if len(short)*2 < len(long) { // one is a part of the other, and the other says more
		return false
	}
	common := 0
	for run := range short {
		if _, ok := long[run]; ok {
			common++
		}
	}
	return float64(common) >= nearlySame*float64(len(short))
}

// A folding holds the passages chosen for an answer, and finds those that only repeat one of them.
type folding struct {
	analyzer *index.Analyzer
	chosen   []*candidate
	shingles []shingles
}

// repeats returns which of the chosen a candidate repeats, or -1. Where their numbers differ in what answers, it is another
// statement and no repetition.
func (f *folding) repeats(c *candidate) int {
	var own shingles
	for i, s := range f.shingles {
		if !f.chosen[i].resembles(c) {
			continue
		}
		if own.runs == nil {
			own = shinglesOf(c.text)
		}
		if s.same(own) && !f.chosen[i].differs(f.analyzer, c) {
			return i
		}
	}
	return -1
}

// resembles tells, cheaply, whether two passages may be nearly the same: about as long, with about as many words of the
// question.
func (c *candidate) resembles(o *candidate) bool {
	short, long := min(len(c.text), len(o.text)), max(len(c.text), len(o.text))
	few, many := min(len(c.matches), len(o.matches)), max(len(c.matches), len(o.matches))
	return 2*short >= long && many-few <= 1+many/4
}

func (f *folding) choose(c *candidate) {
	f.chosen = append(f.chosen, c)
	f.shingles = append(f.shingles, shinglesOf(c.text))
}

// fold notes that a passage is also in another place, if that place still says so.
func fold(ctx context.Context, v *verifier, into *Snippet, c *candidate) error {
	if len(into.AlsoIn) == maxAlsoIn {
		return nil
	}
	ok, err := v.verify(ctx, c.Passage)
	if err != nil || !ok {
		return err
	}
	into.AlsoIn = append(into.AlsoIn, c.Passage.snippet().Citation)
	return nil
}

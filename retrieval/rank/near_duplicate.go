package rank

import (
	"cmp"
	"slices"

	"docent/retrieval/analysis"
)

// This file finds near-duplicates, so that an answer collapses passages that say nearly the same into the best of them.

const (
	shingleWords = 4
	// nearlySame is the share of the shorter passage's runs of shingleWords words from which two passages are one. Below it
	// are passages that share a boilerplate sentence or a quotation.
	nearlySame = 0.8
	// fewShingles: shorter passages than this many runs are compared whole.
	fewShingles = 3
)

// shingles are the set of the runs of a text's words, and the words themselves, all by their hashes.
type shingles struct {
	runs  []uint64 // ascending
	words []uint32
}

func shinglesOf(words []uint32) shingles {
	out := shingles{words: words}
	for i := range len(words) - shingleWords + 1 {
		run := uint64(0)
		for _, w := range words[i : i+shingleWords] {
			run = run*1_000_003 + uint64(w)
		}
		out.runs = append(out.runs, run)
	}
	slices.Sort(out.runs)
	out.runs = slices.Compact(out.runs)
	return out
}

// nearlyEqual reports whether two texts are nearly the same.
func (s shingles) nearlyEqual(o shingles) bool {
	short, long := s.runs, o.runs
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) < fewShingles {
		return slices.Equal(s.words, o.words)
	}
	if len(short)*2 < len(long) { // one is a part of the other, and the other says more
		return false
	}
	common := 0
	for i, j := 0, 0; i < len(short) && j < len(long); {
		switch cmp.Compare(short[i], long[j]) {
		case -1:
			i++
		case 1:
			j++
		default:
			common++
			i, j = i+1, j+1
		}
	}
	return float64(common) >= nearlySame*float64(len(short))
}

// Duplicates holds the passages of an answer and finds near-duplicates of them. Analyzer is required.
type Duplicates struct {
	Analyzer *analysis.Analyzer
	chosen   []*Candidate
	shingles []shingles
}

// Of returns which of the passages added a candidate is a near-duplicate of, or -1. Candidates that contradict each other are
// none.
func (d *Duplicates) Of(c *Candidate) int {
	var own *shingles
	for i, s := range d.shingles {
		if !d.chosen[i].mayRepeat(c) {
			continue
		}
		if own == nil {
			made := d.shinglesOf(c)
			own = &made
		}
		if s.nearlyEqual(*own) && !d.chosen[i].contradicts(d.Analyzer, c) {
			return i
		}
	}
	return -1
}

// mayRepeat reports, cheaply, whether two passages may be near-duplicates: about as long, with about as many words of the
// question.
func (c *Candidate) mayRepeat(o *Candidate) bool {
	short, long := min(len(c.Body), len(o.Body)), max(len(c.Body), len(o.Body))
	few, many := min(len(c.Matches), len(o.Matches)), max(len(c.Matches), len(o.Matches))
	return 2*short >= long && many-few <= 1+many/4
}

// Add adds a passage that is shown.
func (d *Duplicates) Add(c *Candidate) {
	d.chosen = append(d.chosen, c)
	d.shingles = append(d.shingles, d.shinglesOf(c))
}

func (d *Duplicates) shinglesOf(c *Candidate) shingles {
	if c.sequence == nil { // it wasn't read by its words
		for _, w := range d.Analyzer.Words(c.Body) {
			c.sequence = append(c.sequence, w.Term)
		}
	}
	return shinglesOf(c.sequence)
}

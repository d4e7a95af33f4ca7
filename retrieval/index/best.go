package index

import (
	"cmp"
	"slices"
)

// A scored passage is one that a search found, by its number in the snapshot, with its score in fixed point.
type scored struct {
	doc   uint64
	score uint32
}

// maxTies bounds how many passages are kept that tie with the last of the best: of a million passages of one word, all
// score alike for it.
const maxTies = 1000

// best keeps the k highest scores that are offered to it, and those that tie with the last of them, maxTies at the
// most, the first that are offered.
type best struct {
	k    int
	top  []uint32 // the k highest scores so far, a heap with the lowest first
	kept []scored
}

// least is the score below which nothing need be offered; 0 as long as everything counts.
func (b *best) least() uint32 {
	if len(b.top) < b.k {
		return 0
	}
	return b.top[0]
}

func (b *best) offer(doc uint64, score uint32) {
	if score == 0 || score < b.least() {
		return
	}
	if len(b.top) < b.k {
		b.top = append(b.top, score)
		for i := len(b.top) - 1; i > 0 && b.top[i] < b.top[(i-1)/2]; i = (i - 1) / 2 {
			b.top[i], b.top[(i-1)/2] = b.top[(i-1)/2], b.top[i]
		}
	} else if score > b.top[0] {
		b.top[0] = score
		b.sink()
	}
	b.kept = append(b.kept, scored{doc, score})
	if len(b.kept) >= 2*(b.k+maxTies) {
		b.prune()
	}
}

// sink restores the heap after its first has grown.
func (b *best) sink() {
	for i := 0; ; {
		low := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(b.top); child++ {
			if b.top[child] < b.top[low] {
				low = child
			}
		}
		if low == i {
			return
		}
		b.top[i], b.top[low] = b.top[low], b.top[i]
		i = low
	}
}

// prune sorts what is kept and drops what can't be among the best any more.
func (b *best) prune() {
	slices.SortFunc(b.kept, func(x, y scored) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.doc, y.doc))
	})
	end := min(b.k, len(b.kept))
	for end > 0 && end < len(b.kept) && end < b.k+maxTies && b.kept[end].score == b.kept[b.k-1].score {
		end++
	}
	b.kept = b.kept[:end]
}

// sorted returns the best, best first.
func (b *best) sorted() []scored {
	b.prune()
	return b.kept
}

// bestOf returns the k best of some scores, by passage, and what ties with the last of them.
func bestOf(scores map[uint64]uint32, k int) []scored {
	b := best{k: k}
	for doc, score := range scores {
		b.kept = append(b.kept, scored{doc, score})
	}
	return b.sorted()
}

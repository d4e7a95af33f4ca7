package complete

// An editWalk counts the edits between what is typed and the prefixes of words that come in sorted order.
type editWalk struct {
	typed []rune
	most  int
	word  []rune  // the prefix that was walked down
	rows  [][]int // by its length: the edits to each prefix of what is typed
	best  []int   // by its length: the fewest edits to all that is typed, of it and the shorter prefixes
}

func newEditWalk(typed []rune, most int) *editWalk {
	w := &editWalk{typed: typed, most: most, rows: make([][]int, len(typed)+most+1), best: make([]int, len(typed)+most+1)}
	for i := range w.rows {
		w.rows[i] = make([]int, len(typed)+1)
	}
	for j := range w.rows[0] {
		w.rows[0][j] = j
	}
	w.best[0] = len(typed)
	return w
}

// edits returns those between what is typed and the nearest prefix of the word.
func (w *editWalk) edits() int { return w.best[len(w.word)] }

// to goes on to a word. Where a prefix of it is too far off for any word that has it, to returns the length of that prefix in
// bytes, else 0.
func (w *editWalk) to(word string) (dead int) {
	depth, bytes := 0, 0
	for i, r := range word {
		if depth < len(w.word) && w.word[depth] == r {
			depth++
			continue
		}
		bytes = i
		w.word = w.word[:depth]
		for at, r := range word[bytes:] {
			if len(w.word) == len(w.rows)-1 { // what follows is beyond what is typed
				return 0
			}
			w.word = append(w.word, r)
			if w.step() > w.most && w.edits() > w.most {
				return bytes + at + len(string(r))
			}
		}
		return 0
	}
	w.word = w.word[:depth]
	return 0
}

// step counts the edits of the prefix that is one rune longer, and returns the fewest in its row.
func (w *editWalk) step() int {
	n := len(w.word)
	row, above := w.rows[n], w.rows[n-1]
	row[0] = n
	least := n
	for j := 1; j <= len(w.typed); j++ {
		cost := 1
		if w.word[n-1] == w.typed[j-1] {
			cost = 0
		}
		row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
		if n > 1 && j > 1 && w.word[n-1] == w.typed[j-2] && w.word[n-2] == w.typed[j-1] {
			row[j] = min(row[j], w.rows[n-2][j-2]+1)
		}
		least = min(least, row[j])
	}
	w.best[n] = min(w.best[n-1], row[len(w.typed)])
	return least
}

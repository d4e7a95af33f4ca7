package complete

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

// A nameWords is the words of names: which names have a word that begins so, and what was meant by one that none has.
type nameWords struct {
	words  map[string]*nameWord
	sorted []string // those of words, once they are settled
	fresh  []string // those that sorted doesn't have yet
}

// A nameWord is one word: the numbers of the names that had it, those that began with it apart, and how many still have
// it.
type nameWord struct {
	first, further []int32
	live           int
}

func newNameWords() nameWords { return nameWords{words: map[string]*nameWord{}} }

// add takes the words of a name in.
func (v *nameWords) add(key string, number int) {
	first := true
	for word := range wordsOfKey(key) {
		w := v.words[word]
		if w == nil {
			w = &nameWord{}
			word = strings.Clone(word) // not to hold on to the name it stands in
			v.words[word] = w
			v.fresh = append(v.fresh, word)
		}
		w.live++
		if first {
			w.first = append(w.first, int32(number))
		} else {
			w.further = append(w.further, int32(number))
		}
		first = false
	}
}

// drop notes that a name is gone.
func (v *nameWords) drop(key string) {
	for word := range wordsOfKey(key) {
		v.words[word].live--
	}
}

// wordsOfKey are the words of a name's key; each character of a script that is written without spaces is one.
func wordsOfKey(key string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for word := range strings.FieldsSeq(key) {
			for word != "" {
				part := leadingPart(word)
				if !yield(part) {
					return
				}
				word = word[len(part):]
			}
		}
	}
}

// leadingPart is the first character of a word where that belongs to a script written without spaces, else the word as far
// as the first that does.
func leadingPart(word string) string {
	for i, r := range word {
		if !document.Dense(r) {
			continue
		}
		if i > 0 {
			return word[:i]
		}
		return word[:utf8.RuneLen(r)]
	}
	return word
}

// settle lets what was added be found, and forgets words that no name has any more.
func (v *nameWords) settle() {
	slices.Sort(v.fresh)
	merged := make([]string, 0, len(v.sorted)+len(v.fresh))
	old, fresh := v.sorted, v.fresh
	for len(old)+len(fresh) > 0 {
		from := &old
		if len(old) == 0 || len(fresh) > 0 && fresh[0] < old[0] {
			from = &fresh
		}
		word := (*from)[0]
		*from = (*from)[1:]
		if v.words[word].live <= 0 {
			delete(v.words, word)
			continue
		}
		merged = append(merged, word)
	}
	v.sorted, v.fresh = merged, nil
}

// beginning are the words that begin so.
func (v *nameWords) beginning(prefix string) []string {
	first, _ := slices.BinarySearch(v.sorted, prefix)
	n, _ := slices.BinarySearchFunc(v.sorted[first:], prefix, beyond)
	return v.sorted[first : first+n]
}

// beyond puts a word before a prefix, for a binary search, as long as it begins so.
func beyond(word, prefix string) int {
	if strings.HasPrefix(word, prefix) {
		return -1
	}
	return strings.Compare(word, prefix)
}

// having are the numbers of the names that have a word that begins in one of some ways, some of them more than once, and
// some of names that are gone.
func (v *nameWords) having(beginnings []string) (lists [][]int32, total int) {
	for _, b := range beginnings {
		for _, word := range v.beginning(leadingPart(b)) {
			w := v.words[word]
			lists = append(lists, w.first, w.further)
			total += len(w.first) + len(w.further)
		}
	}
	return lists, total
}

// startingWith are the numbers of the names whose first word begins so.
func (v *nameWords) startingWith(beginning string) (lists [][]int32) {
	for _, word := range v.beginning(leadingPart(beginning)) {
		lists = append(lists, v.words[word].first)
	}
	return lists
}

// like are the words that begin like what is typed but for at most most edits, the likest first and of those the
// commonest, k at the most. Words are compared as in a trie: the edits of a beginning that words share are counted once,
// and words whose beginning is too far off already are passed over (Shang and Merrettal's tries for approximate
// matching, 1996).
func (v *nameWords) like(word string, most, k int) []string {
	typed := []rune(word)
	if len(typed) > analysis.MaxEditRunes {
		return nil
	}
	type near struct {
		word  string
		edits int
	}
	var all []near
	walk := newEditWalk(typed, most)
	for i := 0; i < len(v.sorted); {
		w := v.sorted[i]
		if dead := walk.to(w); dead > 0 {
			prefix := w[:dead]
			n, _ := slices.BinarySearchFunc(v.sorted[i:], prefix, beyond)
			i += n
			continue
		}
		if walk.edits() <= most {
			all = append(all, near{w, walk.edits()})
		}
		i++
	}
	slices.SortFunc(all, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(v.words[b.word].live, v.words[a.word].live), cmp.Compare(a.word, b.word))
	})
	var out []string
	for _, n := range all[:min(len(all), k)] {
		out = append(out, n.word)
	}
	return out
}

// An editWalk counts the edits between what is typed and the beginnings of words that come in sorted order.
type editWalk struct {
	typed []rune
	most  int
	word  []rune  // the beginning that was walked down
	rows  [][]int // by its length: the edits to each beginning of what is typed
	best  []int   // by its length: the fewest edits to all that is typed, of it and the beginnings before
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

// edits are those between what is typed and the likest beginning of the word.
func (w *editWalk) edits() int { return w.best[len(w.word)] }

// to goes on to a word. Where its beginning is too far off for any word that begins so, it stops, and returns how many
// bytes that is.
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

// step counts the edits of the beginning that is one rune longer, and returns the fewest in its row.
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

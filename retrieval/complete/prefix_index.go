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

// A prefixIndex finds the numbers of the names that have a word with a prefix, and the words like one that no name has. What is
// added can be found after settle.
type prefixIndex struct {
	words  map[string]*indexedWord
	sorted []string // those of words, once they are settled
	fresh  []string // those that sorted doesn't have yet
}

// An indexedWord is one word: the numbers of the names that had it, those that began with it apart, and how many still have it.
type indexedWord struct {
	first, further []int32
	live           int
}

func newPrefixIndex() prefixIndex { return prefixIndex{words: map[string]*indexedWord{}} }

// add adds the words of a name, by its key and its number.
func (v *prefixIndex) add(key string, number int) {
	first := true
	for word := range wordsOfKey(key) {
		w := v.words[word]
		if w == nil {
			w = &indexedWord{}
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

// drop takes one name with a key out. Its number may still be found.
func (v *prefixIndex) drop(key string) {
	for word := range wordsOfKey(key) {
		v.words[word].live--
	}
}

// wordsOfKey yields the words of a name's key; each character of a script that is written without spaces is one.
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

// leadingPart returns the first character of a word where that belongs to a script written without spaces, else the word as far
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
func (v *prefixIndex) settle() {
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

// beginning returns the words with a prefix.
func (v *prefixIndex) beginning(prefix string) []string {
	first, _ := slices.BinarySearch(v.sorted, prefix)
	n, _ := slices.BinarySearchFunc(v.sorted[first:], prefix, beyond)
	return v.sorted[first : first+n]
}

// beyond compares for a binary search: words with the prefix come before it.
func beyond(word, prefix string) int {
	if strings.HasPrefix(word, prefix) {
		return -1
	}
	return strings.Compare(word, prefix)
}

// numbersOf returns the numbers of the names that have a word with one of some prefixes: some more than once, and some of names
// that are gone.
func (v *prefixIndex) numbersOf(beginnings []string) (lists [][]int32, total int) {
	for _, b := range beginnings {
		for _, word := range v.beginning(leadingPart(b)) {
			w := v.words[word]
			lists = append(lists, w.first, w.further)
			total += len(w.first) + len(w.further)
		}
	}
	return lists, total
}

// firstWordNumbers returns the numbers of the names whose first word has a prefix.
func (v *prefixIndex) firstWordNumbers(beginning string) (lists [][]int32) {
	for _, word := range v.beginning(leadingPart(beginning)) {
		lists = append(lists, v.words[word].first)
	}
	return lists
}

// like returns the words of which some prefix is at most most edits from what is typed, k at the most: the nearest first, of
// those the commonest. Words are compared as in a trie: the edits of a prefix that words share are counted once, and words
// whose prefix is too far off already are passed over (Shang and Merrettal's tries for approximate matching, 1996). Comparing
// each of 65,000 words takes ten times as long and more.
func (v *prefixIndex) like(word string, most, k int) []string {
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

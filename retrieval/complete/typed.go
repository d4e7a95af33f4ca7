package complete

import (
	"slices"
	"strings"
	"unicode/utf8"

	"docent/retrieval/document"
)

// The grades of a name for what is typed, the best first.
const (
	gradeExact = iota
	gradeBeginning
	gradeWords
	gradeGuess
)

// typedWords is what is being typed, as names are looked for.
type typedWords struct {
	key   string     // the whole; "" for a guess
	words [][]string // the beginnings that will do for each word
	guess bool
}

// maxTyped is how much of what is typed is looked for, in bytes: more than any name has.
const maxTyped = 2 * MaxCompletion

func newTyped(text string) typedWords {
	if len(text) > maxTyped {
		text = text[:maxTyped]
	}
	t := typedWords{key: nameKey(text)}
	for word := range strings.FieldsSeq(t.key) {
		t.words = append(t.words, []string{word})
	}
	return t
}

// grade returns that of a name, by its key; -1 for a name that doesn't have what is typed.
func (t *typedWords) grade(key string) int {
	switch {
	case t.guess:
	case key == t.key:
		return gradeExact
	case strings.HasPrefix(key, t.key):
		return gradeBeginning
	}
	for _, spelt := range t.words {
		if !slices.ContainsFunc(spelt, func(w string) bool { return hasBeginning(key, w) }) {
			return -1
		}
	}
	if t.guess {
		return gradeGuess
	}
	return gradeWords
}

// hasBeginning reports whether a word of a key begins with another. Where a script is written without spaces, a word may begin
// anywhere.
func hasBeginning(key, word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	if document.Dense(first) {
		return strings.Contains(key, word)
	}
	for at := 0; ; at += len(word) {
		i := strings.Index(key[at:], word)
		if i < 0 {
			return false
		}
		if at += i; at == 0 || key[at-1] == ' ' {
			return true
		}
	}
}

package complete

import (
	"slices"
	"strings"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

const (
	// guesses is how many words of the documents one misspelt word may stand for.
	guesses = 3
	// guessed is how many words of what is typed may be misspelt.
	guessed = 3
)

// Complete returns ways to go on with what is being typed, best first. docs are the paths of the documents whose names are
// looked through, nil for all; has reports whether a heading or a fact's name is still there. ok is false where the table
// isn't of this version.
func (t *Table) Complete(version any, c Request, paths []string, has func(path string, n Name) (bool, error)) (out []Completion, ok bool, err error) {
	found, alike, ok := t.find(version, c, paths)
	if !ok {
		return nil, false, nil
	}
	out, err = offered(found, alike, c, has)
	return out, true, err
}

// find looks through the names. There are more than the limit, so that those that are gone can be left out. alike counts the
// headings that read alike, where headings are completed.
func (t *Table) find(version any, c Request, paths []string) (found []candidate, alike map[string]int, ok bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if t.version != version {
		return nil, nil, false
	}
	var docs map[*docNames]bool
	if paths != nil {
		docs = map[*docNames]bool{}
		for _, path := range paths {
			if d := t.docs[path]; d != nil {
				docs[d] = true
			}
		}
		if len(docs) == 0 {
			return nil, nil, true
		}
	}
	best := &bestOf{kind: c.Kind, limit: 2 * c.Limit}
	typed := newTyped(c.Typed)
	grade := func(w typedWords) func(*name) {
		return func(n *name) {
			if grade := w.grade(n.key); grade >= 0 && n.kind.completes(c.Kind) {
				best.add(candidate{*n, grade})
			}
		}
	}
	if docs == nil && len(typed.words) > 0 { // where enough names begin so, no others need be looked at
		t.visit(t.words.startingWith(typed.words[0][0]), nil, grade(typed))
	}
	if len(best.sorted()) < c.Limit {
		t.each(docs, typed, grade(typed))
	}
	if len(best.sorted()) < c.Limit {
		if guess, ok := t.guess(typed); ok {
			t.each(docs, guess, grade(guess))
		}
	}
	if c.Kind == Heading {
		for d := range docs {
			alike = t.alike(d)
		}
	}
	return best.sorted(), alike, true
}

// fewNames is how many names are looked through one by one rather than found by their words.
const fewNames = 2000

// each calls visit for the names of some documents, nil for all, that may have what is typed; for some more than once.
func (t *Table) each(docs map[*docNames]bool, typed typedWords, visit func(*name)) {
	total := 0
	for d := range docs {
		total += d.end - d.first
	}
	lists, byWord := t.fewest(typed)
	switch {
	case docs != nil && (total <= fewNames || !byWord):
		for d := range docs {
			for i := d.first; i < d.end; i++ {
				visit(&t.names[i])
			}
		}
	case byWord:
		t.visit(lists, docs, visit)
	default:
		for i := range t.names {
			if n := &t.names[i]; n.doc != nil {
				visit(n)
			}
		}
	}
}

// visit calls f for the names with some numbers that are not gone, of some documents, nil for all.
func (t *Table) visit(lists [][]int32, docs map[*docNames]bool, f func(*name)) {
	for _, numbers := range lists {
		for _, i := range numbers {
			if n := &t.names[i]; n.doc != nil && (docs == nil || docs[n.doc]) {
				f(n)
			}
		}
	}
}

// fewest are the names that have the rarest of the words that are typed; ok is false where none is.
func (t *Table) fewest(typed typedWords) (lists [][]int32, ok bool) {
	fewest := 0
	for i, spelt := range typed.words {
		found, total := t.words.having(spelt)
		if i == 0 || total < fewest {
			lists, fewest = found, total
		}
	}
	return lists, len(typed.words) > 0
}

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

// grade is that of a name, by its key; -1 for one that hasn't what is typed.
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

// hasBeginning tells whether a word of a key begins so. Where a script is written without
// spaces, a word may begin anywhere.
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

// guess is what may have been meant by words that no name has. ok is false when there are none, or too many, or nothing
// is like one of them.
func (t *Table) guess(typed typedWords) (out typedWords, ok bool) {
	out.guess = true
	unknown := 0
	for _, spelt := range typed.words {
		w := spelt[0]
		if most := analysis.MaxEdits(w); most > 0 && len(t.words.beginning(w)) == 0 {
			unknown++
			if spelt = t.words.like(w, most, guesses); len(spelt) == 0 || unknown > guessed {
				return out, false
			}
		}
		out.words = append(out.words, spelt)
	}
	return out, unknown > 0
}

// A Kind is what is being typed.
type Kind string

// Request is something half typed.
type Request struct {
	Kind   Kind
	Typed  string
	Source string // as in Question
	Limit  int    // at most so many; 0 means 25
}

// A Completion is one way to go on. Text and Value are at most 100 runes each; no two of one list have the same Text.
type Completion struct {
	Text  string // as people read it
	Value string // as the command takes it
}

// What can be completed.
const (
	Question Kind = "question" // from titles, headings and facts
	Fact     Kind = "fact"
	Source   Kind = "source"
	Heading  Kind = "heading" // of Completing.Source
)

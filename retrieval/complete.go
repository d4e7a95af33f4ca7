package retrieval

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
	"docent/retrieval/document"
	"docent/retrieval/index"
)

const (
	defaultCompletions = 25
	// guesses is how many words of the documents one misspelt word may stand for.
	guesses = 3
	// guessed is how many words of what is typed may be misspelt.
	guessed = 3
)

// Complete returns ways to go on with what is being typed, the best first: names that are just that, then those that
// begin so, then those whose words begin so in any order, then, where there are few, those whose words do but for slips
// of the pen. Case, accents and punctuation don't count. Nothing typed brings the newest documents first, and the
// headings of a document in its order. A heading is completed where Source names one document, else not at all. An
// unknown kind is an error.
func (l *Library) Complete(ctx context.Context, c Completing) ([]Completion, error) {
	if !slices.Contains([]CompletionKind{CompleteQuestion, CompleteFact, CompleteSource, CompleteHeading}, c.Kind) {
		return nil, fmt.Errorf("completing a %q; expected %q, %q, %q or %q", c.Kind, CompleteQuestion, CompleteFact, CompleteSource, CompleteHeading)
	}
	if c.Limit <= 0 {
		c.Limit = defaultCompletions
	}
	var out []Completion
	err := l.ask(ctx, func(e *corpus.Version, snap *index.Snapshot, _ *verifier) error {
		found, alike, err := l.completions(ctx, e, snap, c)
		if err != nil {
			return err
		}
		out, err = offered(ctx, snap, found, alike, c)
		return err
	})
	return out, err
}

// completions looks through the names. There are more than the limit, so that those that are gone can be left out. alike
// counts the headings that read alike, where headings are completed.
func (l *Library) completions(ctx context.Context, e *corpus.Version, snap *index.Snapshot, c Completing) (found []completing, alike map[string]int, err error) {
	if err := l.names.lockFor(ctx, e, snap); err != nil {
		return nil, nil, err
	}
	defer l.names.mu.RUnlock()
	docs, ok := l.completable(e, c)
	if !ok {
		return nil, nil, nil
	}
	best := &bestOf{kind: c.Kind, limit: 2 * c.Limit}
	typed := newTyped(c.Typed)
	grade := func(t typedWords) func(*name) {
		return func(n *name) {
			if grade := t.grade(n.key); grade >= 0 && n.kind.completes(c.Kind) {
				best.add(completing{*n, grade})
			}
		}
	}
	if docs == nil && len(typed.words) > 0 { // where enough names begin so, no others need be looked at
		l.names.visit(l.names.words.startingWith(typed.words[0][0]), nil, grade(typed))
	}
	if len(best.sorted()) < c.Limit {
		l.names.each(docs, typed, grade(typed))
	}
	if len(best.sorted()) < c.Limit {
		if guess, ok := l.names.guess(typed); ok {
			l.names.each(docs, guess, grade(guess))
		}
	}
	if c.Kind == CompleteHeading {
		for d := range docs {
			alike = l.names.alike(d)
		}
	}
	return best.sorted(), alike, ctx.Err()
}

// completable are the documents whose names are looked through; nil for all. ok is false when there are none.
func (l *Library) completable(e *corpus.Version, c Completing) (docs map[*docNames]bool, ok bool) {
	var paths []string
	switch {
	case c.Kind == CompleteHeading:
		path, err := l.one(e, Place{Source: c.Source})
		if err != nil {
			return nil, false
		}
		paths = []string{path}
	case strings.TrimSpace(c.Source) == "" || c.Kind == CompleteSource:
		return nil, true
	default:
		paths = l.matching(e, c.Source)
	}
	docs = map[*docNames]bool{}
	for _, path := range paths {
		if d := l.names.docs[path]; d != nil {
			docs[d] = true
		}
	}
	return docs, len(docs) > 0
}

// fewNames is how many names are looked through one by one rather than found by their words.
const fewNames = 2000

// each calls visit for the names of some documents, nil for all, that may have what is typed; for some more than once.
func (t *nameTable) each(docs map[*docNames]bool, typed typedWords, visit func(*name)) {
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
func (t *nameTable) visit(lists [][]int32, docs map[*docNames]bool, f func(*name)) {
	for _, numbers := range lists {
		for _, i := range numbers {
			if n := &t.names[i]; n.doc != nil && (docs == nil || docs[n.doc]) {
				f(n)
			}
		}
	}
}

// fewest are the names that have the rarest of the words that are typed; ok is false where none is.
func (t *nameTable) fewest(typed typedWords) (lists [][]int32, ok bool) {
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
const maxTyped = 2 * maxCompletion

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
func (t *nameTable) guess(typed typedWords) (out typedWords, ok bool) {
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

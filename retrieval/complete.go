package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

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

// Complete returns ways to go on with what is being typed, the best first: names that are just that, then those that begin
// so, then those whose words begin so in any order, then, where there are few, those whose words do but for slips of the
// pen. Case, accents and punctuation don't count. Nothing typed brings the newest documents first, and the headings of a
// document in its order. A heading is completed where Source names one document, else not at all. An unknown kind is an error.
func (l *Library) Complete(ctx context.Context, c Completing) ([]Completion, error) {
	if !slices.Contains([]CompletionKind{CompleteQuestion, CompleteFact, CompleteSource, CompleteHeading}, c.Kind) {
		return nil, fmt.Errorf("completing a %q; expected %q, %q, %q or %q", c.Kind, CompleteQuestion, CompleteFact, CompleteSource, CompleteHeading)
	}
	if c.Limit <= 0 {
		c.Limit = defaultCompletions
	}
	var out []Completion
	err := l.ask(ctx, func(e *edition, snap *index.Snapshot, _ *verifier) error {
		found, err := l.completions(ctx, e, snap, c)
		if err != nil {
			return err
		}
		out, err = offered(ctx, snap, found, c)
		return err
	})
	return out, err
}

// completions looks through the names. There are more than the limit, so that those that are gone can be left out.
func (l *Library) completions(ctx context.Context, e *edition, snap *index.Snapshot, c Completing) ([]completing, error) {
	if err := l.names.lockFor(ctx, l, e, snap); err != nil {
		return nil, err
	}
	defer l.names.mu.RUnlock()
	docs := l.completable(e, c)
	best := &bestOf{kind: c.Kind, limit: 2 * c.Limit}
	typed := newTyped(c.Typed)
	best.look(docs, typed)
	if found := best.sorted(); len(found) >= c.Limit {
		return found, ctx.Err()
	}
	if guess, ok := l.names.guess(typed); ok {
		best.look(docs, guess)
	}
	return best.sorted(), ctx.Err()
}

// completable are the documents whose names are looked through.
func (l *Library) completable(e *edition, c Completing) []*docNames {
	var out []*docNames
	if c.Kind == CompleteHeading {
		path, err := l.one(e, Place{Source: c.Source})
		if d := l.names.docs[path]; err == nil && d != nil {
			out = append(out, d)
		}
		return out
	}
	if strings.TrimSpace(c.Source) != "" && c.Kind != CompleteSource {
		for _, path := range l.inScope(e, Scope{Source: c.Source}) {
			if d := l.names.docs[path]; d != nil {
				out = append(out, d)
			}
		}
		return out
	}
	for _, d := range l.names.docs {
		out = append(out, d)
	}
	return out
}

// A nameKind says what a name is of.
type nameKind uint8

const (
	ofDocument nameKind = iota
	ofSection
	ofFact
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

// mayBeIn tells at little cost that no name of a list has what is typed.
func (t *typedWords) mayBeIn(keys string) bool {
	for _, spelt := range t.words {
		if !slices.ContainsFunc(spelt, func(w string) bool { return strings.Contains(keys, w) }) {
			return false
		}
	}
	return true
}

// grade is that of a name, given as its key with a space before it; -1 for one that hasn't what is typed.
func (t *typedWords) grade(key string) int {
	if !t.guess {
		switch name := strings.TrimPrefix(key, " "); {
		case name == t.key:
			return gradeExact
		case strings.HasPrefix(name, t.key):
			return gradeBeginning
		}
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

// hasBeginning tells whether a word of the key begins so. Where a script is written without spaces, a word may begin anywhere.
func hasBeginning(key, word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	if document.Dense(first) {
		return strings.Contains(key, word)
	}
	for at := 0; ; {
		i := strings.Index(key[at:], word)
		if i < 0 {
			return false
		}
		if at += i; key[at-1] == ' ' {
			return true
		}
		at += len(word)
	}
}

// guess is what may have been meant by words that no name has. ok is false when there are none, or too many, or nothing
// is like one of them.
func (t *nameTable) guess(typed typedWords) (out typedWords, ok bool) {
	out.guess = true
	unknown := 0
	for _, spelt := range typed.words {
		w := spelt[0]
		if most := tolerated(w); most > 0 && !t.known(w) {
			unknown++
			if spelt = t.like(w, most); len(spelt) == 0 || unknown > guessed {
				return out, false
			}
		}
		out.words = append(out.words, spelt)
	}
	return out, unknown > 0
}

// known tells whether a word of the names begins so.
func (t *nameTable) known(beginning string) bool {
	if t.words[beginning] > 0 {
		return true
	}
	for word := range t.words {
		if strings.HasPrefix(word, beginning) {
			return true
		}
	}
	return false
}

// like are the words of the names that begin like a word but for most edits, the likest first, and of those the commonest.
func (t *nameTable) like(word string, most int) []string {
	type near struct {
		word     string
		edits, n int
	}
	var all []near
	typed := []rune(word)
	var other []rune
	for w, n := range t.words {
		if len(w)+utf8.UTFMax*most < len(word) {
			continue
		}
		other = other[:0]
		for _, r := range w {
			if len(other) == len(typed)+most {
				break
			}
			other = append(other, r)
		}
		if e := edits(typed, other, true, most); e <= most {
			all = append(all, near{w, e, n})
		}
	}
	slices.SortFunc(all, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.n, a.n), cmp.Compare(a.word, b.word))
	})
	var out []string
	for _, n := range all[:min(len(all), guesses)] {
		out = append(out, n.word)
	}
	return out
}

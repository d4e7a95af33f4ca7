package retrieval

import (
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
	best.look(docs, typed.beginnings)
	if len(best.sorted()) < c.Limit {
		best.look(docs, typed.anywhere)
	}
	if len(best.sorted()) < c.Limit {
		if guess, ok := l.names.guess(typed); ok {
			best.look(docs, guess.anywhere)
		}
	}
	return best.sorted(), ctx.Err()
}

// completable are the documents whose names are looked through.
func (l *Library) completable(e *edition, c Completing) []*docNames {
	var out []*docNames
	if c.Kind == CompleteHeading {
		path, err := l.one(e, Place{Source: c.Source})
		if d := l.names.doc(path); err == nil && d != nil {
			out = append(out, d)
		}
		return out
	}
	if strings.TrimSpace(c.Source) != "" && c.Kind != CompleteSource {
		for _, path := range l.inScope(e, Scope{Source: c.Source}) {
			if d := l.names.doc(path); d != nil {
				out = append(out, d)
			}
		}
		return out
	}
	return l.names.docs
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

// beginnings calls found for the names of a list that are or begin with what is typed.
func (t *typedWords) beginnings(l *nameList, found func(n int, key string, grade int)) {
	needle := nameStart + t.key
	for at, n := 0, -1; ; {
		i := strings.Index(l.keys[at:], needle)
		if i < 0 {
			return
		}
		n += strings.Count(l.keys[at:at+i+1], "\n")
		at += i + len(nameStart)
		key, _, _ := strings.Cut(l.keys[at:], "\n")
		grade := gradeBeginning
		if key == t.key && key != "" {
			grade = gradeExact
		}
		found(n, key, grade)
	}
}

// anywhere calls found for the names of a list of which some word begins with each word that is typed.
func (t *typedWords) anywhere(l *nameList, found func(n int, key string, grade int)) {
	if len(t.words) == 0 || !t.allIn(l.keys, strings.Contains) {
		return
	}
	grade := gradeWords
	if t.guess {
		grade = gradeGuess
	}
	n := 0
	for key := range strings.SplitSeq(strings.TrimPrefix(l.keys, "\n"), "\n") {
		if t.allIn(key, hasBeginning) {
			found(n, key[1:], grade)
		}
		n++
	}
}

// allIn tells whether a text has each of the words, in one of its spellings.
func (t *typedWords) allIn(text string, has func(text, word string) bool) bool {
	for _, spelt := range t.words {
		if !slices.ContainsFunc(spelt, func(w string) bool { return has(text, w) }) {
			return false
		}
	}
	return true
}

// hasBeginning tells whether a word of a key, which has a space before it, begins so. Where a script is written without
// spaces, a word may begin anywhere.
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
		if most := tolerated(w); most > 0 && !t.words.known(w) {
			unknown++
			if spelt = t.words.like(w, most, guesses); len(spelt) == 0 || unknown > guessed {
				return out, false
			}
		}
		out.words = append(out.words, spelt)
	}
	return out, unknown > 0
}

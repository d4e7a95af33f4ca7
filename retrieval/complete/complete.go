package complete

import (
	"docent/retrieval/analysis"
)

const (
	// guesses is how many words of the documents one misspelt word may stand for.
	guessesPerWord = 3
	// guessed is how many words of what is typed may be misspelt.
	maxGuessed = 3
)

// Complete returns completions of what is being typed, best first. paths are those of the documents whose names are looked
// through, nil for all; has reports whether a heading or a fact's name is still there. ok is false where the table isn't of this
// version.
func (t *Table) Complete(version any, c Request, paths []string, has func(path string, n Name) (bool, error)) (out []Completion, ok bool, err error) {
	found, alike, ok := t.find(version, c, paths)
	if !ok {
		return nil, false, nil
	}
	out, err = completions(found, alike, c, has)
	return out, true, err
}

// find returns the best names: more than the limit, so that those that are gone can be left out. Where headings are completed,
// alike counts those that read alike.
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
		t.visit(t.words.firstWordNumbers(typed.words[0][0]), nil, grade(typed))
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

// fewest returns the numbers of the names that have the rarest of the words that are typed; ok is false where none is typed.
func (t *Table) fewest(typed typedWords) (lists [][]int32, ok bool) {
	fewest := 0
	for i, spelt := range typed.words {
		found, total := t.words.numbersOf(spelt)
		if i == 0 || total < fewest {
			lists, fewest = found, total
		}
	}
	return lists, len(typed.words) > 0
}

// guess returns what may have been meant by words that no name has. ok is false when there are none, or too many, or nothing is
// like one of them.
func (t *Table) guess(typed typedWords) (out typedWords, ok bool) {
	out.guess = true
	unknown := 0
	for _, spelt := range typed.words {
		w := spelt[0]
		if most := analysis.MaxEdits(w); most > 0 && len(t.words.beginning(w)) == 0 {
			unknown++
			if spelt = t.words.like(w, most, guessesPerWord); len(spelt) == 0 || unknown > maxGuessed {
				return out, false
			}
		}
		out.words = append(out.words, spelt)
	}
	return out, unknown > 0
}

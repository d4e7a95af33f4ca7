package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"docent/retrieval/analysis"
)

// This file knows the words of the passages as they are spelt, so that a word that none has can be corrected to one that some
// has. The other fields have stems. The rules are:
//
//   - Spellings are a field of their own. Those that a batch brings to the index stand in a document of Bleve's that has
//     nothing else. It is never deleted, so that some may have gone from the passages: one of which a snapshot has no form is
//     never given out. Building the index anew clears them.
//   - Which of them are like a word is asked of Bleve's dictionaries, with an automaton.

// fieldSpelling holds the spellings of a language, folded and without diacritics, since people leave those out.
const fieldSpelling = "spelling"

// Which words are kept, and corrected. Two edits make another word of almost any that is short.
const (
	minCorrected = analysis.MinCorrectable // letters
	maxCorrected = 24
	twoEditsFrom = 8
)

// correctable reports whether a word is kept, or corrected: letters only, neither short nor endless.
func correctable(word string) bool {
	n := 0
	for _, r := range word {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			return false
		}
		n++
	}
	return n >= minCorrected && n <= maxCorrected
}

// metWords remembers which words were met, since most words of a text were met before. Two words may share a place; then each
// is met anew behind the other. That two share their hash as well, and one is passed over, costs a correction.
type metWords [1 << 18]atomic.Uint32

// first reports whether a word is met for the first time, as far as that is remembered.
func (m *metWords) first(hash uint32) bool {
	at := &m[hash%uint32(len(m))]
	if at.Load() == hash {
		return false
	}
	at.Store(hash)
	return true
}

// noteWords takes the words of tokens that may be kept and weren't met before; without met, none.
func (e *entry) noteWords(tokens []analysis.Token, met *metWords) {
	if met == nil {
		return
	}
	language := analysis.Hash(e.language)
	for i := range tokens {
		if t := &tokens[i]; !t.Gram && !t.Stop && len(t.Word) >= minCorrected && met.first(analysis.Hash(t.Word)^language) {
			e.words = append(e.words, t.Word)
		}
	}
}

// addSpellings adds the words of the entries of a generation that the parts don't have to its batch.
func addSpellings(batch *bleve.Batch, entries []*entry, parts []part, generation uint64) error {
	words := map[string][]string{} // by field
	for _, e := range entries {
		field := fieldIn(fieldSpelling, e.language)
		for _, w := range e.words {
			if word := analysis.StripMarks(strings.TrimSuffix(w, "'s")); correctable(word) {
				words[field] = append(words[field], word)
			}
		}
		e.words = nil
	}
	doc := document.NewDocument(fmt.Sprintf("spellings %d", generation))
	for field, words := range words {
		slices.Sort(words)
		var unknown bleveanalysis.TokenStream
		for _, word := range slices.Compact(words) {
			known, err := anyHas(parts, field, word)
			if err != nil {
				return err
			}
			if !known {
				unknown = append(unknown, &bleveanalysis.Token{Term: []byte(word), Position: 1})
			}
		}
		if len(unknown) > 0 {
			doc.AddField(document.NewTextFieldCustom(field, nil, nil, bleveindex.IndexField|bleveindex.SkipFreqNorm, ready(unknown)))
		}
	}
	if len(doc.Fields) == 0 {
		return nil // a segment that keeps nothing when its passages go is dropped
	}
	return batch.IndexAdvanced(doc)
}

// Near returns the words that a word of a question may have been meant for, nearest first and then the most frequent, at most
// k: none for a word that passages have, with a digit, of under four letters, or as near to a function word. Words are
// compared folded and without their diacritics.
func (s *Snapshot) Near(ctx context.Context, language, word string, k int) (found []analysis.Near, err error) {
	defer guard(&err)()
	word = analysis.StripMarks(word)
	if !correctable(word) {
		return nil, nil
	}
	first, _ := utf8.DecodeRuneInString(word)
	if found, err = s.within(ctx, language, word, 1, span{}); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(found, func(n analysis.Near) bool { return n.SameStart }) {
		found = slices.DeleteFunc(found, func(n analysis.Near) bool { return !n.SameStart })
	}
	if len(found) == 0 && utf8.RuneCountInString(word) >= twoEditsFrom {
		if found, err = s.within(ctx, language, word, 2, beginningWith(string(first))); err != nil {
			return nil, err
		}
	}
	if len(found) == 0 || s.Analyzer(language).NearStop(word, found[0].Distance) {
		return nil, nil
	}
	slices.SortStableFunc(found, func(a, b analysis.Near) int { return cmp.Compare(b.Passages, a.Passages) })
	return found[:min(len(found), k)], nil
}

// within returns the other words of a span that are so many edits or fewer from a word, in the order of the alphabet.
func (s *Snapshot) within(ctx context.Context, language, word string, edits int, in span) (found []analysis.Near, err error) {
	if in.automaton, err = s.store.automata.within(edits, word); err != nil {
		return nil, err
	}
	first, _ := utf8.DecodeRuneInString(word)
	body := fieldIn(fieldNames[fieldBody], language)
	for w, err := range s.terms(ctx, fieldIn(fieldSpelling, language), in) {
		if err != nil {
			return nil, err
		}
		if w.term == word {
			continue
		}
		n, err := s.count(ctx, body, s.Analyzer(language).Analyze(w.term).Term)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			found = append(found, analysis.Near{Word: w.term, Distance: edits, SameStart: strings.HasPrefix(w.term, string(first)), Passages: n})
		}
	}
	return found, nil
}

// HasWord reports whether passages of a language have, or had, a word in this spelling, folded. It knows words of four letters
// and more.
func (s *Snapshot) HasWord(ctx context.Context, language, word string) (has bool, err error) {
	defer guard(&err)()
	if word = analysis.StripMarks(word); !correctable(word) {
		return false, nil
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	return anyHas(s.parts, fieldIn(fieldSpelling, language), word)
}

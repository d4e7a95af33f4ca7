package index

import (
	"context"
	"slices"
	"unicode"
	"unicode/utf8"

	bleveindex "github.com/blevesearch/bleve_index_api"
)

// This file knows character n-grams. They find a word by its parts where a language inflects, derives and compounds beyond
// its stemmer ("Verteidigungslinie", "wa-l-difāʿ"). They rank, and are never evidence that a document speaks of something.

// gramRunes is how many characters of "_word_" make an n-gram. Of those tried on twelve languages, 4 found most; Korean
// writes a syllable as one character.
const (
	gramRunes       = 4
	hangulGramRunes = 2
)

// gramless are the languages without n-grams of words: English, whose stemmer leaves nothing for them to find, and those
// that write without spaces, whose words are n-grams already.
var gramless = map[string]bool{"en": true, "zh": true, "ja": true, "th": true, "lo": true, "km": true, "my": true}

// Grams calls yield for the n-grams of the word as it is written, and with both for those of its form without marks, where
// that has others. A token that is an n-gram itself has none, nor has any in a language that does without.
func (a *Analyzer) Grams(t Token, both bool, yield func(gram string)) {
	if gramless[a.language] || t.Gram {
		return
	}
	eachGram(t.Word, yield)
	if both {
		if bare := stripMarks(t.Word); bare != t.Word {
			eachGram(bare, yield)
		}
	}
}

func eachGram(word string, yield func(string)) {
	s := "_" + word + "_"
	n := gramRunes
	if r, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Hangul, r) {
		n = hangulGramRunes
	}
	end, runes := 0, 0
	for end < len(s) && runes < n {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
		runes++
	}
	for start := 0; ; {
		yield(s[start:end])
		if end == len(s) {
			return
		}
		_, size := utf8.DecodeRuneInString(s[start:])
		start += size
		_, size = utf8.DecodeRuneInString(s[end:])
		end += size
	}
}

// addGrams notes which share of the hits' scores is due to n-grams; found are the numbers of hits.
func (s *Snapshot) addGrams(ctx context.Context, factors []factor, found []scored, hits []Hit) error {
	if !slices.ContainsFunc(factors, func(f factor) bool { return f.gram }) {
		return nil
	}
	at := make(map[uint64]int, len(found))
	for i, x := range found {
		at[x.doc] = i
	}
	for i := range factors {
		f := &factors[i]
		if !f.gram {
			continue
		}
		if s.parts == nil {
			err := s.each(ctx, f.field, f.term, true, func(d *bleveindex.TermFieldDoc) {
				if i, ok := at[d.ID.Value()]; ok {
					hits[i].Grams += float64(f.share(min(d.Freq, maxCount), length(d.Norm))) / fixed
				}
			})
			if err != nil {
				return err
			}
			continue
		}
		for p := range s.parts {
			part := &s.parts[p]
			l, err := s.store.postings.get(part, f.field, f.term)
			if err != nil {
				return err
			}
			for i, x := range found {
				if x.doc < part.first || x.doc >= part.first+uint64(part.size) {
					continue
				}
				if count, length, ok := l.of(uint32(x.doc - part.first)); ok {
					hits[i].Grams += float64(f.share(count, length)) / fixed
				}
			}
		}
	}
	return nil
}

// of looks up one passage's posting.
func (l *postings) of(doc uint32) (count, length uint64, ok bool) {
	for i := range l.blocks {
		b := &l.blocks[i]
		if doc&^(blockSize-1) != b.base {
			continue
		}
		j, ok := slices.BinarySearch(b.docs, uint16(doc-b.base))
		if !ok {
			return 0, 0, false
		}
		return b.counts.at(j), b.lengths.at(j), true
	}
	return 0, 0, false
}

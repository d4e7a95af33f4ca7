package index

import (
	"cmp"
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
func (s *Snapshot) addGrams(ctx context.Context, p *plan, found []scored, hits []Hit) error {
	at := make(map[uint64]int, len(found))
	for i, x := range found {
		at[x.doc] = i
	}
	for i := range p.factors {
		f := &p.factors[i]
		if !f.gram {
			continue
		}
		add := func(doc, count, length uint64) {
			if i, ok := at[doc]; ok {
				hits[i].Grams += float64(f.share(count, length)) / p.unit
			}
		}
		if s.parts == nil {
			err := s.each(ctx, f.field, f.term, true, func(d *bleveindex.TermFieldDoc) { add(d.ID.Value(), min(d.Freq, maxCount), length(d.Norm)) })
			if err != nil {
				return err
			}
			continue
		}
		for _, x := range found {
			part := s.partOf(x.doc)
			l, err := s.store.postings.get(ctx, part, f.field, f.term, f.average)
			if err != nil {
				return err
			}
			if count, length := l.of(uint32(x.doc - part.first)); count > 0 {
				add(x.doc, count, length)
			}
		}
	}
	return nil
}

// partOf is the segment that a passage lies in.
func (s *Snapshot) partOf(doc uint64) *part {
	i, ok := slices.BinarySearchFunc(s.parts, doc, func(p part, doc uint64) int { return cmp.Compare(p.first, doc) })
	if !ok {
		i--
	}
	return &s.parts[i]
}

// of returns one passage's posting; a count of 0 where it has none.
func (l *postings) of(doc uint32) (count, length uint64) {
	b := l.block(doc &^ (blockSize - 1))
	if b == nil {
		return 0, 0
	}
	i, ok := b.find(uint16(doc), 0)
	if !ok {
		return 0, 0
	}
	return b.count(i), l.lengths.of(doc)
}

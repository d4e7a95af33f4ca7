package index

import (
	"cmp"
	"context"
	"math/bits"
	"slices"

	"docent/retrieval/analysis"
)

// This file finds the words that a misspelt one may have been meant for.

// near returns the words at the least distance, 1 or for long words 2, that keep accepts: those with the same first letter if
// there are any, in the order of the alphabet.
func (l *wordList) near(word string, keep func(string) bool) []analysis.Near {
	if l == nil {
		return nil
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	target := []rune(word)
	for limit := 1; limit <= 2; limit++ {
		if limit == 2 && len(target) < twoEditsFrom {
			break
		}
		found := l.sameStart(word, target, limit, keep)
		if len(found) == 0 && limit == 1 {
			found = l.otherStart(target, keep)
		}
		if len(found) > 0 {
			slices.SortFunc(found, func(a, b analysis.Near) int { return cmp.Compare(a.Word, b.Word) })
			return found
		}
	}
	return nil
}

// sameStart compares the words with the same first letter.
func (l *wordList) sameStart(word string, target []rune, limit int, keep func(string) bool) (out []analysis.Near) {
	letters := lettersOf(word)
	try := func(candidate string) {
		if analysis.EditDistance(target, candidate, limit) <= limit && candidate != word && keep(candidate) {
			out = append(out, analysis.Near{Word: candidate, Distance: limit, SameStart: true})
		}
	}
	for n := max(minCorrected, len(target)-limit); n <= len(target)+limit; n++ {
		w := l.groups[wordGroup{target[0], n}]
		if w == nil {
			continue
		}
		for i, other := range w.letters {
			if letters.near(other, limit) {
				try(w.at(i))
			}
		}
		for _, other := range w.fresh {
			if letters.near(lettersOf(other), limit) {
				try(other)
			}
		}
	}
	return out
}

// otherStart tries out what the word is if its first letter is wrong, missing, one too many, or exchanged with the second.
func (l *wordList) otherStart(target []rune, keep func(string) bool) (out []analysis.Near) {
	try := func(candidate string) {
		w := l.groups[groupOf(candidate)]
		if w != nil && w.has(candidate) && keep(candidate) {
			out = append(out, analysis.Near{Word: candidate, Distance: 1, SameStart: false})
		}
	}
	rest, whole := string(target[1:]), string(target)
	try(rest)
	if target[0] != target[1] {
		try(string(target[1]) + string(target[0]) + string(target[2:]))
	}
	for first := range l.firsts {
		if first != target[0] {
			try(string(first) + rest)
			try(string(first) + whole)
		}
	}
	return out
}

// A letterSet says which letters a word has: for each of a to z a bit if it has it and one if it has it twice, and a few for
// the rest of the alphabets. An edit changes one bit each way at the most.
type letterSet uint64

func lettersOf(word string) letterSet {
	var s letterSet
	for _, r := range word {
		if r < 'a' || r > 'z' {
			s |= 1 << (52 + r%12)
			continue
		}
		once := letterSet(1) << (r - 'a')
		if s&once != 0 {
			s |= once << 26
		}
		s |= once
	}
	return s
}

func (s letterSet) near(o letterSet, edits int) bool {
	return bits.OnesCount64(uint64(s&^o)) <= edits && bits.OnesCount64(uint64(o&^s)) <= edits
}

// Near returns the words that a word of a question may have been meant for, nearest first and then the most frequent, at most
// k: none for a word that passages have, with a digit, of under four letters, or as near to a function word. Words are
// compared folded and without their diacritics.
func (s *Snapshot) Near(language, word string, frequency func(term string) (uint64, error), k int) (out []analysis.Near, err error) {
	list := s.store.words.ready(language)
	word = analysis.StripMarks(word)
	if list == nil || !correctable(word) {
		return nil, nil
	}
	a := s.Analyzer(language)
	counts := map[string]uint64{}
	found := list.near(word, func(candidate string) bool {
		if err != nil {
			return false
		}
		counts[candidate], err = frequency(a.Analyze(candidate).Term)
		return err == nil && counts[candidate] > 0
	})
	if err != nil || len(found) == 0 || a.NearStop(word, found[0].Distance) {
		return nil, err
	}
	slices.SortStableFunc(found, func(a, b analysis.Near) int { return cmp.Compare(counts[b.Word], counts[a.Word]) })
	return found[:min(len(found), k)], nil
}

// AwaitWords waits until questions can be corrected. Only who must have that from the first question on needs to wait.
func (s *Store) AwaitWords(ctx context.Context) error {
	select {
	case <-s.words.read:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// HasWord tells whether passages of a language may have had a word, folded. It knows words of four letters and more.
func (s *Snapshot) HasWord(language, word string) bool {
	return s.store.words.ready(language).has(analysis.StripMarks(word))
}

package eval

import (
	"math/rand/v2"
	"slices"
	"unicode"
)

// typoLetters is how long a word must be to be mistyped: a slip in "the" costs nothing, and would only flatter.
const typoLetters = 4

// typo makes one slip in a text, always the same for a seed and the number of the text: in a random word of at least four
// letters, a letter is left out, put in, replaced, or changes places with its neighbour. Where no word is so long, as it may
// be in Chinese, it is in any word. New letters are some of the text's own, whatever its script.
func typo(seed, number uint64, text string) string {
	rng := rand.New(rand.NewPCG(seed, number))
	runes := []rune(text)
	words := lettersOf(runes, typoLetters)
	if len(words) == 0 {
		words = lettersOf(runes, 1)
	}
	if len(words) == 0 {
		return text
	}
	word := words[rng.IntN(len(words))]
	at := word[0] + rng.IntN(word[1]-word[0])
	letter, ok := otherLetter(rng, runes, runes[at])
	if !ok {
		return string(slices.Insert(runes, at, runes[at]))
	}
	switch rng.IntN(4) {
	case 0:
		return string(slices.Delete(runes, at, at+1))
	case 1:
		return string(slices.Insert(runes, at, letter))
	case 2:
		if at+1 < word[1] && runes[at] != runes[at+1] {
			runes[at], runes[at+1] = runes[at+1], runes[at]
			return string(runes)
		}
	}
	runes[at] = letter
	return string(runes)
}

// otherLetter draws one of a text's letters that isn't this one; ok is false when there is no other.
func otherLetter(rng *rand.Rand, text []rune, not rune) (letter rune, ok bool) {
	var all []rune
	for _, r := range text {
		if r = unicode.ToLower(r); unicode.IsLetter(r) && r != unicode.ToLower(not) && !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	return all[rng.IntN(len(all))], true
}

// lettersOf are the stretches of at least so many letters, as places in runes. Marks belong to the letter before them.
func lettersOf(runes []rune, least int) (out [][2]int) {
	start, letters := -1, 0
	for i, r := range append(runes[:len(runes):len(runes)], ' ') {
		switch {
		case unicode.IsLetter(r):
			if start < 0 {
				start = i
			}
			letters++
		case start >= 0 && !unicode.IsMark(r):
			if letters >= least {
				out = append(out, [2]int{start, i})
			}
			start, letters = -1, 0
		}
	}
	return out
}

package retrieval

import (
	"math/rand/v2"
	"slices"
	"unicode"
)

// typoLetters is how long a word must be to be mistyped: a slip in "the" costs nothing, and would only flatter.
const typoLetters = 4

// typo makes one slip in a text, always the same for a seed and the number of the text: in a random word of at least four
// letters, one letter is left out, doubled by another, replaced, or changes places with its neighbour. Where no word is
// so long, as in Chinese, it is in any of the letters. New letters are some of the text's own.
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
	var alphabet []rune
	for _, r := range runes {
		if unicode.IsLetter(r) && !slices.Contains(alphabet, unicode.ToLower(r)) {
			alphabet = append(alphabet, unicode.ToLower(r))
		}
	}
	letter := alphabet[rng.IntN(len(alphabet))]
	for range alphabet {
		if letter != unicode.ToLower(runes[at]) {
			break
		}
		letter = alphabet[rng.IntN(len(alphabet))]
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

package analysis

import (
	"strings"
	"unicode/utf8"
)

// This file holds light stemmers for languages that the libraries have none for. They take off the endings that words carry for
// their place in the sentence, so that a word is the same word wherever it stands.

// josa are the particles that Korean writes at the end of nouns, and the commonest endings of its verbs, longest first.
var josa = []string{
	"하였습니다", "되었습니다", "했습니다", "됐습니다", "이었습니다", "입니까", "합니까", "됩니까", "습니까", "입니다", "합니다", "됩니다", "습니다",
	"으로부터", "에서부터", "에게서는", "에서는", "에서도", "으로는", "으로도", "에게는", "이라는", "이라고", "까지는", "부터는",
	"하였다", "되었다", "했다", "됐다", "한다", "된다", "이다", "하는", "되는", "하고", "되고", "하여", "하기", "했던", "하면",
	"에서", "에게", "한테", "으로", "까지", "부터", "처럼", "보다", "마다", "이나", "이란", "라는", "라고", "께서", "에는", "에도", "와는", "과는", "들은", "들이", "들을", "들의",
	"은", "는", "이", "가", "을", "를", "의", "에", "로", "와", "과", "도", "만", "들",
}

// stemKorean takes the last particle or ending off a word, where at least two syllables are left.
func stemKorean(word string) string {
	for _, j := range josa {
		if stem, ok := strings.CutSuffix(word, j); ok && utf8.RuneCountInString(stem) >= 2 {
			return stem
		}
	}
	return word
}

// stemGreek takes the case and number off a word: a last ς or ν and the vowels before it, where at least three letters are left.
func stemGreek(word string) string {
	stem := strings.TrimRight(StripMarks(word), "σςν")
	for range 2 {
		r, size := utf8.DecodeLastRuneInString(stem)
		if !strings.ContainsRune("αεηιουω", r) || utf8.RuneCountInString(stem) <= 3 {
			break
		}
		stem = stem[:len(stem)-size]
	}
	if utf8.RuneCountInString(stem) < 3 {
		return word
	}
	return stem
}

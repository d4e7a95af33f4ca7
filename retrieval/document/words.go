package document

import "unicode"

// CountWords is the length of s in words, good enough to hold against a limit: stretches between white space, where the
// scripts written without spaces count two characters as a word.
func CountWords(s string) int {
	words, dense, inWord := 0, 0, false
	for _, r := range s {
		switch {
		case r < 0x80:
			space := r == ' ' || r >= '\t' && r <= '\r'
			if !space && !inWord {
				words++
			}
			inWord = !space
		case Dense(r):
			dense++
			inWord = false
		case unicode.IsSpace(r):
			inWord = false
		default:
			if !inWord {
				words++
			}
			inWord = true
		}
	}
	return words + (dense+1)/2
}

// Dense reports whether r belongs to a script that is written without spaces between words.
func Dense(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

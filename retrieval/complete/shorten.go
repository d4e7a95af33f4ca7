package complete

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// headOf returns the beginning of a text, with an ellipsis where it goes on: at most n runes.
func headOf(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	head := firstRunes(s, n-1)
	for head != "" { // not between a character and the marks upon it
		next, _ := utf8.DecodeRuneInString(s[len(head):])
		if !unicode.Is(unicode.M, next) && next != zeroWidthJoiner {
			break
		}
		_, size := utf8.DecodeLastRuneInString(head)
		head = head[:len(head)-size]
	}
	return strings.TrimRight(head, " ") + "…"
}

const zeroWidthJoiner = '\u200d'

// tailOf returns the end of a text, with an ellipsis where something is before it: at most n runes.
func tailOf(s string, n int) string {
	over := utf8.RuneCountInString(s) - n
	if over <= 0 {
		return s
	}
	return "…" + s[len(firstRunes(s, over+1)):]
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

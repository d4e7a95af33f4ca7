package text

import (
	"strings"
	"unicode/utf8"

	"docent/retrieval/document"
)

// bulletLen is the length of the bullet that s begins with, and 0 if it begins with none. A row of signs ("* * *") is
// no list.
func bulletLen(s string) int {
	first, n := utf8.DecodeRuneInString(s)
	rest := s[n:]
	if strings.ContainsRune("-*+–", first) {
		if len(rest) < 2 || rest[0] != ' ' || rest[1] == ' ' {
			return 0
		}
	} else if !strings.ContainsRune("•‣◦▪●○■□☐☑☒✓✔·・", first) {
		return 0
	}
	if strings.Trim(rest, " -*+–•·_=") == "" {
		return 0
	}
	return n
}

// maxListNumber is the longest number of a list, in digits: "1990." at the beginning of a line ends a sentence.
const maxListNumber = 2

// numberLen is the length of the number with its mark ("1.", "2)", "(3)", "a)") that s begins with, or 0.
func numberLen(s string) int {
	open := 0
	if strings.HasPrefix(s, "(") {
		open = 1
	}
	n := open
	for n < len(s) && n-open < maxListNumber && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	digits := n > open
	if !digits && n < len(s) && s[n] >= 'a' && s[n] <= 'z' {
		n++
	}
	if n == open || n+2 >= len(s) || s[n+1] != ' ' {
		return 0
	}
	if s[n] == ')' || s[n] == '.' && digits && open == 0 {
		return n + 1
	}
	return 0
}

// markerLen is the length of the list marker that s begins with, or 0.
func markerLen(s string) int { return max(bulletLen(s), numberLen(s)) }

// listStarts reports whether a list begins at line k of a run: at its first line, after a line that announces it, or where
// the run has several such lines. A single dash or number at the beginning of a wrapped line is part of the sentence.
func (p *parser) listStarts(r *run, k int) bool {
	s := p.text(k)
	bullet, number := bulletLen(s) > 0, numberLen(s) > 0
	if !bullet && !number {
		return false
	}
	if k == r.first || r.byLine || strings.HasSuffix(p.text(k-1), ":") || strings.HasSuffix(p.text(k-1), "：") {
		return true
	}
	return bullet && r.bullets > 1 || number && r.numbers > 1
}

// readList takes the items from line k on: each its marker's line and the lines below it without a marker.
func (p *parser) readList(r *run, k int) int {
	for k <= r.last && markerLen(p.text(k)) > 0 {
		end := k
		for !r.byLine && end < r.last && markerLen(p.text(end+1)) == 0 && !p.endsPart(r, end+1) {
			end++
		}
		p.add(document.ListItem, k, end)
		k = end + 1
	}
	return k
}

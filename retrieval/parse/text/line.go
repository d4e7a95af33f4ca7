package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/document"
)

// A line is a line of the source that isn't blank.
type line struct {
	start, end int  // bytes of the source, without surrounding white space
	number     int  // from 1
	apart      bool // a blank line or a form feed stands before it, or it is the first
	indented   bool // white space stands before it
	role       role
}

// A role is what a line turned out to be before its neighbours are looked at.
type role uint8

const (
	body role = iota
	title
	meta
	siteName
	imageNumber
	imageNote
	caption
	pageButton
	otherArticles
)

// reasons are the words for the roles that make boilerplate.
var reasons = map[role]string{
	siteName:      "name of the site",
	imageNumber:   "image number",
	imageNote:     "note on how an image was made",
	pageButton:    "page button",
	otherArticles: "links to other articles",
}

// splitLines returns the lines of src that aren't blank.
func splitLines(src string, all document.Lines) []line {
	var lines []line
	last := -1
	for n := 1; n <= all.Len(); n++ {
		start, end := all.Bounds(n)
		raw := src[start:end]
		trimmed := strings.TrimLeftFunc(raw, unicode.IsSpace)
		if trimmed == "" {
			continue
		}
		lead := raw[:len(raw)-len(trimmed)]
		trimmed = strings.TrimRightFunc(trimmed, unicode.IsSpace)
		lines = append(lines, line{
			start:    start + len(lead),
			end:      start + len(lead) + len(trimmed),
			number:   n,
			apart:    n != last+1 || last < 0 || strings.Contains(lead, "\f"),
			indented: lead != "",
		})
		last = n
	}
	return lines
}

// endsSentence reports whether s ends as a sentence does, closing quotes and brackets aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]」』")
	last, _ := utf8.DecodeLastRuneInString(s)
	return last != utf8.RuneError && strings.ContainsRune(".!?…。！？؟।", last)
}

// startsName reports whether s begins as a heading or a name does: with a capital, or a letter of a script without case.
func startsName(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(first) || unicode.IsTitle(first) || unicode.Is(unicode.Lo, first)
}

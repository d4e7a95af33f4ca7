package document

import (
	"sort"
	"strings"
)

// Lines tells on which line of a text a byte stands. Lines count from 1, and end at "\n", at "\r\n" and at a lone "\r",
// as an editor counts them: a text that ends with a line break has an empty last line.
type Lines struct {
	text   string
	starts []int // the offset of each line's first byte
}

// NewLines finds the lines of text, in time linear in its length.
func NewLines(text string) Lines {
	breaks := strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
	starts := make([]int, 1, breaks+1)
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			starts = append(starts, i+1)
		case '\n':
			starts = append(starts, i+1)
		}
	}
	return Lines{text: text, starts: starts}
}

// Len is the number of lines; an empty text has one.
func (l Lines) Len() int { return len(l.starts) }

// Line returns the number of the line that the byte at offset belongs to. A line break belongs to the line it ends; an
// offset past the end belongs to the last line.
func (l Lines) Line(offset int) int {
	return sort.Search(len(l.starts), func(i int) bool { return l.starts[i] > offset })
}

// Bounds returns the offsets of line n without its line break.
func (l Lines) Bounds(n int) (start, end int) {
	start, end = l.starts[n-1], len(l.text)
	if n < len(l.starts) {
		end = l.starts[n]
	}
	return start, start + len(strings.TrimSuffix(strings.TrimSuffix(l.text[start:end], "\n"), "\r"))
}

// Text returns line n without its line break.
func (l Lines) Text(n int) string {
	start, end := l.Bounds(n)
	return l.text[start:end]
}

// Span returns the span of the bytes from start to end, on no page. An empty span stands on the line of its start.
func (l Lines) Span(start, end int) Span {
	return Span{Start: start, End: end, First: l.Line(start), Last: l.Line(max(start, end-1))}
}

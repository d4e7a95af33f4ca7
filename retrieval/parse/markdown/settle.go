package markdown

import (
	"slices"
	"strings"

	"docent/retrieval/document"
)

// settle puts the leaves in order, joins the paragraphs of one list item, and gives the lines that no leaf owns to a
// neighbour or to leaves of their own, so that each line from body on that isn't blank belongs to exactly one.
func settle(lines document.Lines, leaves []leaf, body int) []leaf {
	slices.SortStableFunc(leaves, func(a, b leaf) int { return a.first - b.first })
	s := &settler{lines: lines, next: body}
	for _, l := range leaves {
		l.first = max(l.first, s.next)
		if l.first > l.last {
			continue // its lines belong to the leaf before
		}
		s.stray(l.first, &l)
		if !s.join(l) {
			s.out = append(s.out, l)
		}
		s.next = l.last + 1
	}
	s.stray(lines.Len()+1, nil)
	return s.out
}

// A settler builds the settled leaves; next is the first line that none owns yet.
type settler struct {
	lines document.Lines
	out   []leaf
	next  int
}

// join adds l to the leaf before it when both are paragraphs of one list item.
func (s *settler) join(l leaf) bool {
	if len(s.out) == 0 || l.item == nil {
		return false
	}
	before := &s.out[len(s.out)-1]
	if before.item != l.item {
		return false
	}
	before.last, before.end = l.last, l.end
	before.text += "\n" + l.text
	return true
}

// stray settles the lines from s.next up to, and without, the line until, at which the leaf after them begins.
func (s *settler) stray(until int, after *leaf) {
	for n := s.next; n < until; n++ {
		if blank(s.lines, n) {
			continue
		}
		if s.quoteMark(n) && s.toQuote(n, until, after) {
			continue
		}
		if len(s.out) > 0 {
			if last := &s.out[len(s.out)-1]; last.last == n-1 && last.kind == document.Paragraph && last.text == "" && !last.html {
				last.last = n
				_, last.end = s.lines.Bounds(n)
				continue
			}
		}
		start, end := s.lines.Bounds(n)
		s.out = append(s.out, leaf{kind: document.Paragraph, first: n, last: n, start: start, end: end})
	}
}

// quoteMark reports whether line n holds nothing but the marks of a quote.
func (s *settler) quoteMark(n int) bool { return strings.Trim(s.lines.Text(n), "> \t") == "" }

// toQuote gives line n, a quote's empty line, to the quote above or below it.
func (s *settler) toQuote(n, until int, after *leaf) bool {
	if len(s.out) > 0 {
		if above := &s.out[len(s.out)-1]; above.last == n-1 && above.kind != document.Boilerplate {
			above.last = n
			return true
		}
	}
	if after != nil && n == until-1 && after.kind == document.Quote {
		after.first = n
		return true
	}
	return false
}

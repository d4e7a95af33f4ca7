package render

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/words"
)

const ellipsis = "…"

// shorten returns s if it has at most n characters; else as many whole words of it as leave room for an ellipsis.
func shorten(s string, n int) string {
	if length(s) <= n {
		return s
	}
	if n < 1 {
		return ""
	}
	return head(s, n-1) + ellipsis
}

// shortenPath returns path if it has at most n characters; else the end of it, which says more than its start, from a
// slash on where there is one.
func shortenPath(path string, n int) string {
	if length(path) <= n {
		return path
	}
	end := graphemeTail(path, n-1)
	if i := strings.IndexByte(end, '/'); i > 0 {
		end = end[i:]
	}
	return ellipsis + end
}

// head returns as many whole words from the start of s as have at most n characters together. A first word that alone
// has more is cut between graphemes.
func head(s string, n int) string {
	end, measured, used := 0, 0, 0
	for c := range chunks(s) {
		used += length(s[measured:c[1]])
		measured = c[1]
		if used > n {
			break
		}
		end = c[1]
	}
	if end > 0 {
		return s[:end]
	}
	left := n
	for it := graphemes.FromString(s); it.Next(); end = it.End() {
		if left -= length(it.Value()); left < 0 {
			break
		}
	}
	return s[:end]
}

// tail is head from the end of s.
func tail(s string, n int) string {
	start, used, measured := len(s), 0, len(s)
	for _, c := range slices.Backward(slices.Collect(chunks(s))) {
		used += length(s[c[0]:measured])
		measured = c[0]
		if used > n {
			break
		}
		start = c[0]
	}
	if start < len(s) {
		return s[start:]
	}
	return graphemeTail(s, n)
}

// graphemeTail returns as many whole graphemes from the end of s as have at most n characters together.
func graphemeTail(s string, n int) string {
	edges, start := graphemeEdges(s), len(s)
	for _, edge := range slices.Backward(edges[:len(edges)-1]) {
		if n -= length(s[edge:start]); n < 0 {
			break
		}
		start = edge
	}
	return s[start:]
}

// chunks yields the ranges of s between which it may be cut or wrapped, in order, without the white space around them:
// words with the punctuation that touches them, and whole links. Text of Han and kana, which has no spaces, is divided
// between its words, but not before closing or after opening punctuation.
func chunks(s string) iter.Seq[[2]int] {
	return func(yield func([2]int) bool) {
		start, end := 0, 0 // the chunk so far; none if they are the same
		link := false      // it has the sign of a link in it
		edge := edgeFinder(s)
		for it := words.FromString(s); it.Next(); {
			word, at := it.Value(), it.Start()
			space := strings.TrimSpace(word) == ""
			if start < end && (space || !link && divides(s[start:end], word)) && edge(at) {
				if !yield([2]int{start, end}) {
					return
				}
				start, end, link = at, at, false
			}
			switch {
			case !space:
				link = link || strings.Contains(s[max(start, at-2):it.End()], "://")
				end = it.End()
			case start == end:
				start, end = it.End(), it.End()
			default: // white space that belongs to a grapheme
				end = it.End()
			}
		}
		if start < end {
			yield([2]int{start, end})
		}
	}
}

// edgeFinder returns a function that reports whether an offset of s is the edge of a grapheme. It must be asked in
// ascending order.
func edgeFinder(s string) func(int) bool {
	it, at := graphemes.FromString(s), 0
	return func(offset int) bool {
		for at < offset && it.Next() {
			at = it.End()
		}
		return at == offset
	}
}

// graphemeEdges returns the offsets at which graphemes begin, and len(s).
func graphemeEdges(s string) []int {
	edges := []int{0}
	for it := graphemes.FromString(s); it.Next(); {
		edges = append(edges, it.End())
	}
	return edges
}

// divides reports whether s may be cut between a chunk and the word that touches it.
func divides(chunk, word string) bool {
	before, _ := utf8.DecodeLastRuneInString(chunk)
	after, _ := utf8.DecodeRuneInString(word)
	opening := unicode.In(before, unicode.Ps, unicode.Pi)
	return !opening && (spaceless(after) || spaceless(before) && (unicode.IsLetter(after) || unicode.IsDigit(after)))
}

func spaceless(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }

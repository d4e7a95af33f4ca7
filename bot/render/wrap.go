package render

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/clipperhouse/uax29/v2/graphemes"
)

// wrap divides s into ranges of at most limit columns, between words; a word that alone is wider is divided between
// graphemes. A grapheme wider than limit stays whole.
func wrap(s string, limit int) [][2]int {
	var out [][2]int
	used := 0 // columns of the last range
	for c := range chunks(s) {
		w := columns(s[c[0]:c[1]])
		if n := len(out); n > 0 {
			if space := columns(s[out[n-1][1]:c[0]]); used+space+w <= limit {
				out[n-1][1] = c[1]
				used += space + w
				continue
			}
		}
		used = w
		if w <= limit {
			out = append(out, c)
			continue
		}
		for _, part := range hardRanges(s[c[0]:c[1]], limit) {
			out = append(out, [2]int{c[0] + part[0], c[0] + part[1]})
		}
		last := out[len(out)-1]
		used = columns(s[last[0]:last[1]])
	}
	return out
}

// hardWrap divides s between graphemes, white space and all. An empty s is one empty line.
func hardWrap(s string, limit int) []string {
	if s == "" {
		return []string{""}
	}
	var out []string
	for _, r := range hardRanges(s, limit) {
		out = append(out, s[r[0]:r[1]])
	}
	return out
}

func hardRanges(s string, limit int) [][2]int {
	var out [][2]int
	used := 0
	for it := graphemes.FromString(s); it.Next(); {
		w := columns(it.Value())
		if n := len(out); n > 0 && used+w <= limit {
			out[n-1][1] = it.End()
			used += w
			continue
		}
		out = append(out, [2]int{it.Start(), it.End()})
		used = w
	}
	return out
}

const tabStop = 4

// expandTabs replaces tabs by spaces up to the next multiple of tabStop columns: a real tab would go by the terminal's
// own stops, which our margin shifts.
func expandTabs(s string) string {
	var b strings.Builder
	at := 0
	for i, field := range strings.Split(s, "\t") {
		if i > 0 {
			n := tabStop - at%tabStop
			b.WriteString(strings.Repeat(" ", n))
			at += n
		}
		b.WriteString(field)
		at += columns(field)
	}
	return b.String()
}

// columns is the width of s on a terminal.
func columns(s string) int { return displaywidth.String(s) }

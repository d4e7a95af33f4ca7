package render

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// A stretch is the shown part of one piece of a quote.
type stretch struct {
	piece               int // in Quote.Pieces
	start, end          int // in Quote.Text; equal when nothing of the piece could be shown
	gapBefore, gapAfter bool
}

// sound returns q with ranges that can be drawn: within the text, in order, and on edges of graphemes, so that no mark
// and no cut falls between a letter and its accents. A quote without pieces is one piece.
func sound(q Quote) Quote {
	if len(q.Pieces) == 0 {
		q.Pieces = []Piece{{End: len(q.Text)}}
	}
	var pieces []Piece
	at := 0
	for _, p := range q.Pieces {
		p.Start, p.End = runeStart(q.Text, max(p.Start, at)), runeStart(q.Text, p.End)
		if p.Start < p.End {
			pieces = append(pieces, p)
			at = p.End
		}
	}
	q.Pieces = pieces
	edges := graphemeEdges(q.Text)
	q.Sentence = widen(edges, q.Sentence)
	matches := make([][2]int, 0, len(q.Matches))
	for _, m := range q.Matches {
		if m = widen(edges, m); m[0] < m[1] {
			matches = append(matches, m)
		}
	}
	slices.SortFunc(matches, func(a, b [2]int) int { return a[0] - b[0] })
	q.Matches = matches
	return q
}

// runeStart returns the offset of the rune that offset is in, or the nearest end of s.
func runeStart(s string, offset int) int {
	offset = min(max(offset, 0), len(s))
	for offset > 0 && offset < len(s) && !utf8.RuneStart(s[offset]) {
		offset--
	}
	return offset
}

// widen returns r with its ends moved outwards to edges; [0,0] where r is empty.
func widen(edges []int, r [2]int) [2]int {
	last := edges[len(edges)-1]
	from, to := max(r[0], 0), min(r[1], last)
	if from >= to {
		return [2]int{}
	}
	i := sort.SearchInts(edges, from)
	if edges[i] > from {
		i--
	}
	return [2]int{edges[i], edges[sort.SearchInts(edges, to)]}
}

// whole shows all of a sound quote.
func whole(q Quote) []stretch { return excerpt(q, length(q.Text)+len(q.Text)) }

// excerpt chooses what is shown of a sound quote in about limit characters: all of it where it fits; else the sentence
// that answers, then as much as fits of the sentences after and before it in its paragraph, then of the paragraphs after
// and before. What stands before it gets at most a third, so that it stays near the top. Only a sentence that doesn't
// fit is cut, between words.
func excerpt(q Quote, limit int) []stretch {
	all := units(q)
	if len(all) == 0 {
		return nil
	}
	if cost(all) <= limit {
		return stretches(q, all, 0, len(all)-1)
	}
	first, last := centre(q, all)
	used := cost(all[first : last+1])
	if used > limit {
		return []stretch{cutOut(q, all, first, last, limit)}
	}
	room := limit - used
	if top, end := headOf(q, all, first); cost(all[top:end]) <= min(room, limit/3) {
		room -= cost(all[top:end]) // what is shown of a table begins with the names of its columns
	}
	first, last = grow(all, first, last, room, limit/3)
	shown := stretches(q, all, first, last)
	top, end := headOf(q, all, first)
	if top == end || cost(all[top:end]) > min(limit-cost(all[first:last+1]), limit/3) {
		return shown
	}
	head := stretches(q, all, top, end-1)
	head[len(head)-1].gapAfter = false
	shown[0].gapBefore = first > end
	return append(head, shown...)
}

// headOf returns the range of the units that are the head of the table which unit first is in: the names of its columns, and
// the rule below them. It is empty where the table has no head, or first is in it.
func headOf(q Quote, all []unit, first int) (top, end int) {
	inTable := func(i int) bool { return kindOf(q.Pieces[all[i].piece]) == table }
	top = first
	for top > 0 && inTable(top) && inTable(top-1) {
		top--
	}
	end = top + 1
	if end < first {
		if _, ok := ruleOf(q.Text[all[end].start:all[end].end]); ok {
			end++
		}
	}
	if end == top+1 && !q.Pieces[all[top].piece].Head || end > first {
		return first, first
	}
	return top, end
}

// A unit is what an excerpt takes whole or leaves out: a sentence, a row, or a line of code, without the white space
// around it.
type unit struct {
	piece, start, end int
	cost              int // in characters, with the space after it
}

func units(q Quote) []unit {
	var all []unit
	for i, p := range q.Pieces {
		text := q.Text[p.Start:p.End]
		next := nextSentence(text)
		if kindOf(p) != prose {
			next = nextLine(text)
		}
		for at := 0; at < len(text); {
			end := next()
			u := unit{piece: i, start: p.Start + at, end: p.Start + end}
			at = end
			if u = trimUnit(q.Text, u, p.Code); u.start < u.end {
				all = append(all, u)
			}
		}
	}
	return all
}

func cost(all []unit) int {
	n := 0
	for _, u := range all {
		n += u.cost
	}
	return n
}

// nextSentence returns a function that gives the ends of the sentences of text, one by one.
func nextSentence(text string) func() int {
	it, edge := sentences.FromString(text), edgeFinder(text)
	return func() int {
		for it.Next() {
			if edge(it.End()) {
				return it.End()
			}
		}
		return len(text)
	}
}

func nextLine(text string) func() int {
	at := 0
	return func() int {
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 {
			return len(text)
		}
		at += i + 1
		return at
	}
}

// trimUnit drops the white space around a unit, but keeps the indentation of code.
func trimUnit(text string, u unit, code bool) unit {
	s := strings.TrimRightFunc(text[u.start:u.end], unicode.IsSpace)
	u.end = u.start + len(s)
	if !code {
		u.start = u.end - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	}
	u.cost = length(text[u.start:u.end]) + 1
	return u
}

// centre returns the first and last of the units that must be shown: those of the sentence, or the one with the first
// match, or the first.
func centre(q Quote, all []unit) (first, last int) {
	target := q.Sentence
	if target[0] == target[1] && len(q.Matches) > 0 {
		target = q.Matches[0]
	}
	first = slices.IndexFunc(all, func(u unit) bool { return u.start < target[1] && target[0] < u.end })
	if first < 0 {
		return 0, 0
	}
	for last = first; last+1 < len(all) && all[last+1].start < target[1]; last++ {
	}
	return first, last
}

// grow widens the units first to last by their neighbours, as far as room allows; those before get at most lead of it.
func grow(all []unit, first, last, room, lead int) (int, int) {
	top, bottom := all[first].piece, all[last].piece
	for {
		after := last+1 < len(all) && all[last+1].cost <= room
		before := first > 0 && all[first-1].cost <= min(room, lead)
		switch {
		case after && (all[last+1].piece == bottom || !before || all[first-1].piece != top):
			last++
			room -= all[last].cost
		case before:
			first--
			room -= all[first].cost
			lead -= all[first].cost
		default:
			return first, last
		}
	}
}

// stretches joins the units first to last of each piece.
func stretches(q Quote, all []unit, first, last int) []stretch {
	var out []stretch
	for _, u := range all[first : last+1] {
		if n := len(out); n > 0 && out[n-1].piece == u.piece {
			out[n-1].end = u.end
			continue
		}
		out = append(out, stretch{piece: u.piece, start: u.start, end: u.end, gapBefore: len(out) > 0 && q.Pieces[u.piece].Skipped})
	}
	out[0].gapBefore = q.Before || first > 0
	out[len(out)-1].gapAfter = q.After || last < len(all)-1
	return out
}

// cutOut shows limit characters of the units first to last, which have more, so that their first match is among them. Of
// units in several pieces it takes those in the first.
func cutOut(q Quote, all []unit, first, last, limit int) stretch {
	for all[last].piece != all[first].piece {
		last--
	}
	start, end := all[first].start, all[last].end
	s, from := q.Text[start:end], 0
	i := slices.IndexFunc(q.Matches, func(m [2]int) bool { return start <= m[0] && m[1] <= end })
	if i >= 0 && length(s[:q.Matches[i][1]-start]) > limit {
		at := q.Matches[i][0] - start
		from = at - len(tail(s[:at], limit/3))
	}
	to := from + len(head(s[from:], limit))
	return stretch{
		piece:     all[first].piece,
		start:     start + from,
		end:       start + to,
		gapBefore: q.Before || from > 0 || first > 0,
		gapAfter:  q.After || to < len(s) || last < len(all)-1,
	}
}

// lines returns the first and the last line of the source that is shown, or zeros where the pieces don't know. A piece's
// text is the source's, so its line breaks tell on which of its lines a part of it stands.
func lines(q Quote, shown []stretch) (first, last int) {
	for _, s := range shown {
		p := q.Pieces[s.piece]
		if p.First <= 0 {
			continue
		}
		from, to := p.First, p.Last
		if breaks(q.Text[p.Start:p.End]) == p.Last-p.First {
			from += breaks(q.Text[p.Start:s.start])
			to -= breaks(q.Text[s.end:p.End])
		}
		if first == 0 || from < first {
			first = from
		}
		last = max(last, to)
	}
	return first, last
}

func breaks(s string) int { return strings.Count(s, "\n") }

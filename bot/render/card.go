package render

import (
	"slices"
	"strings"

	"docent/bot/locale"
)

// header returns what a card is headed with, shortened to at most limit characters (0 for no limit): the heading, which
// stands out, and the title behind it. Where there is only one of them it stands out.
func (c Card) header(limit int) (strong, rest string) {
	strong, rest = fold(c.Heading), fold(c.Title)
	if strong == "" || strong == rest {
		strong, rest = rest, ""
	}
	if limit == 0 {
		return strong, rest
	}
	strong = shorten(strong, limit)
	left := limit - length(strong) - length(separator)
	if length(rest) > left && left < minTitle {
		return strong, ""
	}
	return strong, shorten(rest, left)
}

const (
	separator = " · "
	minTitle  = 12 // of a title shorter than this too little would be seen to be worth its place
)

// place is where the part of the quote stands that is shown.
func (c Card) place(q Quote, shown []stretch) Place {
	first, last := lines(q, shown)
	return Place{Path: c.Path, First: first, Last: last, Page: c.Page, Date: c.Date, URL: c.URL}
}

// where says, behind a path, which lines (or page) and of which date: " line 54 · 14 Jan 2026".
func (p Place) where(words *locale.Locale) string {
	where := ""
	switch {
	case p.Page > 0:
		where = " " + words.Text("label.page", locale.Args{"page": p.Page})
	case p.First > 0 && p.First < p.Last:
		where = " " + words.Text("label.lines", locale.Args{"first": p.First, "last": p.Last})
	case p.First > 0:
		where = " " + words.Text("label.line", locale.Args{"line": p.First})
	}
	if !p.Date.IsZero() {
		where += separator + words.Date(p.Date)
	}
	return where
}

// Text is the place in words, without any markup, to stand in a sentence.
func (p Place) Text(words *locale.Locale) string { return fold(p.Path) + p.where(words) }

// row is the place without any markup.
func (p Place) row(words *locale.Locale) row {
	path, where := fold(p.Path), p.where(words)
	if path == "" {
		where = strings.TrimSpace(strings.TrimPrefix(where, separator))
	}
	return row{text: path + where, apart: [][2]int{{0, len(path)}}}
}

// drawPlace draws a place: its path as code, and behind it where in the document. Where it can be opened the path is the
// link, or else, since brackets end a link's label, what stands behind it.
func (d drawer) drawPlace(p Place, l linking) string {
	path, where, to := drawPath(p.Path), Escape(strings.TrimSpace(strings.TrimPrefix(p.where(d.words), separator))), safeURL(p.URL)
	switch {
	case path == "" && where == "":
		return ""
	case path == "":
		return l.link(where, to)
	case !strings.ContainsAny(path, "[]"):
		path = l.link(path, to)
	case where == "" && l != unlinked && to != "":
		where = l.link(opener, to)
	case where != "":
		where = l.link(where, to)
	}
	if where == "" {
		return path
	}
	if strings.HasPrefix(p.where(d.words), separator) {
		return path + separator + where
	}
	return path + " " + where
}

// opener is the label of a link that has nothing else to be the label of.
const opener = "↗"

// drawCard draws a card in at most room characters of Discord's Markdown, if room is at least minCardRoom, and returns
// the limit down to which its quote was shortened for that. A link that leaves too little of the quote is left out.
func (d drawer) drawCard(c Card, room, most int, l linking) (drawn string, limit int) {
	q := sound(c.Quote)
	ways := []linking{l}
	if c.URL != "" && l != unlinked {
		ways = append(ways, unlinked)
	}
	for _, way := range ways {
		for limit = most; ; limit = limit * 4 / 5 {
			drawn = d.drawExcerpt(c, q, excerpt(q, limit), way)
			if length(drawn) <= room || limit == 0 {
				break
			}
		}
		if length(drawn) <= room && limit >= min(minQuote, most) {
			break
		}
	}
	return withWhy(drawn, c.Why, room), limit
}

// drawExcerpt draws the card's first line, what is shown of its quote, and its place.
func (d drawer) drawExcerpt(c Card, q Quote, shown []stretch, l linking) string {
	parts := []string{c.drawHeader()}
	if quoted := drawQuote(blocks(q, shown)); quoted != "" {
		parts = append(parts, quoted)
	}
	parts = append(parts, d.drawPlace(c.place(q, shown), l))
	return strings.Join(withoutEmpty(parts), "\n")
}

func (c Card) drawHeader() string {
	strong, rest := c.header(maxHeader)
	return strings.Join(withoutEmpty([]string{drawStrong(strong), isolate(Escape(rest))}), separator)
}

func withoutEmpty(all []string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// withWhy adds as many of the reasons as there is room for, in small print.
func withWhy(s string, why []string, room int) string {
	for _, reason := range why {
		if reason = fold(reason); reason == "" {
			continue
		}
		line := "\n-# " + escapeWithin(reason, maxLineText)
		if length(s)+length(line) > room {
			break
		}
		s += line
	}
	return s
}

// drawQuote draws a quote with a bar beside it, so that nothing a document says can be taken for a word of ours. Code,
// and tables in columns, stand in a box of their own instead.
func drawQuote(all []block) string {
	var out []string
	boxed := false // the block before
	for _, b := range all {
		if box := drawBox(b); box != nil {
			out = append(out, box...)
			boxed = true
			continue
		}
		if b.opens && !boxed {
			out = append(out, bar)
		}
		boxed = false
		for _, line := range drawRows(b) {
			out = append(out, bar+line)
		}
	}
	return strings.Join(out, "\n")
}

// drawBox draws what stands in a box: code, or a table whose columns fit. It is nil for other blocks.
func drawBox(b block) []string {
	switch b.kind {
	case code:
		if fenceable(b.rows) {
			return drawCode(b.rows)
		}
	case table:
		if g, ok := gridOf(b); ok {
			return drawGrid(g)
		}
	}
	return nil
}

// drawRows draws a block's rows as text, those of a table that is too wide with each cell named.
func drawRows(b block) []string {
	var out []string
	if g, ok := gridOf(b); ok && b.kind == table {
		for _, r := range g.records() {
			out = append(out, drawRecord(r))
		}
		return out
	}
	for _, r := range b.rows {
		out = append(out, drawRow(r))
	}
	return out
}

const (
	bar   = "> "
	fence = "```"
)

// fenceable reports whether Discord's code block can hold the rows. It ends at the first fence of three backticks however
// long the opening one is, and knows no escape; code with such a fence is drawn as escaped text. One of nothing but empty
// lines is none: its fences would begin others.
func fenceable(rows []row) bool {
	some := false
	for _, r := range rows {
		if strings.Contains(r.text, fence) {
			return false
		}
		some = some || r.text != ""
	}
	return some
}

func drawCode(rows []row) []string {
	out := []string{fence}
	for _, r := range rows {
		out = append(out, r.text)
	}
	return append(out, fence)
}

func drawRow(r row) string {
	var e escaper
	at := 0
	for _, bold := range r.bold {
		e.write(r.text, at, bold[0])
		e.mark("**")
		e.write(r.text, bold[0], bold[1])
		e.mark("**")
		at = bold[1]
	}
	e.write(r.text, at, len(r.text))
	return e.String()
}

// drawPath draws a path, or a place in a list, as code; one with a backtick, which would end the code, as escaped text.
func drawPath(path string) string {
	path = shortenPath(fold(path), maxPath)
	switch {
	case path == "":
		return ""
	case strings.Contains(path, "`"):
		return isolate(Escape(path))
	}
	return isolate("`" + path + "`")
}

package render

import (
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

// plain is the place without any markup.
func (p Place) plain(words *locale.Locale) string {
	return fold(strings.TrimPrefix(p.Path+p.where(words), separator))
}

// drawPlace draws a place: its path as code, and behind it where in the document.
func drawPlace(p Place, words *locale.Locale) string {
	path, where := drawPath(p.Path), p.where(words)
	if path == "" {
		return Escape(strings.TrimSpace(strings.TrimPrefix(where, separator)))
	}
	return path + Escape(where)
}

// drawCard draws a card in at most room characters of Discord's Markdown, if room is at least minCardRoom, and returns
// the limit down to which its quote was shortened for that.
func drawCard(c Card, room int, words *locale.Locale) (drawn string, limit int) {
	q := sound(c.Quote)
	for limit = maxQuote; ; limit = limit * 4 / 5 {
		drawn = drawExcerpt(c, q, limit, words)
		if length(drawn) <= room || limit == 0 {
			return withWhy(drawn, c.Why, room), limit
		}
	}
}

// drawExcerpt draws the card's first line, its quote and its place.
func drawExcerpt(c Card, q Quote, limit int, words *locale.Locale) string {
	shown := excerpt(q, limit)
	var parts []string
	if strong, rest := c.header(maxHeader); strong != "" {
		line := "**" + isolate(Escape(strong)) + "**"
		if rest != "" {
			line += separator + isolate(Escape(rest))
		}
		parts = append(parts, line)
	}
	if quoted := drawQuote(blocks(q, shown)); quoted != "" {
		parts = append(parts, quoted)
	}
	if place := drawPlace(c.place(q, shown), words); place != "" {
		parts = append(parts, place)
	}
	return strings.Join(parts, "\n")
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

// drawQuote draws a quote with a bar beside it, so that nothing a document says can be taken for a word of ours. Code
// stands in a box of its own instead.
func drawQuote(all []block) string {
	var out []string
	for i, b := range all {
		if b.kind == code && fenceable(b.rows) {
			out = append(out, drawCode(b.rows))
			continue
		}
		if b.opens && !(all[i-1].kind == code && fenceable(all[i-1].rows)) {
			out = append(out, bar)
		}
		for _, r := range b.rows {
			out = append(out, bar+drawRow(r))
		}
	}
	return strings.Join(out, "\n")
}

const (
	bar   = "> "
	fence = "```"
)

// fenceable tells whether Discord's code block can hold the rows. It ends at the first fence of three backticks however
// long the opening one is, and knows no escape; code with such a fence is drawn as escaped text.
func fenceable(rows []row) bool {
	for _, r := range rows {
		if strings.Contains(r.text, fence) {
			return false
		}
	}
	return true
}

func drawCode(rows []row) string {
	out := []string{fence}
	for _, r := range rows {
		out = append(out, r.text)
	}
	return strings.Join(append(out, fence), "\n")
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

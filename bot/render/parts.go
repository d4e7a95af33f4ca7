package render

import (
	"path"
	"sort"
	"strings"

	"docent/bot/locale"
)

// maxParts is the most messages that a passage is divided into: more would flood a channel.
const maxParts = 5

// A wholeCard is a card to be shown whole: in parts, each for a message, or in one that is an excerpt beside a file.
type wholeCard struct {
	parts []string
	file  []File
}

// wholeCard draws the card that a reply wants shown whole. It has no parts for other replies.
func (d drawer) wholeCard(r Reply, can Capabilities) wholeCard {
	if len(r.Cards) != 1 || !r.Cards[0].Whole || len(r.Sections)+len(r.Lines) > 0 {
		return wholeCard{}
	}
	room, l := maxContent, unlinked
	if can.Embed {
		room, l = maxDescription, inEmbed
	}
	c := r.Cards[0]
	parts := d.drawParts(c, room, l)
	if len(parts) > 1 && can.Attach {
		card, _ := d.drawCard(c, room, 2*maxQuote, l)
		return wholeCard{parts: []string{card}, file: []File{d.quoteFile(c)}}
	}
	return wholeCard{parts: parts}
}

// inParts sends a whole card, and what else there is to say with its first part, or before it.
func (d drawer) inParts(r Reply, whole wholeCard, can Capabilities) []Outgoing {
	p := pages{limit: maxContent, most: 1}
	d.addContent(&p, r.Text, nil, r.Notice, unlinked)
	var out []Outgoing
	switch parts := whole.parts; {
	case can.Embed:
		out = contents(p.all)
		for i, part := range parts {
			if i > 0 || len(out) == 0 {
				out = append(out, Outgoing{})
			}
			out[len(out)-1].Embeds = embeds([]string{part})
		}
	case len(p.all) > 0 && length(p.all[0])+length(paragraph)+length(parts[0]) <= maxContent:
		out = contents(append([]string{joinParagraphs([]string{p.all[0], parts[0]})}, parts[1:]...))
	default:
		out = contents(append(p.all, parts...))
	}
	if len(out) > 0 {
		out[len(out)-1].Files = whole.file
	}
	return out
}

// drawParts divides a card over messages of at most room characters, between sentences, rows or lines where they aren't
// too long themselves, and else between words. What doesn't fit into maxParts of them is left out, and an ellipsis says
// so. It returns nil for a quote with something in it that is too long for a message and can't be divided.
func (d drawer) drawParts(c Card, room int, l linking) []string {
	q := sound(c.Quote)
	all, ok := divide(q, units(q), room/3)
	if !ok {
		return nil
	}
	room -= length(d.drawPart(maxParts, maxParts)) + 1
	var bodies []string
	for from := 0; from < len(all) && len(bodies) < maxParts; {
		last := len(bodies) == maxParts-1
		draw := func(n int) string { return d.drawPartOf(c, q, all, from, from+n-1, last, l) }
		most := withinCost(all[from:], room) // what is drawn is never shorter than the text
		n := max(sort.Search(most, func(n int) bool { return length(draw(n+1)) > room }), 1)
		bodies = append(bodies, draw(n))
		from += n
	}
	for i := range bodies {
		if len(bodies) > 1 {
			bodies[i] = d.drawPart(i+1, len(bodies)) + "\n" + bodies[i]
		}
	}
	return bodies
}

// withinCost counts the units that have at most limit characters together.
func withinCost(all []unit, limit int) int {
	for i, u := range all {
		if limit -= u.cost - 1; limit < 0 {
			return i
		}
	}
	return len(all)
}

// drawPart heads a part: which of how many it is.
func (d drawer) drawPart(part, parts int) string {
	return "-# " + Escape(d.words.Text("label.part", locale.Args{"part": part, "parts": parts}))
}

// drawPartOf draws the units from first to last: the first of all under the card's header, and with ellipses only where
// the quote itself is cut, since parts follow each other.
func (d drawer) drawPartOf(c Card, q Quote, all []unit, first, last int, ends bool, l linking) string {
	shown := stretches(q, all, first, last)
	if first > 0 {
		shown[0].gapBefore = all[first-1].piece != all[first].piece && q.Pieces[all[first].piece].Skipped
	}
	tail := &shown[len(shown)-1]
	tail.gapAfter = tail.gapAfter && (ends || last == len(all)-1)
	part := c
	if first > 0 {
		part.Title, part.Heading = "", ""
	}
	return d.drawExcerpt(part, q, shown, l)
}

// divide cuts the units that have more than limit characters, and reports whether that could be done.
func divide(q Quote, all []unit, limit int) (out []unit, ok bool) {
	for _, u := range all {
		for u.cost > limit {
			part := u
			part.end = u.start + len(head(q.Text[u.start:u.end], limit-1))
			part = trimUnit(q.Text, part, q.Pieces[u.piece].Code)
			rest := trimUnit(q.Text, unit{piece: u.piece, start: part.end, end: u.end}, q.Pieces[u.piece].Code)
			if part.end <= part.start || rest.start >= rest.end {
				return nil, false
			}
			out = append(out, part)
			u = rest
		}
		out = append(out, u)
	}
	return out, true
}

// quoteFile is the whole of a card's quote as a text file, exactly as the source has it, named after the source.
func (d drawer) quoteFile(c Card) File {
	text := c.Quote.Text
	if len(text) > maxFile {
		text = text[:runeStart(text, maxFile)]
	}
	base := path.Base(c.Path)
	name := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' {
			return r
		}
		return '_'
	}, strings.TrimSuffix(base, path.Ext(base)))
	name = strings.Trim(name[:min(len(name), 60)], "_")
	if name == "" {
		name = "quote"
	}
	return File{Name: name + ".txt", ContentType: "text/plain; charset=utf-8", Data: []byte(strings.ToValidUTF8(text, string(replacement)) + "\n")}
}

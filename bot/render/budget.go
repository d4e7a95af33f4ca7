package render

import "strings"

// Discord's limits, in characters (docs/resources/message, "Embed Limits"). It counts some of them in UTF-16 units and
// some in code points, depending on the client; length is the greater of the two.
const (
	maxContent     = 2000 // a message's content
	maxDescription = 4096 // an embed's description
	maxEmbedTotal  = 6000 // all text of all embeds of a message
)

// Our own, smaller, for people's sake.
const (
	maxCards    = 3 // quotes in a reply: more aren't read
	maxMessages = 3 // messages in a reply without embeds: more would flood a channel

	// Of a message's ten embeds, beside those of the list and the cards. Sections aren't divided between embeds, and
	// maxEmbedTotal holds for them together.
	maxSectionEmbeds = 5

	maxQuote    = 900 // of a quote on a card: a screenful on a telephone; three such cards stay below maxEmbedTotal
	maxHeader   = 96  // of heading and title: one line on a screen, two on a telephone
	maxPath     = 120 // of a path, and of a place in a list
	maxLabel    = 120 // of a list entry's label
	maxLineText = 280 // of a list entry's text: about a long sentence
	maxNotice   = 200 // of the notice
	maxFile     = 1 << 20

	// A card's room is never less than this. Heading, title and path, each character escaped, stay below 520, so there is
	// always room for some of the quote.
	minCardRoom = 600
	// Without embeds, what stands before the cards gets this much of a message; the rest of it is a card's room and more.
	maxBeforeCards = 800
	// Cards that share a message show this much of their quotes, about a long sentence; else each has its own message.
	minQuote = 240
)

// length counts s as Discord does where it is strictest: in UTF-16 units, of which there are never fewer than code
// points. Invalid bytes count as the U+FFFD that is sent for each.
func length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// escapeWithin escapes one line of text, cut so that the escaped line has at most room characters.
func escapeWithin(s string, room int) string {
	for n := room; n > 0; n = n * 4 / 5 {
		if out := Escape(shorten(s, n)); length(out) <= room {
			return out
		}
	}
	return ""
}

// pages collects text for up to most messages of limit characters each. The last of them keeps reserve characters free,
// for what is to be added at the end, and kept more for what others add behind that.
type pages struct {
	limit, most, reserve, kept int
	all                        []string
}

func (p *pages) room(page int) int {
	if page >= p.most-1 {
		return p.limit - p.reserve - p.kept
	}
	return p.limit
}

// add puts s, after the separator sep, on the last page, or else on a new one, and reports whether it found room.
func (p *pages) add(sep, s string) bool {
	last := len(p.all) - 1
	if last >= 0 && length(p.all[last])+length(sep)+length(s) <= p.room(last) {
		p.all[last] += sep + s
		return true
	}
	if len(p.all) >= p.most || length(s) > p.room(len(p.all)) {
		return false
	}
	p.all = append(p.all, strings.TrimLeft(s, " ")) // where Discord drops an indentation anyway
	return true
}

// addAll puts paragraphs on the pages, and returns how many of them found no room.
func (p *pages) addAll(paragraphs []string) (left int) {
	for i, s := range paragraphs {
		if s != "" && !p.add(paragraph, s) {
			return len(paragraphs) - i
		}
	}
	return 0
}

func totalLength(all []string) int {
	n := 0
	for _, s := range all {
		n += length(s)
	}
	return n
}

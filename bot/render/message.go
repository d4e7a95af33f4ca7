package render

import (
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"docent/bot/locale"
)

// Can says what the bot may do in a channel.
type Can struct {
	Embed  bool // Embed Links
	Attach bool // Attach Files
}

// Outgoing is one Discord message. It has content or embeds, or both.
type Outgoing struct {
	Content string // at most 2,000 characters
	Embeds  []*discordgo.MessageEmbed
	Files   []File

	Components []discordgo.MessageComponent // of the last message of a reply alone
}

// A File is an attachment.
type File struct {
	Name        string
	ContentType string
	Data        []byte
}

// Message draws a reply as Discord messages, nearly always one: the text, the list and the notice as content, sections
// and cards as embeds, or all of it as content where embeds aren't allowed. Cards beyond the third aren't drawn. Of a
// list or sections that are too long, what fits is shown and how much more there is; the whole reply is attached as text
// where that is allowed. A single card that is to be shown whole, and is too long for a message, is attached beside an
// excerpt, or drawn in parts. A reply that says nothing gives no message, whatever actions it has.
func Message(r Reply, can Can, words *locale.Locale) []Outgoing {
	r.Cards = r.Cards[:min(len(r.Cards), maxCards)]
	d := drawer{words: words}
	var (
		out  []Outgoing
		left int // list entries and sections not shown
	)
	switch whole := d.wholeCard(r, can); {
	case len(whole.parts) > 0:
		out = d.inParts(r, whole, can)
	case can.Embed:
		out, left = d.withEmbeds(r)
	default:
		out, left = d.withoutEmbeds(r)
	}
	if len(out) == 0 {
		return nil
	}
	last := &out[len(out)-1]
	last.Components = Components(r.Actions)
	if can.Attach {
		last.Files = append(last.Files, r.Files[:min(len(r.Files), maxFiles)]...)
		if left > 0 && len(last.Files) < maxFiles {
			last.Files = append(last.Files, d.replyFile(r))
		}
	}
	return out
}

const (
	paragraph = "\n\n"
	maxFiles  = 10 // attachments of a message, as Discord allows
)

// A drawer draws for Discord, in one language.
type drawer struct{ words *locale.Locale }

// withEmbeds draws the list as an embed as well when it is too long for the content.
func (d drawer) withEmbeds(r Reply) (out []Outgoing, left int) {
	p := pages{limit: maxContent, most: maxMessages}
	list := pages{limit: min(maxDescription, maxEmbedTotal-len(r.Cards)*minCardRoom-sectionsRoom(r)), most: 1}
	l, fits := d.linksFor(r)
	if fits {
		d.addContent(&p, r.Text, r.Lines, r.Notice, l)
	} else {
		d.addContent(&p, r.Text, nil, r.Notice, unlinked)
		left = d.addContent(&list, "", r.Lines, "", d.linksWithin(r.Lines, list.limit))
	}
	descriptions := list.all
	if len(r.Sections) > 0 {
		room := min(maxDescription, maxEmbedTotal-totalLength(list.all)-len(r.Cards)*minCardRoom)
		sections, leftOut := d.drawSections(r.Sections, room-length(paragraph+d.drawMore(len(r.Sections))), maxDescription, inEmbed)
		if left += leftOut; leftOut > 0 {
			sections = append(sections, d.drawMore(leftOut))
		}
		descriptions = append(descriptions, joinParagraphs(sections))
	}
	out = contents(p.all)
	if embeds := d.drawEmbeds(descriptions, r.Cards); len(embeds) > 0 {
		if len(out) == 0 {
			out = []Outgoing{{}}
		}
		out[len(out)-1].Embeds = embeds
	}
	return out, left
}

// sectionsRoom is what a list must leave to the sections of a reply.
func sectionsRoom(r Reply) int {
	return min(len(r.Sections)*2*minSectionRoom, maxEmbedTotal/3)
}

// drawEmbeds makes an embed of each description, which is drawn already, and of each card. Cards share what the
// descriptions leave of the room for all embeds.
func (d drawer) drawEmbeds(descriptions []string, cards []Card) []*discordgo.MessageEmbed {
	room := maxEmbedTotal - totalLength(descriptions)
	for i, c := range cards {
		card, _ := d.drawCard(c, min(maxDescription, room/(len(cards)-i)), maxQuote, inEmbed)
		room -= length(card)
		descriptions = append(descriptions, card)
	}
	return embeds(descriptions)
}

func embeds(descriptions []string) []*discordgo.MessageEmbed {
	var out []*discordgo.MessageEmbed
	for _, text := range descriptions {
		if text != "" {
			out = append(out, &discordgo.MessageEmbed{Description: text})
		}
	}
	return out
}

// linksFor says how the places of a reply's list are linked in the content, and whether the whole list fits there. Links
// are dispensable: where they alone are too much there are none.
func (d drawer) linksFor(r Reply) (l linking, fits bool) {
	for _, l := range []linking{inContent, unlinked} {
		p := pages{limit: maxContent, most: 1}
		if d.addContent(&p, r.Text, r.Lines, r.Notice, l) == 0 {
			return l, true
		}
	}
	return unlinked, false
}

// linksWithin says how the places of a list are linked in an embed of limit characters.
func (d drawer) linksWithin(list []Line, limit int) linking {
	p := pages{limit: limit, most: 1}
	if d.addContent(&p, "", list, "", inEmbed) == 0 {
		return inEmbed
	}
	return unlinked
}

// withoutEmbeds puts all cards on one message where their quotes, shortened, still say something there; else each has its
// own.
func (d drawer) withoutEmbeds(r Reply) (out []Outgoing, left int) {
	p := pages{limit: maxContent, most: maxMessages}
	if len(r.Cards) > 0 && len(r.Sections) == 0 {
		p = pages{limit: maxBeforeCards, most: 1}
	}
	left = d.addBefore(&p, r)
	if len(r.Cards) == 0 {
		return contents(p.all), left
	}
	before := ""
	if n := len(p.all) - 1; n >= 0 {
		out, before = contents(p.all[:n]), p.all[n]
	}
	room := maxContent - length(before) - len(r.Cards)*length(paragraph)
	cards, ok := d.shareRoom(r.Cards, room)
	if ok {
		return append(out, contents([]string{joinParagraphs(append([]string{before}, cards...))})...), left
	}
	if length(before) > maxBeforeCards {
		out, before = append(out, contents([]string{before})...), ""
	}
	first, _ := d.drawCard(r.Cards[0], maxContent-length(before)-length(paragraph), maxQuote, unlinked)
	messages := []string{joinParagraphs([]string{before, first})}
	for _, c := range r.Cards[1:] {
		card, _ := d.drawCard(c, maxContent, maxQuote, unlinked)
		messages = append(messages, card)
	}
	return append(out, contents(messages)...), left
}

// addBefore adds what stands before the cards of a message without embeds.
func (d drawer) addBefore(p *pages, r Reply) (left int) {
	if len(r.Sections) == 0 {
		return d.addContent(p, r.Text, r.Lines, r.Notice, unlinked)
	}
	// The notice stands at the end, so that sections come before it: they get what the text, the list and it leave.
	notice := drawNotice(r.Notice)
	p.reserve = length(paragraph+notice) + length(paragraph+d.drawMore(len(r.Sections)))
	left = d.addContent(p, r.Text, r.Lines, "", unlinked)
	room := (p.most-max(len(p.all), 1))*p.limit + p.limit - p.reserve
	if n := len(p.all); n > 0 {
		room -= length(p.all[n-1])
	}
	sections, leftOut := d.drawSections(r.Sections, room, p.limit-p.reserve, unlinked)
	for i, s := range sections {
		if !p.add(paragraph, s) {
			leftOut += len(sections) - i
			break
		}
	}
	p.reserve = length(paragraph + notice)
	if leftOut > 0 {
		p.add(paragraph, d.drawMore(leftOut))
	}
	p.reserve = 0
	if notice != "" {
		p.add(paragraph, notice)
	}
	return left + leftOut
}

// shareRoom draws cards in room characters together, the last one first, so that the best gets what the others leave
// over. It reports whether enough is left of each quote.
func (d drawer) shareRoom(cards []Card, room int) ([]string, bool) {
	out := make([]string, len(cards))
	for i, c := range slices.Backward(cards) {
		card, quoted := d.drawCard(c, room/(i+1), maxQuote, unlinked)
		if quoted < minQuote {
			return nil, false
		}
		room -= length(card)
		out[i] = card
	}
	return out, true
}

// A wholeCard is a card to be shown whole: in parts, each for a message, or in one that is an excerpt beside a file.
type wholeCard struct {
	parts []string
	file  []File
}

// wholeCard draws the card that a reply wants shown whole. It has no parts for other replies.
func (d drawer) wholeCard(r Reply, can Can) wholeCard {
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
func (d drawer) inParts(r Reply, whole wholeCard, can Can) []Outgoing {
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

// addContent adds text, a list and a notice to p, and returns how many entries of the list found no room. The notice
// always finds it.
func (d drawer) addContent(p *pages, text string, list []Line, notice string, l linking) (left int) {
	notice = drawNotice(notice)
	forNotice := length(paragraph) + length(notice)
	p.reserve = forNotice + length(paragraph) + length(d.drawMore(len(list)))
	if addText(p, text) {
		left = d.addList(p, list, l)
	} else {
		left = len(list)
		p.reserve = forNotice
		p.add("\n", ellipsis)
	}
	p.reserve = forNotice
	if left > 0 {
		p.add("\n", d.drawMore(left))
	}
	p.reserve = 0
	if notice != "" {
		p.add(paragraph, notice)
	}
	return left
}

// addText keeps the paragraphs of text apart, and reports whether all of it found room.
func addText(p *pages, text string) bool {
	sep := ""
	for _, line := range paragraphs(text) {
		if line == "" {
			sep = paragraph
			continue
		}
		if !p.add(sep, escapeWithin(line, p.limit-p.reserve)) {
			return false
		}
		sep = "\n"
	}
	return true
}

func (d drawer) addList(p *pages, list []Line, l linking) (left int) {
	for i, line := range list {
		if !p.add("\n", d.drawLine(line, l)) {
			return len(list) - i
		}
	}
	return 0
}

func (d drawer) drawMore(n int) string {
	return ellipsis + " " + Escape(d.words.Text("label.more", locale.Args{"count": n}))
}

func drawNotice(notice string) string {
	if notice = fold(notice); notice == "" {
		return ""
	}
	return "⚠ " + escapeWithin(notice, maxNotice)
}

// drawLine draws an entry of a list: "- **label** · text · `path` line 54".
func (d drawer) drawLine(l Line, way linking) string {
	label := shorten(fold(l.Label), maxLabel)
	strong := ""
	if label != "" {
		strong = "**" + isolate(Escape(label)) + "**"
	}
	text := l.row(maxLineText)
	return strings.Repeat("  ", l.depth()) + "- " + joinLine(label, strong, isolate(drawRow(text)), d.drawPlace(l.Place, way))
}

// depth is the entry's level, within what is drawn.
func (l Line) depth() int { return min(max(l.Level, 0), 5) }

// row is the entry's text in at most limit characters, around its first match where it has any; 0 for no limit.
func (l Line) row(limit int) row {
	if len(l.Matches) == 0 {
		text := fold(l.Text)
		if limit > 0 {
			text = shorten(text, limit)
		}
		return row{text: text}
	}
	q := sound(Quote{Text: l.Text, Matches: l.Matches})
	shown := whole(q)
	if limit > 0 {
		shown = excerpt(q, limit)
	}
	var all row
	for _, b := range blocks(q, shown) {
		for _, r := range b.rows {
			all.add(" ", r)
		}
	}
	return all
}

// joinLine joins the drawn parts of a list's entry that aren't empty; behind a label that ends with a colon no other
// sign is needed.
func joinLine(label, drawnLabel string, parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	rest := strings.Join(parts, separator)
	switch {
	case drawnLabel == "" || rest == "":
		return drawnLabel + rest
	case strings.HasSuffix(label, ":"):
		return drawnLabel + " " + rest
	}
	return drawnLabel + separator + rest
}

func contents(messages []string) []Outgoing {
	var out []Outgoing
	for _, content := range messages {
		if content != "" {
			out = append(out, Outgoing{Content: content})
		}
	}
	return out
}

func joinParagraphs(all []string) string {
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), paragraph)
}

// replyFile is the whole reply as plain text, an entry a line.
func (d drawer) replyFile(r Reply) File {
	var b strings.Builder
	r.Notice, r.Files, r.Actions = "", nil, nil
	_ = Terminal(&b, r, TerminalOptions{Width: maxFile, Words: d.words}) // a builder never fails
	text := b.String()
	if len(text) > maxFile {
		text = text[:strings.LastIndexByte(text[:maxFile], '\n')+1]
	}
	return File{Name: "list.txt", ContentType: "text/plain; charset=utf-8", Data: []byte(text)}
}

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

// Message draws a reply as Discord messages, nearly always one: the text, the list and the notice as content and each
// card as an embed, or all of it as content where embeds aren't allowed. Cards beyond the third aren't drawn. Of a list
// that is too long, the entries that fit are shown and how many more there are; the whole of it is attached where that is
// allowed. A reply that says nothing gives no message, whatever actions it has.
func Message(r Reply, can Can, words *locale.Locale) []Outgoing {
	r.Cards = r.Cards[:min(len(r.Cards), maxCards)]
	d := drawer{words: words}
	var (
		out  []Outgoing
		left int // list entries not shown
	)
	if can.Embed {
		out, left = d.withEmbeds(r)
	} else {
		out, left = d.withoutEmbeds(r)
	}
	if left > 0 && can.Attach && len(out) > 0 {
		out[len(out)-1].Files = []File{d.listFile(r.Lines)}
	}
	if len(out) > 0 {
		out[len(out)-1].Components = Components(r.Actions)
	}
	return out
}

const paragraph = "\n\n"

// A drawer draws for Discord, in one language.
type drawer struct{ words *locale.Locale }

// withEmbeds draws the list as an embed as well when it is too long for the content.
func (d drawer) withEmbeds(r Reply) (out []Outgoing, left int) {
	p := pages{limit: maxContent, most: maxMessages}
	list := pages{limit: min(maxDescription, maxEmbedTotal-len(r.Cards)*minCardRoom), most: 1}
	if d.listFits(r) {
		d.addContent(&p, r.Text, r.Lines, r.Notice)
	} else {
		d.addContent(&p, r.Text, nil, r.Notice)
		left = d.addContent(&list, "", r.Lines, "")
	}
	out = contents(p.all)
	if embeds := d.drawEmbeds(list.all, r.Cards); len(embeds) > 0 {
		if len(out) == 0 {
			out = []Outgoing{{}}
		}
		out[len(out)-1].Embeds = embeds
	}
	return out, left
}

// drawEmbeds makes an embed of each description, which is drawn already, and of each card. Cards share what the
// descriptions leave of the room for all embeds.
func (d drawer) drawEmbeds(descriptions []string, cards []Card) []*discordgo.MessageEmbed {
	room := maxEmbedTotal - totalLength(descriptions)
	for i, c := range cards {
		card, _ := drawCard(c, min(maxDescription, room/(len(cards)-i)), d.words)
		room -= length(card)
		descriptions = append(descriptions, card)
	}
	var embeds []*discordgo.MessageEmbed
	for _, text := range descriptions {
		if text != "" {
			embeds = append(embeds, &discordgo.MessageEmbed{Description: text})
		}
	}
	return embeds
}

func (d drawer) listFits(r Reply) bool {
	p := pages{limit: maxContent, most: 1}
	return d.addContent(&p, r.Text, r.Lines, r.Notice) == 0
}

// withoutEmbeds puts all cards on one message where their quotes, shortened, still say something there; else each has its
// own.
func (d drawer) withoutEmbeds(r Reply) (out []Outgoing, left int) {
	p := pages{limit: maxContent, most: maxMessages}
	if len(r.Cards) > 0 {
		p = pages{limit: maxBeforeCards, most: 1}
	}
	left = d.addContent(&p, r.Text, r.Lines, r.Notice)
	if len(r.Cards) == 0 {
		return contents(p.all), left
	}
	room := maxContent - totalLength(p.all) - len(r.Cards)*length(paragraph)
	cards, ok := d.shareRoom(r.Cards, room)
	if ok {
		return contents([]string{joinParagraphs(append(p.all, cards...))}), left
	}
	first, _ := drawCard(r.Cards[0], maxContent-totalLength(p.all)-length(paragraph), d.words)
	messages := []string{joinParagraphs(append(p.all, first))}
	for _, c := range r.Cards[1:] {
		card, _ := drawCard(c, maxContent, d.words)
		messages = append(messages, card)
	}
	return contents(messages), left
}

// shareRoom draws cards in room characters together, the last one first, so that the best gets what the others leave
// over. It reports whether enough is left of each quote.
func (d drawer) shareRoom(cards []Card, room int) ([]string, bool) {
	out := make([]string, len(cards))
	for i, c := range slices.Backward(cards) {
		card, quoted := drawCard(c, room/(i+1), d.words)
		if quoted < minQuote {
			return nil, false
		}
		room -= length(card)
		out[i] = card
	}
	return out, true
}

// addContent adds text, a list and a notice to p, and returns how many entries of the list found no room. The notice
// always finds it.
func (d drawer) addContent(p *pages, text string, list []Line, notice string) (left int) {
	notice = drawNotice(notice)
	forNotice := length(paragraph) + length(notice)
	p.reserve = forNotice + length(paragraph) + length(d.drawMore(len(list)))
	if addText(p, text) {
		left = d.addList(p, list)
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

func (d drawer) addList(p *pages, list []Line) (left int) {
	for i, l := range list {
		if !p.add("\n", d.drawLine(l)) {
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

// drawLine draws an entry of a list: "- **label** · text · `place`".
func (d drawer) drawLine(l Line) string {
	label, text := shorten(fold(l.Label), maxLabel), shorten(fold(l.Text), maxLineText)
	strong := ""
	if label != "" {
		strong = "**" + isolate(Escape(label)) + "**"
	}
	return "- " + joinLine(label, strong, isolate(Escape(text)), drawPlace(l.Place, d.words))
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

// listFile is the whole list as plain text, an entry a line.
func (d drawer) listFile(list []Line) File {
	var b strings.Builder
	for _, l := range list {
		line := d.plainLine(l) + "\n"
		if b.Len()+len(line) > maxFile {
			break
		}
		b.WriteString(line)
	}
	return File{Name: "list.txt", ContentType: "text/plain; charset=utf-8", Data: []byte(b.String())}
}

// plainLine is an entry of a list without any markup.
func (d drawer) plainLine(l Line) string {
	label := fold(l.Label)
	return joinLine(label, label, fold(l.Text), l.Place.plain(d.words))
}

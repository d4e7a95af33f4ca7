package render

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"docent/bot/locale"
)

// Capabilities says what the bot may do in a channel.
type Capabilities struct {
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
func Message(r Reply, can Capabilities, words *locale.Locale) []Outgoing {
	r.Cards = r.Cards[:min(len(r.Cards), maxCards)]
	d := drawer{words: words}
	var (
		out   []Outgoing
		short bool // something is left out
	)
	switch whole := d.wholeCard(r, can); {
	case len(whole.parts) > 0:
		out = d.inParts(r, whole, can)
	case can.Embed:
		out, short = d.withEmbeds(r)
	default:
		out, short = d.withoutEmbeds(r)
	}
	if len(out) == 0 {
		return nil
	}
	last := &out[len(out)-1]
	last.Components = Components(r.Actions)
	if can.Attach {
		last.Files = append(last.Files, r.Files[:min(len(r.Files), maxFiles)]...)
		if short && len(last.Files) < maxFiles {
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
	return strings.Join(withoutEmpty(all), paragraph)
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

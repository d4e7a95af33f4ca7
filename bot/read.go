package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/locale"
	"docent/bot/render"
	"docent/bot/rest"
	"docent/retrieval"
)

// This file reads the question in a message, and the one before it where it is a follow-up. Nothing is remembered for
// that: an answer is a Discord reply to the question it answers, so the way back is in Discord itself, and a restart
// loses nothing.

// maxBack is how many questions back a chain of follow-ups is read. Each costs a request, and each stands further from
// what is meant now.
const maxBack = 3

// asked is what a message asks.
type asked struct {
	text    string
	earlier string // the question before, "" unless text is a follow-up
	hint    string // the key of what to say where there is no question
}

// read finds the question in a message that is meant for the bot.
func (b *Bot) read(ctx context.Context, m *discordgo.Message) (asked, error) {
	text := b.textOf(m.GuildID, m)
	answer, err := b.repliedTo(ctx, m)
	switch {
	case err != nil:
		return asked{}, err
	case answer == nil || !b.wrote(answer):
		return b.readAlone(m.GuildID, text, answer), nil
	case command.Clean(text) == "":
		return asked{hint: "say.hint"}, nil
	case !retrieval.FollowsUp(command.Clean(text)):
		return asked{text: text}, nil
	}
	earlier, err := b.before(ctx, m.GuildID, answer)
	return asked{text: text, earlier: earlier}, err
}

// readAlone reads a question that no answer came before. An empty one that replies to somebody means that person's
// message.
func (b *Bot) readAlone(guildID, text string, other *discordgo.Message) asked {
	if command.Clean(text) != "" {
		return asked{text: text}
	}
	if other == nil {
		return asked{hint: "say.hint"}
	}
	if text = b.textOf(guildID, other); command.Clean(text) == "" {
		return asked{hint: "say.hint_reply"}
	}
	return asked{text: text}
}

// before is the question that an answer answered, with those before it where it was itself a follow-up; "" where it
// can't be read any more.
func (b *Bot) before(ctx context.Context, guildID string, answer *discordgo.Message) (string, error) {
	var chain []string
	for range maxBack {
		if answer == nil || !b.wrote(answer) {
			break
		}
		if question, ok := b.askedInPublic(answer.Content); ok {
			chain = append(chain, question)
			break
		}
		question, err := b.repliedTo(ctx, answer)
		if err != nil {
			return "", err
		}
		if question == nil {
			break
		}
		previous, err := b.repliedTo(ctx, question)
		if err != nil {
			return "", err
		}
		text := b.textIn(guildID, question)
		if command.Clean(text) == "" && previous != nil && !b.wrote(previous) {
			text = b.textIn(guildID, previous)
		}
		chain = append(chain, command.Clean(text))
		if !retrieval.FollowsUp(command.Clean(text)) {
			break
		}
		answer = previous
	}
	slices.Reverse(chain)
	return strings.TrimSpace(strings.Join(chain, " ")), nil
}

// repliedTo is the message that m replies to, nil where it replies to none or that one is gone or out of sight.
func (b *Bot) repliedTo(ctx context.Context, m *discordgo.Message) (*discordgo.Message, error) {
	ref := m.MessageReference
	switch {
	case m.ReferencedMessage != nil:
		return m.ReferencedMessage, nil
	case ref == nil || ref.MessageID == "" || ref.Type == discordgo.MessageReferenceTypeForward:
		return nil, nil
	}
	channel := ref.ChannelID
	if channel == "" {
		channel = m.ChannelID
	}
	found, err := b.rest.Message(ctx, channel, ref.MessageID)
	switch {
	case err == nil:
		return found, nil
	case unreadable(err):
		return nil, nil
	}
	return nil, fmt.Errorf("reading the message replied to: %w", err)
}

func (b *Bot) wrote(m *discordgo.Message) bool { return m.Author != nil && m.Author.ID == b.self }

// textIn is a message's text without the bot's mentions. The server is named apart, since a message that was read back
// doesn't name it.
func (b *Bot) textIn(guildID string, m *discordgo.Message) string {
	role, _ := b.guilds.ownRole(guildID)
	return b.names(m, role).question(m.Content)
}

// askedInPublic reads the question that a public answer to /ask repeats in its first line, in whichever language.
func (b *Bot) askedInPublic(content string) (question string, ok bool) {
	line, _, _ := strings.Cut(content, "\n")
	line = render.Unescape(line)
	for _, words := range b.locales.All() {
		if question, ok = strings.CutPrefix(line, words.Text("say.asked", locale.Args{"question": ""})); ok {
			return command.Clean(question), true
		}
	}
	return "", false
}

// unreadable reports whether Discord says that a message is gone, or not for the bot to see.
func unreadable(err error) bool { return rest.NotFound(err) || rest.Forbidden(err) }

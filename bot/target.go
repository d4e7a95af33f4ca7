package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/rest"
)

// This file reads the message that a command is about: the one in whose menu it was chosen, or one that is linked to.

// complement fills in the text of the message that a request is about, where it is about one.
func (b *Bot) complement(ctx context.Context, r *response, req command.Request, targetID string, resolved *discordgo.ApplicationCommandInteractionDataResolved) (command.Request, error) {
	link := strings.TrimSpace(req.Text(command.OptionMessage))
	if text := strings.TrimSpace(req.Text(command.OptionText)); link == "" && messageLink.MatchString(text) {
		link = text
	}
	var m *discordgo.Message
	switch {
	case targetID != "":
		if resolved != nil {
			m = resolved.Messages[targetID]
		}
		if m == nil {
			return req, refusal("say.no_such_message")
		}
	case link != "":
		var err error
		if m, err = b.linked(ctx, r.interaction, link); err != nil {
			return req, err
		}
	default:
		return req, nil
	}
	text := b.textOf(r.interaction.GuildID, m)
	if !command.HasWords(command.Clean(text)) {
		return req, refusal("say.nothing_in_message")
	}
	return req.About(text), nil
}

// textOf is what a message says: its text, that of a message it forwards, or the question of its poll.
func (b *Bot) textOf(guildID string, m *discordgo.Message) string {
	parts := []string{b.textIn(guildID, m)}
	for _, s := range m.MessageSnapshots {
		if s.Message != nil {
			parts = append(parts, s.Message.Content)
		}
	}
	if m.Poll != nil {
		parts = append(parts, m.Poll.Question.Text)
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" })
	return strings.Join(parts, "\n\n")
}

// messageLink is the address of a message on Discord.
var messageLink = regexp.MustCompile(`^<?https://(?:canary\.|ptb\.)?discord(?:app)?\.com/channels/([0-9]{1,20})/([0-9]{1,20})/([0-9]{1,20})/?>?$`)

// linked reads a message that somebody links to. They must be able to read it themselves.
func (b *Bot) linked(ctx context.Context, i *discordgo.Interaction, link string) (*discordgo.Message, error) {
	parts := messageLink.FindStringSubmatch(link)
	if parts == nil {
		return nil, refusal("say.no_such_message")
	}
	guildID, channelID, messageID := parts[1], parts[2], parts[3]
	if guildID != i.GuildID {
		return nil, refusal("say.only_this_server")
	}
	if may, err := b.mayRead(ctx, i, guildID, channelID); err != nil {
		return nil, err
	} else if !may {
		return nil, refusal("say.no_such_message")
	}
	m, err := b.rest.Message(ctx, channelID, messageID)
	if unreadable(err) || rest.Code(err) == rest.CodeInvalidForm {
		return nil, refusal("say.no_such_message")
	}
	if err == nil && m.Content == "" && len(m.MessageSnapshots) == 0 && m.Poll == nil && len(m.Embeds)+len(m.Attachments) == 0 {
		return nil, refusal("say.hint_menu") // Discord shows the bot nothing of it
	}
	return m, err
}

// mayRead reports whether somebody may read a channel's messages. Who is in a private thread isn't asked: only from within
// it can one be read.
func (b *Bot) mayRead(ctx context.Context, i *discordgo.Interaction, guildID, channelID string) (bool, error) {
	if channelID == i.ChannelID {
		return true, nil
	}
	channel, err := b.rest.Channel(ctx, channelID)
	if unreadable(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if channel.GuildID != guildID || channel.Type == discordgo.ChannelTypeGuildPrivateThread {
		return false, nil
	}
	permissions, err := b.rest.Permissions(ctx, guildID, channelID, askerID(i))
	if unreadable(err) {
		return false, nil
	}
	const needed = discordgo.PermissionViewChannel | discordgo.PermissionReadMessageHistory
	return permissions&needed == needed, err
}

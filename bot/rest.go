package bot

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"docent/bot/rest"
)

// REST is what the bot asks of Discord's REST API.
type REST interface {
	guildREST
	Message(ctx context.Context, channelID, messageID string) (*discordgo.Message, error)
	SendMessage(ctx context.Context, channelID string, m *rest.Message) (id string, err error)
	DeleteMessage(ctx context.Context, channelID, messageID string) error
	Channel(ctx context.Context, channelID string) (*discordgo.Channel, error)
	Permissions(ctx context.Context, guildID, channelID, userID string) (int64, error)
	Typing(ctx context.Context, channelID string) error
	Respond(ctx context.Context, i *discordgo.Interaction, r *discordgo.InteractionResponse) error
	EditResponse(ctx context.Context, i *discordgo.Interaction, edit *discordgo.WebhookEdit) error
	FollowUp(ctx context.Context, i *discordgo.Interaction, m *discordgo.WebhookParams) (id string, err error)
	DeleteResponse(ctx context.Context, i *discordgo.Interaction) error
	ResponseID(ctx context.Context, i *discordgo.Interaction) (string, error)
	Commands(ctx context.Context, appID, guildID string) ([]*discordgo.ApplicationCommand, error)
	SetCommands(ctx context.Context, appID, guildID string, all []*discordgo.ApplicationCommand) error
}

// NewREST returns the REST for a session from rest.NewSession: rest.Client, and two calls that discordgo makes well
// enough itself.
func NewREST(s *discordgo.Session) REST { return sessionREST{Client: rest.New(s), session: s} }

type sessionREST struct {
	*rest.Client
	session *discordgo.Session
}

// guildsPage is the most that Discord lists at once.
const guildsPage = 200

// Guilds lists the servers the bot is in.
func (r sessionREST) Guilds(ctx context.Context) ([]*discordgo.UserGuild, error) {
	var all []*discordgo.UserGuild
	after := ""
	for {
		page, err := r.session.UserGuilds(guildsPage, "", after, false, discordgo.WithContext(ctx))
		if err != nil {
			return nil, fmt.Errorf("listing the bot's servers: %w", err)
		}
		all = append(all, page...)
		if len(page) < guildsPage {
			return all, nil
		}
		after = page[len(page)-1].ID
	}
}

// Typing shows in a channel, for ten seconds or until a message, that the bot is at work.
func (r sessionREST) Typing(ctx context.Context, channelID string) error {
	if err := r.session.ChannelTyping(channelID, discordgo.WithContext(ctx)); err != nil {
		return fmt.Errorf("showing the typing indicator: %w", err)
	}
	return nil
}

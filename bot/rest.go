package bot

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"docent/bot/rest"
)

// REST is what the bot asks of Discord's REST API; rest.Client is one.
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

var _ REST = (*rest.Client)(nil)

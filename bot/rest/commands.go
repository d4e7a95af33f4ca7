package rest

import (
	"context"
	"net/http"
	"net/url"

	"github.com/bwmarrin/discordgo"

	"docent/bot/wire"
)

// Commands returns the application's commands in a guild, or its global ones if guildID is empty, localizations included.
func (c *Client) Commands(ctx context.Context, appID, guildID string) ([]*discordgo.ApplicationCommand, error) {
	return fetch(ctx, c, call{
		method: http.MethodGet, path: commandsPath(appID, guildID),
		query: url.Values{"with_localizations": {"true"}},
	}, wire.Commands)
}

// SetCommands makes these the application's only commands in a guild, or its only global ones if guildID is empty.
func (c *Client) SetCommands(ctx context.Context, appID, guildID string, commands []*discordgo.ApplicationCommand) error {
	if commands == nil {
		commands = []*discordgo.ApplicationCommand{}
	}
	_, err := c.do(ctx, call{method: http.MethodPut, path: commandsPath(appID, guildID), body: commands})
	return err
}

func commandsPath(appID, guildID string) []string {
	if guildID == "" {
		return []string{"applications", appID, "commands"}
	}
	return []string{"applications", appID, "guilds", guildID, "commands"}
}

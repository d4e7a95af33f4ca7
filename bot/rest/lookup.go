package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// GatewayURL asks for the gateway's address. It fails when the bot has used up the sessions that it may begin in a day:
// beyond those, Discord resets its token.
func (c *Client) GatewayURL(ctx context.Context) (string, error) {
	var g discordgo.GatewayBotResponse
	if err := c.do(ctx, call{method: http.MethodGet, path: []string{"gateway", "bot"}}, &g); err != nil {
		return "", err
	}
	if left := g.SessionStartLimit; left.Total > 0 && left.Remaining == 0 {
		wait := time.Duration(left.ResetAfter) * time.Millisecond
		return "", fmt.Errorf("all of the %d gateway sessions that Discord allows in a day are used up, wait %v", left.Total, wait)
	}
	if g.URL == "" {
		return "", errors.New("no gateway address in Discord's answer")
	}
	return g.URL, nil
}

// Me is the bot's own user.
func (c *Client) Me(ctx context.Context) (*discordgo.User, error) {
	return get[discordgo.User](ctx, c, "users", "@me")
}

// Application is the application that the bot belongs to.
func (c *Client) Application(ctx context.Context) (*discordgo.Application, error) {
	return get[discordgo.Application](ctx, c, "applications", "@me")
}

// Channel is a channel or thread, with its permission overwrites.
func (c *Client) Channel(ctx context.Context, channelID string) (*discordgo.Channel, error) {
	return get[discordgo.Channel](ctx, c, "channels", channelID)
}

// Guild is a guild with its roles.
func (c *Client) Guild(ctx context.Context, guildID string) (*discordgo.Guild, error) {
	return get[discordgo.Guild](ctx, c, "guilds", guildID)
}

// Member is a user as a member of a guild. NotFound tells that they are none.
func (c *Client) Member(ctx context.Context, guildID, userID string) (*discordgo.Member, error) {
	return get[discordgo.Member](ctx, c, "guilds", guildID, "members", userID)
}

// guildsPage is the most guilds that Discord lists at once.
// https://docs.discord.com/developers/resources/user#get-current-user-guilds
const guildsPage = 200

// Guilds lists the guilds that the bot is in.
func (c *Client) Guilds(ctx context.Context) ([]*discordgo.UserGuild, error) {
	var all []*discordgo.UserGuild
	query := url.Values{"limit": {strconv.Itoa(guildsPage)}}
	for {
		var page []*discordgo.UserGuild
		err := c.do(ctx, call{method: http.MethodGet, path: []string{"users", "@me", "guilds"}, query: query}, &page)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if len(page) < guildsPage {
			return all, nil
		}
		query.Set("after", page[len(page)-1].ID)
	}
}

func get[T any](ctx context.Context, c *Client, path ...string) (*T, error) {
	v := new(T)
	err := c.do(ctx, call{method: http.MethodGet, path: path}, v)
	return result(v, err)
}

package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/wire"
)

// GatewayURL returns the gateway's address. It fails when the bot has used up the sessions that it may begin in a day:
// beyond those, Discord resets its token.
func (c *Client) GatewayURL(ctx context.Context) (string, error) {
	g, err := get(ctx, c, readGateway, "gateway", "bot")
	if err != nil {
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

// readGateway needs the address alone: encoding/json reads on behind a field of an unexpected type.
func readGateway(answer []byte) (g discordgo.GatewayBotResponse, err error) {
	if err = json.Unmarshal(answer, &g); g.URL != "" {
		return g, nil
	}
	return g, err
}

// Me returns the id of the bot's own user.
func (c *Client) Me(ctx context.Context) (string, error) {
	return get(ctx, c, wire.ID, "users", "@me")
}

// Application returns the id of the application that the bot belongs to.
func (c *Client) Application(ctx context.Context) (string, error) {
	return get(ctx, c, wire.ID, "applications", "@me")
}

// Channel returns a channel or thread, with its permission overwrites.
func (c *Client) Channel(ctx context.Context, channelID string) (*discordgo.Channel, error) {
	return get(ctx, c, wire.Channel, "channels", channelID)
}

// Guild returns a guild with its roles.
func (c *Client) Guild(ctx context.Context, guildID string) (*discordgo.Guild, error) {
	return get(ctx, c, wire.Guild, "guilds", guildID)
}

// Member returns a user as a member of a guild. NotFound holds for the error where they are none.
func (c *Client) Member(ctx context.Context, guildID, userID string) (*discordgo.Member, error) {
	return get(ctx, c, wire.Member, "guilds", guildID, "members", userID)
}

// guildsPage is the most guilds that Discord lists at once.
// https://docs.discord.com/developers/resources/user#get-current-user-guilds
const guildsPage = 200

// Guilds returns the guilds that the bot is in.
func (c *Client) Guilds(ctx context.Context) ([]*discordgo.UserGuild, error) {
	var all []*discordgo.UserGuild
	query := url.Values{"limit": {strconv.Itoa(guildsPage)}}
	for {
		page, err := fetch(ctx, c, call{method: http.MethodGet, path: []string{"users", "@me", "guilds"}, query: query}, wire.UserGuilds)
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

func get[T any](ctx context.Context, c *Client, read func([]byte) (T, error), path ...string) (T, error) {
	return fetch(ctx, c, call{method: http.MethodGet, path: path}, read)
}

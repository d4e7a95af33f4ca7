package discordtest

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// newRoutes is every route that Docent has a use for. All else fails the test.
func (s *Server) newRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("/", s.unexpected)
	for pattern, h := range map[string]handler{
		"GET /gateway/bot":                         getGatewayBot,
		"GET /users/@me":                           getSelf,
		"GET /users/@me/guilds":                    getOwnGuilds,
		"GET /users/{user}":                        getUser,
		"POST /users/@me/channels":                 postDM,
		"GET /applications/@me":                    getApplication,
		"GET /oauth2/applications/@me":             getApplication,
		"GET /guilds/{guild}":                      getGuild,
		"GET /guilds/{guild}/channels":             getGuildChannels,
		"GET /guilds/{guild}/roles":                getGuildRoles,
		"GET /guilds/{guild}/members":              getMembers,
		"GET /guilds/{guild}/members/{user}":       getMember,
		"GET /channels/{channel}":                  getChannel,
		"POST /channels/{channel}/typing":          postTyping,
		"GET /channels/{channel}/messages":         getMessages,
		"POST /channels/{channel}/messages":        postMessage,
		"GET /channels/{channel}/messages/{id}":    getMessage,
		"PATCH /channels/{channel}/messages/{id}":  patchMessage,
		"DELETE /channels/{channel}/messages/{id}": deleteMessage,
	} {
		s.route(mux, pattern, false, h)
	}
	for _, scope := range []string{"/applications/{app}/commands", "/applications/{app}/guilds/{guild}/commands"} {
		s.route(mux, "GET "+scope, false, getCommands)
		s.route(mux, "POST "+scope, false, postCommand)
		s.route(mux, "PUT "+scope, false, putCommands)
		s.route(mux, "GET "+scope+"/{id}", false, getCommand)
		s.route(mux, "PATCH "+scope+"/{id}", false, patchCommand)
		s.route(mux, "DELETE "+scope+"/{id}", false, deleteCommand)
	}
	// These bear their own token, or need none.
	s.route(mux, "GET /gateway", true, getGateway)
	s.route(mux, "POST /interactions/{id}/{token}/callback", true, postCallback)
	s.route(mux, "POST /webhooks/{app}/{token}", true, postFollowUp)
	s.route(mux, "GET /webhooks/{app}/{token}/messages/{id}", true, getWebhookMessage)
	s.route(mux, "PATCH /webhooks/{app}/{token}/messages/{id}", true, patchWebhookMessage)
	s.route(mux, "DELETE /webhooks/{app}/{token}/messages/{id}", true, deleteWebhookMessage)
	return mux
}

func getGateway(c *call) (any, error) { return object{"url": c.GatewayURL()}, nil }

func getGatewayBot(c *call) (any, error) {
	return object{"url": c.GatewayURL(), "shards": 1, "session_start_limit": object{
		"total": 1000, "remaining": 1000 - c.hub.identified, "reset_after": 86400000, "max_concurrency": 1,
	}}, nil
}

func getSelf(c *call) (any, error) { return userJSON(c.world.bot), nil }

func getUser(c *call) (any, error) {
	u := c.world.users[c.param("user")]
	if u == nil {
		return nil, errUnknownUser
	}
	return userJSON(u), nil
}

func getOwnGuilds(c *call) (any, error) {
	all := []object{}
	for _, g := range c.botGuilds() {
		all = append(all, object{
			"id": g.id, "name": g.name, "owner": false, "features": []any{}, "permissions": bits(g.everyone().permissions),
		})
	}
	return all, nil
}

func getApplication(c *call) (any, error) {
	bot := c.world.bot
	return object{
		"id": c.world.appID, "name": bot.GlobalName, "description": "", "icon": nil, "bot": userJSON(bot),
		"bot_public": true, "bot_require_code_grant": false, "flags": c.applicationFlags(), "summary": "", "verify_key": "00",
		"owner": object{"id": "1", "username": "operator", "discriminator": "0", "global_name": "Operator", "avatar": nil},
		"team":  nil, "integration_types_config": object{"0": object{}},
	}, nil
}

// ownGuild is the guild of the request, if the bot is in it.
func (c *call) ownGuild() (*guild, error) {
	g := c.world.guilds[c.param("guild")]
	if g == nil {
		return nil, errUnknownGuild
	}
	if g.members[c.world.bot.ID] == nil {
		return nil, errMissingAccess
	}
	return g, nil
}

func getGuild(c *call) (any, error) {
	g, err := c.ownGuild()
	if err != nil {
		return nil, err
	}
	return g.json(), nil
}

// getGuildChannels lists the channels and, like Discord, no threads.
func getGuildChannels(c *call) (any, error) {
	g, err := c.ownGuild()
	if err != nil {
		return nil, err
	}
	all := []object{}
	for _, id := range g.channels {
		if ch := c.world.channels[id]; !ch.isThread() {
			all = append(all, ch.json(&c.world))
		}
	}
	return all, nil
}

func getGuildRoles(c *call) (any, error) {
	g, err := c.ownGuild()
	if err != nil {
		return nil, err
	}
	return g.rolesJSON(), nil
}

// getMembers needs the privileged intent, as Discord's does.
func getMembers(c *call) (any, error) {
	g, err := c.ownGuild()
	if err != nil {
		return nil, err
	}
	if c.hub.privileged&discordgo.IntentGuildMembers == 0 {
		return nil, errMissingAccess
	}
	all := []object{}
	for _, m := range g.sortedMembers() {
		all = append(all, m.json())
	}
	return all, nil
}

func getMember(c *call) (any, error) {
	g, err := c.ownGuild()
	if err != nil {
		return nil, err
	}
	m := g.members[c.param("user")]
	if m == nil && c.world.users[c.param("user")] == nil {
		return nil, errUnknownUser
	}
	if m == nil {
		return nil, errUnknownMember
	}
	return m.json(), nil
}

// seenChannel is the channel of the request, if the bot may see it.
func (c *call) seenChannel() (*channel, error) {
	ch := c.world.channels[c.param("channel")]
	if ch == nil {
		return nil, errUnknownChannel
	}
	if !c.world.may(ch, canView) {
		return nil, errMissingAccess
	}
	return ch, nil
}

func getChannel(c *call) (any, error) {
	ch, err := c.seenChannel()
	if err != nil {
		return nil, err
	}
	return ch.json(&c.world), nil
}

func postDM(c *call) (any, error) {
	var body struct {
		Recipient string `json:"recipient_id"`
	}
	if err := c.decode(&body); err != nil {
		return nil, err
	}
	if u := c.world.users[body.Recipient]; u == nil || u.Bot {
		return nil, &apiError{status: 400, code: 50033, message: "Invalid Recipient(s)"}
	}
	return c.dm(body.Recipient).json(&c.world), nil
}

func postTyping(c *call) (any, error) {
	ch, err := c.seenChannel()
	if err != nil {
		return nil, err
	}
	if !c.world.maySend(ch) {
		return nil, errMissingPermissions
	}
	return nil, nil
}

func getMessage(c *call) (any, error) {
	ch, err := c.seenChannel()
	if err != nil {
		return nil, err
	}
	if !c.world.may(ch, canReadHistory) {
		return nil, errMissingAccess
	}
	m := ch.message(c.param("id"))
	if m == nil {
		return nil, errUnknownMessage
	}
	return c.shown(ch, m, c.hub.privileged), nil
}

// getMessages is the channel's latest messages, newest first. Without the permission to read the history it is empty.
func getMessages(c *call) (any, error) {
	ch, err := c.seenChannel()
	if err != nil {
		return nil, err
	}
	for key := range c.Query {
		if key != "limit" && key != "before" {
			c.t.Errorf("discordtest: %s with the parameter %q, which the fake doesn't know", c.Request, key)
		}
	}
	limit := 50
	if n, err := strconv.Atoi(c.Query.Get("limit")); err == nil {
		limit = n
	}
	all, before := []object{}, c.Query.Get("before")
	for _, m := range slices.Backward(ch.messages) {
		old := before == "" || compareIDs(m["id"].(string), before) < 0
		if old && len(all) < limit && c.world.may(ch, canReadHistory) {
			all = append(all, c.shown(ch, m, c.hub.privileged))
		}
	}
	return all, nil
}

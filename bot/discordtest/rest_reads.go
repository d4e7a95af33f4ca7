package discordtest

import "net/http"

// newRoutes is every route that Docent has a use for. All else fails the test.
func (s *Server) newRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("/", s.unexpected)
	for pattern, h := range map[string]handler{
		"GET /gateway/bot":                         getGatewayBot,
		"GET /users/@me":                           getSelf,
		"GET /users/@me/guilds":                    getOwnGuilds,
		"GET /applications/@me":                    getApplication,
		"GET /guilds/{guild}":                      getGuild,
		"GET /guilds/{guild}/members/{user}":       getMember,
		"GET /channels/{channel}":                  getChannel,
		"POST /channels/{channel}/typing":          postTyping,
		"POST /channels/{channel}/messages":        postMessage,
		"GET /channels/{channel}/messages/{id}":    getMessage,
		"DELETE /channels/{channel}/messages/{id}": deleteMessage,
	} {
		s.route(mux, pattern, false, h)
	}
	for _, scope := range []string{"/applications/{app}/commands", "/applications/{app}/guilds/{guild}/commands"} {
		s.route(mux, "GET "+scope, false, getCommands)
		s.route(mux, "PUT "+scope, false, putCommands)
	}
	// These bear their own token.
	s.route(mux, "POST /interactions/{id}/{token}/callback", true, postCallback)
	s.route(mux, "POST /webhooks/{app}/{token}", true, postFollowUp)
	s.route(mux, "GET /webhooks/{app}/{token}/messages/{id}", true, getWebhookMessage)
	s.route(mux, "PATCH /webhooks/{app}/{token}/messages/{id}", true, patchWebhookMessage)
	s.route(mux, "DELETE /webhooks/{app}/{token}/messages/{id}", true, deleteWebhookMessage)
	return mux
}

func getGatewayBot(c *call) (any, error) {
	return object{"url": c.GatewayURL(), "shards": 1, "session_start_limit": object{
		"total": 1000, "remaining": 1000 - c.hub.identified, "reset_after": 86400000, "max_concurrency": 1,
	}}, nil
}

func getSelf(c *call) (any, error) { return userJSON(c.world.bot), nil }

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
		"bot_public": true, "bot_require_code_grant": false, "flags": 0, "summary": "", "verify_key": "00",
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
	return c.shown(ch, m), nil
}

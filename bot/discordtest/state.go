package discordtest

import (
	"maps"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"
)

// An object is a JSON object as Discord sends it.
type object = map[string]any

// The world is what the fake Discord knows. The server's lock guards it.
type world struct {
	bot          *discordgo.User
	appID        string
	users        map[string]*discordgo.User
	guilds       map[string]*guild
	channels     map[string]*channel
	commands     map[string][]object     // by guild id, "" for the global ones; in the order of their making
	interactions map[string]*Interaction // by token
}

// A guild is a server on Discord.
type guild struct {
	id, name, owner string
	locale          discordgo.Locale // "" for the default
	roles           []*role
	members         map[string]*member
	channels        []string // ids, in the order of their making
}

// A role gives permissions. The role everybody has bears the guild's own id.
type role struct {
	id, name    string
	permissions int64
	bot         string // the bot whose managed role this is; "" for others
}

// A member is a user in a guild.
type member struct {
	user   *discordgo.User
	roles  []string
	joined time.Time
}

// A channel is a text channel, a thread or a direct-message channel.
type channel struct {
	id, guild, name string
	kind            discordgo.ChannelType
	parent          string // of a thread: its channel
	recipient       string // of a direct-message channel: the user
	overwrites      []*discordgo.PermissionOverwrite
	messages        []object
	seen            string // the last of the bot's messages that WaitMessage has handed out
}

func newWorld(s *Server) world {
	id := s.newID()
	bot := &discordgo.User{ID: id, Username: "docent", GlobalName: "Docent", Discriminator: "0", Bot: true}
	return world{
		bot:          bot,
		appID:        id, // as with every application made since 2016
		users:        map[string]*discordgo.User{id: bot},
		guilds:       map[string]*guild{},
		channels:     map[string]*channel{},
		commands:     map[string][]object{},
		interactions: map[string]*Interaction{},
	}
}

// everyone is the role everybody in the guild has.
func (g *guild) everyone() *role { return g.roles[0] }

func (g *guild) role(id string) *role {
	for _, r := range g.roles {
		if r.id == id {
			return r
		}
	}
	return nil
}

// isThread reports whether the channel is a thread.
func (c *channel) isThread() bool {
	switch c.kind {
	case discordgo.ChannelTypeGuildNewsThread, discordgo.ChannelTypeGuildPublicThread, discordgo.ChannelTypeGuildPrivateThread:
		return true
	}
	return false
}

// message finds a message, nil if there is none.
func (c *channel) message(id string) object {
	for _, m := range c.messages {
		if m["id"] == id {
			return m
		}
	}
	return nil
}

// remove deletes a message, and says whether it was there.
func (c *channel) remove(id string) bool {
	before := len(c.messages)
	c.messages = slices.DeleteFunc(c.messages, func(m object) bool { return m["id"] == id })
	return len(c.messages) < before
}

// The JSON views, as Discord's REST answers and gateway events show them.

func userJSON(u *discordgo.User) object {
	o := object{
		"id": u.ID, "username": u.Username, "discriminator": "0", "global_name": u.GlobalName, "avatar": nil, "public_flags": 0,
	}
	if u.Bot {
		o["bot"] = true
	}
	return o
}

// partialJSON is a member without the user, as a message's author has it.
func (m *member) partialJSON() object {
	return object{
		"roles": slices.Clone(m.roles), "joined_at": m.joined.UTC().Format(time.RFC3339Nano), "nick": nil, "avatar": nil,
		"deaf": false, "mute": false, "flags": 0, "pending": false, "premium_since": nil, "communication_disabled_until": nil,
	}
}

func (m *member) json() object {
	o := m.partialJSON()
	o["user"] = userJSON(m.user)
	return o
}

func (r *role) json(position int) object {
	o := object{
		"id": r.id, "name": r.name, "permissions": bits(r.permissions), "position": position, "color": 0, "hoist": false,
		"managed": r.bot != "", "mentionable": false, "flags": 0,
	}
	if r.bot != "" {
		o["tags"] = object{"bot_id": r.bot}
	}
	return o
}

func (g *guild) rolesJSON() []object {
	all := make([]object, len(g.roles))
	for i, r := range g.roles {
		all[i] = r.json(i)
	}
	return all
}

func (g *guild) json() object {
	return object{
		"id": g.id, "name": g.name, "owner_id": g.owner, "roles": g.rolesJSON(), "emojis": []any{}, "stickers": []any{},
		"features": []any{}, "preferred_locale": g.language(), "nsfw_level": 0, "verification_level": 0, "mfa_level": 0,
		"premium_tier": 0, "system_channel_flags": 0, "explicit_content_filter": 0, "default_message_notifications": 0,
	}
}

// language is the guild's preferred locale.
func (g *guild) language() string {
	if g.locale == "" {
		return string(discordgo.EnglishUS)
	}
	return string(g.locale)
}

func (c *channel) json(w *world) object {
	o := object{"id": c.id, "type": int(c.kind), "flags": 0, "last_message_id": nil}
	if n := len(c.messages); n > 0 {
		o["last_message_id"] = c.messages[n-1]["id"]
	}
	if c.kind == discordgo.ChannelTypeDM {
		o["recipients"] = []object{userJSON(w.users[c.recipient])}
		return o
	}
	maps.Copy(o, object{"guild_id": c.guild, "name": c.name, "parent_id": nil, "rate_limit_per_user": 0})
	if c.isThread() {
		o["parent_id"], o["owner_id"] = c.parent, w.guilds[c.guild].owner
		o["thread_metadata"] = object{
			"archived": false, "auto_archive_duration": 1440, "archive_timestamp": "2026-01-01T00:00:00+00:00", "locked": false,
		}
		return o
	}
	overwrites := []object{}
	for _, over := range c.overwrites {
		overwrites = append(overwrites, object{
			"id": over.ID, "type": int(over.Type), "allow": bits(over.Allow), "deny": bits(over.Deny),
		})
	}
	maps.Copy(o, object{"position": 0, "nsfw": false, "topic": nil, "permission_overwrites": overwrites})
	return o
}

// knowsRole reports whether the guild knows the role.
func (w *world) knowsRole(guildID, id string) bool {
	g := w.guilds[guildID]
	return g != nil && g.role(id) != nil
}

package discordtest

import (
	"slices"

	"github.com/bwmarrin/discordgo"
)

// Bot is the bot's own user. Its id is the application's too.
func (s *Server) Bot() *discordgo.User {
	bot := *s.world.bot
	return &bot
}

// AppID is the id of the bot's application.
func (s *Server) AppID() string { return s.world.appID }

// NewUser makes a person who is in no guild yet.
func (s *Server) NewUser(name string) *discordgo.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := &discordgo.User{ID: s.newID(), Username: name, GlobalName: name, Discriminator: "0"}
	s.world.users[u.ID] = u
	c := *u
	return &c
}

// NewGuild makes a guild that the bot is in, with the bot's managed role, an owner nobody hears of, and no channels.
// Everybody has DefaultPermissions in it. Roles holds the role everybody has and the bot's own, in this order.
func (s *Server) NewGuild(name string) *discordgo.Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	owner := &discordgo.User{ID: s.newID(), Username: "owner", GlobalName: "Owner", Discriminator: "0"}
	s.world.users[owner.ID] = owner
	g := &guild{id: s.newID(), name: name, owner: owner.ID, members: map[string]*member{}}
	own := &role{id: s.newID(), name: s.world.bot.GlobalName, bot: s.world.bot.ID}
	g.roles = []*role{{id: g.id, name: "@everyone", permissions: DefaultPermissions}, own}
	g.members[owner.ID] = &member{user: owner, joined: s.now()}
	g.members[s.world.bot.ID] = &member{user: s.world.bot, roles: []string{own.id}, joined: s.now()}
	s.world.guilds[g.id] = g
	s.emit("GUILD_CREATE", discordgo.IntentGuilds, s.guildCreateJSON(g))
	return &discordgo.Guild{ID: g.id, Name: name, OwnerID: owner.ID, Roles: []*discordgo.Role{
		{ID: g.id, Name: "@everyone", Permissions: DefaultPermissions},
		{ID: own.id, Name: own.name, Managed: true},
	}}
}

// guildCreateJSON is a guild with its channels and members, as the gateway sends it.
func (s *Server) guildCreateJSON(g *guild) object {
	o := g.json()
	channels, threads := []object{}, []object{}
	for _, id := range g.channels {
		if c := s.world.channels[id]; c.isThread() {
			threads = append(threads, c.json(&s.world))
		} else {
			channels = append(channels, c.json(&s.world))
		}
	}
	o["channels"], o["threads"] = channels, threads
	o["members"] = []object{g.members[s.world.bot.ID].json()}
	o["member_count"], o["large"], o["unavailable"] = len(g.members), false, false
	o["joined_at"] = g.members[s.world.bot.ID].partialJSON()["joined_at"]
	o["presences"], o["voice_states"], o["stage_instances"] = []any{}, []any{}, []any{}
	return o
}

// SetGuildLocale sets a guild's preferred language. The default is en-US.
func (s *Server) SetGuildLocale(guildID string, locale discordgo.Locale) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guild(guildID)
	g.locale = locale
	s.emit("GUILD_UPDATE", discordgo.IntentGuilds, g.json())
}

// AddMember brings a user into a guild, with the roles named by their ids.
func (s *Server) AddMember(guildID string, user *discordgo.User, roles ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guild(guildID)
	g.members[user.ID] = &member{user: s.user(user), roles: roles, joined: s.now()}
	o := g.members[user.ID].json()
	o["guild_id"] = guildID
	s.emit("GUILD_MEMBER_ADD", discordgo.IntentGuildMembers, o)
}

// RemoveMember takes a user out of a guild.
func (s *Server) RemoveMember(guildID, userID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guild(guildID)
	delete(g.members, userID)
	s.emit("GUILD_MEMBER_REMOVE", discordgo.IntentGuildMembers, object{"guild_id": guildID, "user": userJSON(s.world.users[userID])})
}

// NewRole makes a role in a guild.
func (s *Server) NewRole(guildID, name string, permissions int64) *discordgo.Role {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guild(guildID)
	r := &role{id: s.newID(), name: name, permissions: permissions}
	g.roles = append(g.roles, r)
	s.emit("GUILD_ROLE_CREATE", discordgo.IntentGuilds, object{"guild_id": guildID, "role": r.json(len(g.roles) - 1)})
	return &discordgo.Role{ID: r.id, Name: name, Permissions: permissions}
}

// NewChannel makes a text channel.
func (s *Server) NewChannel(guildID, name string) *discordgo.Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addChannel("CHANNEL_CREATE", &channel{guild: guildID, name: name, kind: discordgo.ChannelTypeGuildText})
}

// NewThread makes a public thread in a text channel.
func (s *Server) NewThread(parentID, name string) *discordgo.Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	parent := s.channel(parentID)
	return s.addChannel("THREAD_CREATE", &channel{
		guild: parent.guild, name: name, parent: parentID, kind: discordgo.ChannelTypeGuildPublicThread,
	})
}

// NewForumPost makes a post in a forum: a thread whose channel takes no messages itself.
func (s *Server) NewForumPost(guildID, name string) *discordgo.Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	forum := s.addChannel("CHANNEL_CREATE", &channel{guild: guildID, name: "forum", kind: discordgo.ChannelTypeGuildForum})
	return s.addChannel("THREAD_CREATE", &channel{guild: guildID, name: name, parent: forum.ID, kind: discordgo.ChannelTypeGuildPublicThread})
}

func (s *Server) addChannel(event string, c *channel) *discordgo.Channel {
	c.id = s.newID()
	g := s.guild(c.guild)
	g.channels = append(g.channels, c.id)
	s.world.channels[c.id] = c
	s.emit(event, discordgo.IntentGuilds, c.json(&s.world))
	return &discordgo.Channel{ID: c.id, GuildID: c.guild, Name: c.name, Type: c.kind, ParentID: c.parent}
}

// NewDM opens the direct-message channel between the bot and a user, or finds it again.
func (s *Server) NewDM(user *discordgo.User) *discordgo.Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.dm(s.user(user).ID)
	return &discordgo.Channel{ID: c.id, Type: c.kind}
}

// dm finds or makes a direct-message channel. The lock is held.
func (s *Server) dm(userID string) *channel {
	for _, c := range s.world.channels {
		if c.recipient == userID {
			return c
		}
	}
	c := &channel{id: s.newID(), kind: discordgo.ChannelTypeDM, recipient: userID}
	s.world.channels[c.id] = c
	return c
}

// SetPermissions sets what the bot may do in a channel, by an overwrite for the bot: exactly these permissions.
func (s *Server) SetPermissions(channelID string, permissions int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.overwrite(channelID, s.world.bot.ID, permissions)
}

// SetMemberPermissions sets what a member may do in a channel: exactly these permissions.
func (s *Server) SetMemberPermissions(channelID, userID string, permissions int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.overwrite(channelID, userID, permissions)
}

// overwrite sets a member's permissions in a channel. The lock is held.
func (s *Server) overwrite(channelID, userID string, permissions int64) {
	s.t.Helper()
	c := s.channel(channelID)
	if c.isThread() {
		s.t.Fatalf("discordtest: a thread's permissions are those of its channel, %s", c.parent)
	}
	c.overwrites = slices.DeleteFunc(c.overwrites, func(o *discordgo.PermissionOverwrite) bool { return o.ID == userID })
	c.overwrites = append(c.overwrites, &discordgo.PermissionOverwrite{
		ID: userID, Type: discordgo.PermissionOverwriteTypeMember, Allow: permissions, Deny: allBits &^ permissions,
	})
	s.emit("CHANNEL_UPDATE", discordgo.IntentGuilds, c.json(&s.world))
}

// Permissions are what the bot may do in a channel.
func (s *Server) Permissions(channelID string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.permissions(s.channel(channelID), s.world.bot.ID)
}

// The look-ups below are for the test's own calls: a wrong id is the test's mistake. The lock is held.

func (s *Server) guild(id string) *guild {
	s.t.Helper()
	g := s.world.guilds[id]
	if g == nil {
		s.t.Fatalf("discordtest: there is no guild %q", id)
	}
	return g
}

func (s *Server) channel(id string) *channel {
	s.t.Helper()
	c := s.world.channels[id]
	if c == nil {
		s.t.Fatalf("discordtest: there is no channel %q", id)
	}
	return c
}

func (s *Server) user(u *discordgo.User) *discordgo.User {
	s.t.Helper()
	known := s.world.users[u.ID]
	if known == nil {
		s.t.Fatalf("discordtest: there is no user %q; make one with NewUser", u.ID)
	}
	return known
}

package discordtest

import (
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// The permissions that the fake knows, and all there are.
const (
	canView          = discordgo.PermissionViewChannel
	canSend          = discordgo.PermissionSendMessages
	canSendInThreads = discordgo.PermissionSendMessagesInThreads
	canReadHistory   = discordgo.PermissionReadMessageHistory
	canEmbed         = discordgo.PermissionEmbedLinks
	canAttach        = discordgo.PermissionAttachFiles
	canManage        = discordgo.PermissionManageMessages

	allBits = 1<<53 - 1
)

// DefaultPermissions are what everybody may do in a new guild: the permissions that Docent's invitation asks for, and
// the use of its commands.
const DefaultPermissions = canView | canSend | canSendInThreads | canEmbed | canAttach | canReadHistory |
	discordgo.PermissionUseApplicationCommands

// bits writes permissions as Discord does, a decimal number in a string.
func bits(p int64) string { return strconv.FormatInt(p, 10) }

// permissions computes what a user may do in a channel, by Discord's algorithm: the roles' permissions, then the
// channel's overwrites for everyone, for the roles, and for the member. Threads have their parent's overwrites.
func (w *world) permissions(c *channel, userID string) int64 {
	if c.guild == "" {
		return canView | canSend | canEmbed | canAttach | canReadHistory
	}
	g := w.guilds[c.guild]
	m := g.members[userID]
	if m == nil {
		return 0
	}
	base := g.everyone().permissions
	for _, id := range m.roles {
		base |= g.role(id).permissions
	}
	if g.owner == userID || base&discordgo.PermissionAdministrator != 0 {
		return allBits
	}
	if c.isThread() {
		c = w.channels[c.parent]
	}
	p := overwrite(base, c.overwrites, func(o *discordgo.PermissionOverwrite) bool { return o.ID == g.id })
	p = overwrite(p, c.overwrites, func(o *discordgo.PermissionOverwrite) bool {
		return o.Type == discordgo.PermissionOverwriteTypeRole && slices.Contains(m.roles, o.ID)
	})
	return overwrite(p, c.overwrites, func(o *discordgo.PermissionOverwrite) bool {
		return o.Type == discordgo.PermissionOverwriteTypeMember && o.ID == userID
	})
}

// overwrite applies one layer of overwrites: what any of them denies, then what any of them allows.
func overwrite(p int64, all []*discordgo.PermissionOverwrite, applies func(*discordgo.PermissionOverwrite) bool) int64 {
	var allow, deny int64
	for _, o := range all {
		if applies(o) {
			allow, deny = allow|o.Allow, deny|o.Deny
		}
	}
	return p&^deny | allow
}

// may reports whether the bot has a permission in a channel. Without the permission to view it, it has none.
func (w *world) may(c *channel, p int64) bool {
	has := w.permissions(c, w.bot.ID)
	return has&canView != 0 && has&p == p
}

// maySend reports whether the bot may send a message: threads have a permission of their own.
func (w *world) maySend(c *channel) bool {
	if c.isThread() {
		return w.may(c, canSendInThreads)
	}
	return w.may(c, canSend)
}

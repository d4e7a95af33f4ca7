package rest

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"
)

// allPermissions is what owners and administrators have: every bit, those that discordgo has no name for included.
const allPermissions int64 = math.MaxInt64

// Permissions returns what a member may do in a channel of a guild. A thread has the permissions of its channel.
func (c *Client) Permissions(ctx context.Context, guildID, channelID, userID string) (int64, error) {
	guild, err := c.Guild(ctx, guildID)
	if err != nil {
		return 0, err
	}
	channel, err := c.Channel(ctx, channelID)
	if err != nil {
		return 0, err
	}
	thread := channel.IsThread()
	if thread {
		if channel, err = c.Channel(ctx, channel.ParentID); err != nil {
			return 0, err
		}
	}
	member, err := c.Member(ctx, guildID, userID)
	if err != nil {
		return 0, err
	}
	return PermissionsIn(guild, channel, member, thread, c.transport.Now()), nil
}

// PermissionsIn returns what a member may do in a channel of a guild, or in a thread of that channel: a set of
// discordgo's Permission bits, from which Discord's implicit denials have been taken. What it reads is the guild's
// owner and roles, the channel's overwrites, and the member's user, roles and time-out.
//
// https://docs.discord.com/developers/topics/permissions#permission-overwrites
func PermissionsIn(guild *discordgo.Guild, channel *discordgo.Channel, member *discordgo.Member, thread bool, now time.Time) int64 {
	userID := ""
	if member.User != nil {
		userID = member.User.ID
	}
	if userID != "" && userID == guild.OwnerID {
		return allPermissions
	}
	base := basePermissions(guild, member)
	if base&discordgo.PermissionAdministrator != 0 {
		return allPermissions
	}
	p := overwritten(base, guild.ID, channel.PermissionOverwrites, member.Roles, userID)
	if until := member.CommunicationDisabledUntil; until != nil && until.After(now) {
		p &= discordgo.PermissionViewChannel | discordgo.PermissionReadMessageHistory
	}
	return implied(p, thread)
}

// basePermissions is what the member's roles allow before any channel is looked at. The role of everyone has the
// guild's id.
func basePermissions(guild *discordgo.Guild, member *discordgo.Member) int64 {
	var p int64
	for _, role := range guild.Roles {
		if role.ID == guild.ID || slices.Contains(member.Roles, role.ID) {
			p |= role.Permissions
		}
	}
	return p
}

// overwritten applies a channel's overwrites: everyone's, then those of all the member's roles together, then the
// member's own.
func overwritten(p int64, guildID string, overwrites []*discordgo.PermissionOverwrite, roles []string, userID string) int64 {
	var everyone, byRole, own discordgo.PermissionOverwrite
	for _, o := range overwrites {
		switch {
		case o.Type == discordgo.PermissionOverwriteTypeRole && o.ID == guildID:
			everyone = *o
		case o.Type == discordgo.PermissionOverwriteTypeRole && slices.Contains(roles, o.ID):
			byRole.Allow |= o.Allow
			byRole.Deny |= o.Deny
		case o.Type == discordgo.PermissionOverwriteTypeMember && o.ID == userID:
			own = *o
		}
	}
	for _, o := range []discordgo.PermissionOverwrite{everyone, byRole, own} {
		p = p&^o.Deny | o.Allow
	}
	return p
}

// implied takes away what a missing permission makes useless: without seeing a channel nothing can be done in it, and
// without sending (into threads, in a thread) nothing can be put into a message.
// https://docs.discord.com/developers/topics/permissions#implicit-permissions
func implied(p int64, thread bool) int64 {
	if p&discordgo.PermissionViewChannel == 0 {
		return 0
	}
	send := int64(discordgo.PermissionSendMessages)
	if thread {
		send = discordgo.PermissionSendMessagesInThreads
	}
	if p&send == 0 {
		p &^= discordgo.PermissionMentionEveryone | discordgo.PermissionSendTTSMessages |
			discordgo.PermissionAttachFiles | discordgo.PermissionEmbedLinks
	}
	return p
}

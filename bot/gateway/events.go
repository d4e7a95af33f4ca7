package gateway

import (
	"github.com/bwmarrin/discordgo"

	"docent/bot/wire"
)

// decodeEvent reads an event. It is nil for a name that Docent has no use for. The pointer that an event embeds is never
// nil.
func decodeEvent(name string, data []byte) (any, error) {
	switch name {
	case "READY":
		guilds, err := wire.ReadyGuilds(data)
		return &discordgo.Ready{Guilds: guilds}, err
	case "MESSAGE_CREATE":
		m, err := wire.MessageCreate(data)
		return &discordgo.MessageCreate{Message: m}, err
	case "INTERACTION_CREATE":
		i, err := wire.Interaction(data)
		return &discordgo.InteractionCreate{Interaction: i}, err
	case "GUILD_CREATE":
		g, err := wire.Guild(data)
		return &discordgo.GuildCreate{Guild: g}, err
	case "GUILD_UPDATE":
		g, err := wire.Guild(data)
		return &discordgo.GuildUpdate{Guild: g}, err
	case "GUILD_DELETE":
		g, err := wire.Guild(data)
		return &discordgo.GuildDelete{Guild: g}, err
	case "GUILD_ROLE_CREATE":
		r, err := wire.GuildRole(data)
		return &discordgo.GuildRoleCreate{GuildRole: r}, err
	case "GUILD_ROLE_UPDATE":
		r, err := wire.GuildRole(data)
		return &discordgo.GuildRoleUpdate{GuildRole: r}, err
	case "GUILD_ROLE_DELETE":
		return wire.GuildRoleDelete(data)
	case "GUILD_MEMBER_UPDATE":
		m, err := wire.MemberUpdate(data)
		return &discordgo.GuildMemberUpdate{Member: m}, err
	}
	return nil, nil
}

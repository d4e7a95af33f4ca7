package bot

import (
	"context"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// An allowlist is where the bot answers: on the servers named in its configuration, or else on all that it was added to.
type allowlist struct {
	only   []string
	guilds *guilds
}

func newAllowlist(only []string, g *guilds) allowlist {
	return allowlist{only: slices.Clone(only), guilds: g}
}

// allows reports whether the bot answers on a server.
func (l allowlist) allows(id string) bool {
	return id != "" && (len(l.only) == 0 || slices.Contains(l.only, id))
}

// all is every server that is allowed.
func (l allowlist) all(ctx context.Context) ([]string, error) {
	if len(l.only) > 0 {
		return l.only, nil
	}
	return l.guilds.all(ctx)
}

// allowsInteraction reports whether an interaction comes from where the bot may answer at all: from a server that is
// allowed, or from a direct message with the bot. An application that somebody installed for themselves brings its commands into
// other servers, group chats and chats between people, where nobody has agreed to it.
func (l allowlist) allowsInteraction(i *discordgo.Interaction) bool {
	if i.Context == discordgo.InteractionContextPrivateChannel {
		return false
	}
	if _, added := i.AuthorizingIntegrationOwners[discordgo.ApplicationIntegrationGuildInstall]; !added && len(i.AuthorizingIntegrationOwners) > 0 {
		return false
	}
	return i.GuildID == "" || l.allows(i.GuildID)
}

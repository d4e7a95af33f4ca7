package bot

import (
	"context"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// serves tells where the bot answers: on the servers named in its configuration, or else on all that it was added to.
type serves struct {
	only   []string
	guilds *guilds
}

func newServes(only []string, g *guilds) serves { return serves{only: slices.Clone(only), guilds: g} }

// guild tells whether a server is served.
func (s serves) guild(id string) bool {
	return id != "" && (len(s.only) == 0 || slices.Contains(s.only, id))
}

// list is every server that is served.
func (s serves) list(ctx context.Context) ([]string, error) {
	if len(s.only) > 0 {
		return s.only, nil
	}
	return s.guilds.all(ctx)
}

// interaction tells whether an interaction comes from where the bot may serve at all: from a server that is served, or
// from a direct message with the bot. An application that somebody installed for themselves brings its commands into
// other servers, group chats and chats between people, where nobody has agreed to it.
func (s serves) interaction(i *discordgo.Interaction) bool {
	if i.Context == discordgo.InteractionContextPrivateChannel {
		return false
	}
	if _, added := i.AuthorizingIntegrationOwners[discordgo.ApplicationIntegrationGuildInstall]; !added && len(i.AuthorizingIntegrationOwners) > 0 {
		return false
	}
	return i.GuildID == "" || s.guild(i.GuildID)
}

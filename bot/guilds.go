package bot

import (
	"context"
	"fmt"
	"sync"

	"github.com/bwmarrin/discordgo"
)

// guilds is what the bot knows of the servers it is in: which they are, and which role of each is its own. The gateway
// tells all of it after a fresh login; after a resumed one it tells nothing, and what is missing is asked for once.
type guilds struct {
	rest guildREST
	self string // the bot's user id

	mu      sync.Mutex
	listed  bool // known holds every server
	known   map[string]*guild
	changes int // counts what events have changed, so that an answer of REST that was overtaken is known for old
}

type guildREST interface {
	Guilds(ctx context.Context) ([]*discordgo.UserGuild, error)
	Guild(ctx context.Context, guildID string) (*discordgo.Guild, error)
	Member(ctx context.Context, guildID, userID string) (*discordgo.Member, error)
}

// guild holds the ids of the roles that Discord manages and of those that the bot has. The one in both is the bot's own:
// a managed role can't be given to anybody by hand. (Its tag would say so outright, but discordgo doesn't decode tags.)
type guild struct {
	complete bool // managed and mine have been told
	managed  map[string]bool
	mine     []string
	locale   string // the code of the language its members see, "" where that isn't known
}

func newGuilds(rest guildREST, self string) *guilds {
	return &guilds{rest: rest, self: self, known: map[string]*guild{}}
}

// learn takes note of an event.
func (g *guilds) learn(event any) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch e := event.(type) {
	default:
		return
	case *discordgo.Ready:
		g.login(e.Guilds)
	case *discordgo.GuildCreate:
		g.create(e.Guild)
	case *discordgo.GuildUpdate:
		if known := g.known[e.ID]; known != nil {
			known.locale = e.PreferredLocale
		}
	case *discordgo.GuildDelete:
		if !e.Unavailable { // an outage isn't a farewell
			delete(g.known, e.ID)
		}
	case *discordgo.GuildRoleCreate:
		g.role(e.GuildRole)
	case *discordgo.GuildRoleUpdate:
		g.role(e.GuildRole)
	case *discordgo.GuildRoleDelete:
		if known := g.known[e.GuildID]; known != nil {
			delete(known.managed, e.RoleID)
		}
	case *discordgo.GuildMemberUpdate:
		if known := g.known[e.GuildID]; known != nil && e.User != nil && e.User.ID == g.self {
			known.mine = e.Roles
		}
	}
	g.changes++
}

func (g *guilds) login(all []*discordgo.Guild) {
	g.listed, g.known = true, map[string]*guild{}
	for _, one := range all {
		g.known[one.ID] = newGuild(nil, nil)
	}
}

func (g *guilds) create(created *discordgo.Guild) {
	var mine []string
	complete := false
	for _, m := range created.Members {
		if m.User != nil && m.User.ID == g.self {
			mine, complete = m.Roles, true
		}
	}
	known := newGuild(created.Roles, mine)
	known.complete, known.locale = complete, created.PreferredLocale
	g.known[created.ID] = known
}

func (g *guilds) role(r *discordgo.GuildRole) {
	if known := g.known[r.GuildID]; known != nil && r.Role != nil && r.Role.Managed {
		known.managed[r.Role.ID] = true
	}
}

func newGuild(roles []*discordgo.Role, mine []string) *guild {
	g := &guild{managed: map[string]bool{}, mine: mine}
	for _, r := range roles {
		if r.Managed {
			g.managed[r.ID] = true
		}
	}
	return g
}

func (g *guild) own() string {
	for _, id := range g.mine {
		if g.managed[id] {
			return id
		}
	}
	return ""
}

// locale is the code of a server's language, "" where it isn't known.
func (g *guilds) locale(guildID string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if known := g.known[guildID]; known != nil {
		return known.locale
	}
	return ""
}

// ownRole is the bot's own role in a server, "" if it has none; complete is false where that isn't known without asking.
func (g *guilds) ownRole(guildID string) (role string, complete bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	known := g.known[guildID]
	if known == nil || !known.complete {
		return "", false
	}
	return known.own(), true
}

// askOwnRole is ownRole, asking Discord where it must.
func (g *guilds) askOwnRole(ctx context.Context, guildID string) (string, error) {
	if role, complete := g.ownRole(guildID); complete {
		return role, nil
	}
	g.mu.Lock()
	before := g.changes
	g.mu.Unlock()
	member, err := g.rest.Member(ctx, guildID, g.self)
	if err != nil {
		return "", fmt.Errorf("asking for the bot's own membership: %w", err)
	}
	whole, err := g.rest.Guild(ctx, guildID)
	if err != nil {
		return "", fmt.Errorf("asking for a server's roles: %w", err)
	}
	known := newGuild(whole.Roles, member.Roles)
	known.complete, known.locale = true, whole.PreferredLocale
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.changes == before {
		g.known[guildID] = known
	}
	return known.own(), nil
}

// all lists the servers the bot is in, asking Discord where it must.
func (g *guilds) all(ctx context.Context) ([]string, error) {
	g.mu.Lock()
	listed, before := g.listed, g.changes
	ids := make([]string, 0, len(g.known))
	for id := range g.known {
		ids = append(ids, id)
	}
	g.mu.Unlock()
	if listed {
		return ids, nil
	}
	asked, err := g.rest.Guilds(ctx)
	if err != nil {
		return nil, fmt.Errorf("asking which servers the bot is in: %w", err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	ids = ids[:0]
	for _, one := range asked {
		ids = append(ids, one.ID)
		if g.changes == before && g.known[one.ID] == nil {
			g.known[one.ID] = newGuild(nil, nil)
		}
	}
	g.listed = g.listed || g.changes == before
	return ids, nil
}

package bot

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/rest"
)

// fakeREST is a REST of functions; what the test didn't set panics.
type fakeREST struct {
	REST
	member func(guildID, userID string) (*discordgo.Member, error)
	guild  func(id string) (*discordgo.Guild, error)
	guilds func() ([]*discordgo.UserGuild, error)
}

func (f *fakeREST) Member(ctx context.Context, guildID, userID string) (*discordgo.Member, error) {
	if f.member == nil {
		return f.REST.Member(ctx, guildID, userID)
	}
	return f.member(guildID, userID)
}

func (f *fakeREST) Guild(ctx context.Context, id string) (*discordgo.Guild, error) {
	if f.guild == nil {
		return f.REST.Guild(ctx, id)
	}
	return f.guild(id)
}

func (f *fakeREST) Guilds(ctx context.Context) ([]*discordgo.UserGuild, error) {
	if f.guilds == nil {
		return f.REST.Guilds(ctx)
	}
	return f.guilds()
}

var (
	botUser = &discordgo.User{ID: "bot"}
	roles   = []*discordgo.Role{{ID: "everyone"}, {ID: "own", Managed: true}, {ID: "other bot's", Managed: true}, {ID: "staff"}}
	botIn   = &discordgo.Member{User: botUser, Roles: []string{"staff", "own"}}
)

func TestOwnRole(t *testing.T) {
	t.Parallel()
	created := &discordgo.GuildCreate{Guild: &discordgo.Guild{ID: "g", Roles: roles, Members: []*discordgo.Member{{User: &discordgo.User{ID: "ann"}}, botIn}}}
	cases := map[string]struct {
		events   []any
		role     string
		complete bool
	}{
		"nothing told":       {nil, "", false},
		"only logged in":     {[]any{&discordgo.Ready{Guilds: []*discordgo.Guild{{ID: "g"}}}}, "", false},
		"created":            {[]any{created}, "own", true},
		"without the member": {[]any{&discordgo.GuildCreate{Guild: &discordgo.Guild{ID: "g", Roles: roles}}}, "", false},
		"role made later": {[]any{
			&discordgo.GuildCreate{Guild: &discordgo.Guild{ID: "g", Members: []*discordgo.Member{botIn}}},
			&discordgo.GuildRoleCreate{GuildRole: &discordgo.GuildRole{GuildID: "g", Role: roles[1]}},
		}, "own", true},
		"role given later": {[]any{
			&discordgo.GuildCreate{Guild: &discordgo.Guild{ID: "g", Roles: roles, Members: []*discordgo.Member{{User: botUser}}}},
			&discordgo.GuildMemberUpdate{Member: &discordgo.Member{GuildID: "g", User: &discordgo.User{ID: "ann"}, Roles: []string{"other bot's"}}},
			&discordgo.GuildMemberUpdate{Member: &discordgo.Member{GuildID: "g", User: botUser, Roles: []string{"own"}}},
		}, "own", true},
		"role deleted": {[]any{created, &discordgo.GuildRoleDelete{GuildID: "g", RoleID: "own"}}, "", true},
		"outage":       {[]any{created, &discordgo.GuildDelete{Guild: &discordgo.Guild{ID: "g", Unavailable: true}}}, "own", true},
		"left":         {[]any{created, &discordgo.GuildDelete{Guild: &discordgo.Guild{ID: "g"}}}, "", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGuilds(&fakeREST{}, "bot")
			for _, e := range c.events {
				g.learn(e)
			}
			if role, complete := g.ownRole("g"); role != c.role || complete != c.complete {
				t.Errorf("own role %q, complete %v", role, complete)
			}
		})
	}
}

// TestAskOwnRoleOvertaken: what an event said while Discord was asked isn't overwritten by the older answer.
func TestAskOwnRoleOvertaken(t *testing.T) {
	t.Parallel()
	fake := &fakeREST{member: func(string, string) (*discordgo.Member, error) { return botIn, nil }}
	g := newGuilds(fake, "bot")
	fake.guild = func(string) (*discordgo.Guild, error) {
		g.learn(&discordgo.GuildCreate{Guild: &discordgo.Guild{ID: "g", Roles: roles[:1], Members: []*discordgo.Member{botIn}}})
		return &discordgo.Guild{ID: "g", Roles: roles}, nil
	}
	if _, err := g.askOwnRole(t.Context(), "g"); err != nil {
		t.Fatal(err)
	}
	if role, complete := g.ownRole("g"); role != "" || !complete {
		t.Errorf("own role %q, complete %v: the event's word was lost", role, complete)
	}
}

func TestAllGuilds(t *testing.T) {
	t.Parallel()
	asked := 0
	fake := &fakeREST{guilds: func() ([]*discordgo.UserGuild, error) {
		asked++
		return []*discordgo.UserGuild{{ID: "a"}, {ID: "b"}}, nil
	}}
	g := newGuilds(fake, "bot")
	for range 2 {
		all, err := g.all(t.Context())
		slices.Sort(all)
		if err != nil || !slices.Equal(all, []string{"a", "b"}) {
			t.Errorf("servers %v, %v", all, err)
		}
	}
	g.learn(&discordgo.GuildCreate{Guild: &discordgo.Guild{ID: "c"}})
	g.learn(&discordgo.GuildDelete{Guild: &discordgo.Guild{ID: "a"}})
	all, err := g.all(t.Context())
	slices.Sort(all)
	if err != nil || !slices.Equal(all, []string{"b", "c"}) || asked != 1 {
		t.Errorf("servers %v, %v; asked %d times", all, err, asked)
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	asked := 0
	var answer error
	m := newMembers(&fakeREST{member: func(guildID, _ string) (*discordgo.Member, error) {
		asked++
		if guildID == "b" && answer == nil {
			return &discordgo.Member{}, nil
		}
		if answer != nil {
			return nil, answer
		}
		return nil, &rest.Error{Status: 404, Code: 10007}
	}})
	both := []string{"a", "b"}
	check := func(step string, at time.Duration, guilds []string, member bool, failed bool, wantAsked int) {
		t.Helper()
		asked = 0
		got, err := m.belongs(t.Context(), "ann", guilds, noon.Add(at))
		if got != member || (err != nil) != failed || asked != wantAsked {
			t.Errorf("%s: member %v, error %v, %d requests", step, got, err, asked)
		}
	}
	check("a stranger", 0, []string{"a"}, false, false, 1)
	check("is believed to be one", believeStranger-1, both, false, false, 0)
	check("and asked for again", believeStranger, both, true, false, 2)
	check("a member", believeStranger+believeMember-1, both, true, false, 0)
	answer = errors.New("no route to Discord")
	check("an error", believeStranger+believeMember, both, false, true, 1)
	answer = &rest.Error{Status: 403, Code: rest.CodeMissingAccess}
	check("isn't remembered", believeStranger+believeMember, both, false, false, 2)
}

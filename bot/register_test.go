package bot

import (
	"net/url"
	"slices"
	"testing"

	"github.com/bwmarrin/discordgo"
)

func TestRegisterWritesOnlyDifferences(t *testing.T) {
	t.Parallel()
	for name, devGuild := range map[string]bool{"global": false, "one server": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			where := ""
			s := newScene(t, func(s *scene, c *Config) {
				if devGuild {
					where = s.guild.ID
					c.DevGuild = where
				}
			})
			route := "PUT /applications/{app}/commands"
			if devGuild {
				route = "PUT /applications/{app}/guilds/{guild}/commands"
			}
			for range 3 {
				if err := s.bot.Register(s.ctx); err != nil {
					t.Fatal(err)
				}
			}
			if got := len(s.RequestsFor(route)); got != 1 {
				t.Errorf("registered %d times", got)
			}
			var names []string
			for _, c := range s.Commands(where) {
				names = append(names, c["name"].(string))
			}
			if want := []string{"ask", "fact", "find", "quote", "sources", "verify", "help", menuAsk, menuCheck}; !slices.Equal(names, want) {
				t.Errorf("registered %q", names)
			}
			s.slash(optionQuestion, "where?", optionSource, "talks", optionShow, showEveryone).Response(s.ctx)
		})
	}
}

func TestGlobalCommandsAreForServersAndDirectMessages(t *testing.T) {
	t.Parallel()
	ask := slashCommands(locales(), true)[0]
	if got := *ask.IntegrationTypes; len(got) != 1 || got[0] != discordgo.ApplicationIntegrationGuildInstall {
		t.Errorf("integration types %v", got)
	}
	if got := *ask.Contexts; len(got) != 2 || got[0] != discordgo.InteractionContextGuild || got[1] != discordgo.InteractionContextBotDM {
		t.Errorf("contexts %v", got)
	}
}

// TestForgottenCommandsDisappear: what an older version registered is gone after this one has.
func TestForgottenCommandsDisappear(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	old := append(slashCommands(locales(), true), &discordgo.ApplicationCommand{Name: "forgotten", Description: "Of old"})
	if err := s.bot.rest.SetCommands(s.ctx, s.AppID(), "", old); err != nil {
		t.Fatal(err)
	}
	if err := s.bot.Register(s.ctx); err != nil {
		t.Fatal(err)
	}
	for _, c := range s.Commands("") {
		if c["name"] == "forgotten" {
			t.Error("a command that is gone from the program is still registered")
		}
	}
}

// TestFingerprint changes one thing after the other, each of which must be noticed, and what Discord adds, which mustn't.
func TestFingerprint(t *testing.T) {
	t.Parallel()
	yes, permissions := true, int64(8)
	minimum := 1
	for name, change := range map[string]func(*discordgo.ApplicationCommand){
		"name":              func(c *discordgo.ApplicationCommand) { c.Name = "other" },
		"description":       func(c *discordgo.ApplicationCommand) { c.Description = "other" },
		"type":              func(c *discordgo.ApplicationCommand) { c.Type = discordgo.UserApplicationCommand },
		"permissions":       func(c *discordgo.ApplicationCommand) { c.DefaultMemberPermissions = &permissions },
		"nsfw":              func(c *discordgo.ApplicationCommand) { c.NSFW = &yes },
		"contexts":          func(c *discordgo.ApplicationCommand) { *c.Contexts = (*c.Contexts)[:1] },
		"integration types": func(c *discordgo.ApplicationCommand) { *c.IntegrationTypes = append(*c.IntegrationTypes, 1) },
		"option gone":       func(c *discordgo.ApplicationCommand) { c.Options = c.Options[:2] },
		"option order":      func(c *discordgo.ApplicationCommand) { c.Options[1], c.Options[2] = c.Options[2], c.Options[1] },
		"option required":   func(c *discordgo.ApplicationCommand) { c.Options[1].Required = true },
		"option length":     func(c *discordgo.ApplicationCommand) { c.Options[0].MaxLength = 10 },
		"option minimum":    func(c *discordgo.ApplicationCommand) { c.Options[0].MinLength = &minimum },
		"choice":            func(c *discordgo.ApplicationCommand) { c.Options[4].Choices[0].Name = "other" },
		"choice translated": func(c *discordgo.ApplicationCommand) {
			c.Options[4].Choices[0].NameLocalizations[discordgo.German] = "andere"
		},
		"translated":       func(c *discordgo.ApplicationCommand) { (*c.DescriptionLocalizations)[discordgo.German] = "andere" },
		"translation gone": func(c *discordgo.ApplicationCommand) { c.DescriptionLocalizations = nil },
		"option translated": func(c *discordgo.ApplicationCommand) {
			c.Options[0].DescriptionLocalizations[discordgo.German] = "andere"
		},
		"completion": func(c *discordgo.ApplicationCommand) { c.Options[0].Autocomplete = false },
	} {
		changed := slashCommands(locales(), true)[0]
		change(changed)
		if fingerprint(changed, true) == fingerprint(slashCommands(locales(), true)[0], true) {
			t.Errorf("%s: the change isn't noticed", name)
		}
	}
	echoed := slashCommands(locales(), true)[0]
	echoed.ID, echoed.Version, echoed.ApplicationID = "1", "2", "3"
	no := false
	echoed.NSFW = &no
	echoed.Options[2].Options = []*discordgo.ApplicationCommandOption{}
	*echoed.Contexts = []discordgo.InteractionContextType{1, 0}
	if fingerprint(echoed, true) != fingerprint(slashCommands(locales(), true)[0], true) {
		t.Error("what Discord adds counts as a change")
	}
	local := slashCommands(locales(), false)[0]
	local.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{0}
	if fingerprint(local, false) != fingerprint(slashCommands(locales(), false)[0], false) {
		t.Error("what Discord adds to a server's command counts as a change")
	}
}

func TestInviteURL(t *testing.T) {
	t.Parallel()
	u, err := url.Parse(InviteURL("123"))
	if err != nil {
		t.Fatal(err)
	}
	// View Channel 1<<10, Send Messages 1<<11, Embed Links 1<<14, Attach Files 1<<15, Read Message History 1<<16, Send
	// Messages in Threads 1<<38.
	want := map[string]string{"client_id": "123", "scope": "bot applications.commands", "permissions": "274878024704", "integration_type": "0"}
	for key, value := range want {
		if got := u.Query().Get(key); got != value {
			t.Errorf("%s is %q, want %q", key, got, value)
		}
	}
	if u.Scheme+"://"+u.Host+u.Path != "https://discord.com/oauth2/authorize" || len(u.Query()) != len(want) {
		t.Errorf("the link is %s", u)
	}
}

func TestIntentsAreNotPrivileged(t *testing.T) {
	t.Parallel()
	const privileged = discordgo.IntentGuildMembers | discordgo.IntentGuildPresences | discordgo.IntentMessageContent
	if Intents&privileged != 0 {
		t.Errorf("intents %b", Intents)
	}
}

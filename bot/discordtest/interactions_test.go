package discordtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
)

// interaction is an interaction as the bot gets to know it.
func interaction(s *scene, it *discordtest.Interaction) *discordgo.Interaction {
	return &discordgo.Interaction{ID: it.ID, AppID: s.AppID(), Token: it.Token}
}

func message(content string, flags discordgo.MessageFlags) *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: content, Flags: flags, AllowedMentions: nobody()},
	}
}

func deferral(flags discordgo.MessageFlags) *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Flags: flags},
	}
}

func TestInteractionEvent(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	c, _ := s.identify(t, discordgo.IntentGuilds)
	s.SetLocale(s.ada.ID, discordgo.German)
	it := s.SlashCommand(s.channel.ID, s.ada, "ask", discordtest.Text("question", "where?"), discordtest.Bool("show", true))
	var in discordgo.InteractionCreate
	c.event("INTERACTION_CREATE", &in)
	data := in.ApplicationCommandData()
	if in.ID != it.ID || in.Token != it.Token || in.GuildID != s.guild.ID || in.Member.User.ID != s.ada.ID || in.Locale != discordgo.German ||
		in.AppPermissions != discordtest.DefaultPermissions || in.Context != discordgo.InteractionContextGuild ||
		in.AuthorizingIntegrationOwners[discordgo.ApplicationIntegrationGuildInstall] != s.guild.ID {
		t.Errorf("got %+v", in.Interaction)
	}
	if data.Name != "ask" || data.Options[0].StringValue() != "where?" || !data.Options[1].BoolValue() {
		t.Errorf("got %+v", data)
	}

	s.SlashCommand(s.NewDM(s.ada).ID, s.ada, "ask")
	c.event("INTERACTION_CREATE", &in)
	if in.User == nil || in.User.ID != s.ada.ID || in.Member != nil || in.GuildID != "" || in.Context != discordgo.InteractionContextBotDM {
		t.Errorf("in direct messages got %+v", in.Interaction)
	}
}

func TestResponse(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	it := s.SlashCommand(s.channel.ID, s.ada, "ask")
	in := interaction(s, it)
	s.clock.advance(2 * time.Second)
	if err := s.rest.InteractionRespond(in, message("there", discordgo.MessageFlagsEphemeral)); err != nil {
		t.Fatal(err)
	}
	r := it.Response(t.Context())
	if r.Message.Content != "there" || !r.Private || r.After != 2*time.Second {
		t.Errorf("the response is %+v", r)
	}
	if len(s.Messages(s.channel.ID)) != 0 {
		t.Error("a private response is in the channel")
	}
	if err := s.rest.InteractionRespond(in, message("again", 0)); code(t, err) != 40060 {
		t.Errorf("a second response: %v", err)
	}

	content := "over there"
	if _, err := s.rest.InteractionResponseEdit(in, &discordgo.WebhookEdit{Content: &content, AllowedMentions: nobody()}); err != nil {
		t.Error(err)
	}
	if got, err := s.rest.InteractionResponse(in); err != nil || got.Content != content || it.Original(t.Context()).Content != content {
		t.Errorf("the original is %+v, %v", got, err)
	}
	follow, err := s.rest.FollowupMessageCreate(in, true, &discordgo.WebhookParams{Content: "and", AllowedMentions: nobody()})
	if err != nil || it.WaitFollowUp(t.Context()).ID != follow.ID || s.WaitMessage(t.Context(), s.channel.ID).ID != follow.ID {
		t.Errorf("followed up with %+v, %v", follow, err)
	}
	if err := s.rest.FollowupMessageDelete(in, follow.ID); err != nil || len(s.Messages(s.channel.ID)) != 0 {
		t.Errorf("deleting the follow-up: %v", err)
	}
	if err := s.rest.InteractionResponseDelete(in); err != nil {
		t.Error(err)
	}
	if _, err := s.rest.InteractionResponse(in); code(t, err) != 10008 {
		t.Errorf("reading what was deleted: %v", err)
	}
	s.clock.advance(15 * time.Minute)
	if _, err := s.rest.FollowupMessageCreate(in, true, &discordgo.WebhookParams{Content: "late", AllowedMentions: nobody()}); code(t, err) != 50027 {
		t.Errorf("following up too late: %v", err)
	}
}

func TestResponseTooLate(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	it := s.SlashCommand(s.channel.ID, s.ada, "ask")
	s.clock.advance(3 * time.Second)
	if err := s.rest.InteractionRespond(interaction(s, it), message("late", 0)); code(t, err) != 10062 {
		t.Errorf("responding too late: %v", err)
	}
	if _, err := s.rest.FollowupMessageCreate(interaction(s, it), true, &discordgo.WebhookParams{Content: "late", AllowedMentions: nobody()}); code(t, err) != 10015 {
		t.Errorf("following up without a response: %v", err)
	}
	stranger := &discordgo.Interaction{ID: it.ID, AppID: s.AppID(), Token: "other"}
	if err := s.rest.InteractionRespond(stranger, message("x", 0)); code(t, err) != 10062 {
		t.Errorf("responding with another token: %v", err)
	}
}

func TestDeferral(t *testing.T) {
	t.Parallel()
	content := "found"
	edit := func(s *scene, in *discordgo.Interaction) error {
		_, err := s.rest.InteractionResponseEdit(in, &discordgo.WebhookEdit{Content: &content, AllowedMentions: nobody()})
		return err
	}
	followUp := func(s *scene, in *discordgo.Interaction) error {
		_, err := s.rest.FollowupMessageCreate(in, true, &discordgo.WebhookParams{Content: content, AllowedMentions: nobody()})
		return err
	}
	for name, fill := range map[string]func(*scene, *discordgo.Interaction) error{"edit": edit, "follow-up": followUp} {
		for _, flags := range []discordgo.MessageFlags{0, discordgo.MessageFlagsEphemeral} {
			t.Run(fmt.Sprint(name, flags), func(t *testing.T) {
				t.Parallel()
				s := newScene(t)
				it := s.SlashCommand(s.channel.ID, s.ada, "ask")
				if err := s.rest.InteractionRespond(interaction(s, it), deferral(flags)); err != nil {
					t.Fatal(err)
				}
				if r := it.Response(t.Context()); r.Message != nil || r.Private != (flags != 0) || len(s.Messages(s.channel.ID)) != 0 {
					t.Errorf("the deferral is %+v", r)
				}
				if err := fill(s, interaction(s, it)); err != nil {
					t.Fatal(err)
				}
				if got := it.Original(t.Context()); got.Content != content || got.Flags != flags {
					t.Errorf("it became %+v", got)
				}
				if got := len(s.Messages(s.channel.ID)); (got == 1) != (flags == 0) {
					t.Errorf("the channel has %d messages", got)
				}
			})
		}
	}
}

func TestComponents(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	m := text("choose")
	m.Components = []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		discordgo.Button{Label: "Go", Style: discordgo.PrimaryButton, CustomID: "go"},
	}}}
	sent, err := s.rest.ChannelMessageSendComplex(s.channel.ID, m)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := s.identify(t, chat)
	press := func() *discordtest.Interaction {
		it := s.Press(s.channel.ID, sent.ID, s.ada, "go")
		var in discordgo.InteractionCreate
		c.event("INTERACTION_CREATE", &in)
		if in.MessageComponentData().CustomID != "go" || in.Message.ID != sent.ID {
			t.Errorf("got %+v", in.Interaction)
		}
		return it
	}
	update := message("chosen", 0)
	update.Type = discordgo.InteractionResponseUpdateMessage
	it := press()
	if err := s.rest.InteractionRespond(interaction(s, it), update); err != nil || it.Original(t.Context()).Content != "chosen" {
		t.Errorf("updating: %v", err)
	}
	var changed discordgo.MessageUpdate
	if c.event("MESSAGE_UPDATE", &changed); changed.Content != "chosen" {
		t.Errorf("updated to %+v", changed.Message)
	}
	it = press()
	quiet := &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredMessageUpdate}
	if err := s.rest.InteractionRespond(interaction(s, it), quiet); err != nil {
		t.Error(err)
	}
}

func TestAutocompleteAndModal(t *testing.T) {
	t.Parallel()
	s := newScene(t, discordtest.WithoutDocument()) // discordgo writes a content beside the choices
	it := s.Autocomplete(s.channel.ID, s.ada, "fact", discordtest.Text("name", "coop"))
	if err := s.rest.InteractionRespond(interaction(s, it), message("x", 0)); code(t, err) != 50035 {
		t.Errorf("answering an autocompletion with a message: %v", err)
	}
	if err := s.rest.InteractionRespond(interaction(s, it), &discordgo.InteractionResponse{
		Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "Cooperation", Value: "cooperation"}}},
	}); err != nil {
		t.Fatal(err)
	}
	if r := it.Response(t.Context()); len(r.Choices) != 1 || r.Choices[0].Value != "cooperation" {
		t.Errorf("the choices are %+v", r.Choices)
	}

	c, _ := s.identify(t, chat)
	it = s.SubmitForged(s.channel.ID, s.ada, "again", map[string]string{"question": "where?"})
	var in discordgo.InteractionCreate
	c.event("INTERACTION_CREATE", &in)
	row := in.ModalSubmitData().Components[0].(*discordgo.ActionsRow)
	if got := row.Components[0].(*discordgo.TextInput); got.Value != "where?" {
		t.Errorf("the modal has %+v", got)
	}
	if err := s.rest.InteractionRespond(interaction(s, it), message("there", 0)); err != nil {
		t.Error(err)
	}
}

func TestCommands(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"global", "guild"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			guildID := ""
			if where == "guild" {
				guildID = s.guild.ID
			}
			ask := &discordgo.ApplicationCommand{
				Name: "ask", Description: "Ask the documents", DescriptionLocalizations: &map[discordgo.Locale]string{discordgo.German: "Fragen"},
				Options: []*discordgo.ApplicationCommandOption{
					{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "What to ask", Required: true, MaxLength: 10},
				},
			}
			find := &discordgo.ApplicationCommand{Name: "find", Description: "Find passages"}
			made, err := s.rest.ApplicationCommandBulkOverwrite(s.AppID(), guildID, []*discordgo.ApplicationCommand{ask, find})
			if err != nil || len(made) != 2 || made[0].ID == made[1].ID {
				t.Fatalf("made %+v, %v", made, err)
			}
			all, err := s.rest.ApplicationCommands(s.AppID(), guildID)
			if err != nil || len(all) != 2 || (*all[0].DescriptionLocalizations)[discordgo.German] != "Fragen" || all[0].Options[0].MaxLength != 10 {
				t.Fatalf("listed %+v, %v", all, err)
			}

			// A command that stays keeps its id, and what isn't named goes.
			ask.Description = "Ask"
			again, err := s.rest.ApplicationCommandBulkOverwrite(s.AppID(), guildID, []*discordgo.ApplicationCommand{ask})
			if err != nil || again[0].ID != made[0].ID || again[0].Description != "Ask" || again[0].Version == made[0].Version {
				t.Errorf("made again as %+v, %v", again, err)
			}
			if got := s.Commands(guildID); len(got) != 1 || got[0]["name"] != "ask" {
				t.Errorf("left are %+v", got)
			}

			c, _ := s.identify(t, chat)
			s.SlashCommand(s.channel.ID, s.ada, "ask", discordtest.Text("question", "where?"))
			var in discordgo.InteractionCreate
			if c.event("INTERACTION_CREATE", &in); in.ApplicationCommandData().ID != made[0].ID {
				t.Errorf("used as %+v", in.ApplicationCommandData())
			}
		})
	}
}

func TestCommandsOfAnotherApplication(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	if _, err := s.rest.ApplicationCommands("7", ""); code(t, err) != 20012 {
		t.Errorf("got %v", err)
	}
}

// TestDefaults checks what a bot meets that compares its commands with those Discord has: fields that it never set.
func TestDefaults(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	body := `[{"name":"find","description":"Find","options":[{"type":3,"name":"query","description":"What","required":false,"choices":[]}]}]`
	if _, err := s.rest.RequestRaw("PUT", discordgo.EndpointApplicationGlobalCommands(s.AppID()), "application/json", []byte(body), "", 0); err != nil {
		t.Fatal(err)
	}
	got := s.Commands("")[0]
	for _, key := range []string{"id", "version", "type", "nsfw", "contexts", "integration_types", "default_member_permissions", "dm_permission"} {
		if _, ok := got[key]; !ok {
			t.Errorf("%s is missing", key)
		}
	}
	if option := fmt.Sprint(got["options"]); strings.Contains(option, "required") || strings.Contains(option, "choices") {
		t.Errorf("the option is %s", option)
	}
}

package discordtest_test

import (
	"encoding/json"
	"testing"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
)

// rawComponent is a component that discordgo has no type for.
type rawComponent string

func (rawComponent) Type() discordgo.ComponentType  { return 18 }
func (r rawComponent) MarshalJSON() ([]byte, error) { return []byte(r), nil }

func TestFormWithLabels(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	shown, err := s.rest.ChannelMessageSendComplex(s.channel.ID, &discordgo.MessageSend{
		Content: "x", AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
		Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Label: "Open", Style: discordgo.PrimaryButton, CustomID: "open"},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	press := s.Press(s.channel.ID, shown.ID, s.ada, "open")
	body, err := json.Marshal(map[string]any{"type": 9, "data": map[string]any{"custom_id": "form", "title": "A form", "components": []any{
		rawComponent(`{"type":18,"label":"Why?","component":{"type":3,"custom_id":"why","options":[{"label":"A","value":"a"},{"label":"B","value":"b"}]}}`),
		rawComponent(`{"type":18,"label":"More","component":{"type":4,"custom_id":"more","style":2,"max_length":5,"required":false}}`),
	}}})
	if err != nil {
		t.Fatal(err)
	}
	in := interaction(s, press)
	if _, err := s.rest.RequestRaw("POST", discordgo.EndpointInteractionResponse(in.ID, in.Token), "application/json", body, "", 0); err != nil {
		t.Fatal(err)
	}
	c, _ := s.identify(t, chat)
	it := s.SubmitModal(s.channel.ID, s.ada, "form", map[string]string{"why": "b", "more": "typed"})
	var event struct {
		Type    int
		Message struct{ ID string }
		Data    struct {
			CustomID   string `json:"custom_id"`
			Components []struct {
				Type      int
				Component struct {
					CustomID string `json:"custom_id"`
					Value    string
					Values   []string
				}
			}
		}
	}
	c.event("INTERACTION_CREATE", &event)
	fields := event.Data.Components
	if event.Message.ID != shown.ID || event.Data.CustomID != "form" || len(fields) != 2 || fields[0].Component.Values[0] != "b" || fields[1].Component.Value != "typed" {
		t.Errorf("the form was sent as %+v", event)
	}
	update := &discordgo.InteractionResponse{Type: discordgo.InteractionResponseUpdateMessage, Data: message("done", 0).Data}
	if err := s.rest.InteractionRespond(interaction(s, it), update); err != nil {
		t.Errorf("a form that was opened from a message can change it: %v", err)
	}
	forged := s.SubmitForged(s.channel.ID, s.ada, "form", map[string]string{"more": "x"})
	if err := s.rest.InteractionRespond(interaction(s, forged), update); code(t, err) != 50035 {
		t.Errorf("a form from nowhere changes no message: %v", err)
	}
}

func TestMessageCommand(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	m := s.MessageCreate(s.channel.ID, s.ada, "nobody is mentioned")
	c, _ := s.identify(t, chat)
	s.MessageCommand(s.channel.ID, s.ada, "Ask", m.ID)
	var in discordgo.InteractionCreate
	c.event("INTERACTION_CREATE", &in)
	data := in.ApplicationCommandData()
	if data.CommandType != discordgo.MessageApplicationCommand || data.Resolved.Messages[data.TargetID].Content != "nobody is mentioned" {
		t.Errorf("used as %+v", data)
	}
}

func TestSubcommandsAndLocales(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	if _, err := s.rest.ApplicationCommandBulkOverwrite(s.AppID(), "", []*discordgo.ApplicationCommand{{
		Name: "sources", Description: "Sources", Options: []*discordgo.ApplicationCommandOption{{
			Type: discordgo.ApplicationCommandOptionSubCommand, Name: "show", Description: "Show", Options: []*discordgo.ApplicationCommandOption{
				{Type: discordgo.ApplicationCommandOptionString, Name: "source", Description: "Which", Required: true, Autocomplete: true},
			},
		}},
	}}); err != nil {
		t.Fatal(err)
	}
	s.SetGuildLocale(s.guild.ID, discordgo.French)
	c, _ := s.identify(t, chat)
	var in discordgo.InteractionCreate
	s.SlashCommand(s.channel.ID, s.ada, "sources", discordtest.Sub("show", discordtest.Text("source", "x")))
	c.event("INTERACTION_CREATE", &in)
	if o := in.ApplicationCommandData().Options[0]; o.Name != "show" || o.Options[0].Value != "x" || *in.GuildLocale != discordgo.French {
		t.Errorf("used as %+v in %v", o, *in.GuildLocale)
	}
	s.Autocomplete(s.channel.ID, s.ada, "sources", discordtest.Sub("show", discordtest.Text("source", "x")))
	c.event("INTERACTION_CREATE", &in)
	if o := in.ApplicationCommandData().Options[0].Options[0]; !o.Focused {
		t.Errorf("typed in %+v", o)
	}
}

func TestMemberPermissionsAndForums(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	post := s.NewForumPost(s.guild.ID, "post")
	s.SetMemberPermissions(post.ParentID, s.ada.ID, discordgo.PermissionViewChannel)
	c, _ := s.identify(t, chat)
	s.SlashCommand(post.ID, s.ada, "ask")
	var in discordgo.InteractionCreate
	c.event("INTERACTION_CREATE", &in)
	if in.Member.Permissions != discordgo.PermissionViewChannel || in.ChannelID != post.ID {
		t.Errorf("used with the permissions %b in %s", in.Member.Permissions, in.ChannelID)
	}
	if ch, err := s.rest.Channel(post.ID); err != nil || !ch.IsThread() {
		t.Errorf("the post is %+v, %v", ch, err)
	}
}

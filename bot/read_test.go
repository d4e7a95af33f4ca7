package bot

import (
	"testing"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/discordtest"
	"docent/retrieval"
)

func TestOwnRoleMention(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, listening(&asked))
	own := "<@&" + s.guild.Roles[1].ID + ">"
	// Without its user among the mentions, Discord may leave the content out: a hint is all that can be said.
	s.ask(own + " where did they meet?")
	if answer := s.answer(); answer.Content != written(say("say.hint")) {
		t.Errorf("a role mention without content was answered %q", shown(answer))
	}
	if len(asked()) != 0 {
		t.Errorf("the library was asked %+v", asked())
	}
	s.Dispatch("MESSAGE_CREATE", map[string]any{
		"id": s.ask("(the message that is dispatched with its content)").ID, "channel_id": s.channel.ID, "guild_id": s.guild.ID, "type": 0,
		"content": own + " where did they meet?", "mention_roles": []string{s.guild.Roles[1].ID}, "mentions": []any{},
		"author": map[string]any{"id": s.ann.ID, "username": "Ann", "discriminator": "0"},
	})
	s.answer()
	if got := asked(); len(got) != 1 || got[0].Text != "where did they meet?" {
		t.Errorf("the library was asked %+v", got)
	}
}

// TestOwnRoleAfterResume hands a bot that was told of no server a mention of its role, as after a resumed session.
func TestOwnRoleAfterResume(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	fresh := New(Config{Library: s.lib, REST: s.client(), Locales: locales(), Self: s.Server.Bot().ID, AppID: s.AppID()})
	for i, role := range []string{s.NewRole(s.guild.ID, "Docents", 0).ID, s.guild.Roles[1].ID} {
		m := s.ask("(what the resumed session is handed)")
		fresh.Handle(s.ctx, &discordgo.MessageCreate{Message: &discordgo.Message{
			ID: m.ID, ChannelID: s.channel.ID, GuildID: s.guild.ID, Author: s.ann, Content: "<@&" + role + "> where?", MentionRoles: []string{role},
		}})
		if i == 1 {
			s.answer()
		}
	}
	if err := fresh.Drain(s.ctx); err != nil {
		t.Fatal(err)
	}
	if got := len(s.RequestsFor("GET /guilds/{guild}")); got != 1 {
		t.Errorf("the roles were asked for %d times", got)
	}
	s.sent(1)
}

// TestOwnRoleKeepsItsTurn: a question that mentions a role which has to be asked for is answered before those behind it.
func TestOwnRoleKeepsItsTurn(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	fresh := New(Config{Library: s.lib, REST: s.client(), Locales: locales(), Self: s.Server.Bot().ID, AppID: s.AppID()})
	role := s.guild.Roles[1].ID
	var asked []string
	for _, m := range []*discordgo.Message{
		{Content: "<@&" + role + "> where?", MentionRoles: []string{role}},
		{Content: s.mention() + " who?", Mentions: []*discordgo.User{s.Server.Bot()}},
	} {
		m.ID, m.ChannelID, m.GuildID, m.Author = s.ask("(what the resumed session is handed)").ID, s.channel.ID, s.guild.ID, s.ann
		asked = append(asked, m.ID)
		fresh.Handle(s.ctx, &discordgo.MessageCreate{Message: m})
	}
	for _, want := range asked {
		if m := s.answer(); m.MessageReference.MessageID != want {
			t.Errorf("%s was answered where it was the turn of %s", m.MessageReference.MessageID, want)
		}
	}
	if err := fresh.Drain(s.ctx); err != nil {
		t.Fatal(err)
	}
}

func TestEmptyMentionGetsAHint(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	s.ask(s.mention())
	if answer := s.answer(); answer.Content != written(say("say.hint")) {
		t.Errorf("answered %q", shown(answer))
	}
}

func TestFollowUp(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, listening(&asked))
	s.ask(s.mention() + " Where did Takaichi and Lee meet?")
	first := s.answer()
	s.ask("and in October?", discordtest.ReplyTo(first.ID))
	second := s.answer()
	s.ask(s.mention()+" who was there?", discordtest.ReplyTo(second.ID))
	third := s.answer()
	s.ask("Which new export restrictions has China implemented?", discordtest.ReplyTo(third.ID))
	s.answer()
	want := []retrieval.Question{
		{Text: "Where did Takaichi and Lee meet?"},
		{Text: "and in October?", Earlier: "Where did Takaichi and Lee meet?"},
		{Text: "who was there?", Earlier: "Where did Takaichi and Lee meet? and in October?"},
		{Text: "Which new export restrictions has China implemented?"},
	}
	for i, q := range asked() {
		if q.Text != want[i].Text || q.Earlier != want[i].Earlier {
			t.Errorf("question %d: %q after %q, want %q after %q", i, q.Text, q.Earlier, want[i].Text, want[i].Earlier)
		}
	}
}

// TestFollowUpAfterDeletion: what came before is gone, and the question is asked alone.
func TestFollowUpAfterDeletion(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, listening(&asked))
	question := s.ask(s.mention() + " Where did Takaichi and Lee meet?")
	answer := s.answer()
	s.DeleteMessage(s.channel.ID, question.ID)
	s.ask("and in October?", discordtest.ReplyTo(answer.ID))
	s.answer()
	if q := asked()[1]; q.Text != "and in October?" || q.Earlier != "" {
		t.Errorf("asked %q after %q", q.Text, q.Earlier)
	}
}

func TestReplyWithoutPingIsNotForTheBot(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	s.ask(s.mention() + " Where did Takaichi and Lee meet?")
	s.ask("and in October?", discordtest.ReplyTo(s.answer().ID), discordtest.Quietly())
	s.sent(1)
}

func TestReplyToSomebodyElse(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, listening(&asked))
	bob := s.NewUser("Bob")
	s.AddMember(s.guild.ID, bob)
	hidden := s.MessageCreate(s.channel.ID, bob, "Where did they meet?")
	visible := s.MessageCreate(s.channel.ID, bob, "Hello "+s.mention()+", where did they meet?")
	s.answer()
	cases := []struct {
		content, to string
		hint        bool
		want        string
	}{
		{s.mention(), hidden.ID, true, ""},
		{s.mention(), visible.ID, false, "Hello  , where did they meet?"},
		{s.mention() + " and in October?", visible.ID, false, "and in October?"},
	}
	for _, c := range cases {
		before := len(asked())
		s.ask(c.content, discordtest.ReplyTo(c.to))
		answer := s.answer()
		if hint := answer.Content == written(say("say.hint_reply")); hint != c.hint {
			t.Errorf("%q in reply to a message was answered %q", c.content, shown(answer))
		}
		if c.hint {
			continue
		}
		if q := asked()[before]; q.Text != command.Clean(c.want) || q.Earlier != "" {
			t.Errorf("asked %q after %q, want %q", q.Text, q.Earlier, c.want)
		}
	}
}

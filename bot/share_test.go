package bot

import (
	"context"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/bot/locale"
	"docent/retrieval"
)

func TestShare(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(3))
	m := s.answered()
	s.wantNotice(s.press(m, s.ann, "button.share"), "say.shared")
	shared := s.answer()
	if shared.Content != "Shared by Ann" || !strings.Contains(shown(shared), "Passage 1 says so") || len(shared.Embeds) != 1 || len(shared.Mentions) > 0 {
		t.Errorf("shared %q", shown(shared))
	}
	s.wantNotice(s.press(m, s.ann, "button.share"), "say.done_already")

	// Another passage is another thing to share.
	r := s.press(m, s.ann, "select.passage", "1").Response(s.ctx)
	if r.Type != discordgo.InteractionResponseUpdateMessage || len(r.Message.Embeds) != 3 || controlsOf(t, r.Message)[0].chosen != "Passage 2" {
		t.Errorf("after choosing: %+v", r.Message)
	}
	s.wantNotice(s.press(r.Message, s.ann, "button.share"), "say.shared")
	if shared = s.answer(); !strings.Contains(shown(shared), "Passage 2 says so") {
		t.Errorf("shared %q", shown(shared))
	}
	// Whoever shared it can take it back.
	s.press(shared, s.ann, "button.delete").Response(s.ctx)
	s.sent(1)
}

// TestDoublePressSharesOnce presses at the same moment, in private and by several people.
func TestDoublePressSharesOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(1))
	s.ask(s.mention() + " where did they meet?")
	m := s.answer()
	bob := s.NewUser("Bob")
	s.AddMember(s.guild.ID, bob)
	var all []*discordtest.Interaction
	for _, who := range []*discordgo.User{s.ann, s.ann, bob, bob} {
		all = append(all, s.Press(m.ChannelID, m.ID, who, button(t, m, "button.share")))
	}
	told := map[string]int{}
	for _, it := range all {
		r := it.Response(s.ctx)
		if r.Message == nil || r.Type == discordgo.InteractionResponseDeferredMessageUpdate {
			told["nothing"]++
			continue
		}
		told[r.Message.Content]++
	}
	if told[written(say("say.shared"))] != 1 || told["nothing"] != 2 || told[written(say("say.done_already"))] != 1 {
		t.Errorf("the pressers were told %v", told)
	}
	s.sent(2)
}

func TestShareRefused(t *testing.T) {
	t.Parallel()
	const everything = discordtest.DefaultPermissions
	for name, test := range map[string]struct {
		change func(s *scene)
		key    string
	}{
		"the presser may not send": {func(s *scene) {
			s.SetMemberPermissions(s.channel.ID, s.ann.ID, everything&^(discordgo.PermissionSendMessages|discordgo.PermissionSendMessagesInThreads))
		}, "say.may_not_send_here"},
		"the presser may send in threads alone": {func(s *scene) {
			s.SetMemberPermissions(s.channel.ID, s.ann.ID, everything&^discordgo.PermissionSendMessages)
		}, "say.may_not_send_here"},
		"the bot may not send": {func(s *scene) {
			s.SetPermissions(s.channel.ID, everything&^(discordgo.PermissionSendMessages|discordgo.PermissionSendMessagesInThreads))
		}, "say.i_may_not_send_here"},
		"Discord says that the bot may not": {func(s *scene) {
			s.Fail("POST /channels/{channel}/messages", discordtest.APIError(403, 50013, "Missing Permissions"))
		}, "say.i_may_not_send_here"},
		"the channel is gone": {func(s *scene) {
			s.Fail("POST /channels/{channel}/messages", discordtest.APIError(404, 10003, "Unknown Channel"))
		}, "say.i_may_not_send_here"},
		"the document has changed": {func(s *scene) {
			changed := numbered(1)
			changed[0].Text = "Passage 1 says no."
			s.lib.quote = quoting(changed...)
		}, "say.deleted_source"},
		"the document is gone": {func(s *scene) { s.lib.quote = quoting() }, "say.deleted_source"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, passages(1))
			m := s.answered()
			test.change(s)
			s.wantNotice(s.press(m, s.ann, "button.share"), test.key)
			s.SetMemberPermissions(s.channel.ID, s.ann.ID, everything)
			s.SetPermissions(s.channel.ID, everything)
			s.lib.quote = quoting(numbered(1)...)
			// What was refused can be done when the reason is gone.
			s.wantNotice(s.press(m, s.ann, "button.share"), "say.shared")
			s.sent(1)
		})
	}
}

// TestShareAsksNothingAnew: what was shown is read where it stood, whatever the documents would answer by now. The words
// come from there; what was marked in them is marked again.
func TestShareAsksNothingAnew(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, func(s *scene, c *Config) {
		all := numbered(1)
		all[0].Matches, all[0].AlsoIn = [][2]int{{0, 7}}, []retrieval.Citation{citation("copy.txt", 3, 4)}
		passages(1)(s, c)
		s.lib.answer = func(context.Context, retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{Found: true, Documents: 12, Snippets: all, Read: retrieval.Reading{Text: "where?", Missing: []string{"at sea"}}}, nil
		}
		asked = s.listen()
	})
	m := s.answered()
	s.wantNotice(s.press(m, s.ann, "button.share"), "say.shared")
	shared := s.answer()
	if len(shared.Embeds) != 1 || shared.Embeds[0].Description != m.Embeds[0].Description {
		t.Errorf("shared %q, not %q", shown(shared), shown(m))
	}
	for _, want := range []string{say("say.phrase_missing", locale.Args{"text": "at sea"}), "copy.txt lines 3"} {
		if all := everything(t, shared); !strings.Contains(all, want) {
			t.Errorf("shared %q, without %q", all, want)
		}
	}
	if n := len(asked()); n != 1 {
		t.Errorf("%d questions were asked", n)
	}
}

// TestShareWhileTheFolderIsAway: the presser is told so, and not that the document is gone.
func TestShareWhileTheFolderIsAway(t *testing.T) {
	t.Parallel()
	const why = "The documents folder is missing. Nothing can be quoted until it is back."
	s := newScene(t, passages(1))
	m := s.answered()
	s.lib.quote = func(context.Context, retrieval.Place) (retrieval.Snippet, error) {
		return retrieval.Snippet{}, &retrieval.UnavailableError{Notice: retrieval.Notice{Kind: "folder_missing"}}
	}
	if r := s.press(m, s.ann, "button.share").Response(s.ctx); !r.Private || r.Message.Content != written(why) {
		t.Errorf("the presser was told %q", shown(r.Message))
	}
	s.sent(0)
}

// TestShareByWhoMayNotEmbed: what is shared holds no more than the presser may send.
func TestShareByWhoMayNotEmbed(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(1))
	m := s.answered()
	s.SetMemberPermissions(s.channel.ID, s.ann.ID, discordtest.DefaultPermissions&^discordgo.PermissionEmbedLinks)
	s.wantNotice(s.press(m, s.ann, "button.share"), "say.shared")
	if shared := s.answer(); len(shared.Embeds) != 0 || !strings.Contains(shared.Content, "Passage 1") {
		t.Errorf("shared %q with %d embeds", shown(shared), len(shared.Embeds))
	}
}

func TestShareInAThread(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(1))
	thread := s.NewForumPost(s.guild.ID, "Where?")
	it := s.SlashCommand(thread.ID, s.ann, askName, discordtest.Text(optionQuestion, "where?"))
	m := it.Response(s.ctx).Message
	s.SetMemberPermissions(thread.ParentID, s.ann.ID, discordtest.DefaultPermissions&^discordgo.PermissionSendMessagesInThreads)
	s.wantNotice(s.press(m, s.ann, "button.share"), "say.may_not_send_here")
	s.SetMemberPermissions(thread.ParentID, s.ann.ID, discordtest.DefaultPermissions&^discordgo.PermissionSendMessages)
	s.wantNotice(s.press(m, s.ann, "button.share"), "say.shared")
	if shared := s.WaitMessage(s.ctx, thread.ID); !strings.Contains(shown(shared), "Passage 1") {
		t.Errorf("shared %q", shown(shared))
	}
}

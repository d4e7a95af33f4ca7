package bot

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/retrieval"
)

func TestNobodyIsPinged(t *testing.T) {
	t.Parallel()
	s := newScene(t, func(s *scene, _ *Config) {
		hostile := talks()
		hostile.Text = "@everyone <@&1> \u202eevil``` meets @here"
		hostile.Pieces = hostile.Pieces[:1]
		hostile.Pieces[0].End, hostile.Sentence, hostile.Matches = len(hostile.Text), [2]int{}, nil
		s.lib.answer = func(context.Context, retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{Found: true, Documents: 1, Snippets: []retrieval.Snippet{hostile}}, nil
		}
	})
	s.ask(s.mention() + " who?")
	if live := discordtest.LiveMentions(shown(s.answer())); len(live) > 0 {
		t.Errorf("mentions that would show: %q", live)
	}
	for _, r := range s.RequestsFor("POST /channels/{channel}/messages") {
		if !strings.Contains(string(r.JSON), `"allowed_mentions":{"parse":[]`) {
			t.Errorf("a message without allowed_mentions: %s", r.JSON)
		}
		if !strings.Contains(string(r.JSON), `"fail_if_not_exists":false`) {
			t.Errorf("a reply that fails if its question is gone: %s", r.JSON)
		}
	}
}

func TestMissingPermissions(t *testing.T) {
	t.Parallel()
	const all = invitePermissions
	cases := map[string]struct {
		may     int64
		answers int
		embeds  int
		refers  bool
		tries   int // requests for three questions, of which the last isn't tried where the bot may not write
	}{
		"everything":     {all, 3, 1, true, 3},
		"no embeds":      {all &^ discordgo.PermissionEmbedLinks, 3, 0, true, 4},
		"no history":     {all &^ discordgo.PermissionReadMessageHistory, 3, 1, false, 4},
		"neither":        {discordgo.PermissionViewChannel | discordgo.PermissionSendMessages, 3, 0, false, 5},
		"may not send":   {all &^ discordgo.PermissionSendMessages, 0, 0, false, 4},
		"may not see it": {0, 0, 0, false, 2},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, nil)
			s.SetPermissions(s.channel.ID, c.may)
			bob := s.NewUser("Bob")
			s.AddMember(s.guild.ID, bob)
			for _, who := range []*discordgo.User{s.ann, s.ann, bob} {
				s.MessageCreate(s.channel.ID, who, s.mention()+" where did they meet?")
			}
			for _, m := range s.sent(c.answers) {
				if len(m.Embeds) != c.embeds || (m.MessageReference != nil) != c.refers || !strings.Contains(shown(m), "talks.txt") {
					t.Errorf("sent %q with %d embeds, in reply to %+v", shown(m), len(m.Embeds), m.MessageReference)
				}
			}
			if got := len(s.RequestsFor("POST /channels/" + s.channel.ID + "/messages")); got != c.tries {
				t.Errorf("%d requests, want %d", got, c.tries)
			}
			if log := s.log.String(); strings.Contains(log, "level=ERROR") || strings.Contains(log, "level=WARN") {
				t.Errorf("a missing permission was logged as a fault: %s", log)
			}
		})
	}
}

// TestOneRefusalSilencesNobody: what Discord refuses one message may be true of that alone, or for a moment.
func TestOneRefusalSilencesNobody(t *testing.T) {
	t.Parallel()
	for name, refusals := range map[string][]int{
		"missing access":      {50001},
		"missing permissions": {50013, 50013},
		"archived thread":     {50083},
		"locked thread":       {160005},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, nil)
			var failures []*discordtest.Failure
			for _, code := range refusals {
				failures = append(failures, discordtest.APIError(403, code, name))
			}
			s.Fail(posts, failures...)
			s.ask(s.mention() + " where did they meet?")
			asked := s.ask(s.mention() + " and who?")
			if m := s.answer(); m.MessageReference.MessageID != asked.ID || len(m.Embeds) != 1 {
				t.Errorf("answered %q", shown(m))
			}
		})
	}
}

// TestMutedChannelIsTriedAgain: a channel that refuses everything is left alone for a while, and no longer.
func TestMutedChannelIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	tries := func() int { return len(s.RequestsFor("POST /channels/" + s.channel.ID + "/messages")) }
	s.SetPermissions(s.channel.ID, 0)
	for range refusalsToMute + 1 {
		s.ask(s.mention() + " where did they meet?")
		s.settleQuestions()
	}
	if n := tries(); n != refusalsToMute {
		t.Errorf("%d tries", n)
	}
	s.SetPermissions(s.channel.ID, invitePermissions)
	s.clock.advance(believeRefusal)
	s.ask(s.mention() + " where did they meet?")
	if m := s.answer(); len(m.Embeds) != 1 {
		t.Errorf("answered %q", shown(m))
	}
}

// settleQuestions waits until the questions so far have been dealt with, and takes more after.
func (s *scene) settleQuestions() {
	s.t.Helper()
	zoe, aside := s.NewUser("Zoe"), s.NewChannel(s.guild.ID, "aside")
	s.AddMember(s.guild.ID, zoe)
	s.MessageCreate(aside.ID, zoe, s.mention()+" is all that came before read by now?")
	s.WaitMessage(s.ctx, aside.ID)
	s.settleAsk()
}

// TestAnswerThatCannotBeSent: Discord fails in a way that is nobody's permission.
func TestAnswerThatCannotBeSent(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	s.Fail("POST /channels/{channel}/messages", discordtest.APIError(400, 50035, "Invalid Form Body"))
	s.ask(s.mention() + " where did they meet?")
	if told := s.answer(); !strings.Contains(shown(told), "reference") {
		t.Errorf("the asker was told %q", shown(told))
	}
}

// TestNothingIsSentTwice: a reply of several messages is refused in its middle.
func TestNothingIsSentTwice(t *testing.T) {
	t.Parallel()
	s := newScene(t, func(s *scene, _ *Config) {
		heading := retrieval.Suggestion{Kind: retrieval.SuggestHeading, Text: strings.Repeat("Nara ", 20)}
		s.lib.answer = func(context.Context, retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{Documents: 1, Suggestions: slices.Repeat([]retrieval.Suggestion{heading}, 30)}, nil
		}
	})
	s.SetPermissions(s.channel.ID, invitePermissions&^discordgo.PermissionEmbedLinks)
	// The embed is refused, the first message is sent, the second is refused.
	s.Fail("POST /channels/{channel}/messages", nil, nil, discordtest.APIError(403, 50013, "Missing Permissions"))
	s.ask(s.mention() + " where did they meet?")
	first, second := s.answer(), s.answer()
	if !strings.Contains(shown(first), "Nara") || !strings.Contains(shown(second), "reference") {
		t.Errorf("sent %q, then %q", shown(first), shown(second))
	}
}

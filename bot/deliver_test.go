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
		tries   int // requests for two questions
	}{
		"everything":     {all, 2, 1, true, 2},
		"no embeds":      {all &^ discordgo.PermissionEmbedLinks, 2, 0, true, 3},
		"no history":     {all &^ discordgo.PermissionReadMessageHistory, 2, 1, false, 3},
		"neither":        {discordgo.PermissionViewChannel | discordgo.PermissionSendMessages, 2, 0, false, 4},
		"may not send":   {all &^ discordgo.PermissionSendMessages, 0, 0, false, 2},
		"may not see it": {0, 0, 0, false, 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, nil)
			s.SetPermissions(s.channel.ID, c.may)
			s.ask(s.mention() + " where did they meet?")
			s.ask(s.mention() + " where did they meet?")
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

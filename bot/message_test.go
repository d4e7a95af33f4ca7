package bot

import (
	"strings"
	"testing"
	"time"

	"docent/bot/discordtest"
	"docent/retrieval"
)

func TestMentionIsAnswered(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, listening(&asked))
	for _, content := range []string{
		s.mention() + " where did they meet?",
		"where did they " + s.mention() + " meet?",
		"<@!" + s.Server.Bot().ID + "> where did they meet?",
	} {
		question := s.ask(content)
		answer := s.answer()
		if answer.MessageReference == nil || answer.MessageReference.MessageID != question.ID {
			t.Errorf("the answer to %q refers to %+v", content, answer.MessageReference)
		}
		if len(answer.Embeds) != 1 || !strings.Contains(shown(answer), "talks.txt") {
			t.Errorf("the answer to %q is %q", content, shown(answer))
		}
	}
	for _, q := range asked() {
		if q.Text != "where did they meet?" || q.Earlier != "" || time.Since(q.Asked) > time.Minute {
			t.Errorf("the library was asked %+v", q)
		}
	}
	if len(asked()) != 3 {
		t.Errorf("the library was asked %d times", len(asked()))
	}
}

func TestMentionInThread(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	thread := s.NewThread(s.channel.ID, "a post")
	s.MessageCreate(thread.ID, s.ann, s.mention()+" where did they meet?")
	if answer := s.WaitMessage(s.ctx, thread.ID); len(answer.Embeds) != 1 {
		t.Errorf("the answer is %q", shown(answer))
	}
}

func TestHostileQuestions(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, listening(&asked))
	for content, want := range map[string]string{
		"@everyone where?":                     "@everyone where?",
		"```go\nwhere?\n```":                   "```go where? ```",
		"\u202eerehw\u202c?":                   "erehw?",
		"where\x00 did\x1b[31m they\u200bmeet": "where did [31m theymeet",
	} {
		before := len(asked())
		s.ask(s.mention() + " " + content)
		s.answer()
		if got := asked()[before].Text; got != want {
			t.Errorf("%q was asked as %q, want %q", content, got, want)
		}
	}
	before := len(asked())
	s.ask(s.mention() + " " + strings.Repeat("a ", 1900))
	if answer := s.answer(); !strings.Contains(answer.Content, "1,000") {
		t.Errorf("the answer to a long question is %q", shown(answer))
	}
	s.ask(s.mention() + " 👍")
	if answer := s.answer(); answer.Content != written(say("say.no_words")) {
		t.Errorf("the answer to an emoji is %q", shown(answer))
	}
	if len(asked()) != before {
		t.Errorf("the library was asked %+v", asked()[before:])
	}
}

func TestOtherMessagesAreIgnored(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	other := s.NewUser("Other")
	robot := map[string]any{"author": map[string]any{"id": other.ID, "username": "Robot", "discriminator": "0", "bot": true}}
	s.ask("where did they meet?")
	s.ask("@everyone where did they meet?")
	s.ask("<@" + other.ID + "> where did they meet?")
	s.ask("<@&" + s.NewRole(s.guild.ID, "Docents", 0).ID + "> where did they meet?")
	s.ask(s.mention()+" beep", discordtest.With(robot))
	s.ask(s.mention()+" hook", discordtest.With(map[string]any{"webhook_id": other.ID}))
	s.ask(s.mention()+" pinned", discordtest.With(map[string]any{"type": 6}))
	edited := s.ask(s.mention() + " where did they meet?")
	s.answer()
	s.Dispatch("MESSAGE_UPDATE", map[string]any{
		"id": edited.ID, "channel_id": s.channel.ID, "guild_id": s.guild.ID, "content": s.mention() + " and when?",
		"author":   map[string]any{"id": s.ann.ID, "username": "Ann", "discriminator": "0"},
		"mentions": []any{map[string]any{"id": s.Server.Bot().ID, "username": "docent", "discriminator": "0"}},
	})
	s.sent(1)
}

func TestTypingAppearsOnlyWhenItTakesLong(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	s := newScene(t, func(s *scene, _ *Config) { s.lib.answer = blockUntil(release, s.lib.answer) })
	s.ask(s.mention() + " where did they meet?")
	s.late <- time.Time{}
	s.Wait(s.ctx, "POST /channels/{channel}/typing", 1)
	close(release)
	s.answer()
	s.ask(s.mention() + " where did they meet?")
	s.answer()
	if got := len(s.RequestsFor("POST /channels/{channel}/typing")); got != 1 {
		t.Errorf("typing was shown %d times", got)
	}
}

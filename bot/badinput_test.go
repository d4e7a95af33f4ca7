package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/retrieval"
)

// TestStrangeMessages: whatever a message holds, it gets an answer, a hint, or, where it isn't meant for the bot, silence.
func TestStrangeMessages(t *testing.T) {
	t.Parallel()
	const question = "Where did Takaichi and Lee meet?"
	zalgo := strings.ReplaceAll(question, "e", "e"+strings.Repeat("\u0315\u0321\u0338", 40))
	snapshot := map[string]any{"message_snapshots": []any{map[string]any{"message": map[string]any{"content": question, "type": 0}}}}
	poll := map[string]any{"poll": map[string]any{"question": map[string]any{"text": question}, "answers": []any{}, "expiry": "2026-01-01T00:00:00Z"}}
	for name, test := range map[string]struct {
		content string
		options []discordtest.MessageOption
		answer  string // a part of what is shown; a key where it begins with "say."
	}{
		"ten nested quotes":        {strings.Repeat("> ", 10) + question, nil, "Nara"},
		"zalgo":                    {zalgo, nil, ""}, // any reply will do: the words are hardly words any more
		"all kinds of mention":     {question + " @everyone @here <@&1> <#1> </ask:1> <t:1:R> <:x:1> <id:home>", nil, "Nara"},
		"a forwarded message":      {"", []discordtest.MessageOption{discordtest.With(snapshot)}, "Nara"},
		"a poll":                   {"", []discordtest.MessageOption{discordtest.With(poll)}, "Nara"},
		"an attachment alone":      {"", []discordtest.MessageOption{discordtest.Attach("cat.png", "image/png", 9)}, "say.hint"},
		"control characters":       {"Where\x00 did\u202e Takaichi\u200b and Lee\x1b[31m meet?", nil, "Nara"},
		"two thousand characters":  {strings.Repeat("where ", 333), nil, "say.too_long"},
		"a reply to what was gone": {question, []discordtest.MessageOption{discordtest.With(map[string]any{"type": 19, "message_reference": map[string]any{"message_id": "77", "channel_id": "78"}})}, "Nara"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newLibraryScene(t, nil)
			dm := s.NewDM(s.ann)
			s.MessageCreate(dm.ID, s.ann, test.content, test.options...)
			m := s.WaitMessage(s.ctx, dm.ID)
			got := shown(m)
			want := test.answer
			if strings.HasPrefix(want, "say.") {
				want, _, _ = strings.Cut(written(say(want)), "{")
			}
			if !strings.Contains(got, want) || strings.TrimSpace(got) == "" {
				t.Errorf("answered %q, want %q", got, want)
			}
			if live := discordtest.LiveMentions(got); len(live) > 0 {
				t.Errorf("%q mentions %q", got, live)
			}
		})
	}
}

// TestInteractionsThatAreOver: what Discord takes no answer to any more is let be, once.
func TestInteractionsThatAreOver(t *testing.T) {
	t.Parallel()
	const callback = "POST /interactions/{id}/{token}/callback"
	for name, failure := range map[string]*discordtest.Failure{
		"unknown":  discordtest.APIError(404, 10062, "Unknown interaction"),
		"answered": discordtest.APIError(400, 40060, "Interaction has already been acknowledged."),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, passages(2))
			m := s.answered()
			s.Fail(callback, failure)
			s.press(m, s.ann, "button.share")
			s.Wait(s.ctx, callback, 2)
			s.settle()
			if n := len(s.RequestsFor(callback)); n != 2 {
				t.Errorf("%d responses were tried", n-1)
			}
			if log := s.log.String(); strings.Contains(log, "level=ERROR") {
				t.Errorf("it counts as an error: %s", log)
			}
		})
	}
}

// TestDeletedWhileAnswering: the message with the buttons, or its channel, is gone when the press is dealt with.
func TestDeletedWhileAnswering(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(2))
	s.ask(s.mention() + " where did they meet?")
	m := s.answer()
	s.Fail("DELETE /webhooks/{id}/{token}/messages/@original", discordtest.APIError(404, 10008, "Unknown Message"))
	if r := s.press(m, s.ann, "button.delete").Response(s.ctx); r.Type != discordgo.InteractionResponseDeferredMessageUpdate {
		t.Errorf("response of type %d", r.Type)
	}
	s.Fail("POST /channels/{channel}/messages", discordtest.APIError(404, 10003, "Unknown Channel"))
	s.ask(s.mention() + " and who else?")
	s.Wait(s.ctx, "POST /channels/{channel}/messages", 2)
	s.settle()
	if log := s.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("it counts as an error: %s", log)
	}
}

// TestAnswerForEveryoneWhereTheBotMayNotWrite: the asker alone sees it, and why.
func TestAnswerForEveryoneWhereTheBotMayNotWrite(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(1))
	thread := s.NewThread(s.channel.ID, "thread")
	public := []*discordgo.ApplicationCommandInteractionDataOption{
		discordtest.Text(optionQuestion, "where did they meet?"), discordtest.Text(optionShow, showEveryone),
	}
	s.SetPermissions(s.channel.ID, discordtest.DefaultPermissions&^discordgo.PermissionSendMessagesInThreads)
	for channelID, private := range map[string]bool{thread.ID: true, s.channel.ID: false} {
		r := s.SlashCommand(channelID, s.ann, askName, public...).Response(s.ctx)
		if r.Private != private || strings.Contains(r.Message.Content, written(say("say.i_may_not_send_here"))) != private {
			t.Errorf("private %v: %q", r.Private, shown(r.Message))
		}
	}
}

// TestLanguages: a response speaks the asker's language, an answer to a mention the server's.
func TestLanguages(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(1))
	s.SetLocale(s.ann.ID, discordgo.Japanese)
	if got, want := labels(t, s.answered()), locales().For("ja").Text("button.delete"); !strings.Contains(got, want) {
		t.Errorf("under a response: %s", got)
	}
	s.SetGuildLocale(s.guild.ID, discordgo.French)
	s.ask(s.mention() + " where did they meet?")
	m := s.answer()
	if got, want := labels(t, m), locales().For("fr").Text("button.delete"); !strings.Contains(got, want) {
		t.Errorf("under an answer to a mention: %s", got)
	}
}

// TestSlowPress: a press that takes long leaves the message as it is, and what comes of it follows.
func TestSlowPress(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}, 3), make(chan struct{})
	s := newScene(t, passages(4))
	m := s.answered()
	s.settleAsk()
	s.lib.answer = announce(started, blockUntil(release, s.lib.answer))
	next := s.press(m, s.ann, "button.next")
	<-started
	s.late <- time.Time{}
	if r := next.Response(s.ctx); r.Type != discordgo.InteractionResponseDeferredMessageUpdate {
		t.Errorf("response of type %d", r.Type)
	}
	share := s.press(m, s.ann, "button.share") // waits for the press before it
	s.late <- time.Time{}
	share.Response(s.ctx)
	close(release)
	if told := share.WaitFollowUp(s.ctx); told.Content != written(say("say.shared")) || told.Flags&discordgo.MessageFlagsEphemeral == 0 {
		t.Errorf("the sharer was told %q", shown(told))
	}
	if now := next.Original(s.ctx); !strings.Contains(shown(now), "Passage 4") {
		t.Errorf("the message became %q", shown(now))
	}
}

// TestFaultOfAPress: the presser is told beside the message, which stays.
func TestFaultOfAPress(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(4))
	m := s.answered()
	s.lib.answer = func(context.Context, retrieval.Question) (retrieval.Answer, error) {
		return retrieval.Answer{}, errDisk
	}
	r := s.press(m, s.ann, "button.next").Response(s.ctx)
	if !r.Private || r.Type != discordgo.InteractionResponseChannelMessageWithSource || !strings.Contains(r.Message.Content, "reference") {
		t.Errorf("the presser was told %+v", r.Message)
	}
}

// TestBrokenStore: without a place to keep what stands behind them, answers come without buttons.
func TestBrokenStore(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(2))
	m := s.answered()
	if err := s.memory.Close(); err != nil {
		t.Fatal(err)
	}
	if got := s.answered(); len(got.Embeds) != 2 || len(got.Components) != 0 {
		t.Errorf("answered %q with %s", shown(got), labels(t, got))
	}
	if r := s.press(m, s.ann, "button.share").Response(s.ctx); !r.Private || !strings.Contains(r.Message.Content, "reference") {
		t.Errorf("the presser was told %q", shown(r.Message))
	}
}

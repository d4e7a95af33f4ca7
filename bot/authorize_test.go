package bot

import (
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/retrieval"
)

func TestDirectMessages(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	dm := s.NewDM(s.ann)
	for range 2 {
		s.MessageCreate(dm.ID, s.ann, "where did they meet?")
		if answer := s.WaitMessage(s.ctx, dm.ID); len(answer.Embeds) != 1 {
			t.Errorf("a member was answered %q", shown(answer))
		}
	}
	if got := len(s.RequestsFor("GET /guilds/{guild}/members/{user}")); got != 1 {
		t.Errorf("membership was asked for %d times", got)
	}
	s.RemoveMember(s.guild.ID, s.ann.ID)
	s.clock.advance(believeMember)
	s.MessageCreate(dm.ID, s.ann, "where did they meet?", discordtest.With(map[string]any{"id": snowflake(s.clock.now(), 1)}))
	if answer := s.WaitMessage(s.ctx, dm.ID); answer.Content != written(say("say.elsewhere")) {
		t.Errorf("somebody who has left was answered %q", shown(answer))
	}
}

func TestDirectMessageFromAStranger(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, listening(&asked))
	stranger := s.NewUser("Stranger")
	dm := s.NewDM(stranger)
	s.MessageCreate(dm.ID, stranger, "where did they meet?")
	s.WaitMessage(s.ctx, dm.ID)
	s.MessageCreate(dm.ID, stranger, "where did they meet?") // told once
	s.settle()
	all := s.Messages(dm.ID)
	if len(all) != 1 || all[0].Content != written(say("say.elsewhere")) {
		t.Errorf("a stranger was sent %d messages: %q", len(all), all[0].Content)
	}
	if len(asked()) != 1 { // settle's own
		t.Errorf("the library was asked %+v", asked())
	}
}

// TestDirectMessageAfterResume: no event has told which servers there are.
func TestDirectMessageAfterResume(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	fresh := New(Config{Library: s.lib, REST: s.client(), Locales: locales(), Self: s.Server.Bot().ID, AppID: s.AppID()})
	dm := s.NewDM(s.ann)
	for i := range 2 {
		fresh.Handle(s.ctx, &discordgo.MessageCreate{Message: &discordgo.Message{
			ID: snowflake(time.Now(), i), ChannelID: dm.ID, Author: s.ann, Content: "where?",
		}})
	}
	s.WaitMessage(s.ctx, dm.ID)
	s.WaitMessage(s.ctx, dm.ID)
	if err := fresh.Drain(s.ctx); err != nil {
		t.Fatal(err)
	}
	if got := len(s.RequestsFor("GET /users/@me/guilds")); got != 1 {
		t.Errorf("the servers were asked for %d times", got)
	}
}

func TestUnservedServer(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, func(s *scene, c *Config) {
		c.Guilds = []string{"1"}
		asked = s.listen()
	})
	for range 3 {
		s.ask(s.mention() + " where did they meet?")
	}
	if answer := s.answer(); answer.Content != written(say("say.elsewhere")) {
		t.Errorf("answered %q", shown(answer))
	}
	if err := s.bot.Drain(s.ctx); err != nil {
		t.Fatal(err)
	}
	if len(asked()) > 0 || len(s.Messages(s.channel.ID)) != 1 {
		t.Errorf("the library was asked %+v, and %d messages were sent", asked(), len(s.Messages(s.channel.ID)))
	}
}

func TestTenQuestionsAMinute(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	for range perMinute {
		s.ask(s.mention() + " where did they meet?")
		s.answer()
	}
	for range 3 {
		s.ask(s.mention() + " where did they meet?")
	}
	if answer := s.answer(); answer.Content != written(say("say.too_many")) {
		t.Errorf("the eleventh question was answered %q", shown(answer))
	}
	s.sent(perMinute + 1)
}

func TestTwoQuestionsInFlight(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	s := newScene(t, func(s *scene, _ *Config) { s.lib.answer = blockUntil(release, s.lib.answer) })
	for range 3 {
		s.ask(s.mention() + " where did they meet?")
	}
	if answer := s.answer(); answer.Content != written(say("say.too_many")) {
		t.Errorf("the third question was answered %q", shown(answer))
	}
	close(release)
	s.sent(3)
}

func TestOldQuestionIsDropped(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}, 10), make(chan struct{})
	s := newScene(t, func(s *scene, _ *Config) { s.lib.answer = announce(started, blockUntil(release, s.lib.answer)) })
	s.ask(s.mention() + " where did they meet?")
	<-started
	s.ask(s.mention() + " and in October?")
	s.clock.advance(patience + time.Second)
	close(release)
	s.answer()
	if answer := s.answer(); answer.Content != written(say("say.too_old")) {
		t.Errorf("an old question was answered %q", shown(answer))
	}
	if len(started) != 0 {
		t.Error("the library was asked the old question")
	}
}

func TestDuplicateDeliveryIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	m := s.ask(s.mention() + " where did they meet?")
	s.answer()
	s.Dispatch("MESSAGE_CREATE", m)
	s.sent(1)
}

func TestTooMuchIsWaiting(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}, 10), make(chan struct{})
	s := newScene(t, func(s *scene, c *Config) {
		c.Waiting = 1
		s.lib.answer = announce(started, blockUntil(release, s.lib.answer))
	})
	bob := s.NewUser("Bob")
	s.AddMember(s.guild.ID, bob)
	s.MessageCreate(s.channel.ID, bob, s.mention()+" where did they meet?")
	<-started
	s.ask(s.mention() + " where did they meet?")
	if answer := s.answer(); answer.Content != written(say("say.busy")) {
		t.Errorf("answered %q", shown(answer))
	}
	r := s.slash(optionQuestion, "where did they meet?", optionShow, showEveryone).Response(s.ctx)
	if r.Message.Content != written(say("say.busy")) || !r.Private {
		t.Errorf("response %q", shown(r.Message))
	}
	close(release)
	s.answer()
}

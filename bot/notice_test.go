package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/discordtest"
	"docent/bot/rest"
)

const posts = "POST /channels/{channel}/messages"

// onTheClock makes the bot's requests go by the scene's clock.
// onTheClock makes the bot's requests and retries go by the scene's clock. What is returned lets the next retry come, and
// says how long it was waited for.
func onTheClock(pass *func() time.Duration) func(*scene, *Config) {
	return func(s *scene, c *Config) {
		c.REST = s.restOver(rest.Config{Base: s.RoundTripper(), Now: s.clock.now})
		waits := make(chan time.Duration, 10)
		after := c.After
		c.After = func(d time.Duration) <-chan time.Time {
			if d >= firstRetry {
				waits <- d
			}
			return after(d)
		}
		*pass = func() time.Duration {
			select {
			case d := <-waits:
				s.clock.advance(d)
				s.late <- time.Time{}
				return d
			case <-time.After(5 * time.Second):
				s.t.Fatal("there is no retry")
				return 0
			}
		}
	}
}

// TestToldAfterALongRateLimit: a limit that outlasts an answer isn't the end: the asker is told when it is over.
func TestToldAfterALongRateLimit(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]*discordtest.Failure{
		"of the channel": discordtest.RateLimited(5 * time.Minute), "of the bot": discordtest.RateLimitedGlobally(5 * time.Minute),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var pass func() time.Duration
			s := newScene(t, onTheClock(&pass))
			s.Fail(posts, limit)
			s.ask(s.mention() + " where did they meet?")
			if waited := pass(); waited < 4*time.Minute {
				t.Errorf("tried again after %v", waited)
			}
			if told := s.answer(); !strings.Contains(shown(told), "reference") {
				t.Errorf("the asker was told %q", shown(told))
			}
		})
	}
}

// TestToldAfterAnOutage: what can't be told for now is told later, as often as it takes.
func TestToldAfterAnOutage(t *testing.T) {
	t.Parallel()
	var pass func() time.Duration
	s := newScene(t, onTheClock(&pass))
	s.clock.advance(2 * answerWithin) // beyond every deadline, so that no request is repeated by itself
	s.FailAlways(posts, discordtest.ServerError(503))
	s.ask(s.mention() + " where did they meet?")
	if waited := pass(); waited != firstRetry {
		t.Errorf("tried again after %v", waited)
	}
	s.Wait(s.ctx, posts, 3)
	s.Recover()
	pass()
	if told := s.answer(); !strings.Contains(shown(told), "reference") {
		t.Errorf("the asker was told %q", shown(told))
	}
}

// TestNotToldForEver: after a quarter of an hour nobody waits any more.
func TestNotToldForEver(t *testing.T) {
	t.Parallel()
	var pass func() time.Duration
	s := newScene(t, onTheClock(&pass))
	s.Fail(posts, discordtest.RateLimited(16*time.Minute))
	s.ask(s.mention() + " where did they meet?")
	s.Wait(s.ctx, posts, 1)
	if err := s.bot.Drain(s.ctx); err != nil {
		t.Fatal(err)
	}
	if log := s.log.String(); !strings.Contains(log, "a notice was not sent") {
		t.Errorf("nobody learns that it was not sent: %s", log)
	}
}

// TestToldAfterADeferral: the answer to a command is made up for in the place of the deferral.
func TestToldAfterADeferral(t *testing.T) {
	t.Parallel()
	const edits = "PATCH /webhooks/{id}/{token}/messages/@original"
	started, release := make(chan struct{}, 1), make(chan struct{})
	var pass func() time.Duration
	s := newScene(t, onTheClock(&pass))
	s.lib.answer = announce(started, blockUntil(release, s.lib.answer))
	i := s.SlashCommand(s.channel.ID, s.ann, command.AskName, discordtest.Text(command.OptionQuestion, "where did they meet?"))
	<-started
	s.late <- time.Time{}
	if r := i.Response(s.ctx); r.Type != discordgo.InteractionResponseDeferredChannelMessageWithSource {
		t.Fatalf("response of type %d", r.Type)
	}
	s.Fail(edits, discordtest.RateLimited(5*time.Minute))
	close(release)
	pass()
	if told := i.Original(s.ctx); !strings.Contains(shown(told), "reference") {
		t.Errorf("the asker was told %q", shown(told))
	}
}

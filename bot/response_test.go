package bot

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/discordtest"
	"docent/retrieval"
)

const callbacks = "POST /interactions/{id}/{token}/callback"

// TestRedrawAfterALostDeferral: Discord has the deferral, though the bot couldn't know; the redraw replaces it.
func TestRedrawAfterALostDeferral(t *testing.T) {
	t.Parallel()
	var pass func() time.Duration
	started, release := make(chan struct{}, 1), make(chan struct{})
	s := newScene(t, func(s *scene, c *Config) {
		passages(4)(s, c)
		onTheClock(&pass)(s, c)
	})
	s.clock.advance(2 * answerWithin) // beyond every deadline, so that no request is repeated by itself
	m := s.answered()
	s.settleAsk()
	s.lib.answer = announce(started, blockUntil(release, s.lib.answer))
	s.press(m, s.ann, "button.next")
	<-started
	pick := s.Press(m.ChannelID, m.ID, s.ann, button(t, m, "select.passage"), "2") // waits for the press before it
	s.Fail(callbacks, discordtest.UnansweredAfter(), discordtest.UnansweredAfter())
	for range 2 {
		s.late <- time.Time{}
	}
	s.Wait(s.ctx, callbacks, 3)
	close(release)
	s.Wait(s.ctx, "PATCH /webhooks/{id}/{token}/messages/@original", 2)
	if now := pick.Original(s.ctx); !chosen(now, "2") {
		t.Errorf("the message has %s", labels(t, now))
	}
}

// chosen reports whether a message's menu shows a choice as made.
func chosen(m *discordgo.Message, value string) bool {
	for _, row := range m.Components {
		for _, c := range row.(*discordgo.ActionsRow).Components {
			menu, ok := c.(*discordgo.SelectMenu)
			if ok && slices.ContainsFunc(menu.Options, func(o discordgo.SelectMenuOption) bool { return o.Default && o.Value == value }) {
				return true
			}
		}
	}
	return false
}

// TestRedrawBesideADeferral: whichever comes first, the redraw reaches Discord.
func TestRedrawBesideADeferral(t *testing.T) {
	t.Parallel()
	drawn := &redraws{}
	b := &Bot{rest: drawn, life: t.Context(), log: slog.New(slog.DiscardHandler), locales: locales()}
	const rounds = 20_000
	for range rounds {
		r := newResponse(b, &discordgo.Interaction{}, false)
		r.press = true
		var both sync.WaitGroup
		both.Go(func() {
			if err := r.deferNow(); err != nil {
				t.Error(err)
			}
		})
		if err := r.redraw(t.Context(), nil); err != nil {
			t.Error(err)
		}
		both.Wait()
	}
	if drawn.n != rounds {
		t.Errorf("%d of %d redraws were sent", drawn.n, rounds)
	}
}

// redraws counts the changes of messages.
type redraws struct {
	REST
	n int
}

func (r *redraws) Respond(_ context.Context, _ *discordgo.Interaction, resp *discordgo.InteractionResponse) error {
	if resp.Type == discordgo.InteractionResponseUpdateMessage {
		r.n++
	}
	return nil
}

func (r *redraws) EditResponse(context.Context, *discordgo.Interaction, *discordgo.WebhookEdit) error {
	r.n++
	return nil
}

// TestDeleteAfterAnUnknownOutcome: the last part of an answer is there, though Discord has said that it failed. Delete takes
// all parts.
func TestDeleteAfterAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	const followUps = "POST /webhooks/{id}/{token}"
	for name, test := range map[string]struct {
		route string
		ask   func(*scene)
	}{
		"message": {posts, func(s *scene) { s.ask(s.mention() + " where did they meet?") }},
		"command": {followUps, func(s *scene) {
			s.slash(command.OptionQuestion, "where did they meet?", command.OptionShow, command.ShowEveryone)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var pass func() time.Duration
			s := newScene(t, func(s *scene, c *Config) {
				onTheClock(&pass)(s, c)
				heading := retrieval.Suggestion{Kind: retrieval.SuggestHeading, Text: strings.Repeat("Nara ", 20)}
				s.lib.answer = func(context.Context, retrieval.Question) (retrieval.Answer, error) {
					return retrieval.Answer{Documents: 1, Suggestions: slices.Repeat([]retrieval.Suggestion{heading}, 100)}, nil
				}
			})
			s.SetPermissions(s.channel.ID, discordtest.DefaultPermissions&^discordgo.PermissionEmbedLinks)
			test.ask(s)
			parts := 1
			for m := s.answer(); len(m.Components) == 0; m = s.answer() {
				parts++
			}
			s.settleAsk()
			s.clock.advance(2 * answerWithin) // beyond every deadline, so that no request is repeated by itself
			failures := make([]*discordtest.Failure, parts-1, parts)
			if test.route == followUps {
				failures = failures[1:]
			}
			s.Fail(test.route, append(failures, discordtest.ServerErrorAfter(503))...)
			test.ask(s)
			var last *discordgo.Message
			var ids []string
			for last == nil || len(last.Components) == 0 {
				last = s.answer()
				ids = append(ids, last.ID)
			}
			s.settleState(button(t, last, "button.delete"), `"messages"`)
			s.press(last, s.ann, "button.delete").Response(s.ctx)
			s.Wait(s.ctx, "DELETE /webhooks/{id}/{token}/messages/@original", 1)
			s.settle()
			for _, m := range s.Messages(s.channel.ID) {
				if slices.Contains(ids, m.ID) {
					t.Errorf("a part is left: %q", shown(m))
				}
			}
		})
	}
}

package bot

import (
	"context"
	"sync"

	"github.com/bwmarrin/discordgo"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/bot/rest"
)

// A response is what one interaction gets: one first response, which may be a deferral, and what comes after it.
type response struct {
	bot         *Bot
	interaction *discordgo.Interaction
	words       *locale.Locale // the asker's
	private     bool           // who sees it, as decided before anything was sent

	mu    sync.Mutex // held while something is sent, so that a deferral and an answer don't cross
	state responseState
	doubt bool // a deferral failed, but Discord may have it
}

type responseState int

const (
	untouched responseState = iota
	deferred                // Discord shows that the bot thinks; the answer replaces that
	answered                // what follows is a message of its own
)

func newResponse(b *Bot, i *discordgo.Interaction, private bool) *response {
	return &response{bot: b, interaction: i, words: b.locales.For(string(i.Locale)), private: private}
}

// inPrivate decides that only the asker sees it, before anything was sent.
func (r *response) inPrivate() *response {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.state == untouched {
		r.private = true
	}
	return r
}

// deferLater sends a deferral unless an answer is sent before. The time counts from the interaction's arrival, since
// Discord's does. The function it returns ends the wait; more calls of it are harmless.
func (r *response) deferLater() (stop func()) {
	ctx, cancel := context.WithCancel(r.bot.life)
	due := r.bot.after(deferAfter)
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-ctx.Done():
		case <-due:
			if err := r.deferNow(); err != nil {
				r.bot.log.Warn("a deferral was not sent", "interaction", r.interaction.ID, "error", err)
			}
		}
	}()
	return func() { cancel(); <-done }
}

// deferNow has a context of its own: a deferral on its way isn't called back, since nobody would know whether Discord
// has it.
func (r *response) deferNow() error {
	ctx, cancel := context.WithTimeout(r.bot.life, discordgo.InteractionDeadline)
	defer cancel()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.state != untouched {
		return nil
	}
	err := r.bot.rest.Respond(ctx, r.interaction, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Flags: r.flags()},
	})
	if err == nil {
		r.state = deferred
	}
	r.doubt = err != nil
	return err
}

// send sends a reply: as the first response, in place of the deferral, or after what was sent before. A private reply
// to a question that was asked in public is private as long as nothing was sent.
func (r *response) send(ctx context.Context, reply render.Reply) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if reply.Private && r.state == untouched {
		r.private = true
	}
	for _, out := range render.Message(reply, can(r.interaction.AppPermissions), r.words) {
		err := r.sendOne(ctx, out)
		if r.doubt && r.state == untouched && rest.Code(err) == rest.CodeAlreadyAcknowledged {
			r.state = deferred
			err = r.sendOne(ctx, out)
		}
		if err != nil {
			return err
		}
		r.state = answered
	}
	return nil
}

func (r *response) flags() discordgo.MessageFlags {
	if r.private {
		return discordgo.MessageFlagsEphemeral
	}
	return 0
}

// sendOne sends one message in the way that is open now.
func (r *response) sendOne(ctx context.Context, out render.Outgoing) error {
	files := attachments(out.Files)
	switch r.state {
	case untouched:
		return r.bot.rest.Respond(ctx, r.interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Content: out.Content, Embeds: out.Embeds, Files: files, Flags: r.flags()},
		})
	case deferred:
		return r.bot.rest.EditResponse(ctx, r.interaction, &discordgo.WebhookEdit{Content: &out.Content, Embeds: &out.Embeds, Files: files})
	}
	_, err := r.bot.rest.FollowUp(ctx, r.interaction, &discordgo.WebhookParams{
		Content: out.Content, Embeds: out.Embeds, Files: files, Flags: r.flags(),
	})
	return err
}

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
	press       bool           // it answers a press on a message's component
	update      bool           // it takes the place of that message

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
// has it. That of a press leaves the message as it is.
func (r *response) deferNow() error {
	ctx, cancel := context.WithTimeout(r.bot.life, discordgo.InteractionDeadline)
	defer cancel()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.state != untouched {
		return nil
	}
	deferral := &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Flags: r.flags()},
	}
	if r.press {
		deferral = &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredMessageUpdate}
	}
	err := r.bot.rest.Respond(ctx, r.interaction, deferral)
	if err == nil {
		r.state = deferred
	}
	r.doubt = err != nil
	return err
}

// inPlace decides that the reply takes the place of the message whose component was pressed.
func (r *response) inPlace() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.update = r.press && r.state != answered
}

// aside decides that what follows is for the presser alone, beside the message.
func (r *response) aside() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.press {
		r.update, r.private = false, true
	}
}

// send sends a reply: as the first response, in place of the deferral, or after what was sent before. A private reply
// to a question that was asked in public is private as long as nothing was sent. It returns the ids of the messages
// before the last one, where everyone sees them, beside an error as well.
func (r *response) send(ctx context.Context, reply render.Reply) (before []string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if reply.Private && r.state == untouched {
		r.private = true
	}
	all := render.Message(reply, r.capabilities(), r.words)
	for n, out := range all {
		id, err := r.sendOne(ctx, out)
		if err != nil {
			return before, err
		}
		r.state, r.update = answered, false
		if n < len(all)-1 && !r.private {
			before = append(before, r.idOf(ctx, id))
		}
	}
	return before, nil
}

// capabilities is what the response may hold.
func (r *response) capabilities() render.Capabilities {
	return capabilitiesOf(r.interaction.AppPermissions)
}

// idOf is the id of a message that was sent; that of the first response has to be asked for.
func (r *response) idOf(ctx context.Context, id string) string {
	if id != "" {
		return id
	}
	id, err := r.bot.rest.ResponseID(ctx, r.interaction)
	if err != nil {
		r.bot.log.Warn("a part of an answer will outlive it", "interaction", r.interaction.ID, "error", err)
	}
	return id
}

// modal shows a form, which only a first response can.
func (r *response) modal(ctx context.Context, data *discordgo.InteractionResponseData) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, err := r.first(ctx, discordgo.InteractionResponseModal, data)
	return err
}

// unchanged acknowledges a press and leaves the message as it is.
func (r *response) unchanged(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, err := r.first(ctx, discordgo.InteractionResponseDeferredMessageUpdate, nil)
	return err
}

// redraw changes nothing of the message but its components.
func (r *response) redraw(ctx context.Context, components []discordgo.MessageComponent) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	sent, err := r.first(ctx, discordgo.InteractionResponseUpdateMessage, &discordgo.InteractionResponseData{Components: components})
	if sent || err != nil {
		return err
	}
	return r.bot.rest.EditResponse(ctx, r.interaction, &discordgo.WebhookEdit{Components: &components})
}

// first sends a first response, and reports whether it did: it doesn't where there was one, or a deferral. The lock is
// held.
func (r *response) first(ctx context.Context, kind discordgo.InteractionResponseType, data *discordgo.InteractionResponseData) (sent bool, err error) {
	if r.state != untouched {
		return false, nil
	}
	err = r.bot.rest.Respond(ctx, r.interaction, &discordgo.InteractionResponse{Type: kind, Data: data})
	switch {
	case r.doubt && rest.Code(err) == rest.CodeAlreadyAcknowledged:
		r.state = deferred
		return false, nil
	case err != nil:
		return false, err
	}
	r.state = answered
	return true, nil
}

func (r *response) flags() discordgo.MessageFlags {
	if r.private {
		return discordgo.MessageFlagsEphemeral
	}
	return 0
}

// sendOne sends one message in the way that is open now, and returns its id where Discord tells it.
func (r *response) sendOne(ctx context.Context, out render.Outgoing) (id string, err error) {
	kind, flags := discordgo.InteractionResponseChannelMessageWithSource, r.flags()
	if r.update {
		kind, flags = discordgo.InteractionResponseUpdateMessage, 0
	}
	sent, err := r.first(ctx, kind, &discordgo.InteractionResponseData{
		Content: out.Content, Embeds: out.Embeds, Components: out.Components, Files: attachments(out.Files), Flags: flags,
	})
	if sent || err != nil {
		return "", err
	}
	files := attachments(out.Files) // anew: each is read once
	if r.state == deferred && (r.update || !r.press) {
		if out.Components == nil {
			out.Components = []discordgo.MessageComponent{}
		}
		if out.Embeds == nil {
			out.Embeds = []*discordgo.MessageEmbed{}
		}
		edit := &discordgo.WebhookEdit{Content: &out.Content, Embeds: &out.Embeds, Components: &out.Components, Files: files}
		if len(files) == 0 {
			edit.Attachments = &[]*discordgo.MessageAttachment{} // those of before go
		}
		return "", r.bot.rest.EditResponse(ctx, r.interaction, edit)
	}
	return r.bot.rest.FollowUp(ctx, r.interaction, &discordgo.WebhookParams{
		Content: out.Content, Embeds: out.Embeds, Components: out.Components, Files: files, Flags: r.flags(),
	})
}

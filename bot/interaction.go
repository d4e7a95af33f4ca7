package bot

import (
	"context"
	"errors"
	"log/slog"

	"github.com/bwmarrin/discordgo"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/bot/rest"
	"docent/retrieval"
)

// This file answers slash commands. The rules are: an interaction always has a response, and within three seconds,
// whatever waits before it; who sees the answer is decided before anything is sent.

// onInteraction sorts an interaction out. It asks nobody and returns at once.
func (b *Bot) onInteraction(i *discordgo.Interaction) {
	if i == nil || i.Type == discordgo.InteractionPing || !b.seen.first(i.ID) {
		return
	}
	data, isCommand := i.Data.(discordgo.ApplicationCommandInteractionData)
	switch {
	case askerID(i) == "" || askerID(i) == b.self:
	case i.Type == discordgo.InteractionApplicationCommandAutocomplete:
		b.complete(i)
	case !isCommand || data.Name != askName:
		b.respondNotice(newResponse(b, i, true), "say.unknown_form")
	case !b.serves.interaction(i):
		b.counts.refused.Add(1)
		b.respondNotice(newResponse(b, i, true), "say.elsewhere")
	default:
		b.takeAsk(i, readAsk(data))
	}
}

// askerID is the id of the user behind an interaction.
func askerID(i *discordgo.Interaction) string {
	switch {
	case i.Member != nil && i.Member.User != nil:
		return i.Member.User.ID
	case i.User != nil:
		return i.User.ID
	}
	return ""
}

// complete answers a request for completions with none: the commands have none to offer, but Discord waits for it.
func (b *Bot) complete(i *discordgo.Interaction) {
	_ = b.notices.submit(i.ID, func() {
		err := b.guard(func(ctx context.Context) error {
			return b.rest.Respond(ctx, i, &discordgo.InteractionResponse{
				Type: discordgo.InteractionApplicationCommandAutocompleteResult,
				Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{}},
			})
		})
		if err != nil {
			b.log.Debug("completions were not sent", "interaction", i.ID, "error", err)
		}
	})
}

// takeAsk queues a question within the asker's limits. Public answers keep the order of their channel; a private one
// has nobody to wait for.
func (b *Bot) takeAsk(i *discordgo.Interaction, ask askOptions) {
	r := newResponse(b, i, !ask.public)
	if b.limiter.take(askerID(i), b.now()) != allowed {
		// Told each time, unlike for messages: Discord shows an error for an interaction without a response.
		b.counts.refused.Add(1)
		b.respondNotice(r.inPrivate(), "say.too_many")
		return
	}
	lane := i.ID
	if ask.public {
		lane = i.ChannelID
	}
	stop := r.deferLater()
	err := b.answers.submit(lane, func() {
		defer b.limiter.release(askerID(i))
		b.answerAsk(r, ask, stop)
	})
	if err == nil {
		return
	}
	b.limiter.release(askerID(i))
	stop()
	if errors.Is(err, errFull) {
		b.counts.refused.Add(1)
		b.respondNotice(r.inPrivate(), "say.busy")
	}
}

// respondNotice responds with one sentence, the text of a key, without waiting.
func (b *Bot) respondNotice(r *response, key string) { b.respondText(r, r.words.Text(key)) }

// respondText responds with one sentence without waiting.
func (b *Bot) respondText(r *response, text string) {
	_ = b.notices.submit(r.interaction.ID, func() {
		if err := b.guard(func(ctx context.Context) error { return r.send(ctx, private(text)) }); err != nil {
			b.log.Warn("a notice was not sent", "interaction", r.interaction.ID, "error", err)
		}
	})
}

// answerAsk answers one /ask whose turn has come.
func (b *Bot) answerAsk(r *response, ask askOptions, stopDeferral func()) {
	defer stopDeferral()
	err := b.guard(func(ctx context.Context) error {
		reply, err := b.replyToAsk(ctx, r, ask)
		if err != nil {
			return err
		}
		return r.send(ctx, reply)
	})
	var refused refusal
	switch {
	case err == nil:
		b.counts.answered.Add(1)
	case errors.As(err, &refused):
		b.counts.refused.Add(1)
		b.respondNotice(r, string(refused))
	case rest.Code(err) == rest.CodeUnknownInteraction:
		b.counts.failed.Add(1)
		b.log.Warn("an interaction had expired before its answer", "interaction", r.interaction.ID)
	default:
		b.counts.failed.Add(1)
		b.respondText(r, b.faults.record(err, r.words, slog.String("interaction", r.interaction.ID),
			slog.String("channel", r.interaction.ChannelID), slog.String("guild", r.interaction.GuildID)))
	}
}

func (b *Bot) replyToAsk(ctx context.Context, r *response, ask askOptions) (render.Reply, error) {
	i := r.interaction
	if err := b.admit(ctx, i.ID, i.GuildID, askerID(i)); err != nil {
		return render.Reply{}, err
	}
	reply, err := b.commands.In(r.words).askHere(ctx, retrieval.Question{Text: ask.question, Source: ask.source, Asked: sentAt(i.ID)})
	if err == nil && ask.public && !reply.Private {
		reply.Text = join("\n", r.words.Text("say.asked", locale.Args{"question": clean(ask.question)}), reply.Text)
	}
	return reply, err
}

package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/locale"
	"docent/bot/render"
	"docent/bot/rest"
)

// This file answers commands. The rules are: an interaction always has a response, and within three seconds, whatever
// waits before it; who sees the answer is decided before anything is sent.

// onInteraction sorts an interaction out. It asks nobody and returns at once.
func (b *Bot) onInteraction(i *discordgo.Interaction) {
	if i == nil || i.Type == discordgo.InteractionPing || !b.events.first(i.ID, b.now()) || askerID(i) == "" || askerID(i) == b.self {
		return
	}
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		b.onAutocomplete(i)
		return
	}
	r := newResponse(b, i, true)
	if !b.allowlist.allowsInteraction(i) {
		b.counts.refused.Add(1)
		b.respondNotice(r, "say.elsewhere")
		return
	}
	switch data := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		b.onCommand(r, data)
	case discordgo.MessageComponentInteractionData:
		b.onPress(r, data)
	case discordgo.ModalSubmitInteractionData:
		b.onForm(r, data)
	default:
		b.respondNotice(r, "say.unknown_form")
	}
}

// askerID is the id of the user behind an interaction.
func askerID(i *discordgo.Interaction) string {
	if u := askerOf(i); u != nil {
		return u.ID
	}
	return ""
}

func askerOf(i *discordgo.Interaction) *discordgo.User {
	if i.Member != nil && i.Member.User != nil {
		return i.Member.User
	}
	return i.User
}

// onCommand takes a command: one of those that are registered, or one that was once.
func (b *Bot) onCommand(r *response, data discordgo.ApplicationCommandInteractionData) {
	cmd, req, ok := readCommand(data)
	if !ok {
		b.respondNotice(r, "say.unknown_form")
		return
	}
	req.Asked = sentAt(r.interaction.ID)
	if req.Text(command.OptionShow) == command.ShowEveryone {
		r.private = false
	}
	// Public answers keep the order of their channel; a private one has nobody to wait for.
	queue := r.interaction.ID
	if !r.private {
		queue = r.interaction.ChannelID
	}
	b.take(r, b.limiter, queue, func(ctx context.Context) error {
		target := ""
		if cmd.Menu != "" {
			target = data.TargetID
		}
		req, err := b.complement(ctx, r, req, target, data.Resolved)
		if err != nil {
			return err
		}
		return b.respond(ctx, r, req)
	})
}

// readCommand finds the command that was used, and reads its options.
func readCommand(data discordgo.ApplicationCommandInteractionData) (command.Command, command.Request, bool) {
	name, options := data.Name, data.Options
	if len(options) == 1 && options[0].Type == discordgo.ApplicationCommandOptionSubCommand {
		name, options = name+" "+options[0].Name, options[0].Options
	}
	for _, cmd := range command.All() {
		slash := data.CommandType != discordgo.MessageApplicationCommand && cmd.Menu == "" && cmd.Name == name
		menu := data.CommandType == discordgo.MessageApplicationCommand && cmd.Menu != "" && cmd.Menu == name
		if slash || menu {
			return cmd, command.Request{Command: cmd.Name, Options: readOptions(cmd, options)}, true
		}
	}
	return command.Command{}, command.Request{}, false
}

// readOptions reads the options that a command has, and of the type that they have, as text.
func readOptions(cmd command.Command, options []*discordgo.ApplicationCommandInteractionDataOption) map[string]string {
	read := map[string]string{}
	for _, o := range options {
		known, ok := cmd.Option(o.Name)
		switch value := o.Value.(type) {
		case string:
			if ok && !known.Number {
				read[o.Name] = value
			}
		case float64:
			if ok && known.Number {
				read[o.Name] = fmt.Sprintf("%.0f", value)
			}
		}
	}
	return read
}

// take queues the work of a response within the asker's limits. The work's error is dealt with here.
func (b *Bot) take(r *response, limit *limiter, queue string, work func(ctx context.Context) error) {
	asker := askerID(r.interaction)
	if limit.take(asker, b.now()) != allowed {
		// Told each time, unlike for messages: Discord shows an error for an interaction without a response.
		b.counts.refused.Add(1)
		b.respondNotice(r.inPrivate(), limit.key)
		return
	}
	stop := r.deferLater()
	err := b.answers.submit(queue, func() {
		defer limit.release(asker)
		defer stop()
		b.finish(r, b.guard(func(ctx context.Context) error {
			if err := b.authorize(ctx, r.interaction.ID, r.interaction.GuildID, asker); err != nil {
				return err
			}
			return work(ctx)
		}))
	})
	if err == nil {
		return
	}
	limit.release(asker)
	stop()
	if errors.Is(err, errFull) {
		b.counts.refused.Add(1)
		b.respondNotice(r.inPrivate(), "say.busy")
	}
}

// finish counts what came of a response, and tells the asker of what went wrong.
func (b *Bot) finish(r *response, err error) {
	var refused refusal
	switch {
	case err == nil:
		b.counts.answered.Add(1)
	case errors.As(err, &refused):
		b.counts.refused.Add(1)
		b.respondNotice(r, string(refused))
	case expiredInteraction(err):
		b.counts.failed.Add(1)
		b.log.Warn("an interaction had expired before its answer", "interaction", r.interaction.ID, "error", err)
	default:
		b.counts.failed.Add(1)
		b.respondText(r, b.faults.record(err, r.words, slog.String("interaction", r.interaction.ID),
			slog.String("channel", r.interaction.ChannelID), slog.String("guild", r.interaction.GuildID)))
	}
}

// expiredInteraction reports whether Discord takes no more answers to an interaction: its three seconds or its fifteen
// minutes have passed, or somebody has answered it already. There is no way left to tell the asker anything.
func expiredInteraction(err error) bool {
	switch rest.Code(err) {
	case rest.CodeUnknownInteraction, rest.CodeAlreadyAcknowledged, rest.CodeUnknownWebhook, rest.CodeInvalidWebhookToken:
		return true
	}
	return false
}

// respondNotice responds with one sentence, the text of a key, without waiting.
func (b *Bot) respondNotice(r *response, key string) { b.respondText(r, r.words.Text(key)) }

// respondText responds with one sentence without waiting. It never takes the place of a message.
func (b *Bot) respondText(r *response, text string) { b.respondSoon(r, render.Private(text)) }

// respondSoon responds with a private reply without waiting behind questions.
func (b *Bot) respondSoon(r *response, reply render.Reply) {
	r.aside()
	b.notify(r.interaction.ID, slog.String("interaction", r.interaction.ID), func(ctx context.Context) error {
		_, err := r.send(ctx, reply)
		return err
	})
}

// respond runs a request and sends what came of it, with what can be pressed under it.
func (b *Bot) respond(ctx context.Context, r *response, req command.Request) error {
	res, err := b.run(ctx, r.words, req)
	if err != nil {
		return err
	}
	public := !r.private && req.Command == command.AskName && !res.Private
	if public {
		if err := b.publish(ctx, r, &res); err != nil {
			return err
		}
	}
	return b.show(ctx, r, res, public)
}

// publish makes an answer private after all where the bot may not write to everyone.
func (b *Bot) publish(ctx context.Context, r *response, res *command.Result) error {
	may, err := b.maySend(ctx, r.interaction, r.interaction.AppPermissions)
	if err != nil {
		return err
	}
	if !may {
		res.Private = true
		res.AddNotice(r.words.Text("say.i_may_not_send_here"))
	}
	return nil
}

// maySend reports whether somebody with these permissions may write where an interaction comes from.
func (b *Bot) maySend(ctx context.Context, i *discordgo.Interaction, permissions int64) (bool, error) {
	if i.GuildID == "" {
		return true, nil
	}
	may, err := b.threads.maySend(ctx, permissions, i.ChannelID, b.now())
	if unreadable(err) { // the channel is gone, or out of the bot's sight
		return false, nil
	}
	return may, err
}

// show sends a result with what can be pressed under it, and keeps what stands behind that. Under a head stands the
// question, for those who didn't ask it.
func (b *Bot) show(ctx context.Context, r *response, res command.Result, head bool) error {
	if head {
		res.Text = strings.TrimSpace(r.words.Text("say.asked", locale.Args{"question": command.Clean(res.Request.Text(command.OptionQuestion))}) + "\n" + res.Text)
	}
	st := newState(res)
	st.Asker, st.Guild, st.Private = askerID(r.interaction), r.interaction.GuildID, r.isPrivate(res.Reply)
	st.Headed = head && !st.Private
	id, reply := b.withControls(r.words, st, res)
	reply.Files = append(reply.Files, filesOf(r, &reply, res)...)
	before, err := r.send(ctx, reply)
	b.keepMessages(id, st, before)
	return err
}

// isPrivate reports whether only the asker will see a reply.
func (r *response) isPrivate(reply render.Reply) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.update { // it stays what the message was
		m := r.interaction.Message
		return m != nil && m.Flags&discordgo.MessageFlagsEphemeral != 0
	}
	return r.private || reply.Private && r.state == untouched
}

// newState is the state behind a result, but for whose it is.
func newState(res command.Result) state {
	return state{
		Request: res.Request, Passages: res.Passages(), Source: res.Source,
		More: res.More, Whole: res.Whole, Silent: res.Silent,
	}
}

// withControls puts on a reply what can be pressed under it, where anything can, and keeps what stands behind it.
func (b *Bot) withControls(words *locale.Locale, st state, res command.Result) (id string, reply render.Reply) {
	reply = res.Reply
	if !res.Found && !res.Silent || len(controls(words, noState, st, 0)) == 0 {
		return "", reply
	}
	if id = b.keep(st); id != "" {
		reply.Actions = controls(words, id, st, 0)
	}
	return id, reply
}

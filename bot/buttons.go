package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/locale"
	"docent/bot/render"
	"docent/bot/rest"
)

// This file answers presses on buttons and menus. The rules are: what stands behind a button comes from the store and is
// checked again at each press, the document, the presser's permission and the bot's; the same press twice has one
// effect; whoever asked sees a change in the message itself, everyone else gets a private reply of their own.

// onPress takes a press.
func (b *Bot) onPress(r *response, data discordgo.MessageComponentInteractionData) {
	r.press = r.interaction.Message != nil
	p, ok := parsePress(data.CustomID)
	if !ok {
		b.respondSoon(r, expired(r.words))
		return
	}
	if p.verb == verbPick {
		if p, ok = picked(p, data.Values); !ok {
			b.respondSoon(r, expired(r.words))
			return
		}
	} else if b.repeated(r, data.CustomID) {
		_ = b.notices.submit(r.interaction.ID, func() {
			if err := b.guard(r.unchanged); err != nil {
				b.log.Debug("a double press was not acknowledged", "interaction", r.interaction.ID, "error", err)
			}
		})
		return
	}
	if p.verb == verbAgain || p.verb == verbNotIt { // a form must be the first response, and soon
		b.openForm(r, p)
		return
	}
	b.take(r, b.presses, r.queueOfMessage(), func(ctx context.Context) error { return b.pressed(ctx, r, p) })
}

// picked is the press of a menu with what was chosen.
func picked(p press, values []string) (press, bool) {
	if len(values) != 1 {
		return p, false
	}
	n, err := strconv.Atoi(values[0])
	p.choice = n
	return p, err == nil && n >= 0 && n < command.MaxPassages
}

// repeated reports whether the same person pressed the same a moment ago.
func (b *Bot) repeated(r *response, customID string) bool {
	return !b.recentPresses.first(strings.Join([]string{askerID(r.interaction), r.queueOfMessage(), customID}, " "), b.now())
}

// queueOfMessage keeps the presses on one message in their order.
func (r *response) queueOfMessage() string {
	if m := r.interaction.Message; m != nil {
		return "press " + m.ID
	}
	return r.interaction.ID
}

// expired is the reply to a press behind which there is nothing any more.
func expired(words *locale.Locale) render.Reply {
	return render.Reply{Text: words.Text("say.expired"), Private: true, Actions: again(words, "")}
}

// recallFor reads the state of a press, as far as the presser may use it. Where they may not, it says what to reply.
func (b *Bot) recallFor(r *response, p press) (st state, refused render.Reply, err error) {
	st, err = b.recall(p.state)
	switch {
	case errors.Is(err, errExpired):
		return st, expired(r.words), err
	case err != nil:
		return st, render.Reply{}, err
	case st.Guild != r.interaction.GuildID, p.choice > 0 && p.choice >= len(st.Passages): // it isn't from this program
		return st, expired(r.words), errExpired
	case st.Private && st.Asker != askerID(r.interaction):
		return st, render.Private(r.words.Text("say.only_asker")), errExpired
	}
	return st, render.Reply{}, nil
}

// pressed does what a press asks for.
func (b *Bot) pressed(ctx context.Context, r *response, p press) error {
	st, refused, err := b.recallFor(r, p)
	if errors.Is(err, errExpired) {
		return b.aside(ctx, r, refused)
	}
	if err != nil {
		return err
	}
	switch p.verb {
	case verbPick:
		return b.pick(ctx, r, p, st)
	case verbPage:
		st.Request.Page = p.page
		return b.turn(ctx, r, st, st.Request)
	case verbMore:
		return b.expand(ctx, r, p, st)
	case verbWeak:
		return b.weak(ctx, r, st)
	case verbFile:
		return b.hand(ctx, r, p, st)
	case verbShare:
		return b.share(ctx, r, p, st)
	case verbDelete:
		return b.remove(ctx, r, st)
	}
	return b.aside(ctx, r, expired(r.words))
}

// aside sends a private reply beside the message.
func (b *Bot) aside(ctx context.Context, r *response, reply render.Reply) error {
	r.aside()
	_, err := r.send(ctx, reply)
	return err
}

// turn shows a request in the place of the message to whoever asked for that, and beside it to everyone else.
func (b *Bot) turn(ctx context.Context, r *response, st state, req command.Request) error {
	res, err := b.run(ctx, r.words, req)
	if err != nil {
		return err
	}
	if !res.Found || st.Asker != askerID(r.interaction) || len(st.Messages) > 0 || !r.fits(res.Reply) {
		r.aside()
		res.Private = true
		return b.show(ctx, r, res, false)
	}
	r.inPlace()
	return b.show(ctx, r, res, st.Headed)
}

// fits reports whether a reply is one message, and so can take the place of one.
func (r *response) fits(reply render.Reply) bool {
	return len(render.Message(reply, r.capabilities(), r.words)) <= 1
}

// pick notes which passage the buttons are about: in the message for whoever asked, in a reply of their own for
// everyone else.
func (b *Bot) pick(ctx context.Context, r *response, p press, st state) error {
	if p.choice >= len(st.Passages) {
		return b.aside(ctx, r, expired(r.words))
	}
	if st.Asker == askerID(r.interaction) {
		return r.redraw(ctx, render.Components(controls(r.words, p.state, st, p.choice)))
	}
	res, err := b.requote(ctx, r.words, st, p.choice)
	switch {
	case err != nil:
		return err
	case res.Gone:
		return b.aside(ctx, r, b.moved(r.words, p))
	}
	r.aside()
	res.Private = true
	return b.show(ctx, r, res, false)
}

// expand shows more of what stands around a passage.
func (b *Bot) expand(ctx context.Context, r *response, p press, st state) error {
	if p.choice >= len(st.Passages) {
		return b.aside(ctx, r, expired(r.words))
	}
	req := st.Request.Expanded(st.Passages[p.choice].Citation)
	res, err := b.run(ctx, r.words, req)
	switch {
	case err != nil:
		return err
	case res.Gone:
		return b.aside(ctx, r, b.moved(r.words, p))
	}
	if res.Whole {
		res.AddNotice(r.words.Text("say.expanded_fully"))
	}
	if len(st.Passages) == 1 && st.Asker == askerID(r.interaction) && len(st.Messages) == 0 && r.fits(res.Reply) {
		r.inPlace()
	} else {
		r.aside()
		res.Private = true
	}
	return b.show(ctx, r, res, false)
}

// weak lists what matches a question too weakly to answer it.
func (b *Bot) weak(ctx context.Context, r *response, st state) error {
	res, err := b.run(ctx, r.words, st.Request.Weak())
	if err != nil {
		return err
	}
	if res.Found {
		res.Text = r.words.Text("say.weak") + "\n" + res.Text
	}
	r.aside()
	res.Private = true
	return b.show(ctx, r, res, false)
}

// hand hands the document of a reply over.
func (b *Bot) hand(ctx context.Context, r *response, p press, st state) error {
	source := st.Source
	if p.choice < len(st.Passages) {
		source = st.Passages[p.choice].Citation.Path
	}
	r.aside()
	return b.respond(ctx, r, command.Document(source, st.Request.Asked))
}

// requote shows one passage of a reply again, as its document has it now. Nothing that was kept is ever shown itself.
func (b *Bot) requote(ctx context.Context, words *locale.Locale, st state, choice int) (command.Result, error) {
	return unlessAway(b.commands.In(words).Requote(ctx, st.Request, st.Passages[choice]))
}

// moved says that a passage isn't there any more.
func (b *Bot) moved(words *locale.Locale, p press) render.Reply {
	return render.Reply{Text: words.Text("say.deleted_source"), Private: true, Actions: again(words, p.state)}
}

// remove deletes a reply, for whoever asked or may manage messages.
func (b *Bot) remove(ctx context.Context, r *response, st state) error {
	if st.Asker != askerID(r.interaction) && !mayManage(r.interaction) {
		return b.aside(ctx, r, render.Private(r.words.Text("say.only_asker_deletes")))
	}
	if err := r.unchanged(ctx); err != nil {
		return err
	}
	for _, id := range st.Messages {
		if err := b.rest.DeleteMessage(ctx, r.interaction.ChannelID, id); err != nil && !unreadable(err) {
			return err
		}
	}
	err := b.rest.DeleteResponse(ctx, r.interaction)
	if rest.NotFound(err) {
		return nil // it is gone
	}
	return err
}

// mayManage reports whether the presser may delete other people's messages.
func mayManage(i *discordgo.Interaction) bool {
	const needed = discordgo.PermissionManageMessages | discordgo.PermissionAdministrator
	return i.Member != nil && i.Member.Permissions&needed != 0
}

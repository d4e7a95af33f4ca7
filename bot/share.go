package bot

import (
	"context"
	"errors"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/locale"
	"docent/bot/render"
	"docent/bot/rest"
	"docent/bot/store"
)

// share posts one passage to the channel, with who shared it. The passage is looked up and verified anew. It is posted
// once, whoever presses how often.
func (b *Bot) share(ctx context.Context, r *response, p press, st state) error {
	i := r.interaction
	if p.choice >= len(st.Passages) || i.GuildID == "" {
		return b.aside(ctx, r, expired(r.words))
	}
	if key, err := b.whyNotShare(ctx, i); err != nil {
		return err
	} else if key != "" {
		return b.tell(ctx, r, key)
	}
	res, err := b.requote(ctx, b.wordsIn(i.GuildID), st, p.choice)
	switch {
	case err != nil:
		return err
	case res.Gone:
		return b.aside(ctx, r, b.moved(r.words, p))
	case !res.Found:
		return b.aside(ctx, r, res.Reply)
	}
	key := "share/" + i.ChannelID + "/" + strconv.Itoa(p.choice)
	first, err := b.memory.TakeKey(p.state, key)
	switch {
	case errors.Is(err, store.ErrUnknown):
		return b.aside(ctx, r, expired(r.words))
	case err != nil:
		return err
	case !first:
		return b.tell(ctx, r, "say.done_already")
	}
	err = b.post(ctx, i, st, res)
	if err != nil && !rest.Unknown(err) { // what may have been posted isn't posted again
		if failed := b.memory.ReleaseKey(p.state, key); failed != nil {
			b.log.Warn("what was not shared counts as shared", "error", failed)
		}
	}
	switch {
	case mayNotSend(err):
		return b.tell(ctx, r, "say.i_may_not_send_here")
	case err != nil:
		return err
	}
	return b.tell(ctx, r, "say.shared")
}

// whyNotShare says what keeps a presser from sharing into the channel, "" for nothing.
func (b *Bot) whyNotShare(ctx context.Context, i *discordgo.Interaction) (key string, err error) {
	var permissions int64
	if i.Member != nil {
		permissions = i.Member.Permissions
	}
	if may, err := b.maySend(ctx, i, permissions); err != nil || !may {
		return "say.may_not_send_here", err
	}
	if may, err := b.maySend(ctx, i, i.AppPermissions); err != nil || !may {
		return "say.i_may_not_send_here", err
	}
	return "", nil
}

// tell says one sentence, the text of a key, to the presser alone.
func (b *Bot) tell(ctx context.Context, r *response, key string) error {
	return b.aside(ctx, r, render.Private(r.words.Text(key)))
}

// post sends a shared passage as a message of its own, in the server's language.
func (b *Bot) post(ctx context.Context, i *discordgo.Interaction, st state, res command.Result) error {
	words := b.wordsIn(i.GuildID)
	shared := newState(res)
	shared.Asker, shared.Guild, shared.Whole = askerID(i), i.GuildID, st.Whole
	_, reply := b.withControls(words, shared, res)
	reply.Text = words.Text("say.shared_by", locale.Args{"name": displayName(i)})
	// It is the presser's doing, so it holds no more than they may send themselves.
	for n, out := range render.Message(reply, capabilitiesOf(i.AppPermissions&i.Member.Permissions), words) {
		_, err := b.rest.SendMessage(ctx, i.ChannelID, &rest.Message{
			Content: out.Content, Embeds: out.Embeds, Components: out.Components, Files: attachments(out.Files),
		})
		if err != nil && n == 0 {
			return err
		}
		if err != nil {
			b.log.Warn("a part of what was shared was not sent", "channel", i.ChannelID, "error", err)
			return nil
		}
	}
	return nil
}

// displayName is what the presser is called here.
func displayName(i *discordgo.Interaction) string {
	if i.Member != nil && i.Member.Nick != "" {
		return i.Member.Nick
	}
	return askerOf(i).DisplayName()
}

package bot

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/locale"
	"docent/bot/render"
)

// This file answers messages: those that mention the bot, and direct messages. The rules are: whoever isn't a person is
// ignored; a message is answered once; nothing is sent before the answer; what can't be sent is let be.

// onMessage sorts a message out. It asks nobody and returns at once.
func (b *Bot) onMessage(m *discordgo.Message) {
	if !fromPerson(m) || m.Author.ID == b.self {
		return
	}
	switch named, known := b.named(m); {
	case !known:
		b.learnRole(m)
	case !named || !b.events.first(m.ID, b.now()):
	case m.GuildID != "" && !b.allowlist.allows(m.GuildID):
		b.refuseMessage(m, "say.elsewhere")
	default:
		b.takeMessage(m)
	}
}

// fromPerson reports whether somebody typed the message: not a bot, a webhook, or Discord itself.
func fromPerson(m *discordgo.Message) bool {
	if m == nil || m.Author == nil || m.Author.Bot || m.Author.System || m.WebhookID != "" {
		return false
	}
	return m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply
}

// named reports whether a message is meant for the bot: it mentions it or its role, or is a direct message. It isn't known
// where the message mentions roles of a server whose roles aren't.
func (b *Bot) named(m *discordgo.Message) (named, known bool) {
	if m.GuildID == "" || mentionsUser(m, b.self) {
		return true, true
	}
	if len(m.MentionRoles) == 0 {
		return false, true
	}
	role, known := b.guilds.ownRole(m.GuildID)
	return role != "" && slices.Contains(m.MentionRoles, role), known
}

// learnRole asks Discord which role is the bot's own when it is a message's turn, and answers the message where it mentions
// that.
func (b *Bot) learnRole(m *discordgo.Message) {
	if !b.allowlist.allows(m.GuildID) {
		return // a role of the same name is no reason to speak up there
	}
	_ = b.answers.submit(m.ChannelID, func() { // when too much is waiting, it is most likely about another role
		role := ""
		err := b.guard(func(ctx context.Context) (err error) {
			role, err = b.guilds.askOwnRole(ctx, m.GuildID)
			return err
		})
		switch {
		case err != nil:
			b.log.Warn("whether a message mentions the bot's role is not known", "guild", m.GuildID, "error", err)
		case role != "" && slices.Contains(m.MentionRoles, role) && b.events.first(m.ID, b.now()) && b.withinLimits(m):
			defer b.limiter.release(m.Author.ID)
			b.answerMessage(m)
		}
	})
}

// withinLimits counts a question of its asker's, who is told where it is too many.
func (b *Bot) withinLimits(m *discordgo.Message) bool {
	verdict := b.limiter.take(m.Author.ID, b.now())
	if verdict == refused {
		b.sendNotice(m, b.wordsIn(m.GuildID).Text("say.too_many"))
	}
	if verdict != allowed {
		b.counts.refused.Add(1)
	}
	return verdict == allowed
}

// takeMessage queues a question behind those of its channel, within the asker's limits.
func (b *Bot) takeMessage(m *discordgo.Message) {
	if !b.withinLimits(m) {
		return
	}
	err := b.answers.submit(m.ChannelID, func() {
		defer b.limiter.release(m.Author.ID)
		b.answerMessage(m)
	})
	if err == nil {
		return
	}
	b.limiter.release(m.Author.ID)
	if errors.Is(err, errFull) {
		b.refuseMessage(m, "say.busy")
	}
}

// refuseMessage tells the author one sentence, the text of a key, at most once a minute.
func (b *Bot) refuseMessage(m *discordgo.Message, key string) {
	b.counts.refused.Add(1)
	if b.limiter.tell(m.Author.ID, b.now()) {
		b.sendNotice(m, b.wordsIn(m.GuildID).Text(key))
	}
}

// sendNotice sends one sentence without waiting.
func (b *Bot) sendNotice(m *discordgo.Message, text string) {
	b.notify(m.ChannelID, slog.String("channel", m.ChannelID), func(ctx context.Context) error {
		_, err := b.deliver(ctx, m, render.Private(text))
		return err
	})
}

// answerMessage answers one message whose turn has come.
func (b *Bot) answerMessage(m *discordgo.Message) {
	err := b.guard(func(ctx context.Context) error {
		return b.replyTo(ctx, m)
	})
	var refused refusal
	switch {
	case err == nil:
		b.counts.answered.Add(1)
	case errors.As(err, &refused):
		b.refuseMessage(m, string(refused))
	default:
		b.counts.failed.Add(1)
		b.sendNotice(m, b.faults.record(err, b.wordsIn(m.GuildID), slog.String("message", m.ID), slog.String("channel", m.ChannelID), slog.String("guild", m.GuildID)))
	}
}

// wordsIn is the language for what is sent to a server, English where it isn't known.
func (b *Bot) wordsIn(guildID string) *locale.Locale { return b.locales.For(b.guilds.locale(guildID)) }

// replyTo answers a message. A refusal as the error is what to tell the author instead.
func (b *Bot) replyTo(ctx context.Context, m *discordgo.Message) error {
	if err := b.authorize(ctx, m.ID, m.GuildID, m.Author.ID); err != nil {
		return err
	}
	res, err := b.resultFor(ctx, m)
	if err != nil {
		return err
	}
	st := newState(res)
	st.Asker, st.Guild = m.Author.ID, m.GuildID
	id, reply := b.withControls(b.wordsIn(m.GuildID), st, res)
	before, err := b.deliver(ctx, m, reply)
	b.keepMessages(id, st, before)
	return err
}

// resultFor reads what a message asks, and what the documents have of it.
func (b *Bot) resultFor(ctx context.Context, m *discordgo.Message) (command.Result, error) {
	defer b.typing(ctx, m.ChannelID)()
	asked, err := b.read(ctx, m)
	if err != nil {
		return command.Result{}, err
	}
	if asked.hint != "" {
		return command.Result{Reply: render.Private(b.wordsIn(m.GuildID).Text(asked.hint))}, nil
	}
	req := command.Question(asked.text, asked.earlier, sentAt(m.ID))
	return b.run(ctx, b.wordsIn(m.GuildID), req)
}

// typing shows that the bot is at work, once that has taken longer than the eye forgives. The function it returns ends
// the wait.
func (b *Bot) typing(ctx context.Context, channelID string) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-ctx.Done():
		case <-b.after(deferAfter):
			if err := b.rest.Typing(ctx, channelID); err != nil {
				b.log.Debug("the typing indicator was not shown", "channel", channelID, "error", err)
			}
		}
	}()
	return func() { cancel(); <-done }
}

package bot

import (
	"context"
	"time"

	"github.com/bwmarrin/discordgo"
)

// A refusal is the key of what to tell somebody whose question is not taken. It is an error so that it ends the work like
// one, but nothing has failed.
type refusal string

func (r refusal) Error() string { return string(r) }

// authorize refuses a question, once its turn has come, that is too old, or that comes in a direct message from somebody who
// isn't a member of an allowed server. The id is that of the message or interaction.
func (b *Bot) authorize(ctx context.Context, id, guildID, userID string) error {
	if b.tooOld(id) {
		return refusal("say.too_old")
	}
	if guildID != "" {
		b.members.met(userID, b.now())
		return nil
	}
	allowed, err := b.allowlist.all(ctx)
	if err != nil {
		return err
	}
	member, err := b.members.belongs(ctx, userID, allowed, b.now())
	if err != nil {
		return err
	}
	if !member {
		return refusal("say.elsewhere")
	}
	return nil
}

// tooOld reports whether whoever sent what has this id will have gone on by now.
func (b *Bot) tooOld(id string) bool {
	at := sentAt(id)
	return !at.IsZero() && b.now().Sub(at) > patience
}

// sentAt is the time in a Discord id, zero for what isn't one.
func sentAt(id string) time.Time {
	at, err := discordgo.SnowflakeTimestamp(id)
	if err != nil {
		return time.Time{}
	}
	return at
}

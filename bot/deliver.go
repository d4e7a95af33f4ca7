package bot

import (
	"bytes"
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"docent/bot/render"
	"docent/bot/rest"
)

// This file sends answers to messages. What the bot may do in a channel isn't told with a message, so it is found out by
// trying: the best form first, then what Discord's refusal leaves. What worked is remembered for a while.

// Codes of Discord's that package rest doesn't name.
const (
	codeCannotMessageUser = 50007  // they take no direct messages from the bot
	codeArchivedThread    = 50083  // only who may manage threads can write into it
	codeLockedThread      = 160005 // as that
	codeNoReply           = 160002 // a reply needs the permission to read the message history
)

// deliver sends a reply to the message it answers. It returns the ids of its messages before the last one, beside an error
// as well. Where the bot may not write, nothing is sent and nobody is told: there is no place where the asker would see it.
func (b *Bot) deliver(ctx context.Context, m *discordgo.Message, reply render.Reply) (before []string, err error) {
	can, mute := b.limits.of(m.ChannelID, b.now())
	for !mute {
		before, err = b.try(ctx, m, reply, can)
		lesser, ok := can.without(err)
		switch {
		case err == nil:
			b.limits.took(m.ChannelID, can, b.now())
			return before, nil
		case len(before) > 0, !ok && !mayNotSend(err): // what was sent in one form isn't sent again in another
			return before, fmt.Errorf("sending an answer: %w", err)
		case !ok:
			b.limits.refused(m.ChannelID, b.now())
			mute = true
		}
		b.log.Debug("an answer was refused in this form", "channel", m.ChannelID, "error", err)
		can = lesser
	}
	b.log.Debug("the bot may not write here", "channel", m.ChannelID)
	return nil, nil
}

// try sends a reply's messages in one form, and returns as deliver does. The first refers to the message that it answers.
func (b *Bot) try(ctx context.Context, m *discordgo.Message, reply render.Reply, can capabilities) (before []string, err error) {
	all := render.Message(reply, can.render(), b.wordsIn(m.GuildID))
	for i, out := range all {
		message := &rest.Message{Content: out.Content, Embeds: out.Embeds, Components: out.Components, Files: attachments(out.Files)}
		if i == 0 && !can.noReference {
			message.ReplyTo = m.ID
		}
		id, err := b.rest.SendMessage(ctx, m.ChannelID, message)
		if err != nil {
			return before, err
		}
		if i < len(all)-1 {
			before = append(before, id)
		}
	}
	return before, nil
}

func attachments(files []render.File) []*discordgo.File {
	var out []*discordgo.File
	for _, f := range files {
		out = append(out, &discordgo.File{Name: f.Name, ContentType: f.ContentType, Reader: bytes.NewReader(f.Data)})
	}
	return out
}

// capabilities is what is left to the bot in a channel.
type capabilities struct {
	plain       bool // no embeds and no files
	noReference bool
}

func (c capabilities) render() render.Capabilities {
	return render.Capabilities{Embed: !c.plain, Attach: !c.plain}
}

// without is what is left after Discord refused a message that used all of them; ok is false where nothing is, or where the
// error is none of permission.
func (c capabilities) without(err error) (lesser capabilities, ok bool) {
	lesser = c
	switch rest.Code(err) {
	case codeNoReply:
		lesser.noReference = true
	case rest.CodeMissingPermissions:
		lesser.plain = true
	}
	return lesser, lesser != c
}

// mayNotSend reports whether Discord says that the bot may not write in a channel, or that there is none.
func mayNotSend(err error) bool {
	switch rest.Code(err) {
	case rest.CodeMissingPermissions, rest.CodeMissingAccess, rest.CodeUnknownChannel, codeCannotMessageUser, codeArchivedThread, codeLockedThread:
		return true
	}
	return false
}

// capabilitiesOf reads from an interaction's permissions what a response may hold.
func capabilitiesOf(permissions int64) render.Capabilities {
	return render.Capabilities{
		Embed:  permissions&discordgo.PermissionEmbedLinks != 0,
		Attach: permissions&discordgo.PermissionAttachFiles != 0,
	}
}

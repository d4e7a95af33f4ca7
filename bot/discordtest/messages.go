package discordtest

import (
	"context"
	"encoding/json"

	"github.com/bwmarrin/discordgo"
)

// A MessageOption changes a message that a person sends.
type MessageOption func(s *Server, ch *channel, m object)

// ReplyTo makes the message a reply, which pings the author of the other message unless Quietly follows.
func ReplyTo(messageID string) MessageOption {
	return func(s *Server, ch *channel, m object) {
		to := ch.message(messageID)
		if to == nil {
			s.t.Fatalf("discordtest: there is no message %q in channel %q to reply to", messageID, ch.id)
		}
		replyTo(m, to)
		author := to["author"].(object)["id"].(string)
		for _, u := range m["mentions"].([]object) {
			if u["id"] == author {
				return
			}
		}
		m["mentions"] = append(m["mentions"].([]object), s.mentionJSON(ch, s.world.users[author]))
	}
}

// Quietly is a reply with the ping switched off: only the content mentions.
func Quietly() MessageOption {
	return func(s *Server, ch *channel, m object) { s.mention(ch, m) }
}

// Attach adds a file of so many bytes.
func Attach(name, contentType string, size int) MessageOption {
	return func(s *Server, _ *channel, m object) {
		m["attachments"] = append(m["attachments"].([]object), s.attachment(name, contentType, size))
	}
}

// With sets fields of the message as Discord would send it, whatever they are.
func With(fields map[string]any) MessageOption {
	return func(_ *Server, _ *channel, m object) {
		for key, value := range fields {
			m[key] = value
		}
	}
}

// MessageCreate has a person send a message, and sends it to the bot as Discord does: with mentions read out of the
// content, and without the content where the bot may not see it. It returns the message with all its content.
func (s *Server) MessageCreate(channelID string, user *discordgo.User, content string, opts ...MessageOption) *discordgo.Message {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, author := s.channel(channelID), s.user(user)
	s.mustBeIn(ch, author)
	m := s.newMessage(ch, author, content)
	for _, opt := range opts {
		opt(s, ch, m)
	}
	raw, err := json.Marshal(m) // so that With may have brought values of any type
	if err != nil {
		s.t.Fatalf("discordtest: %v", err)
	}
	s.post(ch, m)
	var msg discordgo.Message
	if err := json.Unmarshal(raw, &msg); err != nil {
		// A message that discordgo can't read is sent all the same.
		return &discordgo.Message{ID: m["id"].(string), ChannelID: channelID, Author: author, Content: content}
	}
	msg.GuildID = ch.guild
	return &msg
}

// mustBeIn fails the test if the user couldn't have written in the channel.
func (s *Server) mustBeIn(ch *channel, u *discordgo.User) {
	s.t.Helper()
	if ch.guild == "" && ch.recipient != u.ID {
		s.t.Fatalf("discordtest: %s is not in the direct messages %s", u.Username, ch.id)
	}
	if g := s.world.guilds[ch.guild]; g != nil && g.members[u.ID] == nil {
		s.t.Fatalf("discordtest: %s is not in the guild of %s; bring them in with AddMember", u.Username, ch.id)
	}
}

// DeleteMessage has a message deleted.
func (s *Server) DeleteMessage(channelID, messageID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(s.channel(channelID), messageID)
}

// Messages are the bot's messages in a channel, oldest first: those that it posted, and its responses to interactions
// which everybody there can see.
func (s *Server) Messages(channelID string) []*discordgo.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var own []*discordgo.Message
	for _, m := range s.ownMessages(s.channel(channelID)) {
		own = append(own, s.asMessage(m))
	}
	return own
}

func (s *Server) ownMessages(ch *channel) []object {
	var own []object
	for _, m := range ch.messages {
		if s.own(m) && m["flags"].(int)&flagLoading == 0 {
			own = append(own, m)
		}
	}
	return own
}

// WaitMessage returns the bot's next message in a channel: the first at the first call, the second at the second.
func (s *Server) WaitMessage(ctx context.Context, channelID string) *discordgo.Message {
	s.t.Helper()
	var next object
	s.await(ctx, "a message of the bot in channel "+channelID, func() bool {
		ch := s.channel(channelID)
		for _, m := range s.ownMessages(ch) {
			if id := m["id"].(string); compareIDs(id, ch.seen) > 0 {
				next, ch.seen = m, id
				return true
			}
		}
		return false
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asMessage(next)
}

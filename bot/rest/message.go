package rest

import (
	"context"
	"crypto/rand"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"docent/bot/wire"
)

// A Message is a message to send to a channel. It pings nobody, whatever it says.
type Message struct {
	Content    string
	Embeds     []*discordgo.MessageEmbed
	Components []discordgo.MessageComponent
	Files      []*discordgo.File
	ReplyTo    string // the id of a message in the same channel; if that is gone, the message stands alone
}

// maxNonce is Discord's limit for a nonce, in characters.
// https://docs.discord.com/developers/resources/message#create-message
const maxNonce = 25

// A messageBody is the JSON of a Message. discordgo's has no nonce.
type messageBody struct {
	Content         string                            `json:"content,omitempty"`
	Embeds          []*discordgo.MessageEmbed         `json:"embeds,omitempty"`
	Components      []discordgo.MessageComponent      `json:"components,omitempty"`
	AllowedMentions *discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	Reference       *discordgo.MessageReference       `json:"message_reference,omitempty"`
	Nonce           string                            `json:"nonce"`
	EnforceNonce    bool                              `json:"enforce_nonce"`
}

// SendMessage sends a message to a channel and returns its id. When the outcome of an attempt is unknown it is repeated
// with the same nonce, so that the message is there once at most.
func (c *Client) SendMessage(ctx context.Context, channelID string, m *Message) (id string, err error) {
	body := messageBody{
		Content: m.Content, Embeds: m.Embeds, Components: m.Components,
		AllowedMentions: nobody(), Nonce: rand.Text()[:maxNonce], EnforceNonce: true,
	}
	if m.ReplyTo != "" {
		body.Reference = &discordgo.MessageReference{MessageID: m.ReplyTo, ChannelID: channelID, FailIfNotExists: new(bool)}
	}
	return fetch(ctx, c, call{
		method: http.MethodPost, path: []string{"channels", channelID, "messages"},
		body: body, files: m.Files, plan: &plan{repeats: maxAttempts - 1},
	}, wire.ID)
}

// Message returns one message.
func (c *Client) Message(ctx context.Context, channelID, messageID string) (*discordgo.Message, error) {
	return get(ctx, c, wire.Message, "channels", channelID, "messages", messageID)
}

// DeleteMessage deletes a message. It is a no-op if the message is gone already.
func (c *Client) DeleteMessage(ctx context.Context, channelID, messageID string) error {
	_, err := c.do(ctx, call{method: http.MethodDelete, path: []string{"channels", channelID, "messages", messageID}})
	if Code(err) == CodeUnknownMessage {
		return nil
	}
	return err
}

// Typing shows the typing indicator in a channel for ten seconds, or until the bot sends a message.
func (c *Client) Typing(ctx context.Context, channelID string) error {
	_, err := c.do(ctx, call{method: http.MethodPost, path: []string{"channels", channelID, "typing"}})
	return err
}

// nobody is what every message says about whom it may ping.
func nobody() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

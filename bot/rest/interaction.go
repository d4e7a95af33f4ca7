package rest

import (
	"context"
	"net/http"
	"net/url"

	"github.com/bwmarrin/discordgo"

	"docent/bot/wire"
)

// A callback is the JSON of an answer to an interaction.
type callback struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

type deferral struct {
	Flags discordgo.MessageFlags `json:"flags,omitempty"`
}

type suggestions struct {
	Choices []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
}

// An update is an answer that changes the message whose component was pressed. What is nil stays as it is.
type update struct {
	Content         *string                           `json:"content,omitempty"`
	Embeds          *[]*discordgo.MessageEmbed        `json:"embeds,omitempty"`
	Components      []discordgo.MessageComponent      `json:"components"`
	Attachments     *[]*discordgo.MessageAttachment   `json:"attachments,omitempty"`
	AllowedMentions *discordgo.MessageAllowedMentions `json:"allowed_mentions"`
}

// newUpdate changes all of a message, or, where there is neither content nor an embed, its components alone.
func newUpdate(data *discordgo.InteractionResponseData) update {
	u := update{Components: data.Components, AllowedMentions: nobody()}
	if u.Components == nil {
		u.Components = []discordgo.MessageComponent{}
	}
	if data.Content == "" && len(data.Embeds) == 0 {
		return u
	}
	u.Content, u.Embeds, u.Attachments = &data.Content, &data.Embeds, data.Attachments
	if data.Embeds == nil {
		u.Embeds = &[]*discordgo.MessageEmbed{}
	}
	if len(data.Files) == 0 && data.Attachments == nil {
		u.Attachments = &[]*discordgo.MessageAttachment{} // those of before go
	}
	return u
}

type modal struct {
	CustomID   string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

// Respond answers an interaction, which Discord accepts for three seconds. Messages ping nobody. When the outcome is
// unknown it is tried once more, and Discord's saying then that the interaction has been answered counts as success.
func (c *Client) Respond(ctx context.Context, i *discordgo.Interaction, resp *discordgo.InteractionResponse) error {
	p := &plan{repeats: 1}
	q := call{
		method: http.MethodPost, path: []string{"interactions", i.ID, i.Token, "callback"},
		body: newCallback(resp), plan: p,
	}
	if resp.Data != nil {
		q.files = resp.Data.Files
	}
	_, err := c.do(ctx, q)
	if p.doubt && Code(err) == CodeAlreadyAcknowledged {
		return nil
	}
	return err
}

// newCallback keeps of an answer's data what its type has a use for; discordgo writes the fields of all types.
func newCallback(resp *discordgo.InteractionResponse) callback {
	cb := callback{Type: resp.Type}
	data := resp.Data
	if data == nil {
		data = &discordgo.InteractionResponseData{}
	}
	switch resp.Type {
	case discordgo.InteractionResponseChannelMessageWithSource:
		m := *data
		m.AllowedMentions = nobody()
		cb.Data = m
	case discordgo.InteractionResponseUpdateMessage:
		cb.Data = newUpdate(data)
	case discordgo.InteractionResponseDeferredChannelMessageWithSource:
		cb.Data = deferral{data.Flags}
	case discordgo.InteractionApplicationCommandAutocompleteResult:
		s := suggestions{data.Choices}
		if s.Choices == nil {
			s.Choices = []*discordgo.ApplicationCommandOptionChoice{}
		}
		cb.Data = s
	case discordgo.InteractionResponseModal:
		cb.Data = modal{data.CustomID, data.Title, data.Components}
	}
	return cb
}

// FollowUp sends a further message to an interaction that was answered, for as long as its token lives (15 minutes), and
// returns its id. It pings nobody. It isn't repeated when the outcome is unknown, since Discord would show it twice.
func (c *Client) FollowUp(ctx context.Context, i *discordgo.Interaction, params *discordgo.WebhookParams) (id string, err error) {
	body := *params
	body.AllowedMentions = nobody()
	return fetch(ctx, c, call{
		method: http.MethodPost, path: []string{"webhooks", i.AppID, i.Token},
		query: url.Values{"wait": {"true"}}, body: body, files: params.Files,
	}, wire.ID)
}

// EditResponse changes the answer to an interaction, or fills in a deferred one. It pings nobody. An edit without files
// comes to the same however often it is made, so that is repeated when the outcome is unknown.
func (c *Client) EditResponse(ctx context.Context, i *discordgo.Interaction, edit *discordgo.WebhookEdit) error {
	body := *edit
	body.AllowedMentions = nobody()
	q := call{method: http.MethodPatch, path: originalPath(i), body: body, files: edit.Files}
	if len(edit.Files) == 0 {
		q.plan = &plan{repeats: maxAttempts - 1}
	}
	_, err := c.do(ctx, q)
	return err
}

// DeleteResponse deletes the answer to an interaction. It is a no-op if the answer is gone already.
func (c *Client) DeleteResponse(ctx context.Context, i *discordgo.Interaction) error {
	_, err := c.do(ctx, call{method: http.MethodDelete, path: originalPath(i)})
	if Code(err) == CodeUnknownMessage {
		return nil
	}
	return err
}

// ResponseID returns the id of the answer to an interaction. For a press on a component it is that of the message with the
// component.
func (c *Client) ResponseID(ctx context.Context, i *discordgo.Interaction) (string, error) {
	return get(ctx, c, wire.ID, originalPath(i)...)
}

func originalPath(i *discordgo.Interaction) []string {
	return []string{"webhooks", i.AppID, i.Token, "messages", "@original"}
}

package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// fitting are the ways in which each kind of interaction may be answered.
func fitting(kind discordgo.InteractionType, onMessage bool) []discordgo.InteractionResponseType {
	const (
		message    = discordgo.InteractionResponseChannelMessageWithSource
		deferred   = discordgo.InteractionResponseDeferredChannelMessageWithSource
		unchanged  = discordgo.InteractionResponseDeferredMessageUpdate
		update     = discordgo.InteractionResponseUpdateMessage
		completion = discordgo.InteractionApplicationCommandAutocompleteResult
		modal      = discordgo.InteractionResponseModal
	)
	switch kind {
	case discordgo.InteractionApplicationCommand:
		return []discordgo.InteractionResponseType{message, deferred, modal}
	case discordgo.InteractionMessageComponent:
		return []discordgo.InteractionResponseType{message, deferred, unchanged, update, modal}
	case discordgo.InteractionApplicationCommandAutocomplete:
		return []discordgo.InteractionResponseType{completion}
	default:
		if onMessage { // the modal was opened from a message's component
			return []discordgo.InteractionResponseType{message, deferred, unchanged, update}
		}
		return []discordgo.InteractionResponseType{message, deferred}
	}
}

// postCallback is the bot's first answer to an interaction: in time, and once.
func postCallback(c *call) (any, error) {
	it := c.world.interactions[c.param("token")]
	switch {
	case it == nil || it.ID != c.param("id"):
		return nil, errUnknownInteraction
	case it.response != nil:
		return nil, errAcknowledged
	case c.now().Sub(it.made) >= responseTime:
		return nil, errUnknownInteraction
	}
	var body struct {
		Type discordgo.InteractionResponseType `json:"type"`
		Data json.RawMessage                   `json:"data"`
	}
	if err := c.decode(&body); err != nil {
		return nil, err
	}
	if !slices.Contains(fitting(it.kind, it.source != nil), body.Type) {
		return nil, invalidForm(fmt.Sprintf("an interaction of type %d can't be answered with type %d", it.kind, body.Type))
	}
	response := &Response{Type: body.Type, Data: body.Data, After: c.now().Sub(it.made)}
	if err := c.respond(it, response); err != nil {
		return nil, err
	}
	it.response = response
	c.notify()
	if c.Query.Get("with_response") == "true" {
		return it.callbackJSON(), nil
	}
	return nil, nil
}

// respond does what a response asks for.
func (c *call) respond(it *Interaction, r *Response) error {
	data := r.Data
	if data == nil {
		data = json.RawMessage("{}")
	}
	switch r.Type {
	case discordgo.InteractionApplicationCommandAutocompleteResult:
		var body struct {
			Choices []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
		}
		if err := json.Unmarshal(data, &body); err != nil {
			return invalidForm(err.Error())
		}
		r.Choices = body.Choices
		return nil
	case discordgo.InteractionResponseModal:
		return nil
	case discordgo.InteractionResponseDeferredMessageUpdate:
		it.original = it.source
		return nil
	}
	body, err := c.decodeMessage(data)
	if err != nil {
		return err
	}
	r.Private = body.Flags != nil && *body.Flags&flagEphemeral != 0
	switch r.Type {
	case discordgo.InteractionResponseDeferredChannelMessageWithSource:
		it.original = c.show(it, &messageBody{}, r.Private, flagLoading)
		return nil
	case discordgo.InteractionResponseUpdateMessage:
		body.apply(it.source)
		it.original = it.source
		if it.channel.message(it.source["id"].(string)) != nil { // the gateway knows nothing of what one person sees
			c.emitMessage("MESSAGE_UPDATE", it.channel, it.source)
		}
	default:
		if body.empty() {
			return errEmptyMessage
		}
		it.original = c.show(it, body, r.Private, 0)
	}
	r.Message = c.asMessage(it.original)
	return nil
}

// show makes a message in answer to an interaction: in the channel, or for the person alone.
func (c *call) show(it *Interaction, body *messageBody, private bool, flags int) object {
	m := c.newMessage(it.channel, c.world.bot, "")
	body.apply(m)
	m["flags"] = m["flags"].(int) | flags
	m["webhook_id"], m["application_id"] = c.world.appID, c.world.appID
	if it.kind == discordgo.InteractionApplicationCommand {
		m["type"] = typeCommand
	}
	it.messages = append(it.messages, m)
	if private {
		m["flags"] = m["flags"].(int) | flagEphemeral
		c.notify()
		return m
	}
	c.post(it.channel, m)
	return m
}

func (it *Interaction) callbackJSON() object {
	o := object{"interaction": object{
		"id": it.ID, "type": int(it.kind), "response_message_ephemeral": it.response.Private,
	}}
	if it.original != nil {
		o["interaction"].(object)["response_message_id"] = it.original["id"]
		o["resource"] = object{"type": int(it.response.Type), "message": it.original}
	}
	return o
}

// acknowledged is the interaction whose token the request bears, while it serves.
func (c *call) acknowledged() (*Interaction, error) {
	it := c.world.interactions[c.param("token")]
	switch {
	case it == nil || c.param("app") != c.world.appID || it.response == nil:
		return nil, errUnknownWebhook
	case c.now().Sub(it.made) >= tokenTime:
		return nil, errWebhookToken
	}
	return it, nil
}

// postFollowUp is a further message in answer to an interaction. The first one after a deferral takes the deferral's place.
func postFollowUp(c *call) (any, error) {
	it, err := c.acknowledged()
	if err != nil {
		return nil, err
	}
	body, err := c.decodeMessage(c.JSON)
	if err != nil {
		return nil, err
	}
	if body.empty() {
		return nil, errEmptyMessage
	}
	if it.original != nil && it.original["flags"].(int)&flagLoading != 0 {
		return c.fill(it, body), nil
	}
	return c.show(it, body, body.Flags != nil && *body.Flags&flagEphemeral != 0, 0), nil
}

// fill puts the message in the place of a deferral, which has settled who sees it.
func (c *call) fill(it *Interaction, body *messageBody) object {
	m := it.original
	body.apply(m)
	m["flags"] = m["flags"].(int) &^ flagLoading
	if it.channel.message(m["id"].(string)) != nil {
		c.emitMessage("MESSAGE_UPDATE", it.channel, m)
	}
	c.notify()
	return m
}

// webhookMessage is the message of an interaction that the request names.
func (c *call) webhookMessage() (*Interaction, object, error) {
	it, err := c.acknowledged()
	if err != nil {
		return nil, nil, err
	}
	m := it.message(c.param("id"))
	if m == nil {
		return nil, nil, errUnknownMessage
	}
	return it, m, nil
}

func getWebhookMessage(c *call) (any, error) {
	_, m, err := c.webhookMessage()
	if err != nil {
		return nil, err
	}
	return m, nil
}

func patchWebhookMessage(c *call) (any, error) {
	it, m, err := c.webhookMessage()
	if err != nil {
		return nil, err
	}
	if m["flags"].(int)&flagLoading != 0 {
		body, err := c.decodeMessage(c.JSON)
		if err != nil {
			return nil, err
		}
		return c.fill(it, body), nil
	}
	return c.edit(it.channel, m)
}

func deleteWebhookMessage(c *call) (any, error) {
	it, m, err := c.webhookMessage()
	if err != nil {
		return nil, err
	}
	for _, other := range c.world.interactions { // the message may be another interaction's, whose button was pressed
		other.messages = slices.DeleteFunc(other.messages, func(o object) bool { return o["id"] == m["id"] })
		if other.originalID() == m["id"] {
			other.original = nil
		}
	}
	c.remove(it.channel, m["id"].(string))
	c.notify()
	return nil, nil
}

package discordtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// A messageBody is what a request says about a message. Nil is what it doesn't mention.
type messageBody struct {
	Content     *string           `json:"content"`
	Embeds      []object          `json:"embeds"`
	Components  []object          `json:"components"`
	Attachments []object          `json:"attachments"`
	Flags       *int              `json:"flags"`
	Nonce       any               `json:"nonce"`
	Enforce     bool              `json:"enforce_nonce"`
	Reference   *messageReference `json:"message_reference"`
}

// A messageReference is what a message replies to.
type messageReference struct {
	MessageID       string `json:"message_id"`
	ChannelID       string `json:"channel_id"`
	FailIfNotExists *bool  `json:"fail_if_not_exists"`
}

// A message's type and flags.
const (
	typeReply     = 19
	typeCommand   = 20 // a response to a chat command
	flagEphemeral = 1 << 6
	flagLoading   = 1 << 7
)

// decodeMessage reads a message out of the request, with the uploaded files as attachments.
func (c *call) decodeMessage(raw json.RawMessage) (*messageBody, error) {
	var body messageBody
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, invalidForm(err.Error())
	}
	for i, f := range c.Files {
		description := object{}
		for _, a := range body.Attachments {
			if fmt.Sprint(a["id"]) == strconv.Itoa(i) {
				description = a
			}
		}
		maps.Copy(description, c.attachment(f.Name, f.ContentType, len(f.Data)))
		if !slices.ContainsFunc(body.Attachments, func(a object) bool { return a["id"] == description["id"] }) {
			body.Attachments = append(body.Attachments, description)
		}
	}
	for _, e := range body.Embeds {
		e["type"] = "rich"
	}
	return &body, nil
}

// attachment is an uploaded file as messages show it.
func (s *Server) attachment(name, contentType string, size int) object {
	id := s.newID()
	return object{
		"id": id, "filename": name, "size": size, "content_type": contentType,
		"url":       "https://cdn.discordapp.com/attachments/0/" + id + "/" + name,
		"proxy_url": "https://media.discordapp.net/attachments/0/" + id + "/" + name,
	}
}

// empty reports whether there is nothing to show.
func (b *messageBody) empty() bool {
	return (b.Content == nil || *b.Content == "") && len(b.Embeds)+len(b.Components)+len(b.Attachments) == 0
}

// newMessage makes a message and puts it nowhere.
func (s *Server) newMessage(ch *channel, author *discordgo.User, content string) object {
	m := object{
		"id": s.newID(), "channel_id": ch.id, "type": 0, "author": userJSON(author), "content": content,
		"timestamp": s.now().UTC().Format(time.RFC3339Nano), "edited_timestamp": nil, "tts": false, "pinned": false,
		"attachments": []object{}, "embeds": []object{}, "components": []object{}, "flags": 0,
	}
	s.mention(ch, m)
	return m
}

var (
	userMention = regexp.MustCompile(`<@!?(\d+)>`)
	roleMention = regexp.MustCompile(`<@&(\d+)>`)
	everyone    = regexp.MustCompile(`@(everyone|here)\b`)
)

// mention fills in whom the content mentions, as Discord reads it out of a person's message.
func (s *Server) mention(ch *channel, m object) {
	content := m["content"].(string)
	users, roles := []object{}, []string{}
	for _, id := range mentioned(userMention, content) {
		if u := s.world.users[id]; u != nil {
			users = append(users, s.mentionJSON(ch, u))
		}
	}
	for _, id := range mentioned(roleMention, content) {
		if s.world.knowsRole(ch.guild, id) {
			roles = append(roles, id)
		}
	}
	m["mentions"], m["mention_roles"], m["mention_everyone"] = users, roles, everyone.MatchString(content)
}

// mentionJSON is a mentioned user with, in a guild, the member.
func (s *Server) mentionJSON(ch *channel, u *discordgo.User) object {
	o := userJSON(u)
	if g := s.world.guilds[ch.guild]; g != nil && g.members[u.ID] != nil {
		o["member"] = g.members[u.ID].partialJSON()
	}
	return o
}

// mentioned lists the ids that a pattern finds, each once.
func mentioned(pattern *regexp.Regexp, content string) []string {
	var ids []string
	for _, found := range pattern.FindAllStringSubmatch(content, -1) {
		if !slices.Contains(ids, found[1]) {
			ids = append(ids, found[1])
		}
	}
	return ids
}

// apply puts what a request says into a message. The bot's own words mention nobody: that is what allowed_mentions sees to.
func (b *messageBody) apply(m object) {
	if b.Content != nil {
		m["content"] = *b.Content
	}
	if b.Embeds != nil {
		m["embeds"] = b.Embeds
	}
	if b.Components != nil {
		m["components"] = b.Components
	}
	if b.Attachments != nil {
		m["attachments"] = b.Attachments
	}
	if b.Flags != nil {
		m["flags"] = *b.Flags | m["flags"].(int)&flagEphemeral // nobody can take it back
	}
	if b.Nonce != nil {
		m["nonce"] = b.Nonce
	}
}

// postMessage is the bot's message to a channel.
func postMessage(c *call) (any, error) {
	ch, err := c.seenChannel()
	if err != nil {
		return nil, err
	}
	body, err := c.decodeMessage(c.JSON)
	if err != nil {
		return nil, err
	}
	if err := c.allowed(ch, body); err != nil {
		return nil, err
	}
	if earlier := c.sameNonce(ch, body); earlier != nil {
		return earlier, nil
	}
	m := c.newMessage(ch, c.world.bot, "")
	if err := refer(ch, body, m); err != nil {
		return nil, err
	}
	body.apply(m)
	c.post(ch, m)
	return m, nil
}

// allowed tells why the bot may not send a message, or nil.
func (c *call) allowed(ch *channel, body *messageBody) error {
	switch {
	case !c.world.maySend(ch),
		len(body.Embeds) > 0 && !c.world.may(ch, canEmbed),
		len(body.Attachments) > 0 && !c.world.may(ch, canAttach):
		return errMissingPermissions
	case body.Reference != nil && !c.world.may(ch, canReadHistory):
		return errNoHistory
	case body.empty():
		return errEmptyMessage
	}
	return nil
}

// sameNonce is the message that the bot has sent with the same enforced nonce before.
func (c *call) sameNonce(ch *channel, body *messageBody) object {
	if !body.Enforce || body.Nonce == nil {
		return nil
	}
	for _, m := range ch.messages {
		if c.own(m) && m["nonce"] == body.Nonce {
			return m
		}
	}
	return nil
}

// own reports whether the bot has written the message.
func (s *Server) own(m object) bool { return m["author"].(object)["id"] == s.world.bot.ID }

// refer makes a message a reply. A reply to a message that is gone is refused, or made an ordinary message.
func refer(ch *channel, body *messageBody, m object) error {
	ref := body.Reference
	if ref == nil {
		return nil
	}
	to := ch.message(ref.MessageID)
	if to != nil {
		replyTo(m, to)
		return nil
	}
	if ref.FailIfNotExists != nil && !*ref.FailIfNotExists {
		return nil
	}
	return &apiError{status: 400, code: 50035, message: "Invalid Form Body", errors: object{
		"message_reference": object{"_errors": []object{
			{"code": "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "message": "Unknown message"},
		}},
	}}
}

// replyTo makes m a reply.
func replyTo(m, to object) {
	m["type"] = typeReply
	m["message_reference"] = object{"type": 0, "message_id": to["id"], "channel_id": m["channel_id"]}
	quoted := maps.Clone(to)
	delete(quoted, "referenced_message") // Discord goes one step back, no further
	m["referenced_message"] = quoted
}

// post adds a message to a channel and tells the gateway.
func (s *Server) post(ch *channel, m object) {
	ch.messages = append(ch.messages, m)
	s.emitMessage("MESSAGE_CREATE", ch, m)
	s.notify()
}

// emitMessage sends a message event to the sessions that asked for such.
func (s *Server) emitMessage(event string, ch *channel, m object) {
	intent := discordgo.IntentGuildMessages
	if ch.guild == "" {
		intent = discordgo.IntentDirectMessages
	}
	for _, g := range s.hub.sessions {
		if g.dead || g.intents&intent == 0 {
			continue
		}
		view := s.shown(ch, m)
		if ch.guild != "" {
			view["guild_id"] = ch.guild
			if member := s.world.guilds[ch.guild].members[m["author"].(object)["id"].(string)]; member != nil {
				view["member"] = member.partialJSON()
			}
		}
		g.dispatch(event, view)
	}
}

// shown is a copy of a message as the bot gets to see it, without the Message Content intent: bare, unless the bot wrote
// it, is mentioned in it, or is addressed by it in a direct message.
func (s *Server) shown(ch *channel, m object) object {
	view := maps.Clone(m)
	if quoted, ok := m["referenced_message"].(object); ok {
		view["referenced_message"] = s.shown(ch, quoted)
	}
	if ch.guild == "" || s.own(m) || s.mentionsBot(m) {
		return view
	}
	view["content"], view["attachments"], view["embeds"], view["components"] = "", []any{}, []any{}, []any{}
	return view
}

func (s *Server) mentionsBot(m object) bool {
	return slices.ContainsFunc(m["mentions"].([]object), func(u object) bool { return u["id"] == s.world.bot.ID })
}

// edit applies the request to a message.
func (c *call) edit(ch *channel, m object) (any, error) {
	body, err := c.decodeMessage(c.JSON)
	if err != nil {
		return nil, err
	}
	body.apply(m)
	m["edited_timestamp"] = c.now().UTC().Format(time.RFC3339Nano)
	if ch.message(m["id"].(string)) != nil {
		c.emitMessage("MESSAGE_UPDATE", ch, m)
	}
	c.notify()
	return m, nil
}

func deleteMessage(c *call) (any, error) {
	ch, err := c.seenChannel()
	if err != nil {
		return nil, err
	}
	m := ch.message(c.param("id"))
	switch {
	case m == nil:
		return nil, errUnknownMessage
	case !c.own(m) && !c.world.may(ch, canManage):
		return nil, errMissingPermissions
	}
	c.remove(ch, m["id"].(string))
	return nil, nil
}

// remove deletes a message and tells the gateway.
func (s *Server) remove(ch *channel, id string) {
	if !ch.remove(id) {
		return
	}
	intent, event := discordgo.IntentDirectMessages, object{"id": id, "channel_id": ch.id}
	if ch.guild != "" {
		intent, event["guild_id"] = discordgo.IntentGuildMessages, ch.guild
	}
	s.emit("MESSAGE_DELETE", intent, event)
	s.notify()
}

// asMessage is a message in discordgo's type.
func (s *Server) asMessage(m object) *discordgo.Message {
	raw, err := json.Marshal(m)
	if err != nil {
		s.t.Fatalf("discordtest: %v", err)
	}
	var msg discordgo.Message
	if err := json.Unmarshal(raw, &msg); err != nil {
		s.t.Fatalf("discordtest: reading a message: %v", err)
	}
	return &msg
}

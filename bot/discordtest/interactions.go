package discordtest

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"
)

// How long an interaction waits for its response, and how long its token serves for more: Discord's own bounds.
const (
	responseTime = 3 * time.Second
	tokenTime    = 15 * time.Minute
)

// An Interaction is a command that a person used, or a component that they pressed.
type Interaction struct {
	ID, Token string

	server   *Server
	kind     discordgo.InteractionType
	channel  *channel
	user     string // the person's id
	made     time.Time
	source   object // the message whose component was pressed
	response *Response
	original object
	messages []object // the original response and the follow-ups that are there, oldest first
	read     string   // the last follow-up that WaitFollowUp has handed out
}

// A Response is how the bot answered an interaction at first.
type Response struct {
	Type    discordgo.InteractionResponseType
	Private bool                                        // only the person sees it
	Message *discordgo.Message                          // what is shown, nil for a deferral, for choices and for a modal
	Choices []*discordgo.ApplicationCommandOptionChoice // of an autocompletion
	Data    json.RawMessage                             // as it was sent
	After   time.Duration                               // since the interaction, by the server's clock
}

// Text is an option of type string.
func Text(name, value string) *discordgo.ApplicationCommandInteractionDataOption {
	return &discordgo.ApplicationCommandInteractionDataOption{Name: name, Type: discordgo.ApplicationCommandOptionString, Value: value}
}

// Number is an option of type integer.
func Number(name string, value int) *discordgo.ApplicationCommandInteractionDataOption {
	return &discordgo.ApplicationCommandInteractionDataOption{Name: name, Type: discordgo.ApplicationCommandOptionInteger, Value: value}
}

// Bool is an option of type boolean.
func Bool(name string, value bool) *discordgo.ApplicationCommandInteractionDataOption {
	return &discordgo.ApplicationCommandInteractionDataOption{Name: name, Type: discordgo.ApplicationCommandOptionBoolean, Value: value}
}

// Sub is a subcommand with its options, to be given as the only option of its command.
func Sub(name string, options ...*discordgo.ApplicationCommandInteractionDataOption) *discordgo.ApplicationCommandInteractionDataOption {
	return &discordgo.ApplicationCommandInteractionDataOption{Name: name, Type: discordgo.ApplicationCommandOptionSubCommand, Options: options}
}

// SetLocale sets the language of a person's Discord. The default is en-US.
func (s *Server) SetLocale(userID string, locale discordgo.Locale) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.users[userID].Locale = string(locale)
}

// SlashCommand has a person use a command in a channel. Once the bot has registered commands, it must be one of them,
// and the options must fit it.
func (s *Server) SlashCommand(channelID string, user *discordgo.User, name string, options ...*discordgo.ApplicationCommandInteractionDataOption) *Interaction {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.interact(channelID, user, discordgo.InteractionApplicationCommand, s.commandData(channelID, name, options, true), nil)
}

// MessageCommand has a person use a command of a message's menu. The bot gets the whole message, whatever its intents.
func (s *Server) MessageCommand(channelID string, user *discordgo.User, name, messageID string) *Interaction {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.findMessage(channelID, messageID)
	data := s.menuData(channelID, name)
	data["target_id"] = messageID
	data["resolved"] = object{"messages": object{messageID: m}}
	return s.interact(channelID, user, discordgo.InteractionApplicationCommand, data, nil)
}

// Autocomplete has a person type in an option of a command, the last of those given (of the subcommand, where there is
// one).
func (s *Server) Autocomplete(channelID string, user *discordgo.User, name string, options ...*discordgo.ApplicationCommandInteractionDataOption) *Interaction {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	options = focusLast(options)
	return s.interact(channelID, user, discordgo.InteractionApplicationCommandAutocomplete, s.commandData(channelID, name, options, false), nil)
}

// focusLast copies options with the last one being typed in.
func focusLast(options []*discordgo.ApplicationCommandInteractionDataOption) []*discordgo.ApplicationCommandInteractionDataOption {
	options = slices.Clone(options)
	last := *options[len(options)-1]
	if last.Type == discordgo.ApplicationCommandOptionSubCommand {
		last.Options = focusLast(last.Options)
	} else {
		last.Focused = true
	}
	options[len(options)-1] = &last
	return options
}

// interact makes an interaction and sends it to the bot.
func (s *Server) interact(channelID string, user *discordgo.User, kind discordgo.InteractionType, data object, source object) *Interaction {
	s.t.Helper()
	ch, u := s.channel(channelID), s.user(user)
	s.mustBeIn(ch, u)
	it := &Interaction{ID: s.newID(), server: s, kind: kind, channel: ch, user: u.ID, made: s.now(), source: source}
	it.Token = "interaction-token-" + it.ID
	s.world.interactions[it.Token] = it
	event := s.interactionJSON(it, u, data)
	for _, g := range s.hub.sessions {
		if !g.dead { // interactions come whatever the intents
			g.dispatch("INTERACTION_CREATE", event)
		}
	}
	return it
}

func (s *Server) interactionJSON(it *Interaction, u *discordgo.User, data object) object {
	locale := u.Locale
	if locale == "" {
		locale = string(discordgo.EnglishUS)
	}
	ch := it.channel
	o := object{
		"id": it.ID, "application_id": s.world.appID, "type": int(it.kind), "token": it.Token, "version": 1, "data": data,
		"channel_id": ch.id, "channel": ch.json(&s.world), "locale": locale, "entitlements": []any{}, "entitlement_sku_ids": []any{},
		"app_permissions": bits(s.world.permissions(ch, s.world.bot.ID)), "attachment_size_limit": 10 << 20,
	}
	if it.source != nil {
		o["message"] = it.source
	}
	if ch.guild == "" {
		o["user"], o["context"] = userJSON(u), int(discordgo.InteractionContextBotDM)
		o["authorizing_integration_owners"] = object{"0": "0"}
		return o
	}
	member := s.world.guilds[ch.guild].members[u.ID].json()
	member["permissions"] = bits(s.world.permissions(ch, u.ID))
	maps.Copy(o, object{
		"guild_id": ch.guild, "guild_locale": s.world.guilds[ch.guild].language(), "guild": object{"id": ch.guild, "locale": s.world.guilds[ch.guild].language(), "features": []any{}},
		"member": member, "context": int(discordgo.InteractionContextGuild), "authorizing_integration_owners": object{"0": ch.guild},
	})
	return o
}

// Response waits for the bot's first answer.
func (it *Interaction) Response(ctx context.Context) *Response {
	it.server.t.Helper()
	it.server.await(ctx, "a response to interaction "+it.ID, func() bool { return it.response != nil })
	return it.response
}

// Original waits for the message that the bot's first answer shows, after a deferral the one that takes its place.
func (it *Interaction) Original(ctx context.Context) *discordgo.Message {
	it.server.t.Helper()
	it.server.await(ctx, "the message in response to interaction "+it.ID, func() bool {
		return it.original != nil && it.original["flags"].(int)&flagLoading == 0
	})
	it.server.mu.Lock()
	defer it.server.mu.Unlock()
	return it.server.asMessage(it.original)
}

// WaitFollowUp returns the bot's next follow-up: the first at the first call, the second at the second.
func (it *Interaction) WaitFollowUp(ctx context.Context) *discordgo.Message {
	it.server.t.Helper()
	var next object
	it.server.await(ctx, "a follow-up to interaction "+it.ID, func() bool {
		for _, m := range it.messages {
			if id := m["id"].(string); id != it.originalID() && compareIDs(id, it.read) > 0 {
				next, it.read = m, id
				return true
			}
		}
		return false
	})
	it.server.mu.Lock()
	defer it.server.mu.Unlock()
	return it.server.asMessage(next)
}

func (it *Interaction) originalID() string {
	if it.original == nil {
		return ""
	}
	return it.original["id"].(string)
}

// message finds the original response or a follow-up, nil if there is no such message.
func (it *Interaction) message(id string) object {
	if id == "@original" {
		return it.original
	}
	for _, m := range it.messages {
		if m["id"] == id {
			return m
		}
	}
	return nil
}

package gateway

import (
	"encoding/json"
	"errors"

	"github.com/bwmarrin/discordgo"
)

// errIncomplete is an event that lacks what every event of its kind has.
var errIncomplete = errors.New("the event is incomplete")

// newEvent makes an empty event of a name in discordgo's type, nil for the names that a bot without moderation, voice or
// monetisation has no use for.
func newEvent(name string) any {
	switch name {
	case "READY":
		return new(discordgo.Ready)
	case "RESUMED":
		return new(discordgo.Resumed)
	case "INTERACTION_CREATE":
		return new(discordgo.InteractionCreate)
	case "MESSAGE_CREATE":
		return new(discordgo.MessageCreate)
	case "MESSAGE_UPDATE":
		return new(discordgo.MessageUpdate)
	case "MESSAGE_DELETE":
		return new(discordgo.MessageDelete)
	case "MESSAGE_DELETE_BULK":
		return new(discordgo.MessageDeleteBulk)
	case "GUILD_CREATE":
		return new(discordgo.GuildCreate)
	case "GUILD_UPDATE":
		return new(discordgo.GuildUpdate)
	case "GUILD_DELETE":
		return new(discordgo.GuildDelete)
	case "GUILD_ROLE_CREATE":
		return new(discordgo.GuildRoleCreate)
	case "GUILD_ROLE_UPDATE":
		return new(discordgo.GuildRoleUpdate)
	case "GUILD_ROLE_DELETE":
		return new(discordgo.GuildRoleDelete)
	case "GUILD_MEMBER_ADD":
		return new(discordgo.GuildMemberAdd)
	case "GUILD_MEMBER_UPDATE":
		return new(discordgo.GuildMemberUpdate)
	case "GUILD_MEMBER_REMOVE":
		return new(discordgo.GuildMemberRemove)
	case "CHANNEL_CREATE":
		return new(discordgo.ChannelCreate)
	case "CHANNEL_UPDATE":
		return new(discordgo.ChannelUpdate)
	case "CHANNEL_DELETE":
		return new(discordgo.ChannelDelete)
	case "THREAD_CREATE":
		return new(discordgo.ThreadCreate)
	case "THREAD_UPDATE":
		return new(discordgo.ThreadUpdate)
	case "THREAD_DELETE":
		return new(discordgo.ThreadDelete)
	case "USER_UPDATE":
		return new(discordgo.UserUpdate)
	}
	return nil
}

// decodeEvent reads an event. It is nil for a name that isn't known. An event that is returned can be used without
// looking whether its embedded pointer is nil; a message that was created has an author, and an interaction a user.
func decodeEvent(name string, data json.RawMessage) (any, error) {
	event := newEvent(name)
	if event == nil {
		return nil, nil
	}
	if err := json.Unmarshal(data, event); err != nil {
		// discordgo gives up on a whole message over one component of a type that it doesn't know.
		rest, stripErr := withoutUnreadableComponents(data)
		if stripErr != nil {
			return nil, err
		}
		event = newEvent(name)
		if err := json.Unmarshal(rest, event); err != nil {
			return nil, err
		}
	}
	if !usable(event) {
		return nil, errIncomplete
	}
	return event, nil
}

// usable tells whether an event has what its kind always has.
func usable(event any) bool {
	switch e := event.(type) {
	case *discordgo.Ready:
		return e.User != nil && e.SessionID != ""
	case *discordgo.MessageCreate:
		return e.Message != nil && e.ID != "" && e.ChannelID != "" && e.Author != nil
	case *discordgo.MessageUpdate:
		return e.Message != nil
	case *discordgo.MessageDelete:
		return e.Message != nil
	case *discordgo.InteractionCreate:
		return e.Interaction != nil && e.ID != "" && e.Token != "" && (e.User != nil || e.Member != nil && e.Member.User != nil)
	case *discordgo.GuildCreate:
		return e.Guild != nil
	case *discordgo.GuildUpdate:
		return e.Guild != nil
	case *discordgo.GuildDelete:
		return e.Guild != nil
	case *discordgo.GuildRoleCreate:
		return e.GuildRole != nil && e.Role != nil
	case *discordgo.GuildRoleUpdate:
		return e.GuildRole != nil && e.Role != nil
	case *discordgo.GuildMemberAdd:
		return e.Member != nil
	case *discordgo.GuildMemberUpdate:
		return e.Member != nil
	case *discordgo.GuildMemberRemove:
		return e.Member != nil
	case *discordgo.ChannelCreate:
		return e.Channel != nil
	case *discordgo.ChannelUpdate:
		return e.Channel != nil
	case *discordgo.ChannelDelete:
		return e.Channel != nil
	case *discordgo.ThreadCreate:
		return e.Channel != nil
	case *discordgo.ThreadUpdate:
		return e.Channel != nil
	case *discordgo.ThreadDelete:
		return e.Channel != nil
	case *discordgo.UserUpdate:
		return e.User != nil
	}
	return true
}

// Package wire reads Discord's JSON into discordgo's types: of each object the fields that Docent goes by, and nothing of
// the others, so that a field which Docent has no use for may come in any form.
//
// It is no connection and no client. Packages gateway and rest hand it what they received, and their callers get what it
// makes of that. The data passes through in two steps: a type of this package takes what is needed out of the JSON, and
// what it has taken becomes discordgo's type. discordgo's own reading gives up a whole object over one field.
//
// A needed field of an unexpected type is an error for the whole object: a guess in its place could make a person of a
// bot, or a direct message of a server's. A field that is optional counts as missing then.
package wire

import (
	"encoding/json"
	"errors"

	"github.com/bwmarrin/discordgo"
)

// errIncomplete is an object that lacks what every one of its kind has.
var errIncomplete = errors.New("the object is incomplete")

// An object is what is needed of one of Discord's objects.
type object interface {
	complete() bool // it has what every one of its kind has
}

// read takes what a From has fields for out of JSON, and makes a To of it.
func read[To any, From object](data []byte) (*To, error) {
	var from From
	if err := json.Unmarshal(data, &from); err != nil {
		return nil, err
	}
	if !from.complete() {
		return nil, errIncomplete
	}
	needed, err := json.Marshal(from)
	if err != nil {
		return nil, err
	}
	to := new(To)
	return to, json.Unmarshal(needed, to)
}

// ID reads the id of any object.
func ID(data []byte) (string, error) {
	o, err := read[identified, identified](data)
	if err != nil {
		return "", err
	}
	return o.ID, nil
}

// MessageCreate reads a message that was just sent. It has an id, a channel and an author.
func MessageCreate(data []byte) (*discordgo.Message, error) {
	return read[discordgo.Message, message](data)
}

// Message reads a message that is read back. It has an id, a channel and an author, but not what tells people from
// programs.
func Message(data []byte) (*discordgo.Message, error) {
	return read[discordgo.Message, posted](data)
}

// Interaction reads an interaction. It has an id, a token and a user, and the data of its type. The fields of a form that
// was filled in are text inputs.
func Interaction(data []byte) (*discordgo.Interaction, error) {
	return read[discordgo.Interaction, interaction](data)
}

// Guild reads a server with its roles and, where they are told, members.
func Guild(data []byte) (*discordgo.Guild, error) {
	return read[discordgo.Guild, guild](data)
}

// ReadyGuilds reads the servers that a bot is in out of the gateway's READY. They have their ids alone.
func ReadyGuilds(data []byte) ([]*discordgo.Guild, error) {
	r, err := read[discordgo.Ready, ready](data)
	if err != nil {
		return nil, err
	}
	return r.Guilds, nil
}

// GuildRole reads an event about a role of a server.
func GuildRole(data []byte) (*discordgo.GuildRole, error) {
	return read[discordgo.GuildRole, guildRole](data)
}

// GuildRoleDelete reads the event that a role of a server is gone.
func GuildRoleDelete(data []byte) (*discordgo.GuildRoleDelete, error) {
	return read[discordgo.GuildRoleDelete, guildRoleDelete](data)
}

// Member reads a member of a server. It has a user.
func Member(data []byte) (*discordgo.Member, error) {
	return read[discordgo.Member, member](data)
}

// MemberUpdate reads the event that a member of a server has changed: which user, and which roles they have.
func MemberUpdate(data []byte) (*discordgo.Member, error) {
	return read[discordgo.Member, membership](data)
}

// Channel reads a channel or thread with its permission overwrites.
func Channel(data []byte) (*discordgo.Channel, error) {
	return read[discordgo.Channel, channel](data)
}

// UserGuilds reads a list of servers. They have their ids alone.
func UserGuilds(data []byte) ([]*discordgo.UserGuild, error) {
	all, err := read[[]*discordgo.UserGuild, guildList](data)
	if err != nil {
		return nil, err
	}
	return *all, nil
}

// Commands reads a list of application commands, without their ids and versions.
func Commands(data []byte) ([]*discordgo.ApplicationCommand, error) {
	all, err := read[[]*discordgo.ApplicationCommand, commandList](data)
	if err != nil {
		return nil, err
	}
	return *all, nil
}

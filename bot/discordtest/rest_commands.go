package discordtest

import (
	"maps"

	"github.com/bwmarrin/discordgo"
)

// scope is the guild whose commands the request is about, "" for the global ones.
func (c *call) scope() (string, error) {
	if c.param("app") != c.world.appID {
		return "", &apiError{status: 403, code: 20012, message: "You are not authorized to perform this action on this application"}
	}
	if c.param("guild") == "" {
		return "", nil
	}
	g, err := c.ownGuild()
	if err != nil {
		return "", err
	}
	return g.id, nil
}

func getCommands(c *call) (any, error) {
	guildID, err := c.scope()
	if err != nil {
		return nil, err
	}
	all := []object{}
	for _, command := range c.world.commands[guildID] {
		all = append(all, c.commandView(command))
	}
	return all, nil
}

// commandView leaves the localisations out unless the request asks for them.
func (c *call) commandView(command object) object {
	if c.Method != "GET" || c.Query.Get("with_localizations") == "true" {
		return command
	}
	return withoutLocalizations(command).(object)
}

func withoutLocalizations(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for key, value := range v {
			if key != "name_localizations" && key != "description_localizations" {
				out[key] = withoutLocalizations(value)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = withoutLocalizations(v[i])
		}
		return out
	}
	return v
}

// putCommands replaces all commands of the scope. A command that keeps its name and type keeps its id.
func putCommands(c *call) (any, error) {
	guildID, err := c.scope()
	if err != nil {
		return nil, err
	}
	var bodies []object
	if err := c.decode(&bodies); err != nil {
		return nil, err
	}
	all := []object{}
	for _, body := range bodies {
		all = append(all, c.command(body, c.namesake(guildID, body), guildID))
	}
	c.world.commands[guildID] = all
	return all, nil
}

// namesake is the command that the body would replace.
func (c *call) namesake(guildID string, body object) object {
	for _, command := range c.world.commands[guildID] {
		if command["name"] == body["name"] && command["type"] == commandType(body) {
			return command
		}
	}
	return nil
}

func commandType(body object) any {
	if t := body["type"]; t != nil {
		return t
	}
	return float64(discordgo.ChatApplicationCommand)
}

// command is a command as Discord keeps it: with every field that the body left out, under the id of the old one.
func (c *call) command(body, old object, guildID string) object {
	out := object{
		"id": c.newID(), "application_id": c.world.appID, "version": c.newID(), "type": commandType(body),
		"name": body["name"], "name_localizations": body["name_localizations"],
		"description": "", "description_localizations": body["description_localizations"],
		"default_member_permissions": body["default_member_permissions"], "nsfw": body["nsfw"] == true,
	}
	if old != nil {
		out["id"] = old["id"]
	}
	if d, ok := body["description"].(string); ok {
		out["description"] = d
	}
	if options, ok := body["options"].([]any); ok && len(options) > 0 {
		out["options"] = sparse(options)
	}
	if guildID != "" {
		out["guild_id"] = guildID
		return out
	}
	out["contexts"], out["dm_permission"], out["integration_types"] = body["contexts"], true, []any{float64(0)}
	if types, ok := body["integration_types"].([]any); ok {
		out["integration_types"] = types
	}
	return out
}

// sparse drops what Discord drops from options: null, false and empty lists.
func sparse(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for key, value := range v {
			if list, ok := value.([]any); value == nil || value == false || ok && len(list) == 0 {
				continue
			}
			out[key] = sparse(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = sparse(v[i])
		}
		return out
	}
	return v
}

// Commands are the commands that the bot has registered in a guild, "" for everywhere, as the JSON that Discord keeps.
func (s *Server) Commands(guildID string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []object
	for _, command := range s.world.commands[guildID] {
		all = append(all, maps.Clone(command))
	}
	return all
}

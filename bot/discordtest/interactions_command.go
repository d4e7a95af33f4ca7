package discordtest

import (
	"fmt"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// commandData is what an interaction says about the command that was used.
func (s *Server) commandData(channelID, name string, options []*discordgo.ApplicationCommandInteractionDataOption, complete bool) object {
	s.t.Helper()
	data := object{"id": s.newID(), "name": name, "type": int(discordgo.ChatApplicationCommand)}
	if len(options) > 0 {
		data["options"] = options
	}
	ch := s.channel(channelID)
	command, any := s.registered(ch, name, discordgo.ChatApplicationCommand)
	switch {
	case command != nil:
		data["id"] = command["id"]
		if command["guild_id"] != nil {
			data["guild_id"] = command["guild_id"]
		}
		s.mustFit(name, command["options"], options, complete)
	case any:
		s.t.Fatalf("discordtest: the bot has registered no command /%s that can be used in channel %s", name, channelID)
	}
	return data
}

// menuData is what an interaction says about the command of a message's menu that was used.
func (s *Server) menuData(channelID, name string) object {
	s.t.Helper()
	data := object{"id": s.newID(), "name": name, "type": int(discordgo.MessageApplicationCommand)}
	command, any := s.registered(s.channel(channelID), name, discordgo.MessageApplicationCommand)
	switch {
	case command != nil:
		data["id"] = command["id"]
	case any:
		s.t.Fatalf("discordtest: the bot has registered no command %q for messages in channel %s", name, channelID)
	}
	return data
}

// registered is the command of a name and type that can be used in a channel, and whether the bot has registered any at
// all.
func (s *Server) registered(ch *channel, name string, kind discordgo.ApplicationCommandType) (command object, any bool) {
	for _, guildID := range []string{ch.guild, ""} {
		for _, command := range s.world.commands[guildID] {
			if command["name"] == name && isOfType(command, kind) && usableIn(command, ch) {
				return command, true
			}
		}
	}
	for _, commands := range s.world.commands {
		any = any || len(commands) > 0
	}
	return nil, any
}

// isOfType reports whether a command is of a type; without one it is a chat command.
func isOfType(command object, kind discordgo.ApplicationCommandType) bool {
	given, ok := command["type"]
	return fmt.Sprint(given) == fmt.Sprint(int(kind)) || !ok && kind == discordgo.ChatApplicationCommand
}

// usableIn reports whether a command's contexts let it be used in a channel. Without contexts it can be used everywhere.
func usableIn(command object, ch *channel) bool {
	contexts, ok := command["contexts"].([]any)
	if !ok {
		return true
	}
	context := discordgo.InteractionContextGuild
	if ch.guild == "" {
		context = discordgo.InteractionContextBotDM
	}
	return slices.Contains(contexts, any(float64(context)))
}

// mustFit fails the test if a person couldn't have filled a command in so.
func (s *Server) mustFit(name string, known any, options []*discordgo.ApplicationCommandInteractionDataOption, complete bool) {
	s.t.Helper()
	list, _ := known.([]any)
	for _, o := range options {
		i := slices.IndexFunc(list, func(k any) bool { return k.(object)["name"] == o.Name })
		if i < 0 {
			s.t.Fatalf("discordtest: /%s has no option %q", name, o.Name)
		}
		option := list[i].(object)
		if o.Type == discordgo.ApplicationCommandOptionSubCommand {
			s.mustFit(name+" "+o.Name, option["options"], o.Options, complete)
		}
		if option["type"] != float64(o.Type) {
			s.t.Fatalf("discordtest: /%s: option %q is of type %v, not %d", name, o.Name, option["type"], o.Type)
		}
		if o.Focused && option["autocomplete"] != true {
			s.t.Fatalf("discordtest: /%s: option %q has no autocompletion", name, o.Name)
		}
		if why := outside(option, o.Value); why != "" && complete {
			s.t.Fatalf("discordtest: /%s: option %q %s", name, o.Name, why)
		}
	}
	for _, k := range list {
		option := k.(object)
		if option["type"] == float64(discordgo.ApplicationCommandOptionSubCommand) && len(options) != 1 {
			s.t.Fatalf("discordtest: /%s needs one of its subcommands", name)
		}
		given := slices.ContainsFunc(options, func(o *discordgo.ApplicationCommandInteractionDataOption) bool { return o.Name == option["name"] })
		if complete && option["required"] == true && !given {
			s.t.Fatalf("discordtest: /%s needs the option %q", name, option["name"])
		}
	}
}

// outside says what keeps a person from giving an option this value.
func outside(option object, value any) string {
	if choices, ok := option["choices"].([]any); ok {
		for _, c := range choices {
			if fmt.Sprint(c.(object)["value"]) == fmt.Sprint(value) {
				return ""
			}
		}
		return fmt.Sprintf("has no choice %v", value)
	}
	text, ok := value.(string)
	if !ok {
		return beyond(option, value)
	}
	n := float64(len([]rune(text)))
	if longest, ok := option["max_length"].(float64); ok && n > longest {
		return fmt.Sprintf("takes at most %g characters, not %g", longest, n)
	}
	if shortest, ok := option["min_length"].(float64); ok && n < shortest {
		return fmt.Sprintf("takes at least %g characters, not %g", shortest, n)
	}
	return ""
}

// beyond says what keeps a person from giving an option this number.
func beyond(option object, value any) string {
	n, ok := value.(int)
	if !ok {
		return ""
	}
	if least, ok := option["min_value"].(float64); ok && float64(n) < least {
		return fmt.Sprintf("takes at least %g, not %d", least, n)
	}
	if most, ok := option["max_value"].(float64); ok && float64(n) > most {
		return fmt.Sprintf("takes at most %g, not %d", most, n)
	}
	return ""
}

package discordtest

import (
	"fmt"
	"regexp"
	"strings"
)

// A sentCommand is what the limits look at in a command, an option of one, or an option's choice.
type sentCommand struct {
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Required                 bool              `json:"required"`
	Autocomplete             bool              `json:"autocomplete"`
	Options                  []sentCommand     `json:"options"`
	Choices                  []sentChoice      `json:"choices"`
}

type sentChoice struct {
	Name              string            `json:"name"`
	NameLocalizations map[string]string `json:"name_localizations"`
	Value             any               `json:"value"`
}

// The types of command, and the types of option that hold options in turn.
const (
	commandChat = 1

	optionSubcommand = 1
	optionGroup      = 2
)

// commandName is the pattern for the names of chat commands and options; letters that have a lower case must be in it.
// https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

func (c *checker) commandBody(body []byte) error {
	cmd, err := decodeBody[sentCommand](body)
	if err == nil {
		c.command("", cmd)
	}
	return err
}

func (c *checker) commandsBody(body []byte) error {
	list, err := decodeBody[[]sentCommand](body)
	if err != nil {
		return err
	}
	names, counts := map[string]bool{}, map[int]int{}
	for i, cmd := range list {
		cmd.Type = max(cmd.Type, commandChat)
		at := fmt.Sprintf("/%d", i)
		key := fmt.Sprint(cmd.Type, " ", cmd.Name)
		if names[key] {
			c.fault(at+"/name", "%q is taken by another command of that type", cmd.Name)
		}
		names[key] = true
		counts[cmd.Type]++
		c.command(at, cmd)
	}
	for kind, n := range counts {
		limit := maxMenuCommands
		if kind == commandChat {
			limit = maxChatCommands
		}
		c.count("", n, limit, fmt.Sprintf("commands of type %d", kind))
	}
	return nil
}

func (c *checker) command(at string, cmd sentCommand) {
	c.count(at, commandSize(cmd), maxCommandTotal, "characters in all")
	if cmd.Type > commandChat {
		c.needed(at+"/name", cmd.Name, maxCommandName)
		if cmd.Description != "" || len(cmd.Options) > 0 {
			c.fault(at, "a menu command has neither description nor options")
		}
		return
	}
	c.named(at, cmd)
	c.options(at, cmd.Options)
}

// named checks what chat commands and their options have in common.
func (c *checker) named(at string, x sentCommand) {
	c.lowerName(at+"/name", x.Name)
	for locale, name := range x.NameLocalizations {
		c.lowerName(at+"/name_localizations/"+locale, name)
	}
	c.needed(at+"/description", x.Description, maxCommandDescription)
	for locale, text := range x.DescriptionLocalizations {
		c.needed(at+"/description_localizations/"+locale, text, maxCommandDescription)
	}
}

func (c *checker) lowerName(at, name string) {
	if !commandName.MatchString(name) {
		c.fault(at, "%q is no name for a command: 1 to 32 letters, digits, -, _ and '", name)
	}
	if strings.ToLower(name) != name {
		c.fault(at, "%q is not in lower case", name)
	}
}

func (c *checker) options(at string, options []sentCommand) {
	c.count(at+"/options", len(options), maxCommandOptions, "options")
	names, optional, nested := map[string]bool{}, false, 0
	for i, o := range options {
		here := fmt.Sprintf("%s/options/%d", at, i)
		c.option(here, o)
		if names[o.Name] {
			c.fault(here+"/name", "%q is taken by another option", o.Name)
		}
		names[o.Name] = true
		if o.Required && optional {
			c.fault(here+"/required", "a required option stands behind an optional one")
		}
		if o.Type == optionSubcommand || o.Type == optionGroup {
			nested++
		} else if !o.Required {
			optional = true
		}
	}
	if nested > 0 && nested < len(options) {
		c.fault(at+"/options", "subcommands beside plain options")
	}
}

func (c *checker) option(at string, o sentCommand) {
	c.named(at, o)
	if o.Autocomplete && len(o.Choices) > 0 {
		c.fault(at, "autocomplete together with choices")
	}
	c.choices(at+"/choices", o.Choices, maxChoices)
	c.options(at, o.Options)
}

// choices checks the fixed choices of an option, or the suggestions of an autocompletion.
func (c *checker) choices(at string, choices []sentChoice, maximum int) {
	c.count(at, len(choices), maximum, "choices")
	for i, x := range choices {
		here := fmt.Sprintf("%s/%d", at, i)
		c.needed(here+"/name", x.Name, maxChoiceName)
		for locale, name := range x.NameLocalizations {
			c.needed(here+"/name_localizations/"+locale, name, maxChoiceName)
		}
		if value, ok := x.Value.(string); ok {
			c.length(here+"/value", value, maxChoiceValue)
		}
	}
}

// commandSize is a command's share of maxCommandTotal.
func commandSize(x sentCommand) int {
	n := longest(x.Name, x.NameLocalizations) + longest(x.Description, x.DescriptionLocalizations)
	for _, o := range x.Options {
		n += commandSize(o)
	}
	for _, ch := range x.Choices {
		n += longest(ch.Name, ch.NameLocalizations)
		if value, ok := ch.Value.(string); ok {
			n += units(value)
		}
	}
	return n
}

func longest(text string, localizations map[string]string) int {
	n := units(text)
	for _, s := range localizations {
		n = max(n, units(s))
	}
	return n
}

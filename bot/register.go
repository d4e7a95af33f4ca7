package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/locale"
)

// slashCommands are the commands as Discord should have them. Where they are offered (on servers and in direct messages,
// by server installation only) can be said of global commands alone; those of one server are on that server anyway.
func slashCommands(words *locale.Locales, global bool) []*discordgo.ApplicationCommand {
	var all []*discordgo.ApplicationCommand
	for _, c := range command.All() {
		switch group := c.Group(); {
		case c.Menu != "":
			all = append(all, &discordgo.ApplicationCommand{Type: discordgo.MessageApplicationCommand, Name: c.Menu})
		case group == "":
			all = append(all, chatCommand(words, c.Name, optionsOf(words, c)))
		default:
			sub := described(words, "command."+strings.ReplaceAll(c.Name, " ", "_"))
			sub.Type, sub.Name, sub.Options = discordgo.ApplicationCommandOptionSubCommand, strings.TrimPrefix(c.Name, group+" "), optionsOf(words, c)
			if last := len(all) - 1; last >= 0 && all[last].Name == group {
				all[last].Options = append(all[last].Options, sub)
			} else {
				all = append(all, chatCommand(words, group, []*discordgo.ApplicationCommandOption{sub}))
			}
		}
	}
	if global {
		for _, c := range all {
			c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
			c.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
		}
	}
	return all
}

func chatCommand(words *locale.Locales, name string, options []*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
	text := described(words, "command."+name)
	return &discordgo.ApplicationCommand{
		Type: discordgo.ChatApplicationCommand, Name: name,
		Description: text.Description, DescriptionLocalizations: &text.DescriptionLocalizations, Options: options,
	}
}

// described is an option with the text of a key as its description, in every language.
func described(words *locale.Locales, key string) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{Description: words.English().Text(key), DescriptionLocalizations: translations(words, key)}
}

// translations are the texts of a key by Discord's codes of languages, English left out: that is the default.
func translations(words *locale.Locales, key string) map[discordgo.Locale]string {
	all := map[discordgo.Locale]string{}
	for _, l := range words.All() {
		if l == words.English() {
			continue
		}
		for _, code := range l.Discord() {
			all[discordgo.Locale(code)] = l.Text(key)
		}
	}
	return all
}

func optionsOf(words *locale.Locales, c command.Command) []*discordgo.ApplicationCommandOption {
	var all []*discordgo.ApplicationCommandOption
	for _, o := range c.Options {
		made := described(words, o.Key())
		made.Type, made.Name, made.Required = discordgo.ApplicationCommandOptionString, o.Name, o.Required
		made.Autocomplete, made.MaxLength = o.Complete != "", o.Most
		if o.Number {
			least := 1.0
			made.Type, made.MinValue, made.MaxValue, made.MaxLength = discordgo.ApplicationCommandOptionInteger, &least, float64(o.Most), 0
		}
		for _, ch := range o.Choices {
			key := "choice." + ch.Words
			made.Choices = append(made.Choices, &discordgo.ApplicationCommandOptionChoice{
				Name: words.English().Text(key), NameLocalizations: translations(words, key), Value: ch.Value,
			})
		}
		all = append(all, made)
	}
	return all
}

// Register makes Discord's list of the bot's commands what it should be. It writes only where they differ, since Discord
// allows 200 new commands a day and clients reload them at each change.
func (b *Bot) Register(ctx context.Context) error {
	global := b.devGuild == ""
	want := slashCommands(b.locales, global)
	have, err := b.rest.Commands(ctx, b.appID, b.devGuild)
	if err != nil {
		return fmt.Errorf("reading the registered commands: %w", err)
	}
	if slices.Equal(fingerprints(have, global), fingerprints(want, global)) {
		return nil
	}
	if err := b.rest.SetCommands(ctx, b.appID, b.devGuild, want); err != nil {
		return fmt.Errorf("registering the commands: %w", err)
	}
	b.log.Info("commands registered", "count", len(want), "guild", b.devGuild)
	return nil
}

// fingerprints are the commands as sorted text: what this program decides of each, without what Discord adds (ids,
// versions) and without the difference between absent and empty.
func fingerprints(all []*discordgo.ApplicationCommand, global bool) []string {
	var out []string
	for _, c := range all {
		out = append(out, fingerprint(c, global))
	}
	slices.Sort(out)
	return out
}

func fingerprint(c *discordgo.ApplicationCommand, global bool) string {
	kind := c.Type
	if kind == 0 {
		kind = discordgo.ChatApplicationCommand
	}
	parts := []any{kind, c.Name, c.Description, localized(deref(c.DescriptionLocalizations)), localized(deref(c.NameLocalizations)), c.DefaultMemberPermissions, c.NSFW != nil && *c.NSFW, optionParts(c.Options)}
	if global {
		parts = append(parts, sorted(c.IntegrationTypes), sorted(c.Contexts))
	}
	return asText(parts)
}

func optionParts(options []*discordgo.ApplicationCommandOption) []any {
	out := []any{}
	for _, o := range options {
		choices := []any{}
		for _, c := range o.Choices {
			choices = append(choices, c.Name, localized(c.NameLocalizations), c.Value)
		}
		out = append(out, []any{o.Type, o.Name, o.Description, localized(o.NameLocalizations), localized(o.DescriptionLocalizations), o.Required, o.Autocomplete, o.MinLength, o.MaxLength, o.MinValue, o.MaxValue,
			choices, optionParts(o.Options)})
	}
	return out
}

// localized is nil for no translations, however that is said.
func localized(texts map[discordgo.Locale]string) map[discordgo.Locale]string {
	if len(texts) == 0 {
		return nil
	}
	return texts
}

func deref(texts *map[discordgo.Locale]string) map[discordgo.Locale]string {
	if texts == nil {
		return nil
	}
	return *texts
}

func sorted[T ~uint](values *[]T) []T {
	if values == nil {
		return []T{}
	}
	return slices.Sorted(slices.Values(*values))
}

// asText writes values that JSON can always write.
func asText(v any) string {
	var s strings.Builder
	_ = json.NewEncoder(&s).Encode(v)
	return s.String()
}

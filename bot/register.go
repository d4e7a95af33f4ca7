package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"docent/bot/locale"
)

// The names in /ask, on Discord's side. They are never translated.
const (
	askName        = "ask"
	optionQuestion = "question"
	optionSource   = "source"
	optionShow     = "show"
	showMe         = "me"
	showEveryone   = "everyone"
)

// maxSource is how long the name of a source may be, in characters: the longest path that most file systems take in one
// piece.
const maxSource = 255

// askOptions are the options of one /ask as somebody filled them in.
type askOptions struct {
	question, source string
	public           bool
}

func readAsk(data discordgo.ApplicationCommandInteractionData) askOptions {
	var ask askOptions
	for _, o := range data.Options {
		value, _ := o.Value.(string)
		switch o.Name {
		case optionQuestion:
			ask.question = value
		case optionSource:
			ask.source = value
		case optionShow:
			ask.public = value == showEveryone
		}
	}
	return ask
}

// slashCommands are the commands as Discord should have them. Where they are offered (on servers and in direct messages,
// by server installation only) can be said of global commands alone; those of one server are on that server anyway.
func slashCommands(words *locale.Locale, global bool) []*discordgo.ApplicationCommand {
	ask := &discordgo.ApplicationCommand{
		Type:        discordgo.ChatApplicationCommand,
		Name:        askName,
		Description: words.Text("command.ask"),
		Options: []*discordgo.ApplicationCommandOption{
			{Type: discordgo.ApplicationCommandOptionString, Name: optionQuestion, Description: words.Text("option.question"), Required: true, MaxLength: maxQuestion},
			{Type: discordgo.ApplicationCommandOptionString, Name: optionSource, Description: words.Text("option.source"), MaxLength: maxSource},
			{Type: discordgo.ApplicationCommandOptionString, Name: optionShow, Description: words.Text("option.show"), Choices: []*discordgo.ApplicationCommandOptionChoice{
				{Name: words.Text("choice.show_me"), Value: showMe},
				{Name: words.Text("choice.show_everyone"), Value: showEveryone},
			}},
		},
	}
	if global {
		ask.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
		ask.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
	}
	return []*discordgo.ApplicationCommand{ask}
}

// Register makes Discord's list of the bot's commands what it should be. It writes only where they differ, since Discord
// allows 200 new commands a day and clients reload them at each change.
func (b *Bot) Register(ctx context.Context) error {
	global := b.devGuild == ""
	want := slashCommands(b.locales.English(), global)
	have, err := b.rest.Commands(ctx, b.appID, b.devGuild)
	if err != nil {
		return fmt.Errorf("reading the registered commands: %w", err)
	}
	if slices.Equal(fingerprints(have, global), fingerprints(want, global)) {
		return nil
	}
	if _, err := b.rest.SetCommands(ctx, b.appID, b.devGuild, want); err != nil {
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
	parts := []any{kind, c.Name, c.Description, c.DefaultMemberPermissions, c.NSFW != nil && *c.NSFW, optionParts(c.Options)}
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
			choices = append(choices, c.Name, c.Value)
		}
		out = append(out, []any{o.Type, o.Name, o.Description, o.Required, o.Autocomplete, o.MinLength, o.MaxLength, o.MinValue, o.MaxValue,
			choices, optionParts(o.Options)})
	}
	return out
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

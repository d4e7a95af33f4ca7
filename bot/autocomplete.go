package bot

import (
	"context"
	"errors"

	"github.com/bwmarrin/discordgo"

	"docent/retrieval"
)

// onAutocomplete suggests ways to go on with what is being typed. It waits for no question, and what goes wrong is no more
// than nothing to choose from: people can type on.
func (b *Bot) onAutocomplete(i *discordgo.Interaction) {
	_ = b.quick.submit(i.ID, func() {
		choices := []*discordgo.ApplicationCommandOptionChoice{}
		err := b.guard(func(ctx context.Context) (err error) {
			choices, err = b.completions(ctx, i)
			return err
		})
		if err != nil {
			b.log.Debug("there are no completions", "interaction", i.ID, "error", err)
		}
		err = b.guard(func(ctx context.Context) error {
			return b.rest.Respond(ctx, i, &discordgo.InteractionResponse{
				Type: discordgo.InteractionApplicationCommandAutocompleteResult,
				Data: &discordgo.InteractionResponseData{Choices: choices},
			})
		})
		if err != nil {
			b.log.Debug("completions were not sent", "interaction", i.ID, "error", err)
		}
	})
}

// maxChoices and maxChoice are Discord's limits of completions, in number and in characters.
const (
	maxChoices = 25
	maxChoice  = 100
)

// completions are the choices for the option that is being typed, none for somebody who may not ask.
func (b *Bot) completions(ctx context.Context, i *discordgo.Interaction) ([]*discordgo.ApplicationCommandOptionChoice, error) {
	none := []*discordgo.ApplicationCommandOptionChoice{}
	data, ok := i.Data.(discordgo.ApplicationCommandInteractionData)
	if !ok || !b.allowlist.allowsInteraction(i) {
		return none, nil
	}
	cmd, _, ok := readCommand(data)
	if !ok {
		return none, nil
	}
	var refused refusal
	if err := b.authorize(ctx, i.ID, i.GuildID, askerID(i)); errors.As(err, &refused) {
		return none, nil
	} else if err != nil {
		return none, err
	}
	focused, typed := typedOptions(data.Options)
	found, err := b.commands.Complete(ctx, cmd, focused, typed, maxChoices)
	if err != nil {
		return none, err
	}
	return choicesOf(found), nil
}

// choicesOf leaves out what Discord would refuse all of them for.
func choicesOf(found []retrieval.Completion) []*discordgo.ApplicationCommandOptionChoice {
	choices := []*discordgo.ApplicationCommandOptionChoice{}
	for _, c := range found {
		if n, m := utf16Length(c.Text), utf16Length(c.Value); n == 0 || m == 0 || n > maxChoice || m > maxChoice || len(choices) == maxChoices {
			continue
		}
		choices = append(choices, &discordgo.ApplicationCommandOptionChoice{Name: c.Text, Value: c.Value})
	}
	return choices
}

func utf16Length(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xFFFF {
			n++
		}
	}
	return n
}

// typedOptions is what there is of each option that takes text, and which of them is being typed.
func typedOptions(options []*discordgo.ApplicationCommandInteractionDataOption) (focused string, typed map[string]string) {
	if len(options) == 1 && options[0].Type == discordgo.ApplicationCommandOptionSubCommand {
		options = options[0].Options
	}
	typed = map[string]string{}
	for _, o := range options {
		typed[o.Name], _ = o.Value.(string)
		if o.Focused {
			focused = o.Name
		}
	}
	return focused, typed
}

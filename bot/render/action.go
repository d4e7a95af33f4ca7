package render

import (
	"slices"

	"github.com/bwmarrin/discordgo"
)

// An Action is what a reader can do with a reply: a button, or, where it has choices, a menu. The terminal shows none.
type Action struct {
	ID      string // what Discord calls back with: 1 to 100 characters, one of its kind in a reply
	Label   string // of a button, at most 80 characters; of a menu what it says before a choice
	Kind    ActionKind
	Choices []Choice // of a menu, 1 to 25
}

// An ActionKind says how a button looks.
type ActionKind uint8

// The kinds of button.
const (
	Ordinary  ActionKind = iota // grey
	Main                        // the one to press when in doubt
	Dangerous                   // what can't be undone
)

// A Choice is one line of a menu.
type Choice struct {
	Label  string // at most 100 characters
	Value  string // what Discord calls back with: 1 to 100 characters, one of its kind in a menu
	Text   string // in small print below the label, at most 100 characters; "" for none
	Chosen bool   // at most one of a menu
}

// Discord's limits of components (docs/components/reference), in characters.
const (
	maxRows        = 5
	maxButtons     = 5 // in a row
	maxChoices     = 25
	maxID          = 100
	maxButton      = 80
	maxChoice      = 100
	maxPlaceholder = 150
)

// Components draws actions as Discord's rows, in their order: buttons side by side, up to five in a row, and each menu in
// a row of its own. Labels that are too long are shortened. What Discord would refuse the whole message for is left out:
// actions beyond the fifth row, choices beyond the 25th, and what has no label, or an id that is too long or was there
// before.
func Components(actions []Action) []discordgo.MessageComponent {
	var (
		rows    []discordgo.MessageComponent
		buttons []discordgo.MessageComponent // of the row that is being filled
		seen    = map[string]bool{}
	)
	endRow := func() {
		if len(buttons) > 0 {
			rows = append(rows, discordgo.ActionsRow{Components: buttons})
			buttons = nil
		}
	}
	for _, a := range actions {
		if !a.sound() || seen[a.ID] {
			continue
		}
		seen[a.ID] = true
		if len(a.Choices) > 0 {
			endRow()
			rows = append(rows, discordgo.ActionsRow{Components: []discordgo.MessageComponent{a.menu()}})
			continue
		}
		if len(buttons) == maxButtons {
			endRow()
		}
		buttons = append(buttons, a.button())
	}
	endRow()
	return rows[:min(len(rows), maxRows)]
}

// sound reports whether Discord takes the action.
func (a Action) sound() bool {
	if len(a.Choices) > 0 {
		return fits(a.ID, maxID) && len(a.options()) > 0
	}
	return fits(a.ID, maxID) && fold(a.Label) != ""
}

func fits(s string, limit int) bool { return s != "" && length(s) <= limit }

func (a Action) button() discordgo.Button {
	style := discordgo.SecondaryButton
	switch a.Kind {
	case Main:
		style = discordgo.PrimaryButton
	case Dangerous:
		style = discordgo.DangerButton
	}
	return discordgo.Button{CustomID: a.ID, Label: shorten(fold(a.Label), maxButton), Style: style}
}

func (a Action) menu() discordgo.SelectMenu {
	return discordgo.SelectMenu{
		MenuType:    discordgo.StringSelectMenu,
		CustomID:    a.ID,
		Placeholder: shorten(fold(a.Label), maxPlaceholder),
		Options:     a.options(),
	}
}

// options are the choices that Discord takes, of which at most one is chosen.
func (a Action) options() []discordgo.SelectMenuOption {
	var out []discordgo.SelectMenuOption
	chosen := false
	for _, c := range a.Choices {
		taken := slices.ContainsFunc(out, func(o discordgo.SelectMenuOption) bool { return o.Value == c.Value })
		label := shorten(fold(c.Label), maxChoice)
		if label == "" || !fits(c.Value, maxChoice) || taken || len(out) == maxChoices {
			continue
		}
		out = append(out, discordgo.SelectMenuOption{
			Label: label, Value: c.Value, Description: shorten(fold(c.Text), maxChoice), Default: c.Chosen && !chosen,
		})
		chosen = chosen || c.Chosen
	}
	return out
}

package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

func buttons(n int) []Action {
	var out []Action
	for i := range n {
		out = append(out, Action{ID: fmt.Sprintf("b%d", i), Label: fmt.Sprintf("Button %d", i)})
	}
	return out
}

// shape writes components in short: a row a word, B for a button, L for a link, Mn for a menu of n choices.
func shape(t *testing.T, rows []discordgo.MessageComponent) string {
	t.Helper()
	var words []string
	ids := map[string]bool{}
	take := func(id string) {
		if id == "" || length(id) > 100 || ids[id] {
			t.Errorf("the id %q", id)
		}
		ids[id] = true
	}
	for _, row := range rows {
		word := ""
		for _, c := range row.(discordgo.ActionsRow).Components {
			switch c := c.(type) {
			case discordgo.Button:
				if c.Label == "" || length(c.Label) > 80 {
					t.Errorf("the label %q", c.Label)
				}
				take(c.CustomID)
				word += "B"
			case discordgo.SelectMenu:
				take(c.CustomID)
				if length(c.Placeholder) > 150 {
					t.Errorf("the placeholder %q", c.Placeholder)
				}
				word += fmt.Sprintf("M%d", len(c.Options))
			}
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestComponents(t *testing.T) {
	choices := func(n int) (out []Choice) {
		for i := range n {
			out = append(out, Choice{Label: "Passage", Value: fmt.Sprint(i), Chosen: true})
		}
		return out
	}
	menu := Action{ID: "menu", Label: "Choose", Choices: choices(3)}
	for name, c := range map[string]struct {
		actions []Action
		want    string
	}{
		"none":             {nil, ""},
		"answer":           {append([]Action{menu}, buttons(5)...), "M3 BBBBB"},
		"six buttons":      {buttons(6), "BBBBB B"},
		"menu between":     {append(append(buttons(2), menu), buttons(3)[2]), "BB M3 B"},
		"too many":         {buttons(40), "BBBBB BBBBB BBBBB BBBBB BBBBB"},
		"the same id":      {[]Action{{ID: "a", Label: "A"}, {ID: "a", Label: "B"}}, "B"},
		"no id":            {[]Action{{Label: "A"}}, ""},
		"no label":         {[]Action{{ID: "a", Label: " \u202e"}}, ""},
		"long id":          {[]Action{{ID: strings.Repeat("x", 101), Label: "A"}}, ""},
		"long label":       {[]Action{{ID: "a", Label: strings.Repeat("word ", 30)}}, "B"},
		"long placeholder": {[]Action{{ID: "a", Label: strings.Repeat("word ", 60), Choices: choices(1)}}, "M1"},
		"30 choices":       {[]Action{{ID: "a", Choices: choices(30)}}, "M25"},
		"bad choices":      {[]Action{{ID: "a", Choices: []Choice{{Label: "", Value: "a"}, {Label: "a", Value: ""}, {Label: "a", Value: strings.Repeat("x", 101)}, {Label: "a", Value: "v"}, {Label: "b", Value: "v"}}}}, "M1"},
		"no choice left":   {[]Action{{ID: "a", Choices: []Choice{{}}}}, ""},
	} {
		if got := shape(t, Components(c.actions)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestOnlyOneChoiceIsChosen(t *testing.T) {
	menu := Components([]Action{{ID: "a", Choices: []Choice{{Label: "A", Value: "1"}, {Label: "B", Value: "2", Chosen: true}, {Label: "C", Value: "3", Chosen: true}}}})
	var chosen []string
	for _, o := range menu[0].(discordgo.ActionsRow).Components[0].(discordgo.SelectMenu).Options {
		if o.Default {
			chosen = append(chosen, o.Value)
		}
	}
	if strings.Join(chosen, " ") != "2" {
		t.Errorf("chosen are %v", chosen)
	}
}

func TestActionsStandUnderTheLastMessage(t *testing.T) {
	hard := Card{Quote: quoteOf(strings.Repeat("*", 900), "", 1)}
	out := Message(Reply{Cards: []Card{hard, hard, hard}, Actions: buttons(1)}, Capabilities{}, english())
	for i, m := range out {
		if got, want := len(m.Components) > 0, i == len(out)-1; got != want {
			t.Errorf("message %d of %d has components: %v", i+1, len(out), got)
		}
	}
}

package command

import (
	"slices"
	"strings"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// This file says how a question was read, where that isn't as it was typed, and what else an answer must own up to.

// remarks are what is said beside an answer: what was searched for in place of a misspelt word, which phrase stands nowhere,
// and where else a passage stands.
func (c *Commands) remarks(a retrieval.Answer) string {
	var all []string
	if len(a.Read.Corrections) > 0 {
		all = append(all, c.words.Text("say.corrected", locale.Args{"text": a.Read.Text}))
	}
	for _, phrase := range a.Read.Missing {
		all = append(all, c.words.Text("say.phrase_missing", locale.Args{"text": phrase}))
	}
	var places []string
	for _, s := range a.Snippets {
		for _, also := range s.AlsoIn {
			place := render.Place{Path: also.Path, First: also.Lines[0], Last: also.Lines[1], Page: also.Page}.Text(c.words)
			if !slices.Contains(places, place) {
				places = append(places, place)
			}
		}
	}
	if len(places) > 0 {
		all = append(all, c.words.Text("say.also_in", locale.Args{"places": strings.Join(places, ", ")}))
	}
	return strings.Join(all, " ")
}

package command

import (
	"slices"
	"strings"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// This file says how a question was read, where that isn't as it was typed, and what else an answer must own up to.

// corrected is a question as it was read, where words of it were corrected; else "".
func corrected(r retrieval.Reading) string {
	if len(r.Corrections) == 0 {
		return ""
	}
	return r.Text
}

// remarks are what is said beside an answer: what was searched for in place of a misspelt word, which phrase stands nowhere,
// and where else a passage stands.
func (c *Commands) remarks(read string, missing []string, snippets []retrieval.Snippet) string {
	var all []string
	if read != "" {
		all = append(all, c.words.Text("say.corrected", locale.Args{"text": read}))
	}
	for _, phrase := range missing {
		all = append(all, c.words.Text("say.phrase_missing", locale.Args{"text": phrase}))
	}
	var places []string
	for _, s := range snippets {
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

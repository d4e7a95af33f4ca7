package bot

import (
	"strconv"

	"docent/bot/command"
	"docent/bot/locale"
	"docent/bot/render"
)

// This file lays out what can be pressed under a reply. Nothing is shown that would do nothing.

// controls are the actions under the reply of a state, of whose passages one is chosen.
func controls(words *locale.Locale, id string, st state, chosen int) []render.Action {
	if id == "" {
		return nil
	}
	button := func(v verb, key string, page int) render.Action {
		return render.Action{ID: press{verb: v, state: id, choice: chosen, page: page}.String(), Label: words.Text("button." + key)}
	}
	var all []render.Action
	if len(st.Passages) > 1 {
		all = append(all, passageMenu(words, id, st, chosen))
	}
	quoted := len(st.Passages) > 0
	if quoted && st.Guild != "" {
		all = append(all, button(verbShare, "share", 0))
	}
	switch {
	case quoted && !st.Whole:
		all = append(all, button(verbMore, "more_context", 0))
	case quoted, st.Request.Command == "sources show":
		all = append(all, button(verbFile, "file", 0))
	}
	all = append(all, paging(st, button)...)
	if st.Silent && st.Request.Command == command.AskName {
		all = append(all, button(verbWeak, "weak", 0))
	}
	if quoted {
		all = append(all, button(verbNotIt, "not_it", 0))
	}
	if quoted || !st.Private {
		remove := button(verbDelete, "delete", 0)
		remove.Kind = render.Dangerous
		all = append(all, remove)
	}
	if st.Private && st.Request.Command == command.AskName { // what only one person sees can't be replied to
		all = append(all, button(verbAgain, "ask_again", 0))
	}
	return all
}

// paging is the way to the pages before and after. The pages of an answer hold what answers less well, and so there is
// only the next.
func paging(st state, button func(verb, string, int) render.Action) []render.Action {
	var all []render.Action
	page := st.Request.Page
	next := "next_page"
	if st.Request.Command == command.AskName {
		next = "next"
	} else if page > 0 {
		all = append(all, button(verbPage, "previous_page", page-1))
	}
	if st.More && page+1 < command.MaxPages {
		all = append(all, button(verbPage, next, page+1))
	}
	return all
}

// passageMenu chooses the passage that Share and More context are about.
func passageMenu(words *locale.Locale, id string, st state, chosen int) render.Action {
	menu := render.Action{ID: press{verb: verbPick, state: id}.String(), Label: words.Text("select.passage")}
	for i, p := range st.Passages {
		menu.Choices = append(menu.Choices, render.Choice{
			Label:  words.Text("choice.passage", locale.Args{"n": i + 1}),
			Value:  strconv.Itoa(i),
			Text:   p.Caption(),
			Chosen: i == chosen,
		})
	}
	return menu
}

// again is the one button of a reply behind which nothing is kept.
func again(words *locale.Locale, id string) []render.Action {
	return []render.Action{{ID: press{verb: verbAgain, state: id}.String(), Label: words.Text("button.ask_again"), Kind: render.Main}}
}

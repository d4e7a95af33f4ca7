package bot

import (
	"context"
	"regexp"
	"strings"

	"docent/retrieval"
)

// This file lists the commands: what each is called, what may be filled in, and who carries it out. Registration, help,
// the terminal and the handlers all go by it.

// A command is one thing that people can ask for.
type command struct {
	name    string // "ask"; of a subcommand with its command's: "sources show"
	options []option
	// run carries it out.
	run func(c *Commands, ctx context.Context, r request) (result, error)
	// menu is its name in the menu of a message, for a command that is about one; "" for a slash command.
	menu string
	// hidden commands stand behind buttons alone.
	hidden bool
}

// An option is something to fill in. At the terminal, the first option of a command is what is typed without a name.
type option struct {
	name     string
	words    string // the key of its description, in [option]; the name if empty
	required bool
	number   bool // takes a whole number from 1
	most     int  // the longest text, in characters, or the greatest number
	choices  []choice
	complete retrieval.CompletionKind // what is offered while it is typed; "" for nothing
	last     *regexp.Regexp           // what the last word of a line at the terminal looks like where it is this option
}

// A choice is one value of an option.
type choice struct{ value, words string } // words: a key in [choice]

// The names of options that code speaks of, and their values.
const (
	optionQuestion = "question"
	optionSource   = "source"
	optionSince    = "since"
	optionUntil    = "until"
	optionShow     = "show"
	optionPassages = "passages"
	optionName     = "name"
	optionQuery    = "query"
	optionMatch    = "match"
	optionType     = "type"
	optionSort     = "sort"
	optionLines    = "lines"
	optionHeading  = "heading"
	optionPage     = "page"
	optionFilter   = "filter"
	optionText     = "text"
	optionMessage  = "message"
	optionTopic    = "topic"
	optionStep     = "step" // of a widened quote

	showMe       = "me"
	showEveryone = "everyone"
)

const (
	askName     = "ask"
	findName    = "find"
	verifyName  = "verify"
	widenName   = "widen"
	sourceFile  = "sources file"
	sourcesList = "sources list"

	// The names in the menus of messages aren't translated either.
	menuAsk   = "Ask the documents"
	menuCheck = "Check against documents"

	maxSource  = 255 // characters of a source's name: the longest path that most file systems take in one piece
	maxDate    = 10
	maxPage    = 1_000_000
	maxMessage = 200 // characters of a link to a message
)

// lineRange is how lines are named: 24, or 24-31.
var lineRange = regexp.MustCompile(`^[0-9]+(?:[-–][0-9]+)?$`)

// allCommands are the commands in the order in which they are shown.
func allCommands() []command {
	source := option{name: optionSource, most: maxSource, complete: retrieval.CompleteSource}
	document := option{name: optionSource, words: "document", required: true, most: maxSource, complete: retrieval.CompleteSource}
	since, until := option{name: optionSince, most: maxDate}, option{name: optionUntil, most: maxDate}
	return []command{
		{name: askName, run: (*Commands).runAsk, options: []option{
			{name: optionQuestion, required: true, most: maxQuestion, complete: retrieval.CompleteQuestion},
			source, since, until,
			{name: optionShow, choices: []choice{{showMe, "show_me"}, {showEveryone, "show_everyone"}}},
			{name: optionPassages, number: true, most: maxPassages},
		}},
		{name: "fact", run: (*Commands).runFact, options: []option{
			{name: optionName, words: "fact", required: true, most: maxQuestion, complete: retrieval.CompleteFact}, source,
		}},
		{name: findName, run: (*Commands).runFind, options: []option{
			{name: optionQuery, required: true, most: maxQuestion},
			{name: optionMatch, choices: []choice{
				{matchWords, "match_words"}, {"phrase", "match_phrase"}, {"prefix", "match_prefix"}, {"fuzzy", "match_fuzzy"},
			}},
			source, {name: optionType, most: 16}, since,
			{name: optionSort, choices: []choice{{sortRelevance, "sort_relevance"}, {"newest", "sort_newest"}}},
		}},
		{name: "quote", run: (*Commands).runQuote, options: []option{
			document,
			{name: optionLines, most: 32, last: lineRange},
			{name: optionHeading, most: maxSource, complete: retrieval.CompleteHeading},
			{name: optionPage, number: true, most: maxPage},
		}},
		{name: sourcesList, run: (*Commands).runSources, options: []option{{name: optionFilter, most: maxSource}}},
		{name: "sources show", run: (*Commands).runDocument, options: []option{document}},
		{name: sourceFile, run: (*Commands).runFile, options: []option{document}},
		{name: verifyName, run: (*Commands).runVerify, options: []option{
			{name: optionText, most: maxCheckedOption}, {name: optionMessage, most: maxMessage},
		}},
		{name: "help", run: (*Commands).runHelp, options: []option{{name: optionTopic, most: 32}}},
		{name: askName, menu: menuAsk, run: (*Commands).runAsk},
		{name: verifyName, menu: menuCheck, run: (*Commands).runVerify},
		{name: widenName, hidden: true, run: (*Commands).runWiden},
	}
}

// typed are the commands that can be typed, by slash command or at the terminal.
func typed() []command {
	var all []command
	for _, c := range allCommands() {
		if c.menu == "" && !c.hidden {
			all = append(all, c)
		}
	}
	return all
}

// group is a subcommand's command, "" for a command that stands alone.
func (c command) group() string {
	group, _, ok := strings.Cut(c.name, " ")
	if !ok {
		return ""
	}
	return group
}

func (c command) option(name string) (option, bool) {
	for _, o := range c.options {
		if o.name == name {
			return o, true
		}
	}
	return option{}, false
}

// key is where the words about an option stand.
func (o option) key() string {
	if o.words != "" {
		return "option." + o.words
	}
	return "option." + o.name
}

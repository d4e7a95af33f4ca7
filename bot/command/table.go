package command

import (
	"context"
	"regexp"
	"strings"

	"docent/retrieval"
)

// This file lists the commands: what each is called, what may be filled in, and who carries it out. Registration, help,
// the terminal and the handlers all go by it.

// A Command is one thing that people can ask for.
type Command struct {
	Name    string // "ask"; of a subcommand with its command's: "sources show"
	Options []Option
	// run carries it out.
	run func(c *Commands, ctx context.Context, r Request) (Result, error)
	// Menu is its name in the Menu of a message, for a command that is about one; "" for a slash command.
	Menu string
}

// An Option is something to fill in. At the terminal, the first Option of a command is what is typed without a name.
type Option struct {
	Name     string
	words    string // the key of its description, in [option]; the name if empty
	Required bool
	Number   bool // takes a whole number from 1
	Most     int  // the longest text, in characters, or the greatest number
	Choices  []Choice
	Complete retrieval.CompletionKind // what is suggested while it is typed; "" for nothing
	last     *regexp.Regexp           // what the last word of a line at the terminal looks like where it is this option
}

// A Choice is one value of an option.
type Choice struct{ Value, Words string } // words: a key in [choice]

// The names of options that code speaks of, and their values.
const (
	OptionQuestion = "question"
	optionSource   = "source"
	optionSince    = "since"
	optionUntil    = "until"
	OptionShow     = "show"
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
	OptionText     = "text"
	OptionMessage  = "message"
	optionTopic    = "topic"

	showMe       = "me"
	ShowEveryone = "everyone"
)

const (
	AskName     = "ask"
	factName    = "fact"
	findName    = "find"
	verifyName  = "verify"
	quoteName   = "quote"
	expandName  = "expand" // which stands behind buttons alone
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

// All are the commands in the order in which they are shown.
func All() []Command {
	source := Option{Name: optionSource, Most: maxSource, Complete: retrieval.CompleteSource}
	document := Option{Name: optionSource, words: "document", Required: true, Most: maxSource, Complete: retrieval.CompleteSource}
	since, until := Option{Name: optionSince, Most: maxDate}, Option{Name: optionUntil, Most: maxDate}
	return []Command{
		{Name: AskName, run: (*Commands).runAsk, Options: []Option{
			{Name: OptionQuestion, Required: true, Most: MaxQuestion, Complete: retrieval.CompleteQuestion},
			source, since, until,
			{Name: OptionShow, Choices: []Choice{{showMe, "show_me"}, {ShowEveryone, "show_everyone"}}},
			{Name: optionPassages, Number: true, Most: MaxPassages},
		}},
		{Name: factName, run: (*Commands).runFact, Options: []Option{
			{Name: optionName, words: "fact", Required: true, Most: MaxQuestion, Complete: retrieval.CompleteFact}, source,
		}},
		{Name: findName, run: (*Commands).runFind, Options: []Option{
			{Name: optionQuery, Required: true, Most: MaxQuestion},
			{Name: optionMatch, Choices: []Choice{
				{matchWords, "match_words"}, {"phrase", "match_phrase"}, {"prefix", "match_prefix"}, {"fuzzy", "match_fuzzy"},
			}},
			source, {Name: optionType, Most: 16}, since,
			{Name: optionSort, Choices: []Choice{{sortRelevance, "sort_relevance"}, {"newest", "sort_newest"}}},
		}},
		{Name: quoteName, run: (*Commands).runQuote, Options: []Option{
			document,
			{Name: optionLines, Most: 32, last: lineRange},
			{Name: optionHeading, Most: maxSource, Complete: retrieval.CompleteHeading},
			{Name: optionPage, Number: true, Most: maxPage},
		}},
		{Name: sourcesList, run: (*Commands).runSources, Options: []Option{{Name: optionFilter, Most: maxSource}}},
		{Name: "sources show", run: (*Commands).runDocument, Options: []Option{document}},
		{Name: sourceFile, run: (*Commands).runFile, Options: []Option{document}},
		{Name: verifyName, run: (*Commands).runVerify, Options: []Option{
			{Name: OptionText, Most: maxCompared}, {Name: OptionMessage, Most: maxMessage},
		}},
		{Name: "help", run: (*Commands).runHelp, Options: []Option{{Name: optionTopic, Most: 32}}},
		{Name: AskName, Menu: menuAsk, run: (*Commands).runAsk},
		{Name: verifyName, Menu: menuCheck, run: (*Commands).runVerify},
	}
}

// typed are the commands that can be typed, by slash command or at the terminal.
func typed() []Command {
	var all []Command
	for _, c := range All() {
		if c.Menu == "" {
			all = append(all, c)
		}
	}
	return all
}

// Group is a subcommand's command, "" for a command that stands alone.
func (c Command) Group() string {
	group, _, ok := strings.Cut(c.Name, " ")
	if !ok {
		return ""
	}
	return group
}

func (c Command) Option(name string) (Option, bool) {
	for _, o := range c.Options {
		if o.Name == name {
			return o, true
		}
	}
	return Option{}, false
}

// Key is where the words about an option stand.
func (o Option) Key() string {
	if o.words != "" {
		return "option." + o.words
	}
	return "option." + o.Name
}

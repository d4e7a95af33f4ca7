package main

import (
	"context"
	"fmt"

	"docent/bot/command"
)

// A subcommand is one word after "docent".
type subcommand struct {
	name  string
	args  string // as the usage line shows them
	short string // what it does, half a line
	run   func(ctx context.Context, sys system, args []string) error
}

// commands lists them in the order of the help text. It is a function because help is one of them and lists them all.
func commands() []subcommand {
	return []subcommand{
		{"ask", "[--docs DIR] [--data DIR] [--source NAME] [--json] [--why] QUESTION...", "answer one question", runAsk},
		{"find", "[--docs DIR] [--data DIR] [--source NAME] [--json] WORDS...", "list the places where words stand", runFind},
		{"fact", "[--docs DIR] [--data DIR] [--source NAME] [--json] NAME...", "look a fact up by its name", runFact},
		{"quote", "[--docs DIR] [--data DIR] [--lines FIRST-LAST] [--heading HEADING] [--page N] DOCUMENT", "quote a part of a document", runQuote},
		{"sources", "[--docs DIR] [--data DIR] [list [WORD] | show DOCUMENT | file DOCUMENT]", "list the documents, or show or print one", runSources},
		{"verify", "[--docs DIR] [--data DIR] TEXT...", "hold a text against the documents, sentence by sentence", runVerify},
		{"index", "[--docs DIR] [--data DIR] [--check] [--json]", "bring the index up to date, or say what would change", runIndex},
		{"invite", "", "print the link that adds the bot to a server", runInvite},
		{"version", "", "print the version", runVersion},
		{"help", "[COMMAND]", "print this text, or a command's", runHelp},
	}
}

// dispatch picks the command that args name.
func dispatch(ctx context.Context, args []string, sys system) error {
	if len(args) == 0 {
		return runDefault(ctx, sys)
	}
	name := args[0]
	switch name {
	case "-h", "-help", "--help":
		name = "help"
	case "-version", "--version":
		name = "version"
	}
	for _, c := range commands() {
		if c.name == name {
			return c.run(ctx, sys, args[1:])
		}
	}
	return unknownCommand(name)
}

// unknownCommand says what was typed, what may have been meant, and what there is.
func unknownCommand(name string) error {
	names := make([]string, 0, len(commands()))
	for _, c := range commands() {
		names = append(names, c.name)
	}
	hint := ""
	if near := command.Nearest(name, names); near != "" {
		hint = fmt.Sprintf(" Did you mean %q?", near)
	}
	return fmt.Errorf("there is no command %q.%s\n\n%s", name, hint, usage())
}

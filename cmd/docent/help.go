package main

import (
	"context"
	"fmt"
	"io"
	"strings"
)

// runHelp prints the overview, or what one command takes.
func runHelp(_ context.Context, sys system, args []string) error {
	if len(args) == 0 {
		_, err := io.WriteString(sys.Out, usage())
		return err
	}
	text := commandUsage(args[0])
	if text == "" {
		return unknownCommand(args[0])
	}
	_, err := io.WriteString(sys.Out, text)
	return err
}

// usage is the overview of all commands.
func usage() string {
	var b strings.Builder
	b.WriteString("Docent answers questions about a folder of documents by quoting them.\n\n")
	b.WriteString("  docent             with DISCORD_TOKEN: the Discord bot; without: a chat at the terminal\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "  docent %-11s %s\n", c.name, c.short)
	}
	b.WriteString("\nExit status: 0 found or done, 1 nothing found, 2 a fault. The variables are explained in .env.example.\n")
	return b.String()
}

// commandUsage is what one command takes, or "" if there is none of that name.
func commandUsage(name string) string {
	for _, c := range commands() {
		if c.name != name {
			continue
		}
		line := strings.TrimSpace("docent " + c.name + " " + c.args)
		text := fmt.Sprintf("Usage: %s\n  %s\n", line, c.short)
		width := 12
		for _, f := range flagHelp {
			if takes(c, f.name) {
				width = max(width, len(f.name+f.value))
			}
		}
		for _, f := range flagHelp {
			if takes(c, f.name) {
				text += fmt.Sprintf("  --%-*s %s\n", width, f.name+f.value, f.help)
			}
		}
		return text
	}
	return ""
}

// takes reports whether a command has a flag.
func takes(c subcommand, flag string) bool {
	return strings.Contains(c.args, "--"+flag+" ") || strings.Contains(c.args, "--"+flag+"]")
}

// flagHelp explains each flag once, for all commands that take it.
var flagHelp = []struct{ name, value, help string }{
	{"docs", " DIR", "the folder of documents, in place of DOCS_DIR"},
	{"data", " DIR", "the folder of the index, in place of DATA_DIR"},
	{"source", " NAME", "only documents whose path or title has this in it"},
	{"lines", " FIRST-LAST", "these lines: 24, or 24-31"},
	{"heading", " HEADING", "the section under this heading"},
	{"page", " N", "this page"},
	{"json", "", "print JSON"},
	{"why", "", "show what each score is made of"},
	{"check", "", "change nothing, only say what would change"},
}

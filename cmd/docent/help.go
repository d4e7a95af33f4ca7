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
	text := commandHelp(args[0])
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

// commandHelp is all there is to say of one command, or "" if there is none of that name.
func commandHelp(name string) string { return commandUsage(name) + commandNotes[name] }

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

// commandNotes is what there is to know of a command beside its flags.
var commandNotes = map[string]string{
	"eval": `
A line of FILE, of which only "text" must be there, and "relevant" where something answers:
  {"id": "1", "text": "Who?", "answerable": true, "date": "2026-01-14", "answers": ["Ada"],
   "relevant": [{"path": "a.md", "lines": [3, 4]}]}
A passage is right when its lines overlap a relevant range; without lines, every passage of the document is. The strict
figures also ask for one of the answers in it. Case, accents and white space don't count.
Questions are asked on all cores. Times are those of whole answers, quotes checked on disk, one at a time, of at most
1,000 questions of an index, all of which have been asked before; Bleve's are those of a search for the ten best. ± is one
standard error: of a share, that of a binomial; of AUC, Hanley and McNeil's.
Silence is measured on the questions that aren't answerable, or with --hold-out or --questions-from on those they make.
In a sample, the questions whose documents weren't drawn have no answer.
`,
}

// flagHelp explains each flag once, for all commands that take it.
var flagHelp = []struct{ name, value, help string }{
	{"docs", " DIR", "the folder of documents, in place of DOCS_DIR (bench: of made-up text)"},
	{"questions", " FILE", "the questions of --docs, one JSON object a line"},
	{"set", " NAME=DIR", "a folder with docs and questions.jsonl; several may be given"},
	{"mixed", "", "the documents of all sets in one index"},
	{"questions-from", " NAME", "leave this set's documents out and ask its questions of the others, where they can't be answered"},
	{"typos", " SEED", "ask each question again with one random edit"},
	{"hold-out", "", "ask each question again with the documents that answer it taken out of the results"},
	{"answer-size", " WORDS", "how many words a passage may have, in place of 200"},
	{"compare", "", "measure Bleve's own match search beside"},
	{"failures", " N", "explain the N worst failures of each kind"},
	{"sample", " N,N,...", "measure silence in folders of so many of the documents, too"},
	{"keep-going", "", "leave out malformed questions instead of stopping"},
	{"data", " DIR", "the folder of the index, in place of DATA_DIR (eval: of a temporary one)"},
	{"source", " NAME", "only documents whose path or title has this in it"},
	{"lines", " FIRST-LAST", "these lines: 24, or 24-31"},
	{"heading", " HEADING", "the section under this heading"},
	{"page", " N", "this page"},
	{"json", "", "print JSON"},
	{"why", "", "show what each score is made of"},
	{"passages", " N", "how many passages to measure on: 1 to 10 million, 10,000 by default"},
	{"growth", "", "measure at every power of ten up to there, from a thousand, and draw how costs grow"},
	{"check", "", "change nothing, only say what would change"},
}

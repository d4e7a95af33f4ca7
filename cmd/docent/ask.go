package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"strings"

	"docent/bot/command"
	"docent/bot/render"
)

// This file is the commands of the bot at the terminal. Each reads its flags, and asks for what it is called.

// runAsk answers one question: exit status 0 when something was found, 1 when the documents are silent.
func runAsk(ctx context.Context, sys system, args []string) error {
	return runQuery(ctx, sys, "ask", "question", args)
}

// runFind lists the places where words stand.
func runFind(ctx context.Context, sys system, args []string) error {
	return runQuery(ctx, sys, "find", "query", args)
}

// runFact looks a fact up by its name.
func runFact(ctx context.Context, sys system, args []string) error {
	return runQuery(ctx, sys, "fact", "name", args)
}

// runQuery carries out a command that takes words, under the name of an option.
func runQuery(ctx context.Context, sys system, name, option string, args []string) error {
	fs, at := newFlags(name, sys.Out), folders{}
	at.register(fs)
	source, asJSON, why := fs.String("source", "", ""), fs.Bool("json", false, ""), new(bool)
	if name == "ask" {
		fs.BoolVar(why, "why", false, "")
	}
	words, err := parseWords(fs, args, "words to look for")
	if err != nil {
		return err
	}
	return runCommand(ctx, sys, at, *asJSON, command.Request{
		Command: name, Options: map[string]string{option: words, "source": *source}, Why: *why,
	})
}

// runQuote prints a part of a document.
func runQuote(ctx context.Context, sys system, args []string) error {
	fs, at := newFlags("quote", sys.Out), folders{}
	at.register(fs)
	lines, heading, page := fs.String("lines", "", ""), fs.String("heading", "", ""), fs.String("page", "", "")
	document, err := parseWords(fs, args, "a document")
	if err != nil {
		return err
	}
	return runCommand(ctx, sys, at, false, command.Request{
		Command: "quote", Options: map[string]string{"source": document, "lines": *lines, "heading": *heading, "page": *page},
	})
}

// runSources lists the documents, or shows or prints one.
func runSources(ctx context.Context, sys system, args []string) error {
	fs, at := newFlags("sources", sys.Out), folders{}
	at.register(fs)
	if err := parseFlags(fs, args); err != nil {
		return err
	}
	words, name, option := fs.Args(), "list", "filter"
	if len(words) > 0 {
		switch words[0] {
		case "show", "file":
			if len(words) == 1 {
				return usageFault("sources", "expected a document")
			}
			name, option, words = words[0], "source", words[1:]
		case "list":
			words = words[1:]
		}
	}
	return runCommand(ctx, sys, at, false, command.Request{Command: "sources " + name, Options: map[string]string{option: joined(words)}})
}

// runVerify holds a text against the documents.
func runVerify(ctx context.Context, sys system, args []string) error {
	fs, at := newFlags("verify", sys.Out), folders{}
	at.register(fs)
	text, err := parseWords(fs, args, "a text")
	if err != nil {
		return err
	}
	return runCommand(ctx, sys, at, false, command.Request{Command: "verify", Options: map[string]string{"text": text}})
}

// parseWords reads the flags, and the words behind them as one text, of which there must be some.
func parseWords(fs *flag.FlagSet, args []string, expected string) (string, error) {
	if err := parseFlags(fs, args); err != nil {
		return "", err
	}
	words := joined(fs.Args())
	if strings.TrimSpace(words) == "" {
		return "", usageFault(fs.Name(), "expected "+expected)
	}
	return words, nil
}

// joined is what stands behind the flags, as one text.
func joined(args []string) string { return strings.ToValidUTF8(strings.Join(args, " "), "\uFFFD") }

// runCommand opens the library, carries a command out, and draws what came of it: exit status 0 when something was found,
// 1 when not. What JSON has no field for, that something is amiss, goes to the error stream.
func runCommand(ctx context.Context, sys system, at folders, asJSON bool, req command.Request) error {
	cfg, err := at.readConfig(sys)
	if err != nil {
		return err
	}
	lib, err := openUpToDate(ctx, sys, cfg, newLog(sys.Err, cfg, slog.LevelWarn))
	if err != nil {
		return err
	}
	defer lib.Close()
	req.Asked, req.Once = sys.Now(), true
	res, err := command.New(lib, sys.Words.English(), cfg.SourceURL).Run(ctx, req)
	switch {
	case err != nil:
		return err
	case res.File != nil:
		_, err = sys.Out.Write(res.File.Data)
		return err
	case asJSON && res.Notice != "":
		fmt.Fprintf(sys.Err, "docent: %s\n", res.Notice)
	}
	if asJSON {
		err = printJSON(sys.Out, res.JSON())
	} else {
		err = render.Terminal(sys.Out, res.Reply, sys.terminalOptions())
	}
	if err == nil && !res.Found {
		err = errNothing
	}
	return err
}

package main

import (
	"context"
	"log/slog"
	"strings"

	"docent/bot/command"
	"docent/bot/render"
)

// runQuote prints a part of a document.
func runQuote(ctx context.Context, sys system, args []string) error {
	fs, at := newFlags("quote", sys.Out), folders{}
	at.register(fs)
	lines, heading, page := fs.String("lines", "", ""), fs.String("heading", "", ""), fs.String("page", "", "")
	if err := parseFlags(fs, args); err != nil {
		return err
	}
	document := joined(fs.Args())
	if document == "" {
		return usageFault("quote", "expected a document")
	}
	return runCommand(ctx, sys, at, "quote", map[string]string{"source": document, "lines": *lines, "heading": *heading, "page": *page})
}

// runSources lists the documents, or shows or prints one.
func runSources(ctx context.Context, sys system, args []string) error {
	fs, at := newFlags("sources", sys.Out), folders{}
	at.register(fs)
	if err := parseFlags(fs, args); err != nil {
		return err
	}
	words := fs.Args()
	if len(words) > 0 {
		switch name := words[0]; name {
		case "show", "file":
			if len(words) == 1 {
				return usageFault("sources", "expected a document")
			}
			return runCommand(ctx, sys, at, "sources "+name, map[string]string{"source": joined(words[1:])})
		case "list":
			words = words[1:]
		}
	}
	return runCommand(ctx, sys, at, "sources list", map[string]string{"filter": joined(words)})
}

// runVerify holds a text against the documents.
func runVerify(ctx context.Context, sys system, args []string) error {
	fs, at := newFlags("verify", sys.Out), folders{}
	at.register(fs)
	if err := parseFlags(fs, args); err != nil {
		return err
	}
	text := joined(fs.Args())
	if text == "" {
		return usageFault("verify", "expected a text")
	}
	return runCommand(ctx, sys, at, "verify", map[string]string{"text": text})
}

// joined is what stands behind the flags, as one text.
func joined(args []string) string {
	return strings.TrimSpace(strings.ToValidUTF8(strings.Join(args, " "), "\uFFFD"))
}

// runCommand carries one of the bot's commands out at the terminal: exit status 0 when something was found, 1 when not.
func runCommand(ctx context.Context, sys system, at folders, name string, options map[string]string) error {
	cfg, err := at.readConfig(sys)
	if err != nil {
		return err
	}
	lib, err := openUpToDate(ctx, sys, cfg, newLog(sys.Err, cfg, slog.LevelWarn))
	if err != nil {
		return err
	}
	defer lib.Close()
	out, err := command.New(lib, sys.Now, sys.Words.English()).Linked(cfg.SourceURL).Run(ctx, name, options)
	switch {
	case err != nil:
		return err
	case out.File != nil:
		_, err = sys.Out.Write(out.File)
		return err
	}
	if err := render.Terminal(sys.Out, out.Reply, sys.terminalOptions()); err != nil {
		return err
	}
	if !out.Found {
		return errNothing
	}
	return nil
}

package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"docent/bot/command"
	"docent/bot/render"
	"docent/retrieval"
)

// A query is what ask, find and fact have in common: their flags, and the words after them.
type query struct {
	folders
	source string
	json   bool
	why    bool
	words  string
}

// An outcome is what a query came to: the reply to draw, the same as JSON, and whether anything was found.
type outcome struct {
	reply render.Reply
	json  any
	found bool
}

// A lookup asks the commands, and reads from the witness what came of it.
type lookup func(ctx context.Context, c *command.Commands, w *witness, q query) (outcome, error)

// runAsk answers one question: exit status 0 when something was found, 1 when the documents are silent.
func runAsk(ctx context.Context, sys system, args []string) error {
	return runQuery(ctx, sys, "ask", args, func(ctx context.Context, c *command.Commands, w *witness, q query) (outcome, error) {
		reply, err := c.Ask(ctx, retrieval.Question{Text: q.words, Source: q.source, Why: q.why})
		return outcome{reply, newAnswerJSON(q.words, w.answer), w.answer.Found}, err
	})
}

// runFind lists the places where words stand.
func runFind(ctx context.Context, sys system, args []string) error {
	return runQuery(ctx, sys, "find", args, func(ctx context.Context, c *command.Commands, w *witness, q query) (outcome, error) {
		reply, err := c.Find(ctx, retrieval.Search{Text: q.words, Source: q.source})
		return outcome{reply, newHitsJSON(q.words, w.hits), len(w.hits.Snippets) > 0}, err
	})
}

// runFact looks a fact up by its name.
func runFact(ctx context.Context, sys system, args []string) error {
	return runQuery(ctx, sys, "fact", args, func(ctx context.Context, c *command.Commands, w *witness, q query) (outcome, error) {
		reply, err := c.Fact(ctx, q.words, q.source)
		return outcome{reply, newFactsJSON(q.words, w.facts), len(w.facts) > 0}, err
	})
}

// runQuery reads the flags, opens the library, looks up, and draws what was found.
func runQuery(ctx context.Context, sys system, name string, args []string, look lookup) error {
	q, err := parseQuery(sys, name, args)
	if err != nil {
		return err
	}
	cfg, err := q.readConfig(sys)
	if err != nil {
		return err
	}
	lib, err := openUpToDate(ctx, sys, cfg, newLog(sys.Err, cfg, slog.LevelWarn))
	if err != nil {
		return err
	}
	defer lib.Close()

	w := &witness{library: lib}
	out, err := look(ctx, command.New(w, sys.Now, sys.Words.English()).Linked(cfg.SourceURL), w, q)
	if err != nil {
		return err
	}
	if err := print(sys, q, out); err != nil {
		return err
	}
	if !out.found {
		return errNothing
	}
	return nil
}

// parseQuery reads the command line of ask, find or fact.
func parseQuery(sys system, name string, args []string) (query, error) {
	var q query
	fs := newFlags(name, sys.Out)
	q.register(fs)
	fs.StringVar(&q.source, "source", "", "")
	fs.BoolVar(&q.json, "json", false, "")
	if name == "ask" {
		fs.BoolVar(&q.why, "why", false, "")
	}
	if err := parseFlags(fs, args); err != nil {
		return q, err
	}
	q.words = strings.ToValidUTF8(strings.Join(fs.Args(), " "), "\uFFFD")
	if strings.TrimSpace(q.words) == "" {
		return q, usageFault(name, "expected words to look for")
	}
	return q, nil
}

// print draws the outcome on the output. What JSON has no field for, that something is amiss, goes to the error stream.
func print(sys system, q query, out outcome) error {
	if !q.json {
		return render.Terminal(sys.Out, out.reply, sys.terminalOptions())
	}
	if out.reply.Notice != "" {
		fmt.Fprintf(sys.Err, "docent: %s\n", out.reply.Notice)
	}
	return printJSON(sys.Out, out.json)
}

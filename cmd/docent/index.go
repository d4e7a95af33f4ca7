package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"docent/retrieval"
)

// reportJSON is what an update of the index changed, or would change.
type reportJSON struct {
	Checked   bool                `json:"checked"` // nothing was changed
	Added     []string            `json:"added"`
	Changed   []string            `json:"changed"`
	Removed   []string            `json:"removed"`
	Unchanged int                 `json:"unchanged"`
	Failed    []retrieval.Failure `json:"failed"`
}

// runIndex brings the index up to date, or with --check only says what that would change. Files that can't be read are
// listed and are no fault of the command.
func runIndex(ctx context.Context, sys system, args []string) error {
	var f folders
	fs := newFlags("index", sys.Out)
	f.register(fs)
	check := fs.Bool("check", false, "")
	asJSON := fs.Bool("json", false, "")
	if err := parseFlags(fs, args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return usageFault("index", fmt.Sprintf("it takes no arguments, and %q was given", fs.Arg(0)))
	}
	cfg, err := f.readConfig(sys)
	if err != nil {
		return err
	}
	report, err := updateOrCheck(ctx, sys, cfg, *check)
	if err != nil {
		return err
	}
	if *asJSON {
		return printJSON(sys.Out, newReportJSON(report, *check))
	}
	return printReport(sys.Out, report, *check)
}

func updateOrCheck(ctx context.Context, sys system, cfg config, check bool) (report retrieval.Report, err error) {
	least := slog.LevelDebug
	if isTerminal(sys.Err) { // where the progress is drawn
		least = slog.LevelWarn
	}
	log := newLog(sys.Err, cfg, least)
	show, done := progress(sys, log)
	defer done()
	if check {
		report, err = sys.Check(ctx, libraryConfig(sys, cfg, log, show))
		return report, about(cfg.Docs, err)
	}
	lib, err := openLibrary(ctx, sys, cfg, log, show)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, lib.Close()) }()
	report, err = lib.Update(ctx)
	return report, about(cfg.Docs, err)
}

// about names the folder that an error is about: the library, which may speak to anybody, doesn't.
func about(docs string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", docs, err)
}

func newReportJSON(r retrieval.Report, check bool) reportJSON {
	return reportJSON{
		Checked:   check,
		Added:     append([]string{}, r.Added...),
		Changed:   append([]string{}, r.Changed...),
		Removed:   append([]string{}, r.Removed...),
		Unchanged: r.Unchanged,
		Failed:    append([]retrieval.Failure{}, r.Failed...),
	}
}

// printReport writes one line a file that isn't as it was, and the sums.
func printReport(w io.Writer, r retrieval.Report, check bool) error {
	lists := []struct {
		what  string
		paths []string
	}{{"added", r.Added}, {"changed", r.Changed}, {"removed", r.Removed}}
	for _, l := range lists {
		for _, path := range l.paths {
			if _, err := fmt.Fprintf(w, "%-8s %s\n", l.what, printable(path)); err != nil {
				return err
			}
		}
	}
	for _, f := range r.Failed {
		if _, err := fmt.Fprintf(w, "%-8s %s: %s\n", "failed", printable(f.Path), printable(f.Reason())); err != nil {
			return err
		}
	}
	tail := ""
	if check {
		tail = " (checked only; nothing was changed)"
	}
	_, err := fmt.Fprintf(w, "%d added, %d changed, %d removed, %d unchanged, %d failed%s\n",
		len(r.Added), len(r.Changed), len(r.Removed), r.Unchanged, len(r.Failed), tail)
	return err
}

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"docent/retrieval/eval"
)

// What the exit status says.
const (
	exitOK    = 0
	exitFault = 2 // of the options, the questions or the documents
)

// A system is what the program meets outside itself, so that a test can stand in for it. A nil function means the real thing.
type system struct {
	Dir string // the working folder: relative folders begin here
	Out io.Writer
	Err io.Writer
	Now func() time.Time

	Evaluate   func(context.Context, eval.Config) (eval.Evaluation, error)
	Measure    func(context.Context, eval.MeasureConfig) (eval.Measurement, error)
	FitRanking func(context.Context, eval.Config) (eval.RankingFit, error)
	FitSilence func(context.Context, eval.Config) (eval.SilenceFit, error)
}

func (s system) withDefaults() system {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Evaluate == nil {
		s.Evaluate = eval.Evaluate
	}
	if s.Measure == nil {
		s.Measure = eval.Measure
	}
	if s.FitRanking == nil {
		s.FitRanking = eval.FitRanking
	}
	if s.FitSilence == nil {
		s.FitSilence = eval.FitSilence
	}
	return s
}

// A command is one word after "docent-eval".
type command struct {
	name  string
	args  string // as the usage line shows them
	short string // what it does, half a line
	notes string // what there is to know beside its options
	run   func(ctx context.Context, sys system, fs *flag.FlagSet, args []string) error
}

// commands are all there are, in the order of the help text.
func commands() []command {
	return []command{
		{"ask", askArgs, "measure how well questions with known answers are answered", askNotes, runAsk},
		{"bench", "[--passages N] [--growth] [--look-ups] [--docs DIR] [--cache MB] [--json]", "measure speed and size on made-up text, or a folder's repeated", "", runBench},
		{"explain", "--docs DIR [--data DIR] [--passages N] [--cache MB] QUESTION...", "show how passages are ranked for a question, and why", "", runExplain},
		{"fit", fitArgs, "fit the weights of ranking, or of silence, to question sets", fitNotes, runFit},
	}
}

// run is the whole program: it does what args say and returns the exit status. It returns soon after ctx ends.
func run(ctx context.Context, args []string, sys system) int {
	err := dispatch(ctx, args, sys.withDefaults())
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		fmt.Fprintln(sys.Err, "docent-eval: stopped before it was done")
	default:
		fmt.Fprintf(sys.Err, "docent-eval: %v\n", err)
	}
	return exitFault
}

// dispatch picks the command that args name. "help ask" is "ask -h".
func dispatch(ctx context.Context, args []string, sys system) error {
	if len(args) > 1 && args[0] == "help" {
		args = []string{args[1], "-h"}
	}
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		_, err := io.WriteString(sys.Out, usage())
		return err
	}
	for _, c := range commands() {
		if c.name == args[0] {
			fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
			fs.SetOutput(io.Discard)
			fs.Usage = func() {}
			err := c.run(ctx, sys, fs, args[1:])
			if fault := (*usageError)(nil); errors.As(err, &fault) {
				return fmt.Errorf("%s: %w\n%s", c.name, err, c.usage(fs))
			}
			if errors.Is(err, flag.ErrHelp) {
				fmt.Fprint(sys.Out, c.usage(fs)+c.notes)
			}
			return err
		}
	}
	return fmt.Errorf("there is no command %q\n\n%s", args[0], usage())
}

// usage is the overview of all commands.
func usage() string {
	var b strings.Builder
	b.WriteString("docent-eval measures how well and how fast Docent answers, and fits its weights.\n\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "  docent-eval %-8s %s\n", c.name, c.short)
	}
	b.WriteString("\n\"docent-eval help COMMAND\" explains a command. Exit status: 0 done, 2 a fault.\n")
	return b.String()
}

// usage is the command's usage line and its options.
func (c command) usage(fs *flag.FlagSet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage: docent-eval %s %s\n  %s\n", c.name, c.args, c.short)
	fs.VisitAll(func(f *flag.Flag) {
		value, help := flag.UnquoteUsage(f)
		fmt.Fprintf(&b, "  --%-21s %s\n", strings.TrimSpace(f.Name+" "+value), help)
	})
	return b.String()
}

// A usageError is a fault of the command line.
type usageError struct{ what string }

func (e *usageError) Error() string { return e.what }

func usageFault(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// parseFlags reads args into fs, and returns what stands behind the options. Only flag.ErrHelp isn't a fault.
func parseFlags(fs *flag.FlagSet, args []string) ([]string, error) {
	err := fs.Parse(args)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		return nil, usageFault("%v", err)
	}
	return fs.Args(), err
}

// parseOnlyFlags is parseFlags for a command that takes nothing else.
func parseOnlyFlags(fs *flag.FlagSet, args []string) error {
	rest, err := parseFlags(fs, args)
	if err == nil && len(rest) > 0 {
		return usageFault("it takes no arguments, and %q was given", rest[0])
	}
	return err
}

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"docent/bot/command"
	"docent/bot/locale"
	"docent/retrieval"

	"github.com/gorilla/websocket"
)

// What the exit status says.
const (
	exitOK      = 0 // found, or done
	exitNothing = 1 // asked, and the documents are silent
	exitFault   = 2 // configuration, token, index or usage
)

// errNothing is what a command returns that has already said that nothing was found.
var errNothing = errors.New("nothing found")

// A system is what the program meets outside itself, so that a test can stand in for all of it. A nil field means the
// real thing, but for In, Out and Err, which must be given.
type system struct {
	Dir    string   // the working folder: .env is looked for here, relative folders begin here
	Env    []string // NAME=value, as os.Environ gives them
	In     io.Reader
	Out    io.Writer
	Err    io.Writer
	REST   http.RoundTripper // carries the requests to Discord
	Dialer *websocket.Dialer // opens the connections to Discord's gateway
	Words  *locale.Locales   // what is said to people
	Now    func() time.Time
	Wait   func(context.Context, time.Duration) error // sleeps, unless the context ends first
	Open   func(context.Context, retrieval.Config) (library, error)
	Check  func(context.Context, retrieval.Config) (retrieval.Report, error)

	Measure  func(context.Context, retrieval.MeasureConfig) (retrieval.Measurement, error)
	Evaluate func(context.Context, retrieval.EvalConfig) (retrieval.Evaluation, error)
}

// A library is the open index as this program uses it.
type library interface {
	command.Library
	Run(ctx context.Context) error
	Update(ctx context.Context) (retrieval.Report, error)
	Close() error
}

var _ library = (*retrieval.Library)(nil)

// withDefaults fills in the real thing where the caller named nothing else.
func (s system) withDefaults() (system, error) {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Wait == nil {
		s.Wait = wait
	}
	if s.Open == nil {
		s.Open = func(ctx context.Context, c retrieval.Config) (library, error) { return retrieval.Open(ctx, c) }
	}
	if s.Check == nil {
		s.Check = retrieval.Check
	}
	if s.Measure == nil {
		s.Measure = retrieval.Measure
	}
	if s.Evaluate == nil {
		s.Evaluate = retrieval.Evaluate
	}
	if s.Words == nil {
		words, err := locale.New()
		if err != nil {
			return s, fmt.Errorf("reading what is said to people: %w", err)
		}
		s.Words = words
	}
	return s, nil
}

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
		{"eval", "[--docs DIR --questions FILE] [--set NAME=DIR]... [--mixed] [--questions-from NAME] [--typos SEED] [--hold-out] [--answer-size WORDS] [--sample N,N,...] [--compare] [--failures N] [--keep-going] [--data DIR] [--json]", "measure how well questions with known answers are answered", runEval},
		{"bench", "[--passages N] [--growth] [--docs DIR] [--json]", "measure speed and size on made-up text, or a folder's repeated", runBench},
		{"invite", "", "print the link that adds the bot to a server", runInvite},
		{"version", "", "print the version", runVersion},
		{"help", "[COMMAND]", "print this text, or a command's", runHelp},
	}
}

// run is the whole program: it does what args say and returns the exit status. It returns soon after ctx ends.
func run(ctx context.Context, args []string, sys system) int {
	sys, err := sys.withDefaults()
	if err == nil {
		err = dispatch(ctx, args, sys)
	}
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errNothing):
		return exitNothing
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		fmt.Fprintln(sys.Err, "docent: stopped before it was done")
	default:
		fmt.Fprintf(sys.Err, "docent: %v\n", err)
	}
	return exitFault
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

// newFlags is a command's flag set: faults are returned, and -h prints the command's help to out.
func newFlags(name string, out io.Writer) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() { fmt.Fprint(out, commandHelp(name)) }
	return fs
}

// parseFlags reads args into fs. Its error carries the command's usage line; flag.ErrHelp means that -h was answered.
func parseFlags(fs *flag.FlagSet, args []string) error {
	usage := fs.Usage
	fs.Usage = func() {}
	err := fs.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		usage()
		return err
	}
	if err != nil {
		return usageFault(fs.Name(), err.Error())
	}
	return nil
}

// usageFault is a fault of the command line, with the line that is right.
func usageFault(command, what string) error {
	return fmt.Errorf("%s: %s\n%s", command, what, commandUsage(command))
}

// isTerminal tells whether a stream is a terminal; a test's buffer isn't.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && fileIsTerminal(f)
}

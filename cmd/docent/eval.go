package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"docent/retrieval"
)

// evalFlags are the flags of docent eval as they were typed.
type evalFlags struct {
	docs, questions, data        string
	sets                         []string
	mixed, holdOut, compare      bool
	from, typos                  string
	answerSize, failures, sample string
	keepGoing, asJSON            bool
}

func (f *evalFlags) register(fs *flag.FlagSet) {
	fs.StringVar(&f.docs, "docs", "", "")
	fs.StringVar(&f.questions, "questions", "", "")
	fs.StringVar(&f.data, "data", "", "")
	fs.Func("set", "", func(v string) error {
		f.sets = append(f.sets, v)
		return nil
	})
	fs.BoolVar(&f.mixed, "mixed", false, "")
	fs.BoolVar(&f.holdOut, "hold-out", false, "")
	fs.BoolVar(&f.compare, "compare", false, "")
	fs.StringVar(&f.from, "questions-from", "", "")
	fs.StringVar(&f.typos, "typos", "", "")
	fs.StringVar(&f.answerSize, "answer-size", "", "")
	fs.StringVar(&f.failures, "failures", "", "")
	fs.StringVar(&f.sample, "sample", "", "")
	fs.BoolVar(&f.keepGoing, "keep-going", false, "")
	fs.BoolVar(&f.asJSON, "json", false, "")
}

// runEval asks questions with known answers and prints how well they were answered.
func runEval(ctx context.Context, sys system, args []string) error {
	var f evalFlags
	fs := newFlags("eval", sys.Out)
	f.register(fs)
	if err := parseFlags(fs, args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return usageFault("eval", fmt.Sprintf("it takes no arguments, and %q was given", fs.Arg(0)))
	}
	cfg, err := f.config(sys.Dir)
	if err != nil {
		return usageFault("eval", err.Error())
	}
	settings, err := readConfig(sys.Env, sys.Dir)
	if err != nil {
		return err
	}
	cfg.CacheBytes, cfg.Now = cacheBytes(settings.Cache), sys.Now
	e, err := evaluate(ctx, sys, cfg)
	if faults := (*retrieval.QuestionsError)(nil); errors.As(err, &faults) && !cfg.KeepGoing {
		return fmt.Errorf("%w; --keep-going leaves out what is malformed", err)
	}
	if err != nil {
		return err
	}
	for _, m := range e.Malformed {
		fmt.Fprintf(sys.Err, "docent: left out: %s\n", printable(m.String()))
	}
	for _, u := range e.Unread {
		fmt.Fprintf(sys.Err, "docent: a document can't be read: %s: %s\n", printable(u.Path), printable(u.Reason))
	}
	if f.asJSON {
		return printJSON(sys.Out, newEvalJSON(e, cfg))
	}
	return printEvaluation(sys.Out, e, cfg)
}

// config is what the flags ask for. Folders begin at dir.
func (f *evalFlags) config(dir string) (retrieval.EvalConfig, error) {
	cfg := retrieval.EvalConfig{Mixed: f.mixed, QuestionsFrom: f.from, HoldOut: f.holdOut, Compare: f.compare, KeepGoing: f.keepGoing}
	if f.data != "" {
		cfg.Data = absolute(dir, f.data)
	}
	var err error
	if cfg.Sets, err = f.evalSets(dir); err != nil {
		return cfg, err
	}
	if f.typos != "" {
		seed, err := strconv.ParseUint(f.typos, 10, 64)
		if err != nil {
			return cfg, fmt.Errorf("--typos: expected a seed, any whole number from 0; %q was given", f.typos)
		}
		cfg.Typos = &seed
	}
	if cfg.AnswerSize, err = flagNumber("answer-size", f.answerSize, retrieval.MinAnswerSize, retrieval.MaxAnswerSize); err != nil {
		return cfg, err
	}
	if cfg.Failures, err = flagNumber("failures", f.failures, 1, mostFailures); err != nil {
		return cfg, err
	}
	for n := range strings.SplitSeq(f.sample, ",") {
		size, err := flagNumber("sample", strings.TrimSpace(n), 1, math.MaxInt32)
		if err != nil {
			return cfg, err
		}
		if size > 0 {
			cfg.Samples = append(cfg.Samples, size)
		}
	}
	return cfg, nil
}

// mostFailures is more than anybody reads.
const mostFailures = 10_000

// flagNumber reads a whole number; of nothing, it is 0.
func flagNumber(name, value string, least, most int) (int, error) {
	if value == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("--%s: expected a whole number from %d to %d; %q was given", name, least, most, value)
	}
	return n, nil
}

// evalSets are the sets that the flags name.
func (f *evalFlags) evalSets(dir string) (sets []retrieval.EvalSet, err error) {
	switch {
	case (f.docs == "") != (f.questions == ""):
		return nil, errors.New("--docs and --questions: expected both or neither")
	case f.docs == "" && len(f.sets) == 0:
		return nil, errors.New("expected --docs and --questions, or --set")
	case f.docs != "":
		docs := absolute(dir, f.docs)
		sets = append(sets, retrieval.EvalSet{Name: nameOfFolder(docs), Docs: docs, Questions: absolute(dir, f.questions)})
	}
	for _, s := range f.sets {
		name, folder, ok := strings.Cut(s, "=")
		if !ok || name == "" || folder == "" {
			return nil, fmt.Errorf("--set: expected NAME=DIR; %q was given", s)
		}
		folder = absolute(dir, folder)
		sets = append(sets, retrieval.EvalSet{Name: name, Docs: filepath.Join(folder, "docs"), Questions: filepath.Join(folder, "questions.jsonl")})
	}
	return sets, nil
}

// nameOfFolder names a set after its folder of documents, or the one above where that is called "docs" as every set's is.
func nameOfFolder(docs string) string {
	name := filepath.Base(docs)
	if above := filepath.Base(filepath.Dir(docs)); name == "docs" && above != string(filepath.Separator) && above != "." {
		return above
	}
	return name
}

// evaluate shows on a terminal how far it is.
func evaluate(ctx context.Context, sys system, cfg retrieval.EvalConfig) (retrieval.Evaluation, error) {
	if isTerminal(sys.Err) {
		line := &progressLine{w: sys.Err, now: sys.Now, width: func() int { return terminalWidth(sys.Err) }}
		defer line.done()
		cfg.Progress = func(stage string, done, total int) { line.draw(progressBar(stage, done, total)) }
	}
	return sys.Evaluate(ctx, cfg)
}

// barWidth is how many characters a full bar has.
const barWidth = 24

// progressBar is a bar with how far a stage is.
func progressBar(stage string, done, total int) string {
	full := barWidth
	if total > 0 {
		full = min(barWidth, barWidth*done/total)
	}
	return fmt.Sprintf("[%s%s] %s %d/%d", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), printable(stage), done, total)
}

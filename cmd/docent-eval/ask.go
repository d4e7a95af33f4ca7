package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"strconv"
	"strings"

	"docent/retrieval/eval"
)

const askArgs = "[--docs DIR --questions FILE] [--set NAME=DIR]... [--mixed] [--questions-from NAME] [--typos SEED] [--hold-out] [--answer-size WORDS] [--sample N,N,...] [--compare] [--failures N] [--keep-going] [--data DIR] [--cache MB] [--json]"

const askNotes = `
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
`

// askFlags are the options of docent-eval ask as they were typed.
type askFlags struct {
	setFlags
	data, from, typos            string
	mixed, holdOut, compare      bool
	answerSize, failures, sample string
	keepGoing, asJSON            bool
	cache                        cacheFlag
}

// registerCommon registers those that fitting takes, too.
func (f *askFlags) registerCommon(fs *flag.FlagSet) {
	f.setFlags.register(fs)
	f.cache.register(fs)
	fs.StringVar(&f.data, "data", "", "keep the index in the folder `DIR` and use it again, in place of a temporary one")
	fs.BoolVar(&f.keepGoing, "keep-going", false, "leave out malformed questions instead of stopping")
}

func (f *askFlags) register(fs *flag.FlagSet) {
	f.registerCommon(fs)
	fs.BoolVar(&f.mixed, "mixed", false, "the documents of all sets in one index")
	fs.BoolVar(&f.holdOut, "hold-out", false, "ask each question again with the documents that answer it taken out of the results")
	fs.BoolVar(&f.compare, "compare", false, "measure Bleve's own match search beside")
	fs.StringVar(&f.from, "questions-from", "", "leave the documents of set `NAME` out and ask its questions of the others, where they can't be answered")
	fs.StringVar(&f.typos, "typos", "", "ask each question again with one random edit, drawn by `SEED`")
	fs.StringVar(&f.answerSize, "answer-size", "", "let passages have so many `WORDS`, in place of 200")
	fs.StringVar(&f.failures, "failures", "", "explain the `N` worst failures of each kind")
	fs.StringVar(&f.sample, "sample", "", "measure silence in folders of `N,N,...` of the documents, too")
	fs.BoolVar(&f.asJSON, "json", false, "print JSON")
}

// runAsk asks questions with known answers and prints how well they were answered.
func runAsk(ctx context.Context, sys system, fs *flag.FlagSet, args []string) error {
	var f askFlags
	f.register(fs)
	if err := parseOnlyFlags(fs, args); err != nil {
		return err
	}
	cfg, err := f.config(sys)
	if err != nil {
		return err
	}
	var done func()
	cfg.Progress, done = sys.progress()
	e, err := sys.Evaluate(ctx, cfg)
	done()
	if faults := (*eval.QuestionsError)(nil); errors.As(err, &faults) && !cfg.KeepGoing {
		return fmt.Errorf("%w; --keep-going leaves out what is malformed", err)
	}
	if err != nil {
		return err
	}
	for _, m := range e.Malformed {
		fmt.Fprintf(sys.Err, "docent-eval: left out: %s\n", printable(m.String()))
	}
	for _, u := range e.Unread {
		fmt.Fprintf(sys.Err, "docent-eval: a document can't be read: %s: %s\n", printable(u.Path), printable(u.Reason()))
	}
	if f.asJSON {
		return printJSON(sys.Out, evaluationJSON(e, cfg))
	}
	return printEvaluation(sys.Out, e, cfg)
}

// config is what the options ask for.
func (f *askFlags) config(sys system) (eval.Config, error) {
	cfg := eval.Config{Mixed: f.mixed, QuestionsFrom: f.from, HoldOut: f.holdOut, Compare: f.compare, KeepGoing: f.keepGoing, Now: sys.Now}
	if f.data != "" {
		cfg.Data = sys.absolute(f.data)
	}
	var err error
	if cfg.Sets, err = f.sets(sys); err != nil {
		return cfg, err
	}
	if cfg.CacheBytes, err = f.cache.bytes(); err != nil {
		return cfg, err
	}
	if f.typos != "" {
		seed, err := strconv.ParseUint(f.typos, 10, 64)
		if err != nil {
			return cfg, usageFault("--typos: expected a seed, any whole number from 0; %q was given", f.typos)
		}
		cfg.Typos = &seed
	}
	if cfg.AnswerSize, err = flagNumber("answer-size", f.answerSize, eval.MinAnswerSize, eval.MaxAnswerSize); err != nil {
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

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"docent/retrieval/eval"
)

const fitArgs = "[--docs DIR --questions FILE] [--set NAME=DIR]... [--silence] [--keep-going] [--data DIR] [--cache MB]"

const fitNotes = `
The weights of ranking stand in retrieval/rank/model.go, those of silence in retrieval/rank/abstain.go. Each set is also tried
with weights fitted to the others alone. Sets whose names agree up to the first underscore, as translations of one set do, are
left out together, so it takes sets of two such families at least to tell anything.
`

// runFit fits the weights of ranking, or those of silence, to question sets, and prints them with what they are worth.
func runFit(ctx context.Context, sys system, fs *flag.FlagSet, args []string) error {
	var f askFlags
	f.registerCommon(fs)
	silence := fs.Bool("silence", false, "fit the weights by which a question is answered or not, in place of those of ranking")
	if err := parseOnlyFlags(fs, args); err != nil {
		return err
	}
	cfg, err := f.config(sys)
	if err != nil {
		return err
	}
	var done func()
	cfg.Progress, done = sys.progress()
	defer done()
	if *silence {
		fit, err := sys.FitSilence(ctx, cfg)
		if err != nil {
			return err
		}
		done()
		return printSilenceFit(sys.Out, fit)
	}
	fit, err := sys.FitRanking(ctx, cfg)
	if err != nil {
		return err
	}
	done()
	return printRankingFit(sys.Out, fit)
}

func printRankingFit(w io.Writer, fit eval.RankingFit) error {
	var b strings.Builder
	for _, s := range fit.Sets {
		fmt.Fprintf(&b, "%-20s %5d questions; weights as they are: first %.1f %%, among five %.1f %%; left out: first %.1f %%, among five %.1f %%\n",
			printable(s.Name), s.Questions, s.First, s.Five, s.LeftOutFirst, s.LeftOutFive)
	}
	for _, x := range fit.Weights {
		fmt.Fprintf(&b, "%-55s now %.3f, fitted %.3f, without", x.What, x.Now, x.Fitted)
		for _, fold := range x.Without {
			fmt.Fprintf(&b, " %s %.3f", printable(fold.Family), fold.Weight)
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func printSilenceFit(w io.Writer, fit eval.SilenceFit) error {
	var b strings.Builder
	for _, s := range fit.Scenes {
		fmt.Fprintf(&b, "%-20s %-16s kept %.0f %%, refused %.0f %%; left out: kept %.0f %%, refused %.0f %%\n",
			printable(s.Set), s.Scene, s.Kept, s.Refused, s.LeftOutKept, s.LeftOutRefused)
	}
	fmt.Fprintf(&b, "%s: %.2f\n", strings.Join(fit.Names, ", "), fit.Weights)
	_, err := io.WriteString(w, b.String())
	return err
}

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"docent/retrieval/eval"
)

// runBench builds a corpus in a temporary folder, measures how fast its index is, and prints that.
func runBench(ctx context.Context, sys system, fs *flag.FlagSet, args []string) error {
	passages := fs.String("passages", "10000", "measure on `N` passages: 1 to 10 million")
	docs := fs.String("docs", "", "repeat the documents of the folder `DIR`, in place of made-up text")
	growth := fs.Bool("growth", false, "measure at every power of ten up to there, from a thousand, and draw how costs grow")
	lookUps := fs.Bool("look-ups", false, "measure completions, searches, quotes and verifying, too")
	asJSON := fs.Bool("json", false, "print JSON")
	var cache cacheFlag
	cache.register(fs)
	if err := parseOnlyFlags(fs, args); err != nil {
		return err
	}
	n, err := flagNumber("passages", *passages, 1, eval.MaxMeasurePassages)
	if err != nil {
		return err
	}
	cfg := eval.MeasureConfig{LookUps: *lookUps, Now: sys.Now}
	if cfg.CacheBytes, err = cache.bytes(); err != nil {
		return err
	}
	if *docs != "" {
		cfg.Docs = sys.absolute(*docs)
	}
	sizes := []int{n}
	if *growth {
		sizes = growthSizes(n)
	}
	var all []eval.Measurement
	for _, size := range sizes {
		cfg.Passages = size
		m, err := measure(ctx, sys, cfg)
		if err != nil {
			return err
		}
		all = append(all, m)
	}
	switch {
	case *growth && *asJSON:
		return printJSON(sys.Out, all)
	case *growth:
		return printGrowth(sys.Out, all)
	case *asJSON:
		return printJSON(sys.Out, all[0])
	}
	return printMeasurement(sys.Out, all[0])
}

// measure shows on a terminal how far it is.
func measure(ctx context.Context, sys system, cfg eval.MeasureConfig) (eval.Measurement, error) {
	var done func()
	cfg.Progress, done = sys.progress()
	defer done()
	m, err := sys.Measure(ctx, cfg)
	if err != nil && cfg.Docs != "" {
		err = fmt.Errorf("%s: %w", cfg.Docs, err)
	}
	return m, err
}

// printMeasurement sets what was measured in a table. Ratios are against Bleve's own search.
func printMeasurement(w io.Writer, m eval.Measurement) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d passages, %s of text in %d files; %d questions\n\n", m.Passages, mb(m.TextMB), m.Files, m.Questions)
	fmt.Fprintf(&b, "build     %.1f CPU s, %.1f s; the reading of it %.1f CPU s\n", m.BuildCPU, m.BuildWall, m.ReadCPU)
	fmt.Fprintf(&b, "          without it %s x the CPU of Bleve's own leanest index (%.1f s)\n", figure(m.BuildRatio), m.BleveBuildCPU)
	fmt.Fprintf(&b, "disk      %s: the inverted index %s (Bleve's %s), the passages as they are quoted %s\n",
		mb(m.IndexMB), mb(m.PostingsMB), mb(m.BleveIndexMB), mb(m.RecordsMB))
	fmt.Fprintf(&b, "memory    at most %s while building, %s while asking\n", mb(m.BuildPeakMB), mb(m.AskPeakMB))
	fmt.Fprintf(&b, "start     %s ms\n", figure(m.Start))
	fmt.Fprintf(&b, "update    %s ms until a changed document is found\n", figure(m.Update))
	fmt.Fprintf(&b, "delete    %s ms until a deleted one isn't\n\n", figure(m.Delete))

	row := func(what string, cells ...string) {
		fmt.Fprintf(&b, "%-32s", what)
		for _, c := range cells {
			fmt.Fprintf(&b, "%12s", c)
		}
		b.WriteByte('\n')
	}
	row("a question", "CPU ms", "x Bleve", "median ms", "99 % ms")
	search := func(what string, cpu, bleve float64) { row(what, figure(cpu), ratio(cpu, bleve)) }
	search("100 candidates, cold", m.CandidatesCold, m.BleveCold)
	search("100 candidates", m.Candidates, m.Bleve)
	search("Bleve's 100, cold", m.BleveCold, m.BleveCold)
	search("Bleve's 100", m.Bleve, m.Bleve)
	answer := func(what string, cpu, bleve, median, p99 float64) {
		row(what, figure(cpu), ratio(cpu, bleve), figure(median), figure(p99))
	}
	answer("whole answer, cold", m.QuestionCPUCold, m.BleveCold, m.MedianCold, m.P99Cold)
	answer("whole answer", m.QuestionCPU, m.Bleve, m.Median, m.P99)
	answer("whole answer, two clients", m.QuestionCPU2, m.Bleve, m.Median2, m.P992)
	row("the same while documents change", "", "", figure(m.MedianBusy), figure(m.P99Busy))
	for _, l := range m.LookUps {
		row(l.What, "", "", figure(l.Median), figure(l.P99))
	}
	fmt.Fprintf(&b, "\nA question's words match %.0f postings. Candidates are searched in the bodies, as Bleve's are; answers in titles and headings too.\n", m.Postings)
	fmt.Fprintf(&b, "Cold is the first time that a question is asked; no answer is kept for the second. %.1f %% were answered.\n", 100*m.Answered)
	_, err := io.WriteString(w, b.String())
	return err
}

func mb(n float64) string { return figure(n) + " MB" }

// figure has three digits that count, and no more than two behind the point.
func figure(v float64) string {
	switch {
	case v < 10:
		return strconv.FormatFloat(v, 'f', 2, 64)
	case v < 100:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}

// ratio is a share of Bleve's own; "" where its cost can't be told.
func ratio(v, bleve float64) string {
	if bleve == 0 {
		return ""
	}
	return figure(v / bleve)
}

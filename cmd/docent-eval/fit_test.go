package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/retrieval/eval"
)

func TestFit(t *testing.T) {
	tr := newTrial(t)
	var asked eval.Config
	tr.sys.FitRanking = func(_ context.Context, cfg eval.Config) (eval.RankingFit, error) {
		asked = cfg
		return eval.RankingFit{
			Sets:    []eval.SetFit{{Name: "news", Questions: 387, First: 57.1, Five: 74.4, LeftOutFirst: 56.8, LeftOutFive: 74.2}},
			Weights: []eval.WeightFit{{What: "BM25 of the question's words", Now: .204, Fitted: .21, Without: []eval.FoldWeight{{Family: "news", Weight: .2}, {Family: "wiki", Weight: .19}}}},
		}, nil
	}
	r := tr.run(context.Background(), "fit", "--set", "news=n", "--data", "kept")
	want := "news                   387 questions; weights as they are: first 57.1 %, among five 74.4 %; left out: first 56.8 %, among five 74.2 %\n" +
		"BM25 of the question's words                            now 0.204, fitted 0.210, without news 0.200 wiki 0.190\n"
	if r.status != exitOK || r.err != "" || r.out != want {
		t.Errorf("status %d, error stream %q, output %q", r.status, r.err, r.out)
	}
	if len(asked.Sets) != 1 || asked.Sets[0].Docs != filepath.Join(tr.sys.Dir, "n", "docs") || asked.Data != filepath.Join(tr.sys.Dir, "kept") {
		t.Errorf("asked %+v", asked)
	}
}

func TestFitSilence(t *testing.T) {
	tr := newTrial(t)
	tr.sys.FitSilence = func(context.Context, eval.Config) (eval.SilenceFit, error) {
		return eval.SilenceFit{
			Scenes: []eval.SceneFit{{Set: "news", Scene: "of 10", Kept: 79.6, Refused: 97.6, LeftOutKept: 78, LeftOutRefused: 98}},
			Names:  []string{"bias", "coverage"}, Weights: []float64{-1.94, 4.84},
		}, nil
	}
	r := tr.run(context.Background(), "fit", "--silence", "--set", "news=n")
	want := "news                 of 10            kept 80 %, refused 98 %; left out: kept 78 %, refused 98 %\nbias, coverage: [-1.94 4.84]\n"
	if r.status != exitOK || r.err != "" || r.out != want {
		t.Errorf("status %d, error stream %q, output %q", r.status, r.err, r.out)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	tr := newTrial(t)
	if err := os.Mkdir(filepath.Join(tr.sys.Dir, "docs"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(tr.sys.Dir, "docs", "a.md"), []byte("The hive by the orchard wall holds forty thousand bees.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := tr.run(context.Background(), "explain", "--docs", "docs", "How", "many", "bees?")
	for _, want := range []string{"place 1: a.md line 1, score ", "> The hive by the orchard wall holds", `word "bees"`, "features, by which", " words ", "evidence, by which", ", threshold 0.60", " coverage "} {
		if !strings.Contains(r.out, want) {
			t.Errorf("%q is missing of %q", want, r.out)
		}
	}
	if r.status != exitOK || r.err != "" {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
	if r := tr.run(context.Background(), "explain", "--docs", "docs", "xyzzy"); r.out != "nothing was found\n" {
		t.Errorf("output %q", r.out)
	}
}

// Faults of the command line come with the usage line, and help with all there is to know.
func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"fit"}, "fit: expected --docs and --questions, or --set\nUsage: docent-eval fit "},
		{[]string{"fit", "--set", "x=y", "--hold-out"}, "flag provided but not defined: -hold-out\nUsage: docent-eval fit "},
		{[]string{"fit", "--set", "x=y", "--cache", "-1"}, `--cache: expected a whole number from 0 to 1073741824; "-1" was given`},
		{[]string{"explain", "why?"}, "explain: expected --docs and a question\nUsage: docent-eval explain "},
		{[]string{"explain", "--docs", "x"}, "expected --docs and a question"},
		{[]string{"explain", "--docs", "x", "--passages", "17", "why?"}, "--passages: expected a whole number from 1 to 16"},
		{[]string{"eval"}, `there is no command "eval"`},
	} {
		r := newTrial(t).run(context.Background(), c.args...)
		if r.status != exitFault || !strings.Contains(r.err, c.want) || r.out != "" {
			t.Errorf("%q: status %d, output %q, error stream %q", c.args, r.status, r.out, r.err)
		}
	}
	for _, args := range [][]string{nil, {"help"}, {"--help"}} {
		r := newTrial(t).run(context.Background(), args...)
		for _, c := range commands() {
			if r.status != exitOK || !strings.Contains(r.out, "  docent-eval "+c.name) || r.err != "" {
				t.Errorf("%q: status %d, output %q", args, r.status, r.out)
			}
		}
	}
}

// The README beside this names every command and every option.
func TestReadme(t *testing.T) {
	src, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range commands() {
		for _, word := range strings.Fields(c.args) {
			if option, ok := strings.CutPrefix(strings.Trim(word, "[].`"), "--"); ok && !strings.Contains(string(src), "--"+option) {
				t.Errorf("--%s of %s isn't named", option, c.name)
			}
		}
		if !strings.Contains(string(src), "docent-eval "+c.name) {
			t.Errorf("%s isn't named", c.name)
		}
	}
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"docent/retrieval"
	"docent/retrieval/eval"
)

// someFigures are figures that are all different.
func someFigures() eval.Figures {
	of := func(v float64) eval.Figure { return eval.Figure{Value: v, Error: v / 64, Of: 100} }
	return eval.Figures{
		Questions: 120, Answerable: 100, Hit1: of(.5), Hit3: of(.625), Hit5: of(.75), MRR10: of(.5625), DocHit1: of(.6875), Recall100: of(.875),
		StrictHit1: of(.4375), StrictHit5: of(.703125), SentenceGivenPassage: of(.8125), SentenceEndToEnd: of(.40625),
		SilenceAUC: of(.9375), Kept: of(.890625), Refused: of(.796875), WrongLanguage: of(.015625), TypoHit1: of(.484375),
		PassageWords: of(128), Median: 2500 * time.Microsecond, P99: 31 * time.Millisecond,
	}
}

func anEvaluation() eval.Evaluation {
	own, other := someFigures(), eval.Figures{Questions: 3}
	baseline := eval.Figures{Questions: 120, Answerable: 100, Hit1: eval.Figure{Value: .25, Error: .0078125, Of: 100}, Median: 125 * time.Microsecond}
	own.Baseline = &baseline
	own.Samples = []eval.SampleFigures{
		{Size: 1, Documents: 1, Draws: 20, Hit1: own.Hit1, Kept: own.Kept, Refused: own.Refused, SilenceAUC: own.SilenceAUC},
		{Size: 100, Documents: 48, Draws: 1, Hit1: own.Hit5, Kept: own.Kept},
	}
	passage := func(place int) *eval.Passage {
		return &eval.Passage{Path: "n\x1b.md", Lines: [2]int{4, 3 + place}, Place: place, Sentence: "They met\nin  Nara.", Score: 1.25,
			Why: []retrieval.Reason{{What: `word "met"`, Share: 1}, {What: "pairs", Share: .25}, {}, {}, {}, {}, {What: "too little to be shown"}}}
	}
	places := []eval.Place{{Path: "a.md", Lines: [2]int{3, 3}}, {Path: "b.md", Lines: [2]int{1, 2}}, {Path: "c.md"}, {Path: "d.md"}, {Path: "e.md"}}
	return eval.Evaluation{
		All: own, Sets: []eval.SetFigures{{Name: "news", Figures: own}, {Name: "wiki", Figures: other}}, Documents: 48, Passages: 221,
		Malformed: []eval.QuestionFault{{Set: "news", File: "q.jsonl", Line: 7, What: "expected a JSON object\x1b"}},
		Unread:    []retrieval.Failure{{Path: "news/x.bin", Kind: "unknown_type", Detail: ".bin"}},
		Failures: []*eval.Failure{
			{Kind: eval.FailedPassage, Set: "news", Line: 12, ID: "q12", Question: "Where\ndid they meet?", Expected: places, First: passage(1), Right: passage(2), Probability: .5, Threshold: .375},
			{Kind: eval.FailedPassage, Set: "news", Line: 13, ID: "q13", Question: "Who?", Expected: places[:1], First: passage(1), Probability: .5, Threshold: .375},
			{Kind: eval.FailedPassage, Set: "news", Line: 14, ID: "q14", Question: "Xyzzy?", Expected: places[2:3]},
			{Kind: eval.FailedRefusal, Set: "wiki", Line: 1, ID: "line 1", Question: "Who else?", First: passage(1), Probability: .5, Threshold: .375},
		},
	}
}

func TestAsk(t *testing.T) {
	set := []string{"ask", "--set", "news=n", "--set", "wiki=w"}
	for name, args := range map[string][]string{"ask.txt": {"--mixed", "--hold-out", "--typos", "7", "--answer-size", "100"}, "ask-from.txt": {"--questions-from", "wiki"}, "ask.json": {"--json"}} {
		t.Run(name, func(t *testing.T) {
			tr := newTrial(t)
			tr.sys.Evaluate = func(context.Context, eval.Config) (eval.Evaluation, error) { return anEvaluation(), nil }
			r := tr.run(context.Background(), append(set, args...)...)
			if want := "docent-eval: left out: q.jsonl:7: expected a JSON object?\ndocent-eval: a document can't be read: news/x.bin: files of type .bin are not read\n"; r.status != exitOK || r.err != want {
				t.Errorf("status %d, error stream %q", r.status, r.err)
			}
			golden(t, name, r.out)
		})
	}
}

// What is evaluated is what the command line and the configuration say.
func TestAskSettings(t *testing.T) {
	seed := uint64(7)
	for _, c := range []struct {
		args []string
		want eval.Config
	}{
		{[]string{"--docs", "x/docs", "--questions", "q.jsonl"}, eval.Config{Sets: []eval.Set{{Name: "x", Docs: "x/docs", Questions: "q.jsonl"}}}},
		{[]string{"--docs", "texts", "--questions", "q.jsonl", "--json"}, eval.Config{Sets: []eval.Set{{Name: "texts", Docs: "texts", Questions: "q.jsonl"}}}},
		{[]string{"--set", "a=b/c", "--set=d=e=f", "--mixed", "--questions-from", "d", "--typos", "7", "--answer-size=150", "--compare", "--failures", "5", "--sample", "1, 10,100", "--keep-going", "--data", "kept"},
			eval.Config{Sets: []eval.Set{{Name: "a", Docs: "b/c/docs", Questions: "b/c/questions.jsonl"}, {Name: "d", Docs: "e=f/docs", Questions: "e=f/questions.jsonl"}},
				Mixed: true, QuestionsFrom: "d", Typos: &seed, AnswerSize: 150, Compare: true, Failures: 5, Samples: []int{1, 10, 100}, KeepGoing: true, Data: "kept"}},
		{[]string{"--set", "a=b", "--hold-out"}, eval.Config{Sets: []eval.Set{{Name: "a", Docs: "b/docs", Questions: "b/questions.jsonl"}}, HoldOut: true}},
	} {
		tr := newTrial(t)
		c.want.CacheBytes = 128 << 20
		for i := range c.want.Sets {
			s := &c.want.Sets[i]
			s.Docs, s.Questions = filepath.Join(tr.sys.Dir, s.Docs), filepath.Join(tr.sys.Dir, s.Questions)
		}
		if c.want.Data != "" {
			c.want.Data = filepath.Join(tr.sys.Dir, c.want.Data)
		}
		var got eval.Config
		tr.sys.Evaluate = func(_ context.Context, cfg eval.Config) (eval.Evaluation, error) {
			got = cfg
			return anEvaluation(), nil
		}
		r := tr.run(context.Background(), append([]string{"ask"}, c.args...)...)
		if got.Now == nil || !got.Now().Equal(testNow) {
			t.Errorf("%q: the clock isn't the system's", c.args)
		}
		if got.Now = nil; r.status != exitOK || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: status %d, %s, evaluated %+v, want %+v", c.args, r.status, r.err, got, c.want)
		}
	}
}

func TestAskFaults(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "expected --docs and --questions, or --set"},
		{[]string{"--docs", "x"}, "--docs and --questions: expected both or neither"},
		{[]string{"--questions", "x"}, "--docs and --questions: expected both or neither"},
		{[]string{"--set", "x"}, `--set: expected NAME=DIR; "x" was given`},
		{[]string{"--set", "=x"}, `--set: expected NAME=DIR; "=x" was given`},
		{[]string{"--set", "x="}, `--set: expected NAME=DIR; "x=" was given`},
		{[]string{"--set", "x=y", "more"}, `"more" was given`},
		{[]string{"--set", "x=y", "--typos", "-1"}, `--typos: expected a seed, any whole number from 0; "-1" was given`},
		{[]string{"--set", "x=y", "--answer-size", "9"}, `--answer-size: expected a whole number from 10 to 2000; "9" was given`},
		{[]string{"--set", "x=y", "--failures", "0"}, `--failures: expected a whole number from 1 to 10000; "0" was given`},
		{[]string{"--set", "x=y", "--sample", "1,many"}, `--sample: expected a whole number from 1 to 2147483647; "many" was given`},
		{[]string{"--set", "x=y", "--sample", "0"}, `"0" was given`},
		{[]string{"--set"}, "ask: flag needs an argument"},
		{[]string{"--set", "x=y", "--strict"}, "ask: flag provided but not defined"},
	} {
		tr := newTrial(t)
		tr.sys.Evaluate = func(context.Context, eval.Config) (eval.Evaluation, error) {
			t.Errorf("%q: it was evaluated", c.args)
			return eval.Evaluation{}, nil
		}
		r := tr.run(context.Background(), append([]string{"ask"}, c.args...)...)
		if r.status != exitFault || !strings.Contains(r.err, c.want) || !strings.Contains(r.err, "Usage: docent-eval ask") || r.out != "" {
			t.Errorf("%q: status %d, output %q, error stream %q", c.args, r.status, r.out, r.err)
		}
	}
}

// The notes on what the figures mean are for those who ask for help, not for those who mistyped a flag.
func TestAskHelp(t *testing.T) {
	for _, args := range [][]string{{"help", "ask"}, {"ask", "-h"}} {
		r := newTrial(t).run(context.Background(), args...)
		if r.status != exitOK || !strings.HasPrefix(r.out, "Usage: docent-eval ask ") || !strings.Contains(r.out, "\n  --hold-out ") || !strings.Contains(r.out, "standard error") {
			t.Errorf("%q: status %d, output %q", args, r.status, r.out)
		}
	}
	if r := newTrial(t).run(context.Background(), "ask", "-x"); strings.Contains(r.err, "standard error") {
		t.Errorf("error stream %q", r.err)
	}
}

func TestAskFails(t *testing.T) {
	tr := newTrial(t)
	tr.sys.Evaluate = func(context.Context, eval.Config) (eval.Evaluation, error) {
		return eval.Evaluation{}, errors.New("the disk is full")
	}
	if r := tr.run(context.Background(), "ask", "--set", "a=b"); r.status != exitFault || r.err != "docent-eval: the disk is full\n" || r.out != "" {
		t.Errorf("status %d, output %q, error stream %q", r.status, r.out, r.err)
	}
}

// The real thing, in small: every key is there, and what is malformed stops it or doesn't.
func TestAskEvaluates(t *testing.T) {
	t.Parallel()
	tr := newTrial(t)
	tr.sys.Now = nil
	files := map[string]string{
		"set/docs/bees.md":       "The hive by the orchard wall holds forty thousand bees.\n",
		"set/docs/moss.md":       "Moss covers the northern roof of the toolshed.\n",
		"set/questions.jsonl":    `{"text":"How many bees does the hive hold?","answers":["forty thousand"],"relevant":[{"path":"bees.md","lines":[1,1]}]}` + "\n",
		"broken/docs/a.md":       "Text.\n",
		"broken/questions.jsonl": `{"text":"Who?"}` + "\n" + `{"text":"Who?","relevant":[{"path":"b.md"}]}` + "\n",
	}
	for name, content := range files {
		path := filepath.Join(tr.sys.Dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := tr.run(context.Background(), "ask", "--docs", "set/docs", "--questions", "set/questions.jsonl", "--compare", "--hold-out", "--typos", "1", "--json")
	var got struct {
		Hit1     float64 `json:"hit1"`
		Refused  float64 `json:"refused"`
		Median   float64 `json:"median_ms"`
		Baseline map[string]any
		Sets     map[string]map[string]any
	}
	if err := json.Unmarshal([]byte(r.out), &got); err != nil || r.status != exitOK || r.err != "" {
		t.Fatalf("status %d, %v, error stream %q", r.status, err, r.err)
	}
	if got.Hit1 != 1 || got.Refused != 1 || got.Median <= 0 {
		t.Errorf("got %+v", got)
	}
	for _, object := range []map[string]any{got.Baseline, got.Sets["set"]} {
		for _, key := range []string{"questions", "hit1", "hit3", "hit5", "mrr10", "doc_hit1", "recall100", "strict_hit1", "strict_hit5", "sentence_given_passage", "sentence_end_to_end",
			"silence_auc", "kept", "refused", "wrong_language", "typo_hit1", "mean_passage_words", "median_ms", "p99_ms"} {
			if _, ok := object[key]; !ok {
				t.Errorf("%s is missing of %v", key, object)
			}
		}
	}
	r = tr.run(context.Background(), "ask", "--set", "broken=broken")
	if want := filepath.Join(tr.sys.Dir, "broken/questions.jsonl") + `:2: "relevant": there is no document "b.md"`; r.status != exitFault || !strings.Contains(r.err, want) || !strings.HasSuffix(r.err, "\none question is malformed; --keep-going leaves out what is malformed\n") || r.out != "" {
		t.Errorf("status %d, output %q, error stream %q", r.status, r.out, r.err)
	}
	r = tr.run(context.Background(), "ask", "--set", "broken=broken", "--keep-going")
	if r.status != exitOK || !strings.Contains(r.err, `questions.jsonl:2: "relevant"`) || !strings.Contains(r.out, "broken: 1 question\n") {
		t.Errorf("going on: status %d, output %q, error stream %q", r.status, r.out, r.err)
	}
}

func TestProgressBar(t *testing.T) {
	for _, c := range []struct {
		done, total int
		want        string
	}{
		{0, 10, "[........................] asking 0/10"},
		{5, 10, "[############............] asking 5/10"},
		{10, 10, "[########################] asking 10/10"},
		{12, 10, "[########################] asking 12/10"},
		{0, 0, "[########################] asking 0/0"},
	} {
		if got := progressBar("asking", c.done, c.total); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"docent/retrieval/eval"
)

func aMeasurement() eval.Measurement {
	return eval.Measurement{
		Passages: 100_000, Files: 250, TextMB: 103.4, Questions: 500,
		BuildCPU: 61.25, BuildWall: 35.5, ReadCPU: 9.5, IndexMB: 246, PostingsMB: 57.75, RecordsMB: 188.25,
		BleveBuildCPU: 49, BleveIndexMB: 61.5, BuildRatio: 1.25, BuildPeakMB: 412, AskPeakMB: 301.5, PeakMB: 412,
		Start: 48.25, Postings: 123456.5, Candidates: .25, CandidatesCold: 2.5, Bleve: 5, BleveCold: 10, Ratio: .05,
		QuestionCPU: 2.5, QuestionCPUCold: 6, Median: 2.25, P99: 9.875, MedianCold: 5.5, P99Cold: 31, Median2: 3, P992: 12, QuestionCPU2: 2.75, MedianBusy: 3.25, P99Busy: 14,
		Answered: .996, Update: 35, Delete: 21.5,
	}
}

func TestBench(t *testing.T) {
	for name, args := range map[string][]string{"bench.txt": nil, "bench.json": {"--json"}} {
		t.Run(name, func(t *testing.T) {
			tr := newTrial(t)
			tr.sys.Measure = func(context.Context, eval.MeasureConfig) (eval.Measurement, error) {
				return aMeasurement(), nil
			}
			r := tr.run(context.Background(), append([]string{"bench"}, args...)...)
			if r.status != exitOK || r.err != "" {
				t.Errorf("status %d, error stream %q", r.status, r.err)
			}
			golden(t, name, r.out)
		})
	}
}

// Growth is measured at each power of ten.
func TestBenchGrowth(t *testing.T) {
	for name, args := range map[string][]string{"growth.txt": nil, "growth.json": {"--json"}} {
		t.Run(name, func(t *testing.T) {
			tr := newTrial(t)
			tr.sys.Measure = func(_ context.Context, cfg eval.MeasureConfig) (eval.Measurement, error) {
				n := float64(cfg.Passages)
				return eval.Measurement{Passages: cfg.Passages, Postings: 3 * n, Candidates: n / 1e6, Bleve: n / 5e3, QuestionCPU: .5 + n/2e5,
					Median: .5, P99: 12, PeakMB: 100}, nil
			}
			r := tr.run(context.Background(), append([]string{"bench", "--growth", "--passages", "200000"}, args...)...)
			if r.status != exitOK || r.err != "" {
				t.Errorf("status %d, error stream %q", r.status, r.err)
			}
			golden(t, name, r.out)
		})
	}
}

// A chart of nothing, and of one value, is drawn all the same.
func TestChart(t *testing.T) {
	for name, points := range map[string][]point{"none": nil, "zero": {{1, 0, 'x'}}, "one": {{1000, 1, 'x'}}} {
		if got := (chart{rows: 3, columns: 9, points: points}).String(); strings.Contains(got, "x") != (name == "one") || strings.Count(got, "\n") != 5 {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// What is measured is what the command line and the configuration say.
func TestBenchSettings(t *testing.T) {
	for _, c := range []struct {
		args []string
		want eval.MeasureConfig
	}{
		{nil, eval.MeasureConfig{Passages: 10_000, CacheBytes: 128 << 20}},
		{[]string{"--passages", "1000000", "--cache", "3"}, eval.MeasureConfig{Passages: 1_000_000, CacheBytes: 3 << 20}},
		{[]string{"--passages=1", "--docs", "texts", "--cache=0"}, eval.MeasureConfig{Passages: 1, Docs: "texts", CacheBytes: -1}},
	} {
		tr := newTrial(t)
		if c.want.Docs != "" {
			c.want.Docs = filepath.Join(tr.sys.Dir, c.want.Docs)
		}
		var got eval.MeasureConfig
		tr.sys.Measure = func(_ context.Context, cfg eval.MeasureConfig) (eval.Measurement, error) {
			got = cfg
			return aMeasurement(), nil
		}
		r := tr.run(context.Background(), append([]string{"bench"}, c.args...)...)
		if r.status != exitOK || got.Passages != c.want.Passages || got.Docs != c.want.Docs || got.CacheBytes != c.want.CacheBytes || got.Progress != nil {
			t.Errorf("%q: status %d, measured with %+v, want %+v", c.args, r.status, got, c.want)
		}
	}
}

func TestBenchFaults(t *testing.T) {
	const limits = "--passages: expected a whole number from 1 to 10000000; "
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--passages", "0"}, limits + `"0" was given`},
		{[]string{"--passages", "-5"}, limits + `"-5" was given`},
		{[]string{"--passages", "10000001"}, limits + `"10000001" was given`},
		{[]string{"--passages", "many"}, limits + `"many" was given`},
		{[]string{"--passages", "1e5"}, limits + `"1e5" was given`},
		{[]string{"--passages"}, "bench: flag needs an argument"},
		{[]string{"1000"}, `"1000" was given`},
	} {
		tr := newTrial(t)
		tr.sys.Measure = func(context.Context, eval.MeasureConfig) (eval.Measurement, error) {
			t.Errorf("%q: it was measured", c.args)
			return eval.Measurement{}, nil
		}
		r := tr.run(context.Background(), append([]string{"bench"}, c.args...)...)
		if r.status != exitFault || !strings.Contains(r.err, c.want) || !strings.Contains(r.err, "Usage: docent-eval bench") || r.out != "" {
			t.Errorf("%q: status %d, output %q, error stream %q", c.args, r.status, r.out, r.err)
		}
	}
}

func TestBenchFails(t *testing.T) {
	tr := newTrial(t)
	tr.sys.Measure = func(context.Context, eval.MeasureConfig) (eval.Measurement, error) {
		return eval.Measurement{}, errors.New("the disk is full")
	}
	if r := tr.run(context.Background(), "bench"); r.status != exitFault || r.err != "docent-eval: the disk is full\n" || r.out != "" {
		t.Errorf("status %d, output %q, error stream %q", r.status, r.out, r.err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	tr.sys.Measure = nil
	if r := tr.run(ctx, "bench", "--passages", "10"); r.status != exitFault || r.err != "docent-eval: stopped before it was done\n" {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
}

// The real thing, in small.
func TestBenchMeasures(t *testing.T) {
	t.Parallel()
	tr := newTrial(t)
	tr.sys.Now = nil
	r := tr.run(context.Background(), "bench", "--passages", "20", "--json")
	var got map[string]float64
	if err := json.Unmarshal([]byte(r.out), &got); err != nil || r.status != exitOK {
		t.Fatalf("status %d, %v, error stream %q", r.status, err, r.err)
	}
	if got["passages"] != 20 || got["median_ms"] <= 0 || got["answered"] < .9 {
		t.Errorf("measured: %v", got)
	}
}

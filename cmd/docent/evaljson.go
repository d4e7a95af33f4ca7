package main

import (
	"time"

	"docent/retrieval"
)

// newEvalJSON is an evaluation as programs read it: one object with the figures of all questions, and those of each set
// under "sets". Shares are from 0 to 1; what can't be told is null.
func newEvalJSON(e retrieval.Evaluation) map[string]any {
	out := figuresJSON(e.All)
	out["documents"], out["passages"] = e.Documents, e.Passages
	out["malformed"] = len(e.Malformed)
	sets := map[string]any{}
	for _, s := range e.Sets {
		sets[s.Name] = figuresJSON(s.Figures)
	}
	out["sets"] = sets
	return out
}

// figuresJSON holds each figure under its key, its standard error under the same key in "standard_errors", and Bleve's
// under "baseline" where it was asked.
func figuresJSON(f retrieval.Figures) map[string]any {
	out := map[string]any{"questions": f.Questions, "median_ms": msJSON(f.Median), "p99_ms": msJSON(f.P99)}
	errs := map[string]any{}
	for _, r := range evalRows() {
		out[r.key] = nil
		if x := r.of(&f); x.Of > 0 {
			out[r.key], errs[r.key] = x.Value, x.Error
		}
	}
	out["standard_errors"] = errs
	if f.Baseline != nil {
		out["baseline"] = figuresJSON(*f.Baseline)
	}
	return out
}

// msJSON is nil for a time that wasn't measured.
func msJSON(d time.Duration) any {
	if d == 0 {
		return nil
	}
	return d.Seconds() * 1000
}

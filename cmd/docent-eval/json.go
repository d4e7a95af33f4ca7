package main

import (
	"time"

	"docent/retrieval"
	"docent/retrieval/eval"
)

// evaluationJSON is an evaluation as programs read it: one object with the figures of all questions, those of each set under
// "sets", and what was asked for under "options". Shares are from 0 to 1; what can't be told is null.
func evaluationJSON(e eval.Evaluation, cfg eval.Config) map[string]any {
	out := figuresJSON(e.All)
	out["options"] = map[string]any{"mixed": cfg.Mixed, "hold_out": cfg.HoldOut, "questions_from": cfg.QuestionsFrom, "typos": cfg.Typos, "answer_size": cfg.AnswerSize}
	out["documents"], out["passages"] = e.Documents, e.Passages
	out["malformed"] = len(e.Malformed)
	sets := map[string]any{}
	for _, s := range e.Sets {
		sets[s.Name] = figuresJSON(s.Figures)
	}
	out["sets"] = sets
	if len(e.Failures) > 0 {
		failures := make([]failureJSON, len(e.Failures))
		for i, f := range e.Failures {
			failures[i] = newFailureJSON(f)
		}
		out["failures"] = failures
	}
	return out
}

// failureJSON is a question that was answered badly.
type failureJSON struct {
	Kind       string       `json:"kind"`
	Set        string       `json:"set"`
	Line       int          `json:"line"`
	ID         string       `json:"id"`
	Question   string       `json:"question"`
	Expected   []placeJSON  `json:"expected"`
	First      *passageJSON `json:"first"`
	Right      *passageJSON `json:"right"`
	Confidence float64      `json:"confidence"`
	Threshold  float64      `json:"threshold"`
}

type placeJSON struct {
	Path  string `json:"path"`
	Lines []int  `json:"lines,omitempty"`
}

type passageJSON struct {
	Path     string             `json:"path"`
	Lines    [2]int             `json:"lines"`
	Place    int                `json:"place"`
	Sentence string             `json:"sentence"`
	Score    float64            `json:"score"`
	Why      []retrieval.Reason `json:"why"`
}

func newFailureJSON(f *eval.Failure) failureJSON {
	out := failureJSON{Kind: string(f.Kind), Set: f.Set, Line: f.Line, ID: f.ID, Question: f.Question, Expected: []placeJSON{},
		First: newPassageJSON(f.First), Right: newPassageJSON(f.Right), Confidence: f.Probability, Threshold: f.Threshold}
	for _, p := range f.Expected {
		place := placeJSON{Path: p.Path}
		if p.Lines != [2]int{} {
			place.Lines = p.Lines[:]
		}
		out.Expected = append(out.Expected, place)
	}
	return out
}

func newPassageJSON(p *eval.Passage) *passageJSON {
	if p == nil {
		return nil
	}
	return &passageJSON{p.Path, p.Lines, p.Place, p.Sentence, p.Score, append([]retrieval.Reason{}, p.Why...)}
}

// figuresJSON holds each figure under its key, its standard error under the same key in "standard_errors", and Bleve's
// under "baseline" where it was asked.
func figuresJSON(f eval.Figures) map[string]any {
	out := map[string]any{"questions": f.Questions, "answerable": f.Answerable, "median_ms": msJSON(f.Median), "p99_ms": msJSON(f.P99)}
	errs := map[string]any{}
	for _, r := range figureRows() {
		out[r.key] = nil
		if x := r.of(&f); x.Of > 0 {
			out[r.key], errs[r.key] = x.Value, x.Error
		}
	}
	out["standard_errors"] = errs
	if len(f.Samples) > 0 {
		samples := []map[string]any{}
		for _, s := range f.Samples {
			samples = append(samples, sampleJSON(s))
		}
		out["samples"] = samples
	}
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

// sampleJSON is what came of smaller folders.
func sampleJSON(s eval.SampleFigures) map[string]any {
	out := map[string]any{"size": s.Size, "documents": s.Documents, "draws": s.Draws}
	errs := map[string]any{}
	for key, x := range map[string]eval.Figure{"hit1": s.Hit1, "kept": s.Kept, "refused": s.Refused, "silence_auc": s.SilenceAUC} {
		out[key] = nil
		if x.Of > 0 {
			out[key], errs[key] = x.Value, x.Error
		}
	}
	out["standard_errors"] = errs
	return out
}

package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"docent/retrieval/eval"
)

// An figureRow is one figure, as it is printed and as a program reads it.
type figureRow struct {
	key   string
	label string
	cell  func(eval.Figure) string
	of    func(*eval.Figures) eval.Figure
}

// figureRows are the figures in the order in which they are printed.
func figureRows() []figureRow {
	type f = eval.Figures
	return []figureRow{
		{"hit1", "right passage first", percent, func(f *f) eval.Figure { return f.Hit1 }},
		{"hit3", "in the first three", percent, func(f *f) eval.Figure { return f.Hit3 }},
		{"hit5", "in the first five", percent, func(f *f) eval.Figure { return f.Hit5 }},
		{"mrr10", "mean of 1/place, ten places", fraction, func(f *f) eval.Figure { return f.MRR10 }},
		{"doc_hit1", "right document first", percent, func(f *f) eval.Figure { return f.DocHit1 }},
		{"recall100", "right passage among 100 candidates", percent, func(f *f) eval.Figure { return f.Recall100 }},
		{"strict_hit1", "right passage with an answer in it, first", percent, func(f *f) eval.Figure { return f.StrictHit1 }},
		{"strict_hit5", "the same in the first five", percent, func(f *f) eval.Figure { return f.StrictHit5 }},
		{"sentence_given_passage", "answer in the sentence, passage right", percent, func(f *f) eval.Figure { return f.SentenceGivenPassage }},
		{"sentence_end_to_end", "answer in the sentence, of all", percent, func(f *f) eval.Figure { return f.SentenceEndToEnd }},
		{"silence_auc", "silence, AUC", fraction, func(f *f) eval.Figure { return f.SilenceAUC }},
		{"kept", "answered of those with an answer", percent, func(f *f) eval.Figure { return f.Kept }},
		{"refused", "silent on those without", percent, func(f *f) eval.Figure { return f.Refused }},
		{"wrong_language", "first passage in another language", percent, func(f *f) eval.Figure { return f.WrongLanguage }},
		{"typo_hit1", "right passage first, asked with a typo", percent, func(f *f) eval.Figure { return f.TypoHit1 }},
		{"mean_passage_words", "words in the first passage, mean", meanWords, func(f *f) eval.Figure { return f.PassageWords }},
	}
}

// printEvaluation sets the figures in tables: all questions, and each set where there are several.
func printEvaluation(w io.Writer, e eval.Evaluation, cfg eval.Config) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d documents, %d passages\n", e.Documents, e.Passages)
	for _, note := range notesOn(cfg) {
		b.WriteString(note + "\n")
	}
	for _, s := range e.Sets {
		printFigures(&b, printable(s.Name), s.Figures)
	}
	if len(e.Sets) > 1 {
		printFigures(&b, "all sets", e.All)
	}
	printFailures(&b, e.Failures)
	_, err := io.WriteString(w, b.String())
	return err
}

// notesOn say what the figures of silence rest on, and what else was done that a reader must know.
func notesOn(cfg eval.Config) (notes []string) {
	if cfg.HoldOut {
		notes = append(notes, "Held out: each question is asked again with the documents that answer it filtered from the results; word statistics still count them.")
	}
	if cfg.QuestionsFrom != "" {
		notes = append(notes, fmt.Sprintf("Questions from %s: its documents are left out, and its questions count as such that can't be answered.", cfg.QuestionsFrom))
	}
	if cfg.Mixed {
		notes = append(notes, "Mixed: the documents of all sets are in one index.")
	}
	if cfg.Typos != nil {
		notes = append(notes, fmt.Sprintf("Typos: each question is asked again with one random edit, seed %d.", *cfg.Typos))
	}
	if cfg.AnswerSize > 0 {
		notes = append(notes, fmt.Sprintf("Passages are cut at %d words.", cfg.AnswerSize))
	}
	return notes
}

// printFigures is one table.
func printFigures(b *strings.Builder, name string, f eval.Figures) {
	head := fmt.Sprintf("%s: %d questions", name, f.Questions)
	if f.Questions == 1 {
		head = name + ": 1 question"
	}
	if f.Baseline == nil {
		fmt.Fprintf(b, "\n%s\n", head)
	} else {
		fmt.Fprintf(b, "\n%-44s%18s%18s\n", head, "Docent", "Bleve")
	}
	row := func(label, own, bleve string) {
		if own == "" {
			return
		}
		writeRow(b, fmt.Sprintf("%-44s%18s%18s", "  "+label, own, bleve))
	}
	for _, r := range figureRows() {
		bleve := ""
		if f.Baseline != nil {
			bleve = r.cell(r.of(f.Baseline))
		}
		row(r.label, r.cell(r.of(&f)), bleve)
	}
	times := func(label string, of func(*eval.Figures) time.Duration) {
		bleve := ""
		if f.Baseline != nil {
			bleve = milliseconds(of(f.Baseline))
		}
		row(label, milliseconds(of(&f)), bleve)
	}
	times("time of an answer, median", func(f *eval.Figures) time.Duration { return f.Median })
	times("time of an answer, 99th percentile", func(f *eval.Figures) time.Duration { return f.P99 })
	printSamples(b, f.Samples)
}

// printSamples is a table of smaller folders.
func printSamples(b *strings.Builder, samples []eval.SampleFigures) {
	if len(samples) == 0 {
		return
	}
	fmt.Fprintf(b, "\n  %-22s%16s%16s%16s%16s\n", "documents drawn", "right first", "answered", "silent", "AUC")
	for _, s := range samples {
		what := fmt.Sprintf("%d, %d times", s.Documents, s.Draws)
		if s.Draws == 1 {
			what = fmt.Sprint(s.Documents)
		}
		writeRow(b, fmt.Sprintf("  %-22s%16s%16s%16s%16s", what, percent(s.Hit1), percent(s.Kept), percent(s.Refused), fraction(s.SilenceAUC)))
	}
}

// writeRow writes a line without the space that empty cells leave at its end.
func writeRow(b *strings.Builder, row string) { b.WriteString(strings.TrimRight(row, " ") + "\n") }

// percent is a share with its standard error; "" for one that can't be told.
func percent(x eval.Figure) string {
	if x.Of == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f ± %.1f %%", 100*x.Value, 100*x.Error)
}

// fraction is a figure from 0 to 1 that is no share.
func fraction(x eval.Figure) string {
	if x.Of == 0 {
		return ""
	}
	return fmt.Sprintf("%.3f ± %.3f", x.Value, x.Error)
}

// meanWords is a mean number of words.
func meanWords(x eval.Figure) string {
	if x.Of == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f ± %.1f", x.Value, x.Error)
}

// milliseconds is "" for no time at all, which is one that wasn't measured.
func milliseconds(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return figure(d.Seconds()*1000) + " ms"
}

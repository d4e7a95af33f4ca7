package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"docent/retrieval"
	"docent/retrieval/eval"
)

// mostExplained is how many passages are looked at closely for a question.
const mostExplained = 16

// runExplain ranks a folder for a question and prints what each score is made of.
func runExplain(ctx context.Context, sys system, fs *flag.FlagSet, args []string) error {
	docs := fs.String("docs", "", "rank the documents of the folder `DIR`")
	data := fs.String("data", "", "keep the index in the folder `DIR` and use it again, in place of a temporary one")
	passages := fs.String("passages", "5", "explain the `N` best passages, 1 to 16")
	var cache cacheFlag
	cache.register(fs)
	words, err := parseFlags(fs, args)
	if err != nil {
		return err
	}
	question := strings.TrimSpace(strings.Join(words, " "))
	if *docs == "" || question == "" {
		return usageFault("expected --docs and a question")
	}
	n, err := flagNumber("passages", *passages, 1, mostExplained)
	if err != nil {
		return err
	}
	cfg := eval.Config{Now: sys.Now}
	if cfg.CacheBytes, err = cache.bytes(); err != nil {
		return err
	}
	if *data != "" {
		cfg.Data = sys.absolute(*data)
	}
	var done func()
	cfg.Progress, done = sys.progress()
	found, err := eval.Explain(ctx, cfg, sys.absolute(*docs), question, n)
	done()
	if err != nil {
		return err
	}
	return printExplained(sys.Out, found)
}

// printExplained shows passages with what their scores are made of: in words, and as the model's inputs.
func printExplained(w io.Writer, found []eval.Explained) error {
	var b strings.Builder
	if len(found) == 0 {
		b.WriteString("nothing was found\n")
	}
	for i, x := range found {
		if i > 0 {
			b.WriteByte('\n')
		}
		printPassage(&b, "", &x.Passage, len(x.Why))
		b.WriteString("  features, by which passages are ranked\n")
		printInputs(&b, x.Features)
		fmt.Fprintf(&b, "  evidence, by which the question is answered or not: probability %.2f, threshold %.2f\n", x.Probability, retrieval.AnswerThreshold)
		printInputs(&b, x.Evidence)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func printInputs(b *strings.Builder, inputs []retrieval.Input) {
	for _, in := range inputs {
		if in.Value != 0 {
			fmt.Fprintf(b, "  %8.3f = %6.3f x %6.3f  %-10s %s\n", in.Value*in.Weight, in.Value, in.Weight, in.Name, in.What)
		}
	}
}

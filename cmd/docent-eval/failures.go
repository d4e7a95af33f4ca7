package main

import (
	"fmt"
	"strings"

	"docent/retrieval/eval"
)

// shownReasons is how many shares of a score are worth reading.
const shownReasons = 6

// printFailures lists what went wrong, kind by kind, the worst first.
func printFailures(b *strings.Builder, failures []*eval.Failure) {
	kind := eval.FailureKind("")
	for _, f := range failures {
		if f.Kind != kind {
			kind = f.Kind
			fmt.Fprintf(b, "\nThe worst: %s\n", kind)
		}
		fmt.Fprintf(b, "\n  %s:%d, %s: %q\n", printable(f.Set), f.Line, printable(f.ID), cutLine(printable(f.Question), 300))
		fmt.Fprintf(b, "    confidence %.2f, threshold %.2f\n", f.Probability, f.Threshold)
		if len(f.Expected) > 0 {
			fmt.Fprintf(b, "    expected: %s\n", expectedPlaces(f.Expected))
		}
		printPassage(b, "    ", f.First, shownReasons)
		printPassage(b, "    ", f.Right, shownReasons)
		switch {
		case f.First == nil:
			b.WriteString("    nothing was found\n")
		case f.Kind == eval.FailedPassage && f.Right == nil:
			b.WriteString("    no candidate answers\n")
		}
	}
}

// expectedPlaces are the places that answer, the first few of them.
func expectedPlaces(places []eval.Place) string {
	const few = 4
	var out []string
	for _, p := range places[:min(few, len(places))] {
		s := printable(p.Path)
		if p.Lines != [2]int{} {
			s += " " + lineRange(p.Lines)
		}
		out = append(out, s)
	}
	if more := len(places) - few; more > 0 {
		out = append(out, fmt.Sprintf("%d more", more))
	}
	return strings.Join(out, ", ")
}

func lineRange(lines [2]int) string {
	if lines[0] == lines[1] {
		return fmt.Sprintf("line %d", lines[0])
	}
	return fmt.Sprintf("lines %d–%d", lines[0], lines[1])
}

// printPassage shows a passage with the greatest reasons for its score.
func printPassage(b *strings.Builder, indent string, p *eval.Passage, reasons int) {
	if p == nil {
		return
	}
	fmt.Fprintf(b, "%splace %d: %s %s, score %.3f\n", indent, p.Place, printable(p.Path), lineRange(p.Lines), p.Score)
	fmt.Fprintf(b, "%s  > %s\n", indent, cutLine(printable(strings.Join(strings.Fields(p.Sentence), " ")), 300))
	for _, r := range p.Why[:min(reasons, len(p.Why))] {
		fmt.Fprintf(b, "%s  %6.3f %s\n", indent, r.Share, printable(r.What))
	}
}

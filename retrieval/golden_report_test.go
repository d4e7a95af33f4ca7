package retrieval

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A goldenTally counts outcomes.
type goldenTally struct{ asked, first, five, sentence, answered, silent, refused, disputed, sides int }

func (c *goldenTally) add(o goldenOutcome) {
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	if len(o.group.places) == 0 {
		c.silent++
		count(&c.refused, !o.answered)
		return
	}
	c.asked++
	count(&c.first, o.rank == 1)
	count(&c.five, o.rank > 0)
	count(&c.sentence, o.sentence)
	count(&c.answered, o.answered)
	count(&c.disputed, o.question.sides > 0)
	count(&c.sides, o.question.sides > 0 && o.rank == 1 && o.shown >= o.question.sides)
}

// A goldenReport gathers outcomes into the text of the golden file.
type goldenReport struct {
	documents, off int
	tallies        map[string]*goldenTally // by what their row is named; rows sort by name
	failures       []goldenOutcome
}

// The rows of a report: all questions, then those of a language, of a kind, and of either writing.
const (
	allRow       = "0 all"
	languageRow  = "1 "
	kindRow      = "2 "
	followUpsRow = "3 with an earlier question"
)

func (r *goldenReport) add(o goldenOutcome) {
	rows := []string{allRow, languageRow + o.group.section.language, kindRow + o.group.section.kind}
	if o.question.after != "" {
		rows = append(rows, followUpsRow)
	}
	for _, name := range rows {
		if r.tallies[name] == nil {
			r.tallies[name] = &goldenTally{}
		}
		r.tallies[name].add(o)
	}
	if o.fault() != "" {
		r.failures = append(r.failures, o)
	}
}

// String is the golden file. It has no scores, which every change of a weight would change.
func (r *goldenReport) String() string {
	var b strings.Builder
	all := r.tallies[allRow]
	fmt.Fprintf(&b, "# Written by the test of this folder's questions; what the columns mean stands at the head of questions.txt.\n"+
		"# %d documents, %d questions, %d more switched off.\n\n", r.documents, all.asked+all.silent, r.off)
	fmt.Fprintf(&b, "%-30s %5s %5s %5s %8s %8s   %6s %7s\n", "", "asked", "hit@1", "hit@5", "sentence", "answered", "silent", "refused")
	block := byte('0')
	for _, name := range slices.Sorted(maps.Keys(r.tallies)) {
		if name[0] != block {
			b.WriteByte('\n')
			block = name[0]
		}
		c := r.tallies[name]
		fmt.Fprintf(&b, "%-30s %5d %5d %5d %8d %8d   %6d %7d\n", name[2:], c.asked, c.first, c.five, c.sentence, c.answered, c.silent, c.refused)
	}
	fmt.Fprintf(&b, "\nsides: %d of %d\n", all.sides, all.disputed)
	fmt.Fprintf(&b, "\n# The %d questions that something is wrong with, and what came first.\n", len(r.failures))
	slices.SortStableFunc(r.failures, func(a, b goldenOutcome) int { return cmp.Compare(a.fault(), b.fault()) })
	fault := ""
	for _, o := range r.failures {
		if f := o.fault(); f != fault {
			fmt.Fprintf(&b, "\n== %s\n", f[2:])
			fault = f
		}
		o.describe(&b)
	}
	return b.String()
}

// fault says what is wrong, behind a digit that sorts the worst first; "" where nothing is.
func (o goldenOutcome) fault() string {
	switch {
	case len(o.group.places) == 0 && o.answered:
		return "1 answered, and should be silent"
	case len(o.group.places) == 0:
		return ""
	case o.rank == 0:
		return "2 not among the first five"
	case o.rank > 1:
		return "3 not first"
	case !o.sentence:
		return "4 first, with another sentence marked"
	case !o.answered:
		return "5 right, but silent"
	case o.shown < o.question.sides:
		return "6 right, but not every side shown"
	}
	return ""
}

func (o goldenOutcome) describe(b *strings.Builder) {
	fmt.Fprintf(b, "\n%s [%s, %s]\n", o.question.text, o.group.section.kind, o.group.section.language)
	if o.question.after != "" {
		fmt.Fprintf(b, "\tafter: %s\n", o.question.after)
	}
	if o.question.unsure != "" {
		fmt.Fprintf(b, "\tunsure: %s\n", o.question.unsure)
	}
	for _, p := range o.group.places {
		fmt.Fprintf(b, "\twanted: %v\n", p)
	}
	if o.rank > 1 {
		fmt.Fprintf(b, "\tstands: %d\n", o.rank)
	}
	if len(o.group.places) > 0 && !o.answered {
		fmt.Fprintf(b, "\tsilent\n")
	}
	if s := o.first; s != nil {
		fmt.Fprintf(b, "\tfirst: %s %d: %s\n", s.Citation.Path, sentenceLine(*s), shorten(s.Text[s.Sentence[0]:s.Sentence[1]], 100))
	}
}

// shorten is a text on one line of at most n characters.
func shorten(text string, n int) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= n {
		return string(runes)
	}
	return string(runes[:n]) + "…"
}

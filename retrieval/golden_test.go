package retrieval

import (
	"cmp"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// updateGolden rewrites the golden file; "go test ./retrieval -run GoldenCorpus -update" shows each change in the diff.
var updateGolden = flag.Bool("update", false, "rewrite the golden files")

const (
	goldenDocs      = "testdata/golden/docs"
	goldenQuestions = "testdata/golden/questions.txt"
	goldenMetrics   = "testdata/golden/metrics.txt"
)

// goldenDay is when questions are asked that don't say: after the documents were written.
var goldenDay = time.Date(2026, 6, 20, 9, 0, 0, 0, time.UTC)

// TestGoldenCorpus asks the questions of testdata/golden of its documents and compares what became of them with
// metrics.txt. No figure is demanded: a change of ranking shows as a difference, to be looked at and accepted with -update.
func TestGoldenCorpus(t *testing.T) {
	t.Parallel()
	groups := readQuestionFile(t, goldenQuestions)
	documents := goldenDocuments(t)
	if err := findPlaces("questions.txt", groups, documents); err != nil {
		t.Fatal(err)
	}
	l := open(t, goldenDocs)
	if got := l.Status().Documents; got != len(documents) {
		t.Fatalf("%d documents of %d were indexed", got, len(documents))
	}
	report := goldenReport{documents: len(documents), tallies: map[string]*tally{}}
	for _, g := range groups {
		for _, q := range g.questions {
			if g.section.off {
				report.off++
				continue
			}
			report.add(askGolden(t, l, g, q))
		}
	}
	compareGolden(t, goldenMetrics, report.String())
}

// goldenDocuments are the texts of the corpus, by path.
func goldenDocuments(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	docs := os.DirFS(goldenDocs)
	err := fs.WalkDir(docs, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(docs, path)
		out[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func compareGolden(t *testing.T, path, got string) {
	t.Helper()
	if *updateGolden {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and look at the diff\n%s", path, firstDifference(got, string(want)))
	}
}

// An outcome is what became of one question.
type outcome struct {
	group    questionGroup
	question fileQuestion
	answered bool
	first    *Snippet // what came first, whether it was shown or not; nil: nothing
	rank     int      // place of the first right passage, from 1; 0: not among the five best
	sentence bool     // the right passage came first, and so did its sentence
}

// goldenFive is how far down a right passage is looked for.
const goldenFive = 5

// askGolden asks a question as a reader does, and looks below the threshold of silence for what else was ranked.
func askGolden(t *testing.T, l *Library, g questionGroup, fq fileQuestion) outcome {
	t.Helper()
	q := Question{Text: fq.text, Earlier: fq.after, Asked: fq.asked}
	if q.Asked.IsZero() {
		q.Asked = goldenDay
	}
	a, err := l.Answer(t.Context(), q)
	if err != nil {
		t.Fatalf("%q: %v", q.Text, err)
	}
	o := outcome{group: g, question: fq, answered: a.Found}
	best := a.Snippets
	if len(g.places) > 0 && (len(best) == 0 || !g.foundIn(best[0])) {
		best = withRanked(best, goldenRanked(t, l, q))
	}
	if len(best) > 0 {
		o.first = &best[0]
		o.sentence = g.answeredBy(best[0])
	}
	o.rank = 1 + slices.IndexFunc(best[:min(goldenFive, len(best))], g.foundIn)
	return o
}

// goldenRanked are the passages as they are ranked, best first, whether they are good enough for an answer or not.
func goldenRanked(t *testing.T, l *Library, q Question) []Snippet {
	t.Helper()
	snap, err := l.edition.store.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	ranked, _, err := l.rank(t.Context(), snap, q, nil, looked)
	if err != nil {
		t.Fatalf("%q: %v", q.Text, err)
	}
	var out []Snippet
	for _, c := range ranked {
		out = append(out, c.snippet())
	}
	return out
}

// withRanked appends the passages that aren't among the snippets of an answer.
func withRanked(snippets, ranked []Snippet) []Snippet {
	for _, s := range ranked {
		if !slices.ContainsFunc(snippets, func(have Snippet) bool { return samePlace(have, s) }) {
			snippets = append(snippets, s)
		}
	}
	return snippets
}

func samePlace(a, b Snippet) bool {
	return a.Citation.Path == b.Citation.Path && a.Pieces[0].Span == b.Pieces[0].Span
}

// foundIn tells whether a passage overlaps a place that answers.
func (g questionGroup) foundIn(s Snippet) bool {
	return slices.ContainsFunc(g.places, func(p place) bool {
		return slices.ContainsFunc(s.Pieces, func(piece Piece) bool {
			return p.overlaps(s.Citation.Path, piece.Span.Start, piece.Span.End)
		})
	})
}

// answeredBy tells whether the marked sentence overlaps a place that answers, and holds what it must.
func (g questionGroup) answeredBy(s Snippet) bool {
	return holdsAny(s.Text[s.Sentence[0]:s.Sentence[1]], g.holds) && slices.ContainsFunc(g.places, func(p place) bool {
		return slices.ContainsFunc(s.Pieces, func(piece Piece) bool {
			start, end := max(piece.Start, s.Sentence[0]), min(piece.End, s.Sentence[1])
			inFile := piece.Span.Start - piece.Start
			return start < end && p.overlaps(s.Citation.Path, start+inFile, end+inFile)
		})
	})
}

// A tally counts outcomes.
type tally struct{ asked, first, five, sentence, answered, silent, refused int }

func (c *tally) add(o outcome) {
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
}

// A goldenReport gathers outcomes into the text of the golden file.
type goldenReport struct {
	documents, off int
	tallies        map[string]*tally // by what their row is named; rows sort by name
	failures       []outcome
}

// The rows of a report: all questions, then those of a language, of a kind, and of either writing.
const (
	allRow       = "0 all"
	languageRow  = "1 "
	kindRow      = "2 "
	followUpsRow = "3 with an earlier question"
)

func (r *goldenReport) add(o outcome) {
	rows := []string{allRow, languageRow + o.group.section.language, kindRow + o.group.section.kind}
	if o.question.after != "" {
		rows = append(rows, followUpsRow)
	}
	for _, name := range rows {
		if r.tallies[name] == nil {
			r.tallies[name] = &tally{}
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
	fmt.Fprintf(&b, "\n# The %d questions that something is wrong with, and what came first.\n", len(r.failures))
	slices.SortStableFunc(r.failures, func(a, b outcome) int { return cmp.Compare(a.fault(), b.fault()) })
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
func (o outcome) fault() string {
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
	}
	return ""
}

func (o outcome) describe(b *strings.Builder) {
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

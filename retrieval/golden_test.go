package retrieval

import (
	"flag"
	"io/fs"
	"os"
	"slices"
	"testing"
	"time"

	"docent/retrieval/query"
	"docent/retrieval/rank"
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
	report := goldenReport{documents: len(documents), tallies: map[string]*goldenTally{}}
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

// A goldenOutcome is what became of one question.
type goldenOutcome struct {
	group    questionGroup
	question fileQuestion
	answered bool
	first    *Snippet // what came first, whether it was shown or not; nil: nothing
	rank     int      // place of the first right passage, from 1; 0: not among the five best
	sentence bool     // the right passage came first, and so did its sentence
	shown    int      // how many of the documents that answer were shown with a passage that does
}

// goldenFive is how far down a right passage is looked for.
const goldenFive = 5

// askGolden asks a question as a reader does, and looks below the threshold of silence for what else was ranked.
func askGolden(t *testing.T, l *Library, g questionGroup, fq fileQuestion) goldenOutcome {
	t.Helper()
	q := Question{Text: fq.text, Earlier: fq.after, Asked: fq.asked}
	if q.Asked.IsZero() {
		q.Asked = goldenDay
	}
	a, err := l.Answer(t.Context(), q)
	if err != nil {
		t.Fatalf("%q: %v", q.Text, err)
	}
	o := goldenOutcome{group: g, question: fq, answered: a.Found, shown: g.shownBy(a.Snippets)}
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
	snap, err := current(t, l).Store.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	ranked, _, err := l.rankerFor(current(t, l)).Rank(t.Context(), snap, query.Parse(q.Text, q.Earlier, q.Asked), nil, rank.MaxReranked)
	if err != nil {
		t.Fatalf("%q: %v", q.Text, err)
	}
	var out []Snippet
	for _, c := range ranked {
		out = append(out, answerOf(c))
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

// foundIn reports whether a passage overlaps a place that answers.
func (g questionGroup) foundIn(s Snippet) bool {
	return slices.ContainsFunc(g.places, func(p place) bool {
		return slices.ContainsFunc(s.Pieces, func(piece Piece) bool {
			return p.overlaps(s.Citation.Path, piece.Span.Start, piece.Span.End)
		})
	})
}

// shownBy counts the documents of which a passage that answers is among the snippets.
func (g questionGroup) shownBy(snippets []Snippet) int {
	shown := map[string]bool{}
	for _, s := range snippets {
		if g.foundIn(s) {
			shown[s.Citation.Path] = true
		}
	}
	return len(shown)
}

// answeredBy reports whether the marked sentence overlaps a place that answers, and holds what it must.
func (g questionGroup) answeredBy(s Snippet) bool {
	return holdsAny(s.Text[s.Sentence[0]:s.Sentence[1]], g.holds) && slices.ContainsFunc(g.places, func(p place) bool {
		return slices.ContainsFunc(s.Pieces, func(piece Piece) bool {
			start, end := max(piece.Start, s.Sentence[0]), min(piece.End, s.Sentence[1])
			inFile := piece.Span.Start - piece.Start
			return start < end && p.overlaps(s.Citation.Path, start+inFile, end+inFile)
		})
	})
}

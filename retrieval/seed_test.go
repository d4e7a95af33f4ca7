package retrieval

import (
	"slices"
	"strings"
	"testing"
)

// sentenceLine is the line of the file on which the marked sentence begins.
func sentenceLine(s Snippet) int {
	for _, p := range s.Pieces {
		if s.Sentence[0] >= p.Start && s.Sentence[0] < p.End {
			return p.Span.First + strings.Count(s.Text[p.Start:s.Sentence[0]], "\n")
		}
	}
	return 0
}

func TestSeedQuestions(t *testing.T) {
	t.Parallel()
	l := open(t, "../seeds")
	for _, g := range readQuestionFile(t, "testdata/seed.questions") {
		accepts := func(line int) bool {
			return slices.ContainsFunc(g.places, func(p place) bool { return p.lines[0] <= line && line <= p.lines[1] })
		}
		for _, q := range g.questions {
			a, err := l.Answer(t.Context(), Question{Text: q.text, Why: true})
			if err != nil {
				t.Fatalf("%q: %v", q.text, err)
			}
			switch {
			case len(g.places) == 0 && a.Found:
				t.Errorf("%q: answered from line %d with confidence %.2f, want silence", q.text, sentenceLine(a.Snippets[0]), a.Confidence)
			case len(g.places) > 0 && !a.Found:
				t.Errorf("%q: silence (confidence %.2f), want %v", q.text, a.Confidence, g.places)
			case a.Found && !accepts(sentenceLine(a.Snippets[0])):
				t.Errorf("%q: line %d, want %v\n%s", q.text, sentenceLine(a.Snippets[0]), g.places, describe(a))
			}
		}
	}
}

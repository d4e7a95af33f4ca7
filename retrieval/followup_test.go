package retrieval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/retrieval/query"
)

// TestFollowUpPairs asks the pairs of a text file, which anybody may extend, of the documents beside it.
func TestFollowUpPairs(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/followups/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	docs := t.TempDir()
	files, err := filepath.Glob("testdata/followups/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		write(t, docs, map[string]string{filepath.Base(f): string(text)})
	}
	l := open(t, docs)
	first, pairs := "", 0
	for n, line := range strings.Split(string(data), "\n") {
		mark, rest, ok := strings.Cut(line, " ")
		if !ok || strings.HasPrefix(mark, "#") {
			continue
		}
		if mark == ">" {
			first = rest
			continue
		}
		second, want, ok := strings.Cut(rest, " => ")
		if !ok || first == "" || mark != "+" && mark != "-" {
			t.Fatalf("line %d: expected \"> question\", \"+ question => words\" or \"- question => words\"", n+1)
		}
		pairs++
		q := Question{Text: second, Why: true}
		if follows := query.FollowsUp(second); follows != (mark == "+") {
			t.Errorf("line %d: FollowsUp(%q) = %v", n+1, second, follows)
		}
		if mark == "+" {
			q.Earlier = first
		}
		a, err := l.Answer(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got := "silence"
		if a.Found {
			got = a.Snippets[0].Text[a.Snippets[0].Sentence[0]:a.Snippets[0].Sentence[1]]
		}
		if !strings.Contains(got, want) {
			t.Errorf("line %d: %q after %q: got %q, want %q; confidence %.2f\n%s", n+1, second, first, got, want, a.Confidence, describe(a))
		}
	}
	if pairs < 40 {
		t.Fatalf("only %d pairs were read", pairs)
	}
}

package retrieval

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"
)

// A seedGroup is some wordings of one question and the lines that may answer first; no lines mean silence.
type seedGroup struct {
	line      int
	accepted  map[int]bool
	questions []string
}

func readSeedQuestions(t testing.TB, path string) []seedGroup {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []seedGroup
	scanner := bufio.NewScanner(f)
	for n := 1; scanner.Scan(); n++ {
		line := scanner.Text()
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "\t"):
			if len(out) == 0 {
				t.Fatalf("%s:%d: a question before any accepted lines", path, n)
			}
			g := &out[len(out)-1]
			g.questions = append(g.questions, strings.TrimSpace(line))
		case strings.HasSuffix(line, ":"):
			out = append(out, seedGroup{line: n, accepted: acceptedLines(t, strings.TrimSuffix(line, ":"))})
		default:
			t.Fatalf("%s:%d: neither accepted lines and a colon nor an indented question", path, n)
		}
	}
	return out
}

func acceptedLines(t testing.TB, spec string) map[int]bool {
	t.Helper()
	out := map[int]bool{}
	if spec == "silence" {
		return out
	}
	for _, part := range strings.Fields(spec) {
		first, last, ranged := strings.Cut(part, "-")
		if !ranged {
			last = first
		}
		from, err1 := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil {
			t.Fatalf("accepted lines %q", spec)
		}
		for l := from; l <= to; l++ {
			out[l] = true
		}
	}
	return out
}

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
	for _, g := range readSeedQuestions(t, "testdata/seed.questions") {
		for _, q := range g.questions {
			a, err := l.Answer(t.Context(), Question{Text: q, Why: true})
			if err != nil {
				t.Fatalf("%q: %v", q, err)
			}
			switch {
			case len(g.accepted) == 0 && a.Found:
				t.Errorf("%q: answered from line %d with confidence %.2f, want silence", q, sentenceLine(a.Snippets[0]), a.Confidence)
			case len(g.accepted) > 0 && !a.Found:
				t.Errorf("%q: silence (confidence %.2f), want lines %v", q, a.Confidence, keys(g.accepted))
			case a.Found && !g.accepted[sentenceLine(a.Snippets[0])]:
				t.Errorf("%q: line %d, want %v\n%s", q, sentenceLine(a.Snippets[0]), keys(g.accepted), describe(a))
			}
		}
	}
}

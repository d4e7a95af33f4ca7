package retrieval

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A setQuestion is one line of a question set.
type setQuestion struct {
	Text       string
	Answerable bool
	Date       string
	Answers    []string
	Relevant   []struct {
		Path  string
		Lines []int // first and last; none: any of the document
	}
}

// right tells whether a passage overlaps the lines that answer.
func (q setQuestion) right(c *candidate) bool {
	for _, r := range q.Relevant {
		if r.Path == c.Path && (len(r.Lines) < 2 || c.lines()[0] <= r.Lines[1] && c.lines()[1] >= r.Lines[0]) {
			return true
		}
	}
	return false
}

func (q setQuestion) answeredBy(sentence string) bool {
	return slices.ContainsFunc(q.Answers, func(a string) bool { return strings.Contains(sentence, a) })
}

// BenchmarkQuality asks each question set below DOCENT_EVAL_DIR of its own documents. It reports, in percent, how often the
// right passage comes first (hit@1) or among five (hit@5), how often the marked sentence of a right first passage holds an
// answer, and how silence falls: how many answerable questions are answered (kept), and how many are refused when the
// documents that answer are taken out of the results (refused).
func BenchmarkQuality(b *testing.B) {
	dir := os.Getenv("DOCENT_EVAL_DIR")
	if dir == "" {
		b.Skip("DOCENT_EVAL_DIR names no folder of question sets")
	}
	sets, err := filepath.Glob(filepath.Join(dir, "*", "questions.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range sets {
		b.Run(filepath.Base(filepath.Dir(path)), func(b *testing.B) {
			questions := readQuestions(b, path)
			l := open(b, filepath.Join(filepath.Dir(path), "docs"))
			var c counts
			b.ResetTimer()
			for range b.N {
				c = counts{}
				for _, q := range questions {
					c.ask(b, l, q)
				}
			}
			percent := func(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
			b.ReportMetric(percent(c.hit1, c.asked), "hit@1")
			b.ReportMetric(percent(c.hit5, c.asked), "hit@5")
			b.ReportMetric(percent(c.sentence, c.hit1), "sentence")
			b.ReportMetric(percent(c.kept, c.asked), "kept")
			b.ReportMetric(percent(c.refused, c.asked), "refused")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func readQuestions(b testing.TB, path string) (out []setQuestion) {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var q setQuestion
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			b.Fatal(err)
		}
		if q.Answerable {
			out = append(out, q)
		}
	}
	return out
}

type counts struct{ asked, hit1, hit5, sentence, kept, refused int }

func (c *counts) ask(b *testing.B, l *Library, q setQuestion) {
	snap, err := l.edition.store.Snapshot()
	if err != nil {
		b.Fatal(err)
	}
	defer snap.Close()
	ranked, _, err := l.rank(b.Context(), snap, Question{Text: q.Text}, nil, looked)
	if err != nil {
		b.Fatal(err)
	}
	c.asked++
	if i := slices.IndexFunc(ranked, q.right); i >= 0 && i < 5 {
		c.hit5++
		if i == 0 {
			c.hit1++
			if q.answeredBy(ranked[0].text[ranked[0].sentence[0]:ranked[0].sentence[1]]) {
				c.sentence++
			}
		}
	}
	answers := func(ranked []*candidate) bool {
		return len(ranked) > 0 && confidence(ranked) >= threshold(snap, ranked[0])
	}
	if answers(ranked) {
		c.kept++
	}
	held := slices.DeleteFunc(slices.Clone(ranked), func(c *candidate) bool {
		for _, r := range q.Relevant {
			if r.Path == c.Path {
				return true
			}
		}
		return false
	})
	if !answers(held) {
		c.refused++
	}
}

package retrieval

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"docent/retrieval/analysis"
	"docent/retrieval/complete"
	"docent/retrieval/rank"
)

// readingPassages is the size of the folder that look-ups are measured on.
const readingPassages = 100_000

// A readingCorpus is a folder of made-up documents with a title, ten headings, a paragraph below each, and three facts.
type readingCorpus struct {
	names     []string // titles and headings
	sentences []string // one of each document
	rng       *rand.Rand
}

func writeReadingCorpus(b *testing.B, dir string) *readingCorpus {
	b.Helper()
	const sections = 10
	c := &readingCorpus{rng: rand.New(rand.NewPCG(5, 5))}
	w := &writer{rng: c.rng, zipf: rand.NewZipf(c.rng, zipfExponent, zipfShift, vocabulary-1)}
	for i := range readingPassages / sections {
		w.used = w.used[:0]
		var text strings.Builder
		title := w.heading()
		c.names = append(c.names, title)
		fmt.Fprintf(&text, "# %s\n\n", title)
		for range 3 {
			fmt.Fprintf(&text, "- %s: %s\n", w.heading(), w.word())
		}
		for range sections {
			heading, paragraph := w.heading(), w.paragraph()
			c.names = append(c.names, heading)
			fmt.Fprintf(&text, "\n## %s\n\n%s\n", heading, paragraph)
			if len(c.sentences) == i {
				s := analysis.Sentences(paragraph, false)
				c.sentences = append(c.sentences, paragraph[s[0][0]:s[0][1]])
			}
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.md", i)), []byte(text.String()), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return c
}

// typed is part of a name, as it might be typed: its beginning, or some words in the middle of it, one in five with two letters
// swapped.
func (c *readingCorpus) typed() string {
	name := strings.ToLower(c.names[c.rng.IntN(len(c.names))])
	if words := strings.Fields(name); c.rng.IntN(2) == 0 {
		name = strings.Join(words[c.rng.IntN(len(words)):], " ")
	}
	name = name[:1+c.rng.IntN(len(name))]
	if i := c.rng.IntN(len(name)); c.rng.IntN(5) == 0 && i+1 < len(name) {
		name = name[:i] + name[i+1:i+2] + name[i:i+1] + name[i+2:]
	}
	return name
}

// measureBeside runs a look-up and Bleve's own search for the ten best passages of the same text, turn by turn.
func measureBeside(b *testing.B, l *Library, lookUp func() (text string, err error)) {
	b.Helper()
	var own, bleve timings
	var used time.Duration
	for b.Loop() {
		before, begun := processCPU(), time.Now()
		text, err := lookUp()
		if err != nil {
			b.Fatal(err)
		}
		own = append(own, time.Since(begun))
		used += processCPU() - before
		begun = time.Now()
		if _, err := current(b, l).Store.Baseline(b.Context(), text, 10, "en"); err != nil {
			b.Fatal(err)
		}
		bleve = append(bleve, time.Since(begun))
	}
	b.ReportMetric(milliseconds(used)/float64(len(own)), "cpu-ms")
	b.ReportMetric(milliseconds(own.quantile(.5)), "median-ms")
	b.ReportMetric(milliseconds(own.quantile(.99)), "p99-ms")
	b.ReportMetric(milliseconds(bleve.quantile(.5)), "bleve-median-ms")
	b.ReportMetric(float64(own.quantile(.5))/float64(bleve.quantile(.5)), "ratio")
}

// BenchmarkReading measures the look-ups beside questions on a folder of 100,000 passages.
func BenchmarkReading(b *testing.B) {
	docs := b.TempDir()
	c := writeReadingCorpus(b, docs)
	l := open(b, docs)
	b.Run("Names", func(b *testing.B) { benchmarkNames(b, l) })
	for _, kind := range []CompletionKind{CompleteQuestion, CompleteFact, CompleteSource, CompleteHeading} {
		b.Run("Complete/"+string(kind), func(b *testing.B) {
			source := ""
			measureBeside(b, l, func() (string, error) {
				typed := c.typed()
				if kind == CompleteHeading {
					source = fmt.Sprintf("%05d.md", c.rng.IntN(readingPassages/10))
				}
				_, err := l.Complete(b.Context(), Completing{Kind: kind, Typed: typed, Source: source})
				return typed, err
			})
		})
	}
	sentence := func() string { return c.sentences[c.rng.IntN(len(c.sentences))] }
	b.Run("Verify/verbatim", func(b *testing.B) {
		measureBeside(b, l, func() (string, error) {
			s := sentence()
			checked, err := l.Verify(b.Context(), s)
			if err == nil && (len(checked) != 1 || checked[0].Verdict != Verbatim) {
				b.Fatalf("%q: %+v", s, checked)
			}
			return s, err
		})
	})
	b.Run("Verify/close", func(b *testing.B) {
		measureBeside(b, l, func() (string, error) {
			words := strings.Fields(sentence())
			words[len(words)/2] = "otherwise"
			s := strings.Join(words, " ")
			_, err := l.Verify(b.Context(), s)
			return s, err
		})
	})
	for _, mode := range []rank.MatchMode{MatchPhrase, MatchPrefix, MatchFuzzy} {
		b.Run("Find/"+string(mode), func(b *testing.B) {
			measureBeside(b, l, func() (string, error) {
				text := window(c.rng, sentence())
				_, err := l.Find(b.Context(), Search{Text: text, Match: mode})
				return text, err
			})
		})
	}
	b.Run("Quote", func(b *testing.B) {
		measureBeside(b, l, func() (string, error) {
			_, err := l.Quote(b.Context(), Place{Source: fmt.Sprintf("%05d.md", c.rng.IntN(readingPassages/10)), Lines: [2]int{9, 11}})
			return sentence(), err
		})
	})
}

// benchmarkNames makes the table of names, and says how much memory it takes.
func benchmarkNames(b *testing.B, l *Library) {
	var before, after runtime.MemStats
	var used time.Duration
	n := 0
	for b.Loop() {
		l.names = complete.Table{}
		begun := processCPU()
		l.listNames(b.Context())
		used += processCPU() - begun
		n++
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	l.names = complete.Table{}
	runtime.GC()
	runtime.ReadMemStats(&before)
	b.ReportMetric(milliseconds(used)/float64(n), "cpu-ms")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "table-MB")
	l.listNames(b.Context())
}

package retrieval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// articles is the folder of 4,320 news articles and their questions, or a skip where it isn't there.
func articles(b *testing.B) (docs string, questions []string) {
	b.Helper()
	dir := os.Getenv("DOCENT_EVAL_DIR")
	if dir == "" {
		b.Skip("DOCENT_EVAL_DIR names no folder of question sets")
	}
	dir = filepath.Join(dir, "rtqa_2023h1")
	f, err := os.Open(filepath.Join(dir, "questions.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var q struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			b.Fatal(err)
		}
		questions = append(questions, q.Text)
	}
	return filepath.Join(dir, "docs"), questions
}

// BenchmarkAnswer asks questions from end to end, quotes checked on disk, beside Bleve's own search for the ten best
// passages of the same words on the same index.
func BenchmarkAnswer(b *testing.B) {
	b.Run("seed", func(b *testing.B) {
		var questions []string
		for _, g := range readQuestionFile(b, "testdata/seed.questions") {
			for _, q := range g.questions {
				questions = append(questions, q.text)
			}
		}
		compareWithBleve(b, "../seeds", questions)
	})
	b.Run("articles", func(b *testing.B) {
		docs, questions := articles(b)
		compareWithBleve(b, docs, questions)
	})
}

func compareWithBleve(b *testing.B, docs string, questions []string) {
	l := open(b, docs)
	var own, bleve timings
	n := 0
	for b.Loop() {
		q := questions[n%len(questions)]
		n++
		begun := time.Now()
		if _, err := l.Answer(b.Context(), Question{Text: q}); err != nil {
			b.Fatal(err)
		}
		own = append(own, time.Since(begun))
		begun = time.Now()
		if _, err := l.corpus.edition.store.Baseline(b.Context(), q, 10, "en"); err != nil {
			b.Fatal(err)
		}
		bleve = append(bleve, time.Since(begun))
	}
	b.ReportMetric(milliseconds(own.quantile(.5)), "median-ms")
	b.ReportMetric(milliseconds(own.quantile(.99)), "p99-ms")
	b.ReportMetric(milliseconds(bleve.quantile(.5)), "bleve-median-ms")
	b.ReportMetric(float64(own.quantile(.5))/float64(bleve.quantile(.5)), "ratio")
}

// BenchmarkBuild indexes the articles, beside reading and parsing them alone.
func BenchmarkBuild(b *testing.B) {
	docs, _ := articles(b)
	var build, read time.Duration
	var bytes int64
	for b.Loop() {
		begun := time.Now()
		l := open(b, docs)
		build += time.Since(begun)
		var err error
		if bytes, err = bytesUnder(l.corpus.dir); err != nil {
			b.Fatal(err)
		}
		begun = time.Now()
		var paths []string
		for path := range l.corpus.edition.manifest.files {
			paths = append(paths, path)
		}
		if err := l.corpus.readAll(b.Context(), paths, func(_ reading, err error) error { return err }); err != nil {
			b.Fatal(err)
		}
		read += time.Since(begun)
	}
	b.ReportMetric(build.Seconds()/float64(b.N), "build-s")
	b.ReportMetric(float64(bytes)/(1<<20), "index-MB")
	b.ReportMetric(float64(build)/float64(read), "ratio-to-parsing")
}

// BenchmarkStart opens an index of which nothing has changed and compares the folder with it, beside listing the folder's
// files alone.
func BenchmarkStart(b *testing.B) {
	docs, _ := articles(b)
	data := b.TempDir()
	var start, list time.Duration
	for n := -1; n < 0 || b.Loop(); n++ {
		begun := time.Now()
		l, err := Open(b.Context(), Config{Docs: docs, Data: data})
		if err != nil {
			b.Fatal(err)
		}
		r, err := l.Update(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(begun)
		if n >= 0 && len(r.Added)+len(r.Changed) > 0 {
			b.Fatalf("it was built again: %d added, %d changed", len(r.Added), len(r.Changed))
		}
		begun = time.Now()
		if _, _, err := l.corpus.folder.walk(b.Context()); err != nil {
			b.Fatal(err)
		}
		if n >= 0 { // the first time builds it
			start += took
			list += time.Since(begun)
		}
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(start.Milliseconds())/float64(b.N), "start-ms")
	b.ReportMetric(float64(start)/float64(list), "ratio-to-listing")
}

// BenchmarkFollow writes, edits and deletes a file in a watched folder, and waits until the index shows it.
func BenchmarkFollow(b *testing.B) {
	docs := b.TempDir()
	files := map[string]string{}
	for i := range 1000 {
		files[fmt.Sprintf("%03d.txt", i)] = fmt.Sprintf("Notes, number %d\n\nNothing of note happened on day %d.\n", i, i)
	}
	write(b, docs, files)
	l := open(b, docs)
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- l.Run(ctx) }()
	defer func() {
		cancel()
		if err := <-done; err != nil {
			b.Error(err)
		}
	}()
	waitFor := func(before uint64) time.Duration {
		begun := time.Now()
		for l.corpus.edition.store.Mark().Generation == before {
			runtime.Gosched()
		}
		return time.Since(begun)
	}
	write(b, docs, map[string]string{"warm.txt": "The watch has begun.\n"})
	waitFor(l.corpus.edition.store.Mark().Generation)
	var edits, deletions timings
	for b.Loop() {
		before := l.corpus.edition.store.Mark().Generation
		write(b, docs, map[string]string{"edited.txt": fmt.Sprintf("Edited the %dth time.\n", b.N)})
		edits = append(edits, waitFor(before))
		before = l.corpus.edition.store.Mark().Generation
		if err := os.Remove(filepath.Join(docs, "edited.txt")); err != nil {
			b.Fatal(err)
		}
		deletions = append(deletions, waitFor(before))
	}
	b.ReportMetric(milliseconds(edits.quantile(.5)), "edit-median-ms")
	b.ReportMetric(milliseconds(edits.quantile(.99)), "edit-p99-ms")
	b.ReportMetric(milliseconds(deletions.quantile(.5)), "deletion-median-ms")
	b.ReportMetric(milliseconds(deletions.quantile(.99)), "deletion-p99-ms")
}

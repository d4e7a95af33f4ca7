package retrieval

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/retrieval/corpus"
)

// open opens a library over a documents folder, brings it up to date and closes it with the test.
func open(t testing.TB, docs string) *Library {
	t.Helper()
	return openTuned(t, docs, nil)
}

// openTuned is open with the corpus's configuration changed by tune.
func openTuned(t testing.TB, docs string, tune func(*corpus.Config)) *Library {
	t.Helper()
	l, err := Open(t.Context(), Config{Docs: docs, Data: t.TempDir(), tune: tune})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := l.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	return l
}

// current is the version of the index that answers. It stays open for as long as nothing replaces it.
func current(t testing.TB, l *Library) *corpus.Version {
	t.Helper()
	e, release, err := l.corpus.Hold()
	if err != nil {
		t.Fatal(err)
	}
	release()
	return e
}

// write writes files into a folder, by path and content.
func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// describe shows an answer's snippets and their scores.
func describe(a Answer) string {
	var b strings.Builder
	for _, s := range a.Snippets {
		fmt.Fprintf(&b, "  %.3f lines %v, sentence on %d: %s\n", s.Score, s.Citation.Lines, sentenceLine(s), s.Text[s.Sentence[0]:s.Sentence[1]])
		for _, w := range s.Why {
			fmt.Fprintf(&b, "      %.3f %s\n", w.Share, w.What)
		}
	}
	return b.String()
}

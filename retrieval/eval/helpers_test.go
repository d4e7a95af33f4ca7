package eval

import (
	"os"
	"path/filepath"
	"testing"

	"docent/retrieval"
)

// open opens a library over a documents folder, brings it up to date and closes it with the test.
func open(t testing.TB, docs string) *retrieval.Library {
	t.Helper()
	l, err := retrieval.Open(t.Context(), retrieval.Config{Docs: docs, Data: t.TempDir()})
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

package retrieval

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestContentsAreChecked changes a file so that neither size nor time tells of it.
func TestContentsAreChecked(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.txt": "Pears\n\nThe pears by the wall ripen in July.\n", "b.txt": "Apples\n\nApples ripen later than that.\n", "gone.txt": "Plums\n"})
	old := time.Now().Add(-time.Hour)
	for _, name := range []string{"a.txt", "b.txt", "gone.txt"} {
		if err := os.Chtimes(filepath.Join(docs, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	l := open(t, docs)
	pauses := 0
	pause := func(ctx context.Context, d time.Duration) error {
		pauses++
		if d < contentsPause {
			t.Errorf("a pause of %v", d)
		}
		return ctx.Err()
	}
	if n, err := l.corpus.checkContents(t.Context(), pause); n != 0 || err != nil || pauses != 3 {
		t.Fatalf("with nothing changed: %d changed, %v, %d pauses", n, err, pauses)
	}
	write(t, docs, map[string]string{"a.txt": "Pears\n\nThe pears by the wall ripen in June.\n"})
	if err := os.Chtimes(filepath.Join(docs, "a.txt"), old, old); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(docs, "gone.txt")); err != nil {
		t.Fatal(err)
	}
	if r, err := l.Update(t.Context()); err != nil || len(r.Changed) != 0 {
		t.Fatalf("the change shows: %v, %v", r, err)
	}
	if n, err := l.corpus.checkContents(t.Context(), pause); n != 1 || err != nil {
		t.Fatalf("%d changed, %v; want one", n, err)
	}
	a, err := l.Answer(t.Context(), Question{Text: "When do the pears ripen?"})
	if err != nil || !a.Found || a.Snippets[0].Citation.Path != "a.txt" {
		t.Fatalf("%+v, %v", a, err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.corpus.checkContents(cancelled, pause); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended: %v", err)
	}
}

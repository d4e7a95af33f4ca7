//go:build unix

package retrieval

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"docent/retrieval/corpus"
)

// TestDataDeletedUnderALibrary deletes the data folder: a question has the index built anew, or says in one sentence that
// another process has it.
func TestDataDeletedUnderALibrary(t *testing.T) {
	t.Parallel()
	docs, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	write(t, docs, map[string]string{"a.txt": pears})
	l, err := Open(t.Context(), Config{Docs: docs, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	update(t, l)
	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}
	if got := first(t, l, "When do pears ripen?"); got != "Pears ripen in September." {
		t.Errorf("after the deletion: %q", got)
	}
	if _, err := os.Stat(data); err != nil {
		t.Errorf("the index wasn't built anew: %v", err)
	}
	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}
	other, err := Open(t.Context(), Config{Docs: docs, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	update(t, other)
	for range 2 {
		_, err = l.Answer(t.Context(), Question{Text: "When do pears ripen?"})
		var unavailable *UnavailableError
		if !errors.As(err, &unavailable) || unavailable.Notice != (Notice{Kind: corpus.IndexLocked}) {
			t.Errorf("while another process has it: %v", err)
		}
	}
	if got := first(t, other, "When do pears ripen?"); got != "Pears ripen in September." {
		t.Errorf("the other process: %q", got)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if got := first(t, l, "When do pears ripen?"); got != "Pears ripen in September." {
		t.Errorf("when the other has ended: %q", got)
	}
	if _, err := Open(t.Context(), Config{Docs: docs, Data: data}); !errors.As(err, new(*corpus.LockedError)) {
		t.Errorf("a third process: %v", err)
	}
}

//go:build unix

package corpus

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// begun opens a corpus over one document and brings it up to date.
func begun(t *testing.T, docs, data string) *Corpus {
	t.Helper()
	c, err := Open(configFor(docs, data, nil))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := c.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestDataDeletedWhileOpen deletes what is under an open corpus: whoever asks is told, and an update begins anew.
func TestDataDeletedWhileOpen(t *testing.T) {
	t.Parallel()
	for name, remove := range map[string]func(data string, c *Corpus) error{
		"the data folder": func(data string, _ *Corpus) error { return os.RemoveAll(data) },
		"the version":     func(_ string, c *Corpus) error { return os.RemoveAll(filepath.Join(c.dir, c.version.Name)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
			put(t, docs, map[string]string{"a.txt": pearsText})
			c := begun(t, docs, data)
			if err := remove(data, c); err != nil {
				t.Fatal(err)
			}
			_, release, err := c.Hold()
			if err == nil {
				release()
			}
			if !errors.Is(err, ErrDeleted) || !IsCorrupt(err) {
				t.Errorf("got %v", err)
			}
			put(t, docs, map[string]string{"b.txt": "Plums ripen in August.\n"})
			if _, err := c.Refresh(t.Context(), []string{"b.txt"}); err != nil {
				t.Fatal(err)
			}
			if got := texts(t, c); !strings.Contains(got, "Pears") || !strings.Contains(got, "Plums") {
				t.Errorf("the index holds %q", got)
			}
			if _, err := Open(configFor(docs, data, nil)); !errors.As(err, new(*LockedError)) {
				t.Errorf("a second process: %v", err)
			}
		})
	}
}

// TestSecondProcessAfterADeletion deletes the data folder and opens it in a second process before the first has noticed: the
// first leaves the second's index alone and goes on when that has ended.
func TestSecondProcessAfterADeletion(t *testing.T) {
	t.Parallel()
	docs, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	put(t, docs, map[string]string{"a.txt": pearsText})
	first := begun(t, docs, data)
	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}
	second, err := Open(configFor(docs, data, nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := second.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	first.SetDamage(errors.New("as if"))
	for range 2 {
		if _, err := first.Update(t.Context()); !errors.As(err, new(*LockedError)) {
			t.Errorf("the first writes on: %v", err)
		}
		if got := first.Notice(false); got.Kind != IndexLocked {
			t.Errorf("the first says %q", got)
		}
	}
	if _, err := second.Update(t.Context()); err != nil || !strings.Contains(texts(t, second), "Pears") {
		t.Errorf("the second: %v", err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := first.Update(t.Context()); err != nil || first.Notice(false) != (Notice{}) || !strings.Contains(texts(t, first), "Pears") {
		t.Errorf("the first goes on: %v, %q", err, first.Notice(false))
	}
}

// TestLockFileDeleted deletes the lock file alone: a second process must not take the index that is in use for damaged.
func TestLockFileDeleted(t *testing.T) {
	t.Parallel()
	for name, files := range map[string][]string{"the lock": {lockFile}, "all but the version": {lockFile, pidFile, currentFile}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs, data := t.TempDir(), t.TempDir()
			put(t, docs, map[string]string{"a.txt": pearsText})
			first := begun(t, docs, data)
			was := first.version
			for _, f := range files {
				if err := os.Remove(filepath.Join(first.dir, f)); err != nil {
					t.Fatal(err)
				}
			}
			if second, err := Open(configFor(docs, data, nil)); !errors.As(err, new(*LockedError)) {
				t.Fatalf("a second process: %v, %v", second, err)
			}
			if aside, err := filepath.Glob(filepath.Join(first.dir, "damaged-*")); err != nil || len(aside) > 0 {
				t.Errorf("moved aside: %v, %v", aside, err)
			}
			if _, err := first.Update(t.Context()); err != nil || first.version != was || !strings.Contains(texts(t, first), "Pears") {
				t.Errorf("the first goes on: %v", err)
			}
			if _, err := Open(configFor(docs, data, nil)); !errors.As(err, new(*LockedError)) {
				t.Errorf("a third process: %v", err)
			}
		})
	}
}

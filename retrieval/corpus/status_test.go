package corpus

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestLookingEndsAFault opens the folder for a question while a fault is noted: it ends when there are documents again, and
// Run is asked to compare.
func TestLookingEndsAFault(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	put(t, docs, twelve("Text"))
	c := open(t, docs)
	if err := os.Rename(filepath.Join(docs, "sub"), filepath.Join(docs, ".sub")); err != nil {
		t.Fatal(err)
	}
	var fault *FolderFault
	if _, err := c.Update(t.Context()); !errors.As(err, &fault) {
		t.Fatal(err)
	}
	if root, err := c.Root(t.Context()); !errors.As(err, &fault) {
		t.Errorf("an empty folder: %v, %v", root, err)
	}
	if c.Notice(false) != (Notice{Kind: FolderEmpty, Files: 12}) || c.Notice(true) != (Notice{}) {
		t.Errorf("what doesn't quote says %q, what does says %q", c.Notice(false), c.Notice(true))
	}
	if err := os.Rename(filepath.Join(docs, ".sub"), filepath.Join(docs, "sub")); err != nil {
		t.Fatal(err)
	}
	root, err := c.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if c.Notice(false) != (Notice{}) || len(c.wake) != 1 {
		t.Errorf("back: %q, %d comparisons asked for", c.Notice(false), len(c.wake))
	}
}

//go:build unix

package corpus

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestPipesAreNotOpened reads a path at which a pipe stands that nobody writes to, as when it takes a file's place between
// the look at it and its opening. A read that waits for a writer is given one, so that the test ends.
func TestPipesAreNotOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pipe := filepath.Join(dir, "a.txt")
	if err := unix.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	read := make(chan error, 1)
	go func() {
		_, err := ReadAll(t.Context(), root, "a.txt", 100)
		read <- err
	}()
	select {
	case err := <-read:
		if !errors.Is(err, ErrNotRegular) {
			t.Errorf("got %v", err)
		}
	case <-time.After(10 * time.Second):
		w, err := os.OpenFile(pipe, os.O_WRONLY|unix.O_NONBLOCK, 0)
		t.Error("the read waits for a writer", errors.Join(err, w.Close()))
		<-read
	}
}

// TestReadsHeedTheirContext reads a file for somebody who has gone.
func TestReadsHeedTheirContext(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.txt": pearsText})
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ReadAll(ctx, root, "a.txt", 100); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := ReadAll(t.Context(), root, "a.txt", 10); !errors.Is(err, ErrGrew) {
		t.Errorf("got %v", err)
	}
}

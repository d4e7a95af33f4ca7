package retrieval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/retrieval/corpus"
	"docent/retrieval/index"
)

// A look-up that panics lets go of the index all the same: once the library is closed, no file of it is open.
func TestPanicLetsGoOfTheIndex(t *testing.T) {
	docs, data := t.TempDir(), t.TempDir()
	write(t, docs, map[string]string{"a.txt": pears})
	for range 2 { // opened again, the index lies in files
		l, err := Open(t.Context(), Config{Docs: docs, Data: data})
		if err != nil {
			t.Fatal(err)
		}
		update(t, l)
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the look-up didn't panic")
				}
			}()
			_ = l.ask(t.Context(), func(*corpus.Version, *index.Snapshot, *verifier) error { panic("a fault") })
		}()
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, folder := range []string{docs, data} {
		if open := openBelow(t, folder); len(open) > 0 {
			t.Errorf("still open: %v", open)
		}
	}
}

// openBelow lists what this process has open in a folder.
func openBelow(t *testing.T, folder string) (open []string) {
	t.Helper()
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds {
		if path, err := os.Readlink(filepath.Join("/proc/self/fd", fd.Name())); err == nil && strings.HasPrefix(path, folder) {
			open = append(open, path)
		}
	}
	return open
}

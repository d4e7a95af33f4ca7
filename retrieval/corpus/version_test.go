package corpus

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// closed makes an index over a documents folder, brings it up to date, and closes it.
func closed(t *testing.T, docs, data string) *Corpus {
	t.Helper()
	c, err := Open(configFor(docs, data, nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestUnknownCurrent loses what says which version answers: the good one is found again and not swept away.
func TestUnknownCurrent(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(path string) error{
		"empty after a power cut": func(p string) error { return os.WriteFile(p, nil, 0o600) },
		"nonsense":                func(p string) error { return os.WriteFile(p, []byte("../index-1\n"), 0o600) },
		"gone":                    os.Remove,
		"names nothing there":     func(p string) error { return os.WriteFile(p, []byte("index-7\n"), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs, data := t.TempDir(), t.TempDir()
			put(t, docs, map[string]string{"a.txt": pearsText})
			was := closed(t, docs, data)
			if err := os.Mkdir(filepath.Join(was.dir, "index-5"), 0o700); err != nil { // begun and never finished
				t.Fatal(err)
			}
			if err := spoil(filepath.Join(was.dir, currentFile)); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				c, err := Open(configFor(docs, data, nil))
				if err != nil {
					t.Fatal(err)
				}
				if got := texts(t, c); !strings.Contains(got, "Pears ripen") {
					t.Errorf("the index holds %q", got)
				}
				if err := c.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestUnreadableCurrent makes "current" a folder, which can't be read as a file: nothing is opened, nothing removed.
func TestUnreadableCurrent(t *testing.T) {
	t.Parallel()
	docs, data := t.TempDir(), t.TempDir()
	put(t, docs, map[string]string{"a.txt": pearsText})
	was := closed(t, docs, data)
	current := filepath.Join(was.dir, currentFile)
	if err := errors.Join(os.Remove(current), os.Mkdir(current, 0o700)); err != nil {
		t.Fatal(err)
	}
	if c, err := Open(configFor(docs, data, nil)); err == nil {
		t.Error("it opened", c.Close())
	}
	if _, err := os.Stat(filepath.Join(was.dir, "index-1", manifestFile)); err != nil {
		t.Error(err)
	}
}

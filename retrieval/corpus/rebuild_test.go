package corpus

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// twelve are as many files, enough that a folder without any is taken for one that isn't mounted.
func twelve(text string) map[string]string {
	files := map[string]string{}
	for i := range 12 {
		files[fmt.Sprintf("sub/%02d.txt", i)] = fmt.Sprintf("%s of number %d.\n", text, i)
	}
	return files
}

// otherBuilder makes an index one that a program of another mapping built.
func otherBuilder(t *testing.T, c *Corpus) {
	t.Helper()
	c.version.manifest.builder.Mapping--
	if err := c.version.manifest.rewrite(filepath.Join(c.dir, c.version.Name, manifestFile)); err != nil {
		t.Fatal(err)
	}
}

// otherParsers makes an index one that other parsers built.
func otherParsers(t *testing.T, c *Corpus) {
	t.Helper()
	c.version.manifest.builder.Parsers = map[string]int{"text": 0}
	if err := c.version.manifest.rewrite(filepath.Join(c.dir, c.version.Name, manifestFile)); err != nil {
		t.Fatal(err)
	}
}

// damage notes that the index can't be trusted.
func damage(_ *testing.T, c *Corpus) { c.SetDamage(errors.New("as if")) }

// wasteful makes an index one that is mostly what documents said once.
func wasteful(t *testing.T, c *Corpus) {
	t.Helper()
	for i := range 3 {
		put(t, c.folder.dir, twelve(fmt.Sprintf("Text %d", i)))
		if _, err := c.Update(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	c.cfg.Batch.Waste = 1
}

// TestRebuildOfAnEmptyFolder takes the documents away while the index is to be built anew, as when a disk isn't mounted
// during an upgrade: nothing is built from nothing.
func TestRebuildOfAnEmptyFolder(t *testing.T) {
	t.Parallel()
	for name, ask := range map[string]func(*testing.T, *Corpus){
		"damage": damage, "another mapping": otherBuilder, "other parsers": otherParsers, "waste": wasteful,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs, data := t.TempDir(), t.TempDir()
			put(t, docs, twelve("Text"))
			c, err := Open(configFor(docs, data, func(cfg *Config) { cfg.Batch = BatchLimit{Passages: 100, Bytes: 1 << 20, Waste: 1 << 20} }))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Update(t.Context()); err != nil {
				t.Fatal(err)
			}
			ask(t, c)
			if err := os.RemoveAll(filepath.Join(docs, "sub")); err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := c.Update(t.Context()); !errors.As(err, new(*FolderFault)) {
				t.Errorf("got %v", err)
			}
			if n := c.Documents(); n != 12 {
				t.Errorf("%d documents are left of 12", n)
			}
			put(t, docs, twelve("Text"))
			if _, err := c.Update(t.Context()); err != nil || !strings.Contains(texts(t, c), "Text of number 3.") {
				t.Errorf("back again: %v, %q", err, texts(t, c))
			}
		})
	}
}

// TestRebuildKeepsWhatCannotBeListed makes a subfolder unreadable while the index is to be built anew.
func TestRebuildKeepsWhatCannotBeListed(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root may list everything")
	}
	for name, tc := range map[string]struct {
		ask           func(*testing.T, *Corpus)
		updates, kept bool // the rest of the folder is brought up to date; what can't be listed stays
	}{
		"damage":          {damage, true, false}, // what can't be trusted can't be kept
		"other parsers":   {otherParsers, true, true},
		"waste":           {wasteful, true, true},
		"another mapping": {otherBuilder, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := t.TempDir()
			sub := filepath.Join(docs, "sub")
			put(t, docs, twelve("Text"))
			c := open(t, docs)
			tc.ask(t, c)
			was := c.version.Name
			put(t, docs, map[string]string{"new.txt": pearsText})
			if err := os.Chmod(sub, 0); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Chmod(sub, 0o755) })
			report, err := c.Update(t.Context())
			if (err == nil) != tc.updates || tc.updates && !slices.Contains(report.Added, "new.txt") {
				t.Errorf("%+v, %v", report, err)
			}
			if kept := strings.Contains(texts(t, c), "of number 3."); kept != tc.kept || kept != (c.version.Name == was) {
				t.Errorf("kept %v, in %s after %s", kept, c.version.Name, was)
			}
			if err := os.Chmod(sub, 0o755); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Update(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := texts(t, c); c.version.Name == was || !strings.Contains(got, "of number 3.") || !strings.Contains(got, "Pears") {
				t.Errorf("%s after %s: %q", c.version.Name, was, got)
			}
		})
	}
}

// TestEmptyFolderAfterDamage damages a closed index and takes the documents away: what was set aside tells that they are
// missing, also at the start after that.
func TestEmptyFolderAfterDamage(t *testing.T) {
	t.Parallel()
	docs, data := t.TempDir(), t.TempDir()
	put(t, docs, twelve("Text"))
	was := closed(t, docs, data)
	if err := errors.Join(ruin(was), os.RemoveAll(filepath.Join(docs, "sub"))); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		c, err := Open(configFor(docs, data, nil))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Update(t.Context()); !errors.As(err, new(*FolderFault)) {
			t.Errorf("got %v", err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Check(t.Context(), configFor(docs, data, nil)); !errors.As(err, new(*FolderFault)) {
		t.Errorf("a dry run: %v", err)
	}
}

// ruin damages a closed index so that it can't be opened.
func ruin(c *Corpus) error {
	return os.RemoveAll(filepath.Join(c.dir, "index-1", "bleve", "store"))
}

// TestRebuildsBackOff damages the index again as soon as it is rebuilt, as a fault of ours would with each question.
func TestRebuildsBackOff(t *testing.T) {
	t.Parallel()
	docs, now := t.TempDir(), time.Now()
	put(t, docs, map[string]string{"a.txt": pearsText})
	c, err := Open(configFor(docs, t.TempDir(), func(cfg *Config) { cfg.Now = func() time.Time { return now } }))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for i, wait := range []time.Duration{0, 1, 2, 4, 8, 16, 32, 60, 60} {
		c.SetDamage(errors.New("as if"))
		if wait > 0 {
			now = now.Add(wait*time.Minute - time.Second)
			if _, err := c.Update(t.Context()); !errors.As(err, new(*PostponedError)) {
				t.Errorf("%d: before its time: %v", i, err)
			}
			now = now.Add(time.Second)
		}
		if _, err := c.Update(t.Context()); err != nil {
			t.Errorf("%d: after %d minutes: %v", i, wait, err)
		}
	}
	now = now.Add(3 * time.Hour)
	for range 2 { // after a long rest it is as at the beginning
		c.SetDamage(errors.New("as if"))
		if _, err := c.Update(t.Context()); err != nil {
			t.Error(err)
		}
		now = now.Add(time.Minute)
	}
}

// TestOneDamagedIndexIsKept damages an index again and again: the newest that was set aside is kept.
func TestOneDamagedIndexIsKept(t *testing.T) {
	t.Parallel()
	docs, data, now := t.TempDir(), t.TempDir(), time.Now()
	put(t, docs, map[string]string{"a.txt": pearsText})
	was := closed(t, docs, data)
	if err := os.Mkdir(filepath.Join(was.dir, "damaged-20010101T000000-index-1"), 0o700); err != nil { // of an older program
		t.Fatal(err)
	}
	var last string
	for range 3 {
		now = now.Add(time.Hour)
		name, err := os.ReadFile(filepath.Join(was.dir, currentFile))
		if err == nil {
			last = strings.TrimSpace(string(name))
			err = os.RemoveAll(filepath.Join(was.dir, last, "bleve", "store"))
		}
		if err != nil {
			t.Fatal(err)
		}
		c, err := Open(configFor(docs, data, func(cfg *Config) { cfg.Now = func() time.Time { return now } }))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	aside, err := filepath.Glob(filepath.Join(was.dir, "damaged-*"))
	if err != nil || len(aside) != 1 || !strings.HasSuffix(aside[0], last) {
		t.Errorf("kept %v, %v; want that of %s", aside, err, last)
	}
}

// TestRebuildCutOff cuts a rebuild off, as a question does that waits no longer: the next need not wait for it.
func TestRebuildCutOff(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	put(t, docs, map[string]string{"a.txt": pearsText})
	c := open(t, docs)
	c.SetDamage(errors.New("as if"))
	ctx, cancel := context.WithCancel(t.Context())
	c.cfg.Step = func(string) { cancel() }
	if _, err := c.Update(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := c.Update(t.Context()); err != nil || c.Notice(false) != (Notice{}) {
		t.Errorf("then: %v, %v", err, c.Notice(false))
	}
}

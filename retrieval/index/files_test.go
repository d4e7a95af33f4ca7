//go:build unix

package index

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// TestOpenWithoutFiles opens an index in a process that may have few files open: first none more than it has, then one, and
// so on until there are enough.
func TestOpenWithoutFiles(t *testing.T) {
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestOpenWithoutFilesChild$", "-test.v")
	cmd.Env = append(os.Environ(), "DOCENT_TEST_FEW_FILES="+written(t))
	if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("--- PASS")) {
		t.Fatalf("%v\n%s", err, out)
	}
}

// TestOpenWithoutFilesChild is the process that may have few files open; it isn't a test by itself.
func TestOpenWithoutFilesChild(t *testing.T) {
	dir := os.Getenv("DOCENT_TEST_FEW_FILES")
	if dir == "" {
		t.Skip("run by TestOpenWithoutFiles")
	}
	probe, err := os.Open(filepath.Join(dir, recordsFile))
	if err != nil {
		t.Fatal(err)
	}
	inUse := uint64(probe.Fd()) // the lowest that is free: all below are in use
	probe.Close()
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	for more := uint64(0); ; more++ {
		limit.Cur = inUse + more
		if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
			t.Fatal(err)
		}
		s, err := Open(dir, Options{CacheBytes: 1 << 20})
		if err != nil {
			if !errors.Is(err, unix.EMFILE) || errors.Is(err, ErrCorrupt) {
				t.Fatalf("with %d more files: %v", more, err)
			}
			continue
		}
		if generation := s.Mark().Generation; more < 3 || generation != 3 {
			t.Errorf("with %d more files it opens, at generation %d, want 3", more, generation)
		}
		limit.Cur += 100
		if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		break
	}
	if err := readWhole(dir); err != nil {
		t.Errorf("with files enough: %v", err)
	}
}

// A mapped file that is cut short is damage, whoever reads it.
func TestMappedFileCutShort(t *testing.T) {
	t.Parallel()
	f, err := os.Create(filepath.Join(t.TempDir(), "mapped"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const size = 1 << 16
	if err := f.Truncate(size); err != nil {
		t.Fatal(err)
	}
	mapped, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Munmap(mapped)
	if err := f.Truncate(0); err != nil {
		t.Fatal(err)
	}
	err = func() (err error) {
		defer guard(&err)()
		t.Log(mapped[size/2])
		return nil
	}()
	if !errors.Is(err, ErrCorrupt) {
		t.Errorf("got %v", err)
	}
}

// TestSegmentCutShort cuts the segment of an open index short. Whatever is read of it then is damage, and ends nothing but that
// reading.
func TestSegmentCutShort(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "index")
	s, err := Create(dir, Options{CacheBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	d := doc("a.txt", "red apples and green pears")
	d.Facts, d.Names = []Fact{{Name: "Colour", Record: []byte("red")}}, []Name{{Text: "Apples", Line: 1}}
	apply(t, s, Batch{Add: []Document{d}})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(dir, Options{}); err != nil { // now the segment lies in a file, and nothing is left to be merged
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	snap := snapshot(t, s)
	segments, err := filepath.Glob(filepath.Join(dir, bleveDir, "store", "*.zap"))
	if err != nil || len(segments) != 1 {
		t.Fatalf("segments: %v, %v", segments, err)
	}
	if err := os.Truncate(segments[0], 0); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for name, read := range map[string]func() error{
		"Search":    func() error { _, err := snap.Search(ctx, "en", terms(snap, "apples"), nil, 3); return err },
		"Frequency": func() error { _, err := snap.Frequency(ctx, "en", "appl"); return err },
		"Having":    func() error { _, err := snap.Having(ctx, "en", [][]string{{"appl"}}); return err },
		"OnlyPaths": func() error { _, err := snap.OnlyPaths(ctx, []string{"a.txt"}); return err },
		"Facts":     func() error { _, _, err := snap.Facts(ctx, "Colour", nil, 3); return err },
		"AllFacts":  func() error { _, err := snap.AllFacts(ctx, nil, 3); return err },
		"Names":     func() error { return snap.Names(ctx, func(string, Name) {}) },
		"Similar":   func() error { _, err := snap.Similar(ctx, "en", "pare", 3); return err },
		"Beginning": func() error {
			_, err := snap.Beginning(ctx, "en", "app", func(string) bool { return true }, 3)
			return err
		},
		"Apply": func() error { _, err := s.Apply(ctx, Batch{Remove: []string{"a.txt"}}); return err },
	} {
		if err := read(); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

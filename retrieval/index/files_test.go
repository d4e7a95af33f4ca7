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

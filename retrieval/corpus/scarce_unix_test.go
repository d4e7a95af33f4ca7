//go:build unix

package corpus

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestTooManyOpenFiles updates an index in a process that may open no more files: what is indexed stays. The limit is a
// process's own, so that the test runs in another.
func TestTooManyOpenFiles(t *testing.T) {
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTooManyOpenFilesChild$", "-test.v")
	cmd.Env = append(os.Environ(), "DOCENT_TEST_SCARCE=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestTooManyOpenFilesChild is that process; it isn't a test by itself.
func TestTooManyOpenFilesChild(t *testing.T) {
	if os.Getenv("DOCENT_TEST_SCARCE") == "" {
		t.Skip("run by TestTooManyOpenFiles")
	}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 128, Max: 128}); err != nil {
		t.Fatal(err)
	}
	docs := t.TempDir()
	changed := func(n int) map[string]string { // several files, as they are read at the same time
		files := map[string]string{}
		for _, name := range []string{"a", "b", "c", "d"} {
			files["deep/down/"+name+".txt"] = fmt.Sprintf("%s\nFor the %dth time.\n", pearsText, n)
		}
		return files
	}
	put(t, docs, changed(0))
	c := open(t, docs)
	var taken []*os.File
	for {
		f, err := os.Open(os.DevNull)
		if err != nil {
			break
		}
		taken = append(taken, f)
	}
	for left := range 8 { // so many files more may be opened
		for _, f := range taken[len(taken)-9:] { // changing the files needs some
			_ = f.Close()
		}
		taken = taken[:len(taken)-9]
		put(t, docs, changed(left+1))
		for range 9 - left {
			f, err := os.Open(os.DevNull)
			if err != nil {
				break
			}
			taken = append(taken, f)
		}
		report, err := c.Update(t.Context())
		if c.Documents() != 4 || len(report.Removed) > 0 || len(report.Failed) > 0 || IsCorrupt(err) {
			t.Errorf("with %d files left: %d documents, %+v, %v", left, c.Documents(), report, err)
		}
		for range left {
			f, err := os.Open(os.DevNull)
			if err == nil {
				taken = append(taken, f)
			}
		}
	}
	for _, f := range taken {
		_ = f.Close()
	}
	if _, err := c.Update(t.Context()); err != nil || !strings.Contains(texts(t, c), "Pears") {
		t.Errorf("with files again: %v", err)
	}
}

package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files under testdata")

// testNow is when everything happens in tests.
var testNow = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// A trial is one run of the program.
type trial struct{ sys system }

func newTrial(t *testing.T) *trial {
	return &trial{system{Dir: t.TempDir(), Now: func() time.Time { return testNow }}}
}

// A result is what a run left behind.
type result struct {
	status   int
	out, err string
}

func (tr *trial) run(ctx context.Context, args ...string) result {
	var out, err bytes.Buffer
	tr.sys.Out, tr.sys.Err = &out, &err
	status := run(ctx, args, tr.sys)
	return result{status, out.String(), err.String()}
}

// golden compares got with a file under testdata, or rewrites the file with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (-update rewrites it); got:\n%s", path, got)
	}
}

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/retrieval"
)

func TestMissingDocuments(t *testing.T) {
	for _, args := range [][]string{{"ask", "x"}, {"find", "x"}, {"fact", "x"}, {"index"}, {}} {
		lib := &fakeLibrary{status: &retrieval.Status{}}
		tr := newTrial(t, lib)
		r := tr.run(context.Background(), args...)
		want := "docent: DOCS_DIR or --docs: expected a folder: stat " + filepath.Join(tr.sys.Dir, "seeds")
		if r.status != exitFault || !strings.HasPrefix(r.err, want) || lib.closed != 1 {
			t.Errorf("%q: status %d, closed %d times, error stream %q", args, r.status, lib.closed, r.err)
		}
	}
}

func TestDocumentsAreAFile(t *testing.T) {
	tr := newTrial(t, &fakeLibrary{status: &retrieval.Status{}})
	if err := os.WriteFile(filepath.Join(tr.sys.Dir, "seeds"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := tr.run(context.Background(), "ask", "x"); r.status != exitFault || !strings.Contains(r.err, "is a file") {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
}

// An index that can't be brought up to date still answers, if there is anything in it.
func TestUpdateFails(t *testing.T) {
	full := errors.New("no space left on device")
	r := newTrial(t, &fakeLibrary{update: full, answer: found}).run(context.Background(), "ask", "where?")
	if r.status != exitOK || !strings.Contains(r.out, "Nara") || !strings.Contains(r.err, full.Error()) {
		t.Errorf("status %d, output %q, error stream %q", r.status, r.out, r.err)
	}
	tr := newTrial(t, &fakeLibrary{update: full, status: &retrieval.Status{}})
	if err := os.Mkdir(filepath.Join(tr.sys.Dir, "seeds"), 0o700); err != nil {
		t.Fatal(err)
	}
	if r := tr.run(context.Background(), "ask", "where?"); r.status != exitFault || r.err != "docent: no space left on device\n" || tr.lib.closed != 1 {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
}

func TestLocked(t *testing.T) {
	tr := newTrial(t, nil)
	tr.sys.Open = func(context.Context, retrieval.Config) (library, error) {
		return nil, &retrieval.LockedError{PID: 4711}
	}
	if r := tr.run(context.Background(), "ask", "x"); r.status != exitFault || !strings.Contains(r.err, "4711") || !strings.Contains(r.err, "DATA_DIR") {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
}

package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"docent/retrieval"
)

func aReport() retrieval.Report {
	return retrieval.Report{
		Added:     []string{"a.txt", "b.md"},
		Changed:   []string{"c.txt"},
		Unchanged: 4,
		Failed:    []retrieval.Failure{{Path: "bad\x1b[2J.txt", Kind: "unreadable", Detail: "permission denied"}},
	}
}

func TestIndex(t *testing.T) {
	for name, args := range map[string][]string{
		"index.txt": nil, "index.json": {"--json"}, "index-check.txt": {"--check"}, "index-check.json": {"--json", "--check"},
	} {
		t.Run(name, func(t *testing.T) {
			lib := &fakeLibrary{report: aReport()}
			tr := newTrial(t, lib)
			if strings.Contains(name, "check") {
				tr.sys.Open = nil
				tr.sys.Check = func(context.Context, retrieval.Config) (retrieval.Report, error) { return aReport(), nil }
			} else {
				defer func() {
					if lib.closed != 1 {
						t.Errorf("the library was closed %d times", lib.closed)
					}
				}()
			}
			r := tr.run(context.Background(), append([]string{"index"}, args...)...)
			if r.status != exitOK || r.err != "" {
				t.Errorf("status %d, error stream %q", r.status, r.err)
			}
			golden(t, name, r.out)
		})
	}
}

func TestIndexFaults(t *testing.T) {
	tr := newTrial(t, &fakeLibrary{update: errors.New("the folder is missing")})
	if r := tr.run(context.Background(), "index"); r.status != exitFault || r.err != "docent: "+filepath.Join(tr.sys.Dir, "seeds")+": the folder is missing\n" {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
	if r := tr.run(context.Background(), "index", "seeds"); r.status != exitFault || !strings.Contains(r.err, `"seeds" was given`) {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
}

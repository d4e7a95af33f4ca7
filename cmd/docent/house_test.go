package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// This file holds the whole repository to the rules of the house: which room may know which, and what no room does.

const (
	module = "docent"
	root   = "../.." // of the repository
)

// A source is one Go file of the module.
type source struct {
	path string // below the root, forward slashes
	room string // its folder
	test bool   // a _test.go file
	ast  *ast.File
}

func TestOnePackageCommentEach(t *testing.T) {
	t.Parallel()
	comments := map[string][]string{}
	for _, s := range sources(t) {
		if s.test {
			if s.ast.Doc != nil && !strings.HasSuffix(s.ast.Name.Name, "_test") {
				t.Errorf("%s: the package comment belongs into another file", s.path)
			}
			continue
		}
		comments[s.room] = append(comments[s.room], "")[:len(comments[s.room])]
		if s.ast.Doc != nil {
			comments[s.room] = append(comments[s.room], s.path)
		}
	}
	for room, files := range comments {
		if len(files) != 1 {
			t.Errorf("%s has %d package comments %q, want one", room, len(files), files)
		}
	}
}

// The top level is fixed, so that everybody finds their way at once.
func TestTopLevel(t *testing.T) {
	t.Parallel()
	known := []string{"LICENSE", "Dockerfile", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "bot", "cmd", "go.mod", "go.sum", "retrieval", "seeds", "data", "docent"}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(known, e.Name()) {
			t.Errorf("%s doesn't belong on the top level", e.Name())
		}
	}
}

// No file names a folder of the machine that it was written on.
func TestNoMachinePaths(t *testing.T) {
	t.Parallel()
	here, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	machine := regexp.MustCompile(`/home/[a-z]|/Users/[A-Za-z]|[A-Z]:\\Users\\` + checkoutPattern(here))
	walk(t, func(p string, src []byte) {
		if strings.HasSuffix(p, "cmd/docent/house_test.go") || strings.HasPrefix(p, "seeds/") {
			return
		}
		if m := machine.Find(src); m != nil {
			t.Errorf("%s names %q", p, m)
		}
	})
}

// checkoutPattern matches the folder of the checkout, and what stands beside it, unless that is too common a name.
func checkoutPattern(here string) string {
	pattern := "|" + regexp.QuoteMeta(here) + `\b`
	if parent := filepath.Dir(here); len(parent) > 1 {
		pattern += "|" + regexp.QuoteMeta(parent) + "/[a-z]"
	}
	return pattern
}

func TestTidy(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs the go command over everything")
	}
	t.Parallel()
	cmd := exec.Command("go", "mod", "tidy", "-diff")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOPROXY=off") // a test asks nobody; .ci/run does
	out, err := cmd.CombinedOutput()
	if strings.Contains(string(out), "GOPROXY=off") {
		t.Skip("modules of other modules' tests are missing here")
	}
	if err != nil {
		t.Errorf("go mod tidy -diff: %v\n%s", err, out)
	}
}

// sources parses every Go file of the module.
func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	walk(t, func(p string, src []byte) {
		if !strings.HasSuffix(p, ".go") {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, src, parser.ParseComments)
		if err != nil {
			t.Error(err)
			return
		}
		out = append(out, source{path: p, room: path.Dir(p), test: strings.HasSuffix(p, "_test.go"), ast: f})
	})
	if len(out) == 0 {
		t.Fatal("no sources")
	}
	return out
}

// walk visits every file of the repository but those of git, of the index, and binaries.
func walk(t *testing.T, visit func(path string, src []byte)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (p == ".git" || p == "data"):
			return fs.SkipDir
		case !d.Type().IsRegular(), p == "docent", p == ".env":
			return nil
		}
		src, err := fs.ReadFile(os.DirFS(root), p)
		if err != nil {
			return fmt.Errorf("reading %s: %w", p, err)
		}
		visit(p, src)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

package main

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// These tests hold what the pages for people name to what there is.

// pages are the texts for people, by their path below the root.
func pages(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	walk(t, func(p string, src []byte) {
		if path.Ext(p) == ".md" && !isTestdata(p) && !strings.HasPrefix(p, "seeds/") {
			all[p] = string(src)
		}
	})
	if all["README.md"] == "" {
		t.Fatal("there is no README.md")
	}
	return all
}

// README.md names every variable; it, or the page of the terminal or of evaluation, every command and every flag.
func TestPagesAreComplete(t *testing.T) {
	t.Parallel()
	all := pages(t)
	for _, v := range variables {
		if !strings.Contains(all["README.md"], "| `"+v.name+"` |") {
			t.Errorf("README.md doesn't list %s", v.name)
		}
	}
	text := all["README.md"] + all["cmd/docent/README.md"] + all["cmd/docent-eval/README.md"]
	for _, c := range commands() {
		if !strings.Contains(text, "docent "+c.name) {
			t.Errorf("no page names docent %s", c.name)
		}
	}
	for _, f := range flagHelp {
		if !strings.Contains(text, "--"+f.name) {
			t.Errorf("no page names --%s", f.name)
		}
	}
}

// What README.md and the page of the terminal write as a command is one.
func TestPagesNameCommands(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile("(?:`|go run \\./cmd/)docent ([a-z]+)")
	for _, page := range []string{"README.md", "cmd/docent/README.md"} {
		found := named.FindAllStringSubmatch(pages(t)[page], -1)
		if len(found) == 0 {
			t.Errorf("%s names no command", page)
		}
		for _, m := range found {
			if !slices.ContainsFunc(commands(), func(c subcommand) bool { return c.name == m[1] }) {
				t.Errorf("%s names docent %s, which isn't there", page, m[1])
			}
		}
	}
}

// README.md lists the endings of the files that are read.
func TestReadmeListsFileTypes(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile(filepath.Join(root, "retrieval/parse/parse.go"))
	if err != nil {
		t.Fatal(err)
	}
	read := regexp.MustCompile(`"(\.[a-z0-9]+)"`).FindAllStringSubmatch(string(src), -1)
	if len(read) == 0 {
		t.Fatal("no endings are found in the parsers' door: is the test looking in the right place?")
	}
	for _, m := range read {
		if !strings.Contains(pages(t)["README.md"], "`"+m[1]+"`") {
			t.Errorf("README.md doesn't list %s", m[1])
		}
	}
}

// What a page links to in the repository is there, down to the heading; so are the Go files that it names.
func TestPagesLinkToWhatIsThere(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	file := regexp.MustCompile("`((?:cmd|bot|retrieval)/[^`\\s]*)`")
	all := pages(t)
	for page, text := range all {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			target, heading, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			to := page
			if target != "" {
				to = path.Join(path.Dir(page), target)
			}
			if _, err := os.Stat(filepath.Join(root, to)); err != nil {
				t.Errorf("%s links to %s: %v", page, m[1], err)
			} else if heading != "" && !slices.Contains(anchors(all[to]), heading) {
				t.Errorf("%s links to %s, and %s has no such heading", page, m[1], to)
			}
		}
		if page == "CHANGELOG.md" { // it speaks of what was
			continue
		}
		for _, m := range file.FindAllStringSubmatch(text, -1) {
			if found, err := filepath.Glob(filepath.Join(root, m[1])); err != nil || len(found) == 0 && !strings.Contains(m[1], "NAME") {
				t.Errorf("%s names %s, which isn't there", page, m[1])
			}
		}
	}
}

// anchors are the headings of a page as links name them: in lower case, without punctuation, with hyphens for spaces.
func anchors(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		heading, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " ")
		if !ok || !strings.HasPrefix(line, "#") {
			continue
		}
		all = append(all, strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, strings.TrimSpace(heading)))
	}
	return all
}

package main

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Folders of source hold Go, assembly, a README.md, testdata and what go:embed names: nothing that a run left behind.
func TestOnlySource(t *testing.T) {
	t.Parallel()
	embedded := map[string][]string{} // room, and the patterns that it embeds
	for _, s := range sources(t) {
		for _, group := range s.ast.Comments {
			for _, c := range group.List {
				if names, ok := strings.CutPrefix(c.Text, "//go:embed "); ok {
					embedded[s.room] = append(embedded[s.room], embedPatterns(names)...)
				}
			}
		}
	}
	walk(t, func(p string, _ []byte) {
		if !isSourceFolder(path.Dir(p)) || isTestdata(p) {
			return
		}
		switch name := path.Base(p); {
		case path.Ext(name) == ".go", path.Ext(name) == ".s", name == "README.md":
		case path.Ext(name) == ".test", path.Ext(name) == ".out": // go test's profiles, which git ignores
		case isEmbedded(p, embedded):
		default:
			t.Errorf("%s is neither source nor testdata, and nothing embeds it", p)
		}
	})
}

// isSourceFolder reports whether a folder lies below one of those that hold source.
func isSourceFolder(dir string) bool {
	top, _, _ := strings.Cut(dir, "/")
	return slices.Contains([]string{"cmd", "bot", "retrieval"}, top)
}

func isTestdata(p string) bool { return slices.Contains(strings.Split(path.Dir(p), "/"), "testdata") }

// embedPatterns splits what stands behind go:embed.
func embedPatterns(names string) []string {
	patterns := strings.Fields(names)
	for i, p := range patterns {
		if unquoted, err := strconv.Unquote(p); err == nil {
			patterns[i] = unquoted
		}
	}
	return patterns
}

// isEmbedded reports whether a pattern of a room names the file, or a folder that it is in.
func isEmbedded(p string, embedded map[string][]string) bool {
	for room, patterns := range embedded {
		below, ok := strings.CutPrefix(p, room+"/")
		if !ok {
			continue
		}
		for _, pattern := range patterns {
			for name := below; name != "."; name = path.Dir(name) {
				if match, _ := path.Match(strings.TrimPrefix(pattern, "all:"), name); match {
					return true
				}
			}
		}
	}
	return false
}

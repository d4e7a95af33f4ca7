package main

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"docent/bot/locale"
)

// Every key of a text that is written out in the program exists. Those that are put together ("usage." + name) are for
// the tests of what uses them.
func TestWordsExist(t *testing.T) {
	t.Parallel()
	all, err := locale.New()
	if err != nil {
		t.Fatal(err)
	}
	english := all.English()
	var tables []string
	for _, key := range english.Keys() {
		if table, _, _ := strings.Cut(key, "."); !slices.Contains(tables, table) {
			tables = append(tables, table)
		}
	}
	key := regexp.MustCompile(`^(` + strings.Join(tables, "|") + `)\.[a-z_]+$`)
	found := 0
	for _, s := range sources(t) {
		if s.test || !strings.HasPrefix(s.room, "bot") && s.room != "cmd/docent" {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(lit.Value)
			if key.MatchString(text) {
				if found++; !english.Has(text) {
					t.Errorf("%s: there is no text %q", s.path, text)
				}
			}
			return true
		})
	}
	if found < 20 {
		t.Errorf("only %d texts are used: is the test looking in the right place?", found)
	}
}

// Every kind that the documents' side speaks in has words.
func TestKindsHaveWords(t *testing.T) {
	t.Parallel()
	all, err := locale.New()
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]string{"NoticeKind": "notice", "FailureKind": "failure"}
	found := map[string]int{}
	for _, s := range sources(t) {
		if s.test || s.room != "retrieval/corpus" {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			kind, ok := spec.Type.(*ast.Ident)
			if !ok || tables[kind.Name] == "" {
				return true
			}
			for _, v := range spec.Values {
				name, _ := strconv.Unquote(v.(*ast.BasicLit).Value)
				if found[kind.Name]++; !all.English().Has(tables[kind.Name] + "." + name) {
					t.Errorf("%s: there are no words for the %s %q", s.path, kind.Name, name)
				}
			}
			return true
		})
	}
	for kind := range tables {
		if found[kind] < 5 {
			t.Errorf("only %d constants of %s: is the test looking in the right place?", found[kind], kind)
		}
	}
}

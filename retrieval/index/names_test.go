package index

import (
	"fmt"
	"strings"
	"testing"
)

func listed(t *testing.T, s *Snapshot) string {
	t.Helper()
	var out []string
	err := s.Names(t.Context(), func(path string, n Name) {
		has, err := s.HasName(t.Context(), path, n)
		if err != nil {
			t.Fatal(err)
		}
		if has {
			out = append(out, fmt.Sprintf("%s:%d:%s:%v", path, n.Line, n.Text, n.Fact))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "|")
}

func TestNames(t *testing.T) {
	t.Parallel()
	s := create(t)
	a, b := doc("a.md", "one", "two"), doc("b/ü.md", "three")
	a.Names = []Name{{Text: "Second", Line: 70_000}, {Text: "First", Line: 3}, {Text: "fee", Line: 9, Fact: true}, {Text: "First", Line: 3}}
	b.Names = []Name{{Text: "\x00 NUL", Line: 1}, {Text: strings.Repeat("é", 300), Line: 2}}
	apply(t, s, Batch{Add: []Document{a, b, {Path: "empty.md", Names: []Name{{Text: "nowhere"}}}}})
	want := "a.md:9:fee:true|a.md:3:First:false|a.md:70000:Second:false|b/ü.md:1:\x00 NUL:false|b/ü.md:2:" + strings.Repeat("é", maxName/2) + ":false"
	if got := listed(t, snapshot(t, s)); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	a.Names = []Name{{Text: "First", Line: 5}}
	apply(t, s, Batch{Remove: []string{"b/ü.md"}, Add: []Document{a}})
	if got, want := listed(t, snapshot(t, s)), "a.md:5:First:false"; got != want {
		t.Errorf("after a change %q, want %q", got, want)
	}
}

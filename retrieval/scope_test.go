package retrieval

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestScope(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"old.txt":   "Orchard report\n\nUpdated on 3 Feb 2024\n\nThe pears by the wall were eaten by wasps that summer.\n",
		"new.md":    "---\ndate: 2026-01-14\n---\n# Orchard report\n\nThe pears by the wall ripen in July.\n",
		"never.txt": "Orchard notes\n\nThe pears by the wall are a gift.\n",
	})
	l := open(t, docs)
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, tt := range []struct {
		name   string
		search Search
		want   string
	}{
		{"all", Search{}, "never.txt new.md old.txt"},
		{"a type", Search{Type: "md"}, "new.md"},
		{"a type with its dot, in capitals", Search{Type: ".TXT"}, "never.txt old.txt"},
		{"since the day itself", Search{Since: day("2026-01-14")}, "new.md"},
		{"since the day after", Search{Since: day("2026-01-15")}, ""},
		{"until leaves its own moment out", Search{Until: day("2026-01-14")}, "old.txt"},
		{"a span", Search{Since: day("2024-01-01"), Until: day("2027-01-01")}, "new.md old.txt"},
		{"a source and a span", Search{Source: "old", Since: day("2025-01-01")}, ""},
	} {
		tt.search.Text = "pears wall"
		hits, err := l.Find(t.Context(), tt.search)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		paths := map[string]bool{}
		for _, s := range hits.Snippets {
			paths[s.Citation.Path] = true
		}
		if got := strings.Join(slices.Sorted(maps.Keys(paths)), " "); got != tt.want {
			t.Errorf("%s: found %q, want %q", tt.name, got, tt.want)
		}
	}
}

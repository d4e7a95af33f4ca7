package index

import (
	"slices"
	"testing"
)

func TestBaseline(t *testing.T) {
	t.Parallel()
	s := create(t)
	german := Document{Path: "de", Language: "de", Passages: []Passage{{Body: "Ein Schiff im Hafen", Record: []byte("de/0")}}}
	apply(t, s, Batch{Add: []Document{doc("en", "a ship in the harbour", "a ship, a ship and another ship", "no vessel"), german}})
	snap := snapshot(t, s)
	ask := func(text string, k int, languages ...string) (records []string) {
		hits, err := s.Baseline(t.Context(), text, k, languages...)
		if err != nil {
			t.Fatal(err)
		}
		for i, h := range hits {
			record, err := snap.Record(h.ID)
			if err != nil || h.Score <= 0 || i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("%q: hit %d: %v (%v)", text, i, h, err)
			}
			records = append(records, string(record))
		}
		return records
	}
	if got, want := ask("harbour ship", 9, "en"), []string{"en/0", "en/1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := ask("harbour ship", 1, "en"); !slices.Equal(got, []string{"en/0"}) {
		t.Errorf("the best: %q", got)
	}
	if got := ask("ship harbour Schiff Hafen", 9, "de", "en"); len(got) != 3 || !slices.Contains(got, "de/0") {
		t.Errorf("in two languages: %q", got)
	}
	for _, languages := range [][]string{nil, {"fr"}, {"de"}} {
		if got := ask("harbour", 9, languages...); len(got) > 0 {
			t.Errorf("in %q: %q", languages, got)
		}
	}
	if got := ask("", 9, "en"); len(got) > 0 {
		t.Errorf("for nothing: %q", got)
	}
}

func TestFilterWithout(t *testing.T) {
	t.Parallel()
	s := create(t)
	apply(t, s, Batch{Add: []Document{doc("a", "a ship"), doc("b", "another ship", "the third ship"), doc("c", "a ship again")}})
	snap := snapshot(t, s)
	only := func(paths ...string) *Filter {
		f, err := snap.OnlyPaths(t.Context(), paths)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	all := only("a", "b", "c")
	for _, c := range []struct {
		without *Filter
		want    int
	}{{all.Without(only("b")), 2}, {all.Without(only()), 4}, {all.Without(all), 0}, {all, 4}, {only("a").Without(only("b")), 1}} {
		hits, err := snap.Search(t.Context(), "en", terms(snap, "ship"), c.without, 9)
		if err != nil || len(hits) != c.want {
			t.Errorf("%d hits (%v), want %d", len(hits), err, c.want)
		}
	}
}

package eval

import (
	"slices"
	"testing"

	"docent/retrieval"
	"docent/retrieval/passage"
)

func TestBaseline(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"a.md":  "There is a ship in the harbour, and nobody knows where it came from.\n",
		"b.md":  "They sighted a ship, then a ship and another ship, all of them at sea.\n",
		"c.md":  "No vessel of that name was ever registered with any of the offices.\n",
		"de.md": "Ein Schiff liegt im Hafen, und niemand weiß, woher es gekommen ist.\n",
	})
	err := open(t, docs).Session(func(x *retrieval.Session) error {
		ask := func(text string, k int, languages ...string) (paths []string) {
			hits, err := baseline(t.Context(), x.Version.Store, text, k, languages...)
			if err != nil {
				t.Fatal(err)
			}
			for i, h := range hits {
				record, err := x.Snapshot.Record(h.ID)
				if err != nil || h.Score <= 0 || i > 0 && h.Score > hits[i-1].Score {
					t.Fatalf("%q: hit %d: %v (%v)", text, i, h, err)
				}
				p, err := passage.Decode(record)
				if err != nil {
					t.Fatal(err)
				}
				paths = append(paths, p.Path)
			}
			return paths
		}
		if got, want := ask("harbour ship", 9, "en"), []string{"a.md", "b.md"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if got := ask("harbour ship", 1, "en"); !slices.Equal(got, []string{"a.md"}) {
			t.Errorf("the best: %q", got)
		}
		if got := ask("ship harbour Schiff Hafen", 9, "de", "en"); len(got) != 3 || !slices.Contains(got, "de.md") {
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
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

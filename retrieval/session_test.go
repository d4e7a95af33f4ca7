package retrieval

import "testing"

// What is taken out of the results still counts in the statistics: what is left is scored as before.
func TestRankWithout(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"a.md": "The lighthouse keeper counts the ships that pass the cape.\n",
		"b.md": "The lighthouse was painted white, and ships see it from afar.\n",
		"c.md": "A keeper of goats lives behind the cape.\n",
	})
	err := open(t, docs).Session(func(x *Session) error {
		q := Question{Text: "Who counts the ships at the lighthouse?"}
		before, err := x.Rank(t.Context(), q, nil, 0)
		if err != nil {
			return err
		}
		after, err := x.Rank(t.Context(), q, []string{"a.md"}, 0)
		if err != nil {
			return err
		}
		if len(before) < 2 || before[0].Path != "a.md" || len(after) != len(before)-1 {
			t.Fatalf("%d passages, and %d without the first", len(before), len(after))
		}
		for i, c := range after {
			if c.Path != before[i+1].Path || c.Score != before[i+1].Score {
				t.Errorf("place %d: %s with %v, want %s with %v", i+1, c.Path, c.Score, before[i+1].Path, before[i+1].Score)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A question about a document is answered from its fields, which no filter binds: those must go as well.
func TestRankWithoutFields(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.md": "---\nauthor: Ada Quill\ndate: 2024-05-01\n---\n\n# On ropes\n\nA rope has three strands.\n"})
	err := open(t, docs).Session(func(x *Session) error {
		q := Question{Text: "Who wrote this article?"}
		ranked, err := x.Rank(t.Context(), q, nil, 0)
		if err != nil || len(ranked) == 0 || ranked[0].Fact == nil {
			t.Fatalf("it isn't answered from a field: %v", err)
		}
		if ranked, err = x.Rank(t.Context(), q, []string{"a.md"}, 0); len(ranked) > 0 {
			t.Errorf("%d passages are left", len(ranked))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

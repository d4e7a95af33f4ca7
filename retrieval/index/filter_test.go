package index

import "testing"

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

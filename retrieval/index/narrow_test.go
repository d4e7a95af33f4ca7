package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Having is held against a scan of the bodies, with words rare and common, alternatives, filters, and documents that changed.
func TestHaving(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	s := create(t)
	words := strings.Fields("apple berry cherry damson elder fig grape hazel")
	bodies := map[string]string{}
	for batch := range 6 {
		var b Batch
		for range 40 {
			path := fmt.Sprintf("%d.txt", rng.IntN(150))
			var body []string
			for i, w := range words {
				if rng.IntN(1+2*i) == 0 {
					body = append(body, w)
				}
			}
			if batch == 5 && rng.IntN(3) == 0 {
				b.Remove = append(b.Remove, path)
				delete(bodies, path)
				continue
			}
			bodies[path] = strings.Join(append(body, "zucchini"), " ")
			b.Add = slices.DeleteFunc(b.Add, func(d Document) bool { return d.Path == path })
			b.Remove = slices.DeleteFunc(b.Remove, func(p string) bool { return p == path })
			b.Add = append(b.Add, doc(path, bodies[path]))
		}
		b.Add = slices.DeleteFunc(b.Add, func(d Document) bool { return slices.Contains(b.Remove, d.Path) })
		apply(t, s, b)
	}
	snap := snapshot(t, s)
	a := s.Analyzer("en")
	term := func(w string) string { return a.Tokens(nil, w)[0].Term }
	for range 200 {
		var asked [][]string
		for range rng.IntN(4) {
			var alternatives []string
			for range 1 + rng.IntN(2) {
				alternatives = append(alternatives, words[rng.IntN(len(words))])
			}
			asked = append(asked, alternatives)
		}
		var only *Filter
		allowed := func(string) bool { return true }
		if rng.IntN(2) == 0 {
			var paths []string
			for i := range 150 {
				if i%3 == 0 {
					paths = append(paths, fmt.Sprintf("%d.txt", i))
				}
			}
			allowed = func(p string) bool { return slices.Contains(paths, p) }
			var err error
			if only, err = snap.OnlyPaths(t.Context(), paths); err != nil {
				t.Fatal(err)
			}
		}
		terms := make([][]string, len(asked))
		for i, alternatives := range asked {
			for _, w := range alternatives {
				terms[i] = append(terms[i], term(w))
			}
		}
		f, err := snap.HavingInBody(t.Context(), "en", terms, only)
		if err != nil {
			t.Fatal(err)
		}
		hits, err := snap.Search(t.Context(), "en", []Term{{Term: term("zucchini"), Weight: 1}}, f, 1000)
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, h := range hits {
			record, err := snap.Record(h.ID)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, strings.TrimSuffix(string(record), "/0"))
		}
		for path, body := range bodies {
			has := allowed(path)
			for _, alternatives := range asked {
				has = has && slices.ContainsFunc(alternatives, func(w string) bool { return slices.Contains(strings.Fields(body), w) })
			}
			if has {
				want = append(want, path)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%v (filtered %v): %v, want %v", asked, only != nil, got, want)
		}
	}
	if f, err := snap.HavingInBody(t.Context(), "en", [][]string{{}}, nil); err != nil || f == nil || !f.numbers.IsEmpty() {
		t.Errorf("a word without terms: %v, %v", f, err)
	}
}

func TestBeginning(t *testing.T) {
	t.Parallel()
	s := create(t)
	apply(t, s, Batch{Add: []Document{doc("a", "harbour hardy hart"), doc("b", "hardy harm"), doc("c", "hardy harm heart")}})
	got, err := snapshot(t, s).Beginning(t.Context(), "en", "har", func(w string) bool { return w != "hart" }, 2)
	if err != nil || strings.Join(got, " ") != "hardi harm" {
		t.Errorf("%v, %v", got, err)
	}
}

// A filter that was given nothing admits nothing: the zero one, and each that an empty index makes.
func TestFiltersOfNothing(t *testing.T) {
	t.Parallel()
	snap := snapshot(t, create(t))
	having, err := snap.Having(t.Context(), "en", [][]string{{"foo"}, {"bar"}})
	if err != nil {
		t.Fatal(err)
	}
	paths, err := snap.OnlyPaths(t.Context(), []string{"a.txt"})
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]*Filter{
		"the zero filter": {}, "all of an empty index": snap.All(), "words of an empty index": having, "paths of an empty index": paths,
		"all without nothing": snap.All().Without(&Filter{}), "nothing or nothing": (&Filter{}).Or(&Filter{}), "all and nothing": snap.All().And(&Filter{}),
	} {
		if !f.Empty() {
			t.Errorf("%s admits something", name)
			continue
		}
		if hits, err := snap.Each(f, 10); len(hits) > 0 || err != nil {
			t.Errorf("%s: %v, %v", name, hits, err)
		}
	}
}

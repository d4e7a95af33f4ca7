package index

import (
	"math/rand/v2"
	"slices"
	"testing"

	bleveindex "github.com/blevesearch/bleve_index_api"
)

// TestTermsEqualBleves holds what is listed of the segments against what Bleve lists, over a random history of updates,
// deletions and merges.
func TestTermsEqualBleves(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 9))
	s := create(t)
	for round := range 20 {
		apply(t, s, randomBatch(rng))
		if round%7 == 6 {
			merge(t, s)
		}
	}
	snap := snapshot(t, s)
	for tries := 0; len(snap.parts) < 2 && tries < 50; tries++ { // Bleve has just merged them all
		apply(t, s, randomBatch(rng))
		snap = snapshot(t, s)
	}
	if len(snap.parts) < 2 {
		t.Fatalf("%d segments", len(snap.parts))
	}
	field := fieldIn(fieldNames[fieldBody], "en")
	all := ours(t, snap, field, span{})
	if want := bleves(t)(snap.reader.FieldDict(field)); len(all) == 0 || !slices.Equal(all, want) {
		t.Fatalf("got %v, want %v", all, want)
	}
	for _, w := range all {
		for _, prefix := range []string{w.term[:1], w.term[:len(w.term)/2], w.term} {
			want := bleves(t)(snap.reader.FieldDictPrefix(field, []byte(prefix)))
			if got := ours(t, snap, field, beginningWith(prefix)); !slices.Equal(got, want) {
				t.Errorf("%q: got %v, want %v", prefix, got, want)
			}
		}
		automaton, err := s.automata.within(1, w.term)
		if err != nil {
			t.Fatal(err)
		}
		want := bleves(t)(snap.reader.FieldDictFuzzy(field, w.term, 1, ""))
		got := ours(t, snap, field, span{automaton: automaton})
		if !slices.EqualFunc(got, want, func(a, b wordCount) bool { return a.term == b.term }) { // Bleve doesn't count these
			t.Errorf("like %q: got %v, want %v", w.term, got, want)
		}
	}
}

func TestBeginningWith(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]string{"": "", "a": "b", "az": "a{", "a\xff": "b", "\xff": "", "\xff\xff": "", "é": "\xc3\xaa"} {
		if got := beginningWith(prefix); string(got.from) != prefix || string(got.to) != want {
			t.Errorf("%q: from %q to %q, want to %q", prefix, got.from, got.to, want)
		}
	}
}

func ours(t *testing.T, s *Snapshot, field string, in span) (out []wordCount) {
	t.Helper()
	for w, err := range s.terms(t.Context(), field, in) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, w)
	}
	return out
}

func bleves(t *testing.T) func(bleveindex.FieldDict, error) []wordCount {
	return func(dict bleveindex.FieldDict, err error) (out []wordCount) {
		t.Helper()
		for {
			if err != nil {
				t.Fatal(err)
			}
			var e *bleveindex.DictEntry
			if e, err = dict.Next(); err == nil && e == nil {
				return out
			}
			if e != nil {
				out = append(out, wordCount{e.Term, e.Count})
			}
		}
	}
}

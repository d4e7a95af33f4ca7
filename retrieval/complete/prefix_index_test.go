package complete

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"docent/retrieval/analysis"
)

// The walk through the sorted words is held against comparing each word, with words that came and went.
func TestLikeWords(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	word := func() string {
		var b strings.Builder
		for range 1 + rng.IntN(9) {
			b.WriteRune([]rune("abcéß")[rng.IntN(5)])
		}
		return b.String()
	}
	v := newPrefixIndex()
	there := map[string]int{}
	for round := range 30 {
		for range 60 {
			w := word()
			v.add(w, 0)
			there[w]++
		}
		for w := range maps.Clone(there) {
			if rng.IntN(3) == 0 {
				for range there[w] {
					v.drop(w)
				}
				delete(there, w)
			}
		}
		v.settle()
		if want := slices.Sorted(maps.Keys(there)); !slices.Equal(v.sorted, want) {
			t.Fatalf("round %d: %q, want %q", round, v.sorted, want)
		}
		for range 50 {
			typed, most := word(), rng.IntN(3)
			var want []string
			known := false
			for w := range there {
				if analysis.Edits([]rune(typed), []rune(w), true, most) <= most {
					want = append(want, w)
				}
				known = known || strings.HasPrefix(w, typed)
			}
			got := v.like(typed, most, len(there))
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Fatalf("like %q but for %d edits: %q, want %q", typed, most, got, want)
			}
			if len(v.beginning(typed)) > 0 != known {
				t.Fatalf("%q known: %v", typed, !known)
			}
		}
	}
	if got := v.like(strings.Repeat("a", analysis.MaxEditRunes+1), 2, 10); got != nil {
		t.Errorf("a word without end is like %q", got)
	}
}

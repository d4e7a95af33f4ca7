package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docent/retrieval/analysis"
)

// made are different made-up words of syllables, with lengths as in a language.
func made(rng *rand.Rand, n int) []string {
	seen := map[string]bool{}
	for len(seen) < n {
		var b strings.Builder
		for range 2 + rng.IntN(4) {
			b.WriteByte("bcdfghjklmnprstvwz"[rng.IntN(18)])
			b.WriteByte("aeiou"[rng.IntN(5)])
			if rng.IntN(3) == 0 {
				b.WriteByte("nrstl"[rng.IntN(5)])
			}
		}
		if correctable(b.String()) {
			seen[b.String()] = true
		}
	}
	var out []string
	for w := range seen {
		out = append(out, w)
	}
	slices.Sort(out)
	return out
}

// slip makes an edit in a word.
func slip(rng *rand.Rand, word string) string {
	r := []rune(word)
	at := rng.IntN(len(r))
	switch letter := rune('a' + rng.IntN(26)); rng.IntN(4) {
	case 0:
		r = slices.Delete(r, at, at+1)
	case 1:
		r = slices.Insert(r, at, letter)
	case 2:
		r[at] = letter
	default:
		if at > 0 {
			r[at-1], r[at] = r[at], r[at-1]
		}
	}
	return string(r)
}

// storeOf makes a store of some words, a few hundred a document, in several segments.
func storeOf(t testing.TB, words []string) *Store {
	t.Helper()
	s, err := Create(filepath.Join(t.TempDir(), "index"), Options{CacheBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	n := 0
	for chunk := range slices.Chunk(words, len(words)/3+1) {
		var b Batch
		for some := range slices.Chunk(chunk, 300) {
			n++
			b.Add = append(b.Add, doc(fmt.Sprintf("%d.txt", n), strings.Join(some, " ")))
		}
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// TestNearEqualsComparingAll holds the look-up against the distance to every word.
func TestNearEqualsComparingAll(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	words := append(made(rng, 4000), "gruße", "größe", "привет", "приветы", "münchen", "aaaa", "aaaaaaaaaa")
	s := storeOf(t, words)
	snap := snapshot(t, s)
	for i, w := range words {
		words[i] = analysis.StripMarks(analysis.Fold(w))
	}
	corrected := 0
	for range 3000 {
		word := words[rng.IntN(len(words))]
		for range 1 + rng.IntN(2) {
			word = slip(rng, word)
		}
		if !correctable(word) {
			continue
		}
		near, err := snap.Near(t.Context(), "en", word, len(words))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		distance, same := 0, false
		for _, n := range near {
			got = append(got, n.Word)
			distance, same = n.Distance, n.SameStart
		}
		slices.Sort(got)
		var want []string
		target := []rune(word)
		for limit := 1; limit <= 2 && want == nil && (limit == 1 || len(target) >= twoEditsFrom); limit++ {
			for _, sameStart := range []bool{true, false} {
				if want != nil || limit == 2 && !sameStart {
					break
				}
				for _, w := range words {
					if w != word && ([]rune(w)[0] == target[0]) == sameStart && analysis.Edits(target, []rune(w), false, limit) <= limit {
						want = append(want, w)
						distance, same = limit, sameStart
					}
				}
			}
		}
		if want != nil && s.Analyzer("en").NearStop(word, distance) {
			want = nil
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%q: got %q, want %q (distance %d, same start %v)", word, got, want, distance, same)
		}
		if len(want) > 0 {
			corrected++
		}
	}
	if corrected < 1500 {
		t.Errorf("only %d were corrected", corrected)
	}
}

// BenchmarkNear corrects words with one slip among as many words as 100,000 passages of news have.
func BenchmarkNear(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	words := made(rng, 300_000)
	snap, err := storeOf(b, words).Snapshot()
	if err != nil {
		b.Fatal(err)
	}
	defer snap.Close()
	var slips []string
	for len(slips) < 500 {
		if s := slip(rng, words[rng.IntN(len(words))]); correctable(s) {
			slips = append(slips, s)
		}
	}
	for i := 0; b.Loop(); i++ {
		if _, err := snap.Near(b.Context(), "en", slips[i%len(slips)], 3); err != nil {
			b.Fatal(err)
		}
	}
}

// TestNearOfAStore corrects through a store: by frequency, by language, and not into what is gone.
func TestNearOfAStore(t *testing.T) {
	t.Parallel()
	s, err := Create(filepath.Join(t.TempDir(), "x"), Options{CacheBytes: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	doc := func(path, language, body string) Document {
		return Document{Path: path, Language: language, Passages: []Passage{{Body: body, Record: []byte("{}")}}}
	}
	apply := func(b Batch) {
		t.Helper()
		if _, err := s.Apply(context.Background(), b); err != nil {
			t.Fatal(err)
		}
	}
	near := func(language, word string) string {
		t.Helper()
		snap, err := s.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		defer snap.Close()
		found, err := snap.Near(t.Context(), language, word, 3)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, n := range found {
			out = append(out, fmt.Sprint(n.Word, n.Distance))
		}
		return strings.Join(out, " ")
	}
	apply(Batch{Add: []Document{doc("a", "en", "The harbour and the harbors; houses."), doc("b", "en", "Their house, a horse, 2026 and München."), doc("c", "de", "Der Hafen."), doc("d", "en", "A horse again.")}})
	for _, tc := range [][3]string{
		{"en", "hourse", "horse1 house1"}, // the horse stands in two passages
		{"en", "munchne", "munchen1"}, {"en", "hafenn", ""}, {"de", "hafenn", "hafen1"}, {"en", "2027", ""}, {"en", "teir", ""}, {"en", "hos", ""},
		{"en", "thier", ""}, {"fr", "hourse", ""}, {"en", "harbuor", "harbour1"},
	} {
		if got := near(tc[0], tc[1]); got != tc[2] {
			t.Errorf("%s %q: got %q, want %q", tc[0], tc[1], got, tc[2])
		}
	}
	apply(Batch{Remove: []string{"b", "d"}})
	if got := near("en", "hourse"); got != "house1" { // of which "houses" is still there
		t.Errorf("after the horse went: %q", got)
	}
}

// TestSpellingsOnce holds that a word's spelling is kept once, so that a change brings no more documents of Bleve's than
// passages, and a segment that has lost its passages goes.
func TestSpellingsOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "x")
	s, err := Create(dir, Options{CacheBytes: -1})
	if err != nil {
		t.Fatal(err)
	}
	apply := func(s *Store, path string) {
		t.Helper()
		if _, err := s.Apply(t.Context(), Batch{Add: []Document{doc(path, "The harbour has its houses, and houses have a harbour.")}}); err != nil {
			t.Fatal(err)
		}
	}
	documents := func(s *Store) uint64 {
		t.Helper()
		n, err := s.bleve.DocCount()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	apply(s, "a")
	first := documents(s)
	s.met = new(metWords) // as if other words had taken their places
	apply(s, "b")
	if n := documents(s); n != first+1 {
		t.Errorf("%d documents, and %d with a passage more", first, n)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(dir, Options{CacheBytes: -1}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	apply(s, "c")
	if n := documents(s); n != first+2 {
		t.Errorf("%d documents, and %d with two passages more, opened anew in between", first, n)
	}
}

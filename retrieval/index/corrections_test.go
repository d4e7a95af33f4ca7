package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

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

func listOf(words []string) *wordList {
	l := &lexicon{languages: map[string]*wordList{}}
	for chunk := range slices.Chunk(words, 1000) {
		l.put("en", chunk)
	}
	return l.languages["en"]
}

func all(string) bool { return true }

// TestNearEqualsComparingAll holds the look-up against the distance to every word.
func TestNearEqualsComparingAll(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	words := append(made(rng, 4000), "grüße", "größe", "привет", "приветы", "münchen", "aaaa", "aaaaaaaaaa")
	list := listOf(words)
	for range 3000 {
		word := words[rng.IntN(len(words))]
		for range 1 + rng.IntN(2) {
			word = slip(rng, word)
		}
		if !correctable(word) {
			continue
		}
		var got []string
		distance, same := 0, false
		for _, n := range list.near(word, all) {
			got = append(got, n.Word)
			distance, same = n.Distance, n.SameStart
		}
		var want []string
		target := []rune(word)
		for limit := 1; limit <= 2 && want == nil && (limit == 1 || len(target) >= twoEditsFrom); limit++ {
			for _, sameStart := range []bool{true, false} {
				if want != nil || limit == 2 && !sameStart {
					break
				}
				for _, w := range words {
					if w != word && ([]rune(w)[0] == target[0]) == sameStart && analysis.EditDistance(target, w, limit) <= limit {
						want = append(want, w)
						distance, same = limit, sameStart
					}
				}
			}
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%q: got %q, want %q (distance %d, same start %v)", word, got, want, distance, same)
		}
	}
}

func TestEditDistance(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		a, b string
		want int
	}{
		{"drums", "drums", 0}, {"drmus", "drums", 1}, {"drum", "drums", 1}, {"drumms", "drums", 1}, {"drams", "drums", 1}, {"rdmus", "drums", 2},
		{"takaichi", "takashi", 2}, {"größe", "grösse", 2}, {"currency", "currently", 2}, {"", "ab", 2}, {"ca", "abc", 3},
		{"abcdefgh", "zyxwvuts", 3}, {"ab", strings.Repeat("x", 200), 3},
	} {
		if got := min(analysis.EditDistance([]rune(tc.a), tc.b, 2), 3); got != tc.want {
			t.Errorf("%q, %q: %d, want %d", tc.a, tc.b, got, tc.want)
		}
		if got := analysis.EditDistance([]rune(tc.a), tc.b, 1) <= 1; got != (tc.want <= 1) {
			t.Errorf("%q, %q within 1: %v", tc.a, tc.b, got)
		}
	}
}

// TestWordsLast: the words are there again when the index is opened, and a file cut off in a word does no harm.
func TestWordsLast(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), wordsFile)
	reopen := func() *lexicon {
		l, err := openLexicon(path)
		if err != nil {
			t.Fatal(err)
		}
		<-l.read
		return l
	}
	add := func(l *lexicon, language string, words ...string) {
		set := map[string]struct{}{}
		for _, w := range words {
			set[w] = struct{}{}
		}
		if err := l.add(map[string]map[string]struct{}{language: set}); err != nil {
			t.Fatal(err)
		}
	}
	l := reopen()
	add(l, "en", "pears", "apples")
	add(l, "de", "birnen")
	add(l, "en", "pears", "plums")
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), "pears"); n != 1 {
		t.Errorf("a word is kept %d times:\n%s", n, data)
	}
	if err := os.WriteFile(path, append(data, "\n@en\ncherri"...), 0o600); err != nil { // a crash in the middle of "cherries"
		t.Fatal(err)
	}
	l = reopen()
	add(l, "en", "quinces")
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
	l = reopen()
	for _, w := range []string{"pears", "apples", "plums", "quinces"} {
		if !l.ready("en").has(w) {
			t.Errorf("%q is lost", w)
		}
	}
	if l.ready("en").has("birnen") || !l.ready("de").has("birnen") || l.ready("fr").has("birnen") {
		t.Error("languages are mixed up")
	}
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
}

func FuzzEditDistance(f *testing.F) {
	f.Add("takaichi", "takashi")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 100 || len(b) > 100 {
			return
		}
		ab, ba := analysis.EditDistance([]rune(a), string([]rune(b)), 2), analysis.EditDistance([]rune(b), string([]rune(a)), 2)
		if len([]rune(a)) <= analysis.MaxCorrected && len([]rune(b)) <= analysis.MaxCorrected && min(ab, 3) != min(ba, 3) {
			t.Errorf("%q, %q: %d one way, %d the other", a, b, ab, ba)
		}
	})
}

// BenchmarkNear corrects words with one slip among as many words as 100,000 passages of news have, and beside it compares the
// same words with every word there is (all/own says how many times as long that takes).
func BenchmarkNear(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	words := made(rng, 300_000)
	list := listOf(words)
	var slips []string
	for len(slips) < 500 {
		if s := slip(rng, words[rng.IntN(len(words))]); correctable(s) && !list.has(s) {
			slips = append(slips, s)
		}
	}
	size := 0
	for _, w := range list.groups {
		size += len(w.text) + 4*cap(w.ends) + 8*cap(w.letters)
		for _, f := range w.fresh {
			size += len(f) + 16
		}
	}
	for i := 0; b.Loop(); i++ {
		list.near(slips[i%len(slips)], all)
	}
	b.ReportMetric(float64(size)/float64(len(words)), "bytes/word")
	own := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
	begin := time.Now()
	for _, s := range slips[:20] {
		target := []rune(s)
		for _, w := range words {
			analysis.EditDistance(target, w, 2)
		}
	}
	b.ReportMetric(float64(time.Since(begin).Nanoseconds())/20/own, "all/own")
}

// BenchmarkWords keeps the words of batches, as an update does.
func BenchmarkWords(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	words := made(rng, 100_000)
	rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	for b.Loop() {
		listOf(words)
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
		found, err := snap.Near(language, word, func(term string) (uint64, error) { return snap.Frequency(context.Background(), language, term) }, 3)
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

package index

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// many makes documents of so many passages in all, each made by body.
func many(passages int, body func(i int) string) []Document {
	var out []Document
	for i := range passages {
		if i%500 == 0 {
			out = append(out, Document{Path: fmt.Sprintf("%d.txt", i/500), Language: "en"})
		}
		d := &out[len(out)-1]
		d.Passages = append(d.Passages, Passage{Body: body(i), Record: fmt.Appendf(nil, "%s/%d", d.Path, len(d.Passages))})
	}
	return out
}

func bothWays(t *testing.T, snap *Snapshot, query []Term, k int) []scored {
	t.Helper()
	plan, err := snap.planFor(t.Context(), "en", query, []int{fieldBody, fieldHeading, fieldGrams, fieldTitle})
	if err != nil {
		t.Fatal(err)
	}
	read, err := readOneByOne(t.Context(), snap, plan, nil, k)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := snap.decoded(t.Context(), plan, nil, k)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(decoded, read) {
		t.Fatalf("decoded %d, the first %v; read %d, the first %v", len(decoded), decoded[:min(3, len(decoded))], len(read), read[:min(3, len(read))])
	}
	return decoded
}

// Many passages of one word all score alike: as many are found as are asked for, and a bounded number of ties.
func TestPassagesOfOneWord(t *testing.T) {
	t.Parallel()
	s := create(t)
	apply(t, s, Batch{Add: many(70_000, func(int) string { return "same" })})
	snap := snapshot(t, s)
	if got := bothWays(t, snap, terms(snap, "same"), 10); len(got) != 10+maxTies {
		t.Errorf("%d found, want 10 and %d ties", len(got), maxTies)
	}
}

// A word that every passage has counts for next to nothing, but what it is found with is found.
func TestWordInEveryPassage(t *testing.T) {
	t.Parallel()
	s := create(t)
	apply(t, s, Batch{Add: many(3000, func(i int) string { return strings.Repeat("every ", 1+i%7) + fmt.Sprintf("own%d", i) })})
	snap := snapshot(t, s)
	if got := bothWays(t, snap, terms(snap, "every"), 5); len(got) < 5 {
		t.Errorf("%d found, want 5 at least", len(got))
	}
	hits, err := snap.Search(t.Context(), "en", terms(snap, "every own1234"), nil, 1)
	if err != nil || len(hits) != 1 {
		t.Fatalf("%d hits, %v", len(hits), err)
	}
	if record, _ := snap.Record(hits[0].ID); string(record) != "2.txt/234" {
		t.Errorf("found %s", record)
	}
}

// A question of five hundred words, each weighing much, is added up without overflow, and with small caches too.
func TestFiveHundredTerms(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(20, 21))
	for _, cache := range []int64{0, 4 << 10, 1 << 20} {
		s := create(t)
		s.postings = newPostingsCache(cache)
		apply(t, s, Batch{Add: many(400, func(int) string {
			var b strings.Builder
			for range 60 {
				fmt.Fprintf(&b, "t%d ", rng.IntN(700))
			}
			return b.String()
		})})
		snap := snapshot(t, s)
		var query []Term
		for i := range 500 {
			query = append(query, Term{Term: fmt.Sprintf("t%d", i), Weight: 1 + rng.Float64()*1e4})
		}
		if got := bothWays(t, snap, query, 20); len(got) < 20 {
			t.Errorf("cache of %d: %d found", cache, len(got))
		}
	}
}

// One passage of a million words is indexed and found.
func TestPassageOfAMillionWords(t *testing.T) {
	t.Parallel()
	s := create(t)
	apply(t, s, Batch{Add: []Document{doc("long.txt", strings.Repeat("alpha beta gamma delta ", 250_000)+"omega"), doc("short.txt", "alpha omega")}})
	snap := snapshot(t, s)
	if got := bothWays(t, snap, terms(snap, "omega"), 5); len(got) != 2 {
		t.Errorf("%d found, want 2", len(got))
	}
	if got := found(t, snap, "alpha omega"); len(got) != 2 {
		t.Errorf("found %v", got)
	}
}

// When everything is deleted, nothing is found, and what comes after is.
func TestEverythingDeleted(t *testing.T) {
	t.Parallel()
	s := create(t)
	docs := many(2000, func(i int) string { return fmt.Sprintf("word%d common", i%50) })
	apply(t, s, Batch{Add: docs})
	var paths []string
	for _, d := range docs {
		paths = append(paths, d.Path)
	}
	apply(t, s, Batch{Remove: paths})
	snap := snapshot(t, s)
	if got := found(t, snap, "word7 common"); len(got) > 0 || len(snap.Languages()) > 0 {
		t.Errorf("found %v in %v", got, snap.Languages())
	}
	apply(t, s, Batch{Add: []Document{doc("new.txt", "word7 common")}})
	if got := found(t, snapshot(t, s), "word7 common"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
}

// TestCancelledSearchStops cancels a search that has a lot to decode and to add up. It ends with the context's error, at once
// when that ended before, and nothing that it has left behind shows in the next.
func TestCancelledSearchStops(t *testing.T) {
	t.Parallel()
	s := create(t)
	s.postings = newPostingsCache(0)
	apply(t, s, Batch{Add: many(30_000, func(i int) string { return fmt.Sprintf("one two three four five six%d", i%9) })})
	snap := snapshot(t, s)
	query := terms(snap, "one two three four five six1 six2 six3")
	want := bothWays(t, snap, query, 10)
	for _, after := range []time.Duration{0, 50 * time.Microsecond, 500 * time.Microsecond, 2 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		_, err := snap.Search(ctx, "en", query, nil, 10)
		cancel()
		if after == 0 && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("with no time at all: %v", err)
		}
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %v: %v", after, err)
		}
		if got := bothWays(t, snap, query, 10); !slices.Equal(got, want) {
			t.Fatalf("after %v: %v, want %v", after, got, want)
		}
	}
}

// An index that a killed build left in the middle of writing is opened as it was after its last whole batch, or is
// called damaged.
func TestKilledBuild(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "index")
	s, err := Create(dir, Options{CacheBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, Batch{Add: []Document{doc("a.txt", "the first batch")}})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// Records are written before the postings that point to them: half of one is what a kill leaves.
	f, err := os.OpenFile(filepath.Join(dir, recordsFile), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("half a rec"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	// And a segment that no snapshot knows.
	if err := os.WriteFile(filepath.Join(dir, bleveDir, "store", "ffffffffffff.zap"), []byte("half a segment"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = Open(dir, Options{CacheBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	apply(t, s, Batch{Add: []Document{doc("b.txt", "the second batch")}})
	if got := found(t, snapshot(t, s), "batch"); len(got) != 2 {
		t.Errorf("found %v", got)
	}
}

// A counting context counts how often it was looked at.
type counting struct {
	context.Context
	looks int
}

func (c *counting) Err() error {
	c.looks++
	return c.Context.Err()
}

// A question of many words looks at its context before each list that it decodes, however short: together they take long.
func TestContextBetweenShortLists(t *testing.T) {
	t.Parallel()
	s := create(t)
	s.postings = newPostingsCache(0)
	apply(t, s, Batch{Add: many(300, func(i int) string { return fmt.Sprintf("t%d t%d", i, (i+1)%300) })})
	snap := snapshot(t, s)
	var query []Term
	for i := range 300 {
		query = append(query, Term{Term: fmt.Sprintf("t%d", i), Weight: 1})
	}
	plan, err := snap.planFor(t.Context(), "en", query, []int{fieldBody})
	if err != nil {
		t.Fatal(err)
	}
	ctx := &counting{Context: t.Context()}
	if _, err := snap.decoded(ctx, plan, nil, 10); err != nil {
		t.Fatal(err)
	}
	if ctx.looks < 2*len(query) { // once to decode each, once to add it up
		t.Errorf("it looked %d times while it decoded %d lists and added them up", ctx.looks, len(query))
	}
}

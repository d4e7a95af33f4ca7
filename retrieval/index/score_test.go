package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestDecodedEqualsRead compares scoring by decoded lists with scoring through the index reader, to the last bit, over
// random histories, with caches that hold everything, little and nothing.
func TestDecodedEqualsRead(t *testing.T) {
	t.Parallel()
	for _, bytes := range []int64{0, 3000, 1 << 20} {
		t.Run(fmt.Sprint(bytes), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(3, uint64(bytes)))
			s := create(t)
			s.postings = newPostingsCache(bytes)
			for range 30 {
				apply(t, s, randomBatch(rng))
				snap := snapshot(t, s)
				if snap.parts == nil {
					t.Fatal("the segments can't be read: has Bleve changed?")
				}
				for range 20 {
					compareScores(t, snap, rng)
				}
				if s.postings.bytes > bytes {
					t.Fatalf("the cache holds %d bytes, %d are allowed", s.postings.bytes, bytes)
				}
			}
		})
	}
}

func randomText(rng *rand.Rand, words int) string {
	var b strings.Builder
	for range words {
		fmt.Fprintf(&b, "w%d ", min(rng.IntN(60), rng.IntN(60)))
	}
	return b.String()
}

func randomBatch(rng *rand.Rand) Batch {
	var b Batch
	for range 1 + rng.IntN(5) {
		path := fmt.Sprintf("%d.txt", rng.IntN(30))
		switch {
		case slices.Contains(b.paths(), path):
		case rng.IntN(4) == 0:
			b.Remove = append(b.Remove, path)
		default:
			d := doc(path, randomText(rng, 30), randomText(rng, 3), randomText(rng, 100))
			d.Passages[rng.IntN(3)].Heading = randomText(rng, 2)
			b.Add = append(b.Add, d)
		}
	}
	return b
}

func compareScores(t *testing.T, snap *Snapshot, rng *rand.Rand) {
	t.Helper()
	if snap.Passages("en") == 0 {
		return
	}
	factors, err := snap.factors(t.Context(), "en", terms(snap, randomText(rng, 1+rng.IntN(8))+" about"))
	if err != nil {
		t.Fatal(err)
	}
	var only *Filter
	if rng.IntN(3) == 0 {
		if only, err = snap.OnlyPaths(t.Context(), []string{"1.txt", "2.txt", "3.txt", "17.txt"}); err != nil {
			t.Fatal(err)
		}
	}
	k := 1 + rng.IntN(12)
	want, err := snap.read(t.Context(), factors, only, k)
	if err != nil {
		t.Fatal(err)
	}
	got, err := snap.decoded(t.Context(), factors, only, k)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("k %d: decoded %v, read %v", k, got, want)
	}
	for _, f := range factors {
		n, err := snap.count(t.Context(), f.field, f.term)
		if err != nil {
			t.Fatal(err)
		}
		it, err := snap.reader.TermFieldReader(t.Context(), []byte(f.term), f.field, false, false, false)
		if err != nil {
			t.Fatal(err)
		}
		if n != it.Count() {
			t.Fatalf("%s %q: counted %d, Bleve %d", f.field, f.term, n, it.Count())
		}
		it.Close()
	}
}

// TestReadersBesideAWriter searches from several goroutines while batches are taken in. Each snapshot must agree with
// itself; the race detector sees the rest.
func TestReadersBesideAWriter(t *testing.T) {
	t.Parallel()
	s := create(t)
	s.postings = newPostingsCache(20000)
	rng := rand.New(rand.NewPCG(5, 6))
	apply(t, s, randomBatch(rng))
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for g := range 3 {
		readers.Go(func() {
			rng := rand.New(rand.NewPCG(7, uint64(g)))
			for {
				select {
				case <-stop:
					return
				default:
				}
				snap, err := s.Snapshot()
				if err != nil {
					t.Error(err)
					return
				}
				query := terms(snap, randomText(rng, 5))
				first, err1 := snap.Search(t.Context(), "en", query, nil, 5)
				again, err2 := snap.Search(t.Context(), "en", query, nil, 5)
				if err1 != nil || err2 != nil || !slices.Equal(first, again) {
					t.Errorf("%v, %v: %v, then %v", err1, err2, first, again)
				}
				if err := snap.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 60 {
		apply(t, s, randomBatch(rng))
	}
	close(stop)
	readers.Wait()
}

func TestBest(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 9))
	for range 200 {
		k, n := 1+rng.IntN(20), rng.IntN(400)
		b := best{k: k}
		var all []scored
		for i := range n {
			x := scored{uint64(i), uint64(rng.IntN(40))}
			b.offer(x.doc, x.score)
			if x.score > 0 {
				all = append(all, x)
			}
		}
		slices.SortFunc(all, func(x, y scored) int {
			if x.score != y.score {
				return int(y.score) - int(x.score)
			}
			return int(x.doc) - int(y.doc)
		})
		end := min(k, len(all))
		for end > 0 && end < len(all) && all[end].score == all[end-1].score {
			end++
		}
		if got := b.sorted(); !slices.Equal(got, all[:end]) {
			t.Fatalf("k %d of %d: got %v, want %v", k, n, got, all[:end])
		}
	}
}

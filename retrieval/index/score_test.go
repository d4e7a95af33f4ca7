package index

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"docent/retrieval/analysis"
)

// TestSearchEqualsByHand compares scoring by decoded lists, and scoring through the index reader, with scores computed
// from the documents themselves, to the last bit: over random histories of updates, deletions and merges, in two fields and
// the title, with filters, and with caches that hold everything, little and nothing. It guards each upgrade of Bleve.
func TestSearchEqualsByHand(t *testing.T) {
	t.Parallel()
	for _, bytes := range []int64{0, 5000, 1 << 20} {
		t.Run(fmt.Sprint(bytes), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(3, uint64(bytes)))
			s := create(t)
			s.postings = newPostingsCache(bytes)
			docs := map[string]Document{}
			for round := range 30 {
				b := randomBatch(rng)
				apply(t, s, b)
				for _, path := range b.Remove {
					delete(docs, path)
				}
				for _, d := range b.Add {
					docs[d.Path] = d
				}
				if round%7 == 6 {
					merge(t, s)
				}
				snap := snapshot(t, s)
				for range 20 {
					compareScores(t, snap, docs, rng)
				}
				if s.postings.bytes > bytes {
					t.Fatalf("the cache holds %d bytes, %d are allowed", s.postings.bytes, bytes)
				}
			}
		})
	}
}

// merge makes one segment of all.
func merge(t *testing.T, s *Store) {
	t.Helper()
	if err := s.raw.(*scorch.Scorch).ForceMerge(t.Context(), &mergeplan.SingleSegmentMergePlanOptions); err != nil {
		t.Fatal(err)
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

func compareScores(t *testing.T, snap *Snapshot, docs map[string]Document, rng *rand.Rand) {
	t.Helper()
	if snap.Passages("en") == 0 {
		return
	}
	query := terms(snap, randomText(rng, 1+rng.IntN(8))+" about")
	plan, err := snap.planFor(t.Context(), "en", query, []int{fieldBody, fieldHeading, fieldGrams, fieldTitle})
	if err != nil {
		t.Fatal(err)
	}
	var only *Filter
	admitted := docs
	if rng.IntN(3) == 0 {
		paths := []string{"1.txt", "2.txt", "3.txt", "17.txt"}
		if only, err = snap.OnlyPaths(t.Context(), paths); err != nil {
			t.Fatal(err)
		}
		admitted = map[string]Document{}
		for _, path := range paths {
			if d, ok := docs[path]; ok {
				admitted[path] = d
			}
		}
	}
	k := 1 + rng.IntN(12)
	read, err := readOneByOne(t.Context(), snap, plan, only, k)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := snap.decoded(t.Context(), plan, only, k)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(decoded, read) {
		t.Fatalf("k %d: decoded %v, read %v", k, decoded, read)
	}
	hits, err := snap.hits(decoded, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := fixedByHand(docs, snap.Analyzer("en"), query, plan.unit)
	var scores []uint32
	for path := range admitted {
		for _, p := range docs[path].Passages {
			if score := want[string(p.Record)]; score > 0 {
				scores = append(scores, score)
			}
		}
	}
	slices.SortFunc(scores, func(a, b uint32) int { return cmp.Compare(b, a) })
	end := min(k, len(scores))
	for end > 0 && end < len(scores) && scores[end] == scores[k-1] {
		end++
	}
	if len(hits) != end {
		t.Fatalf("k %d: %d hits, by hand %d", k, len(hits), end)
	}
	for i, h := range hits {
		record, err := snap.Record(h.ID)
		if err != nil {
			t.Fatal(err)
		}
		path, _, _ := strings.Cut(string(record), "/")
		if _, ok := admitted[path]; !ok || uint32(h.Score) != want[string(record)] || uint32(h.Score) != scores[i] {
			t.Fatalf("k %d: hit %d is %s with %.0f; by hand it has %d, and that place %d", k, i, record, h.Score, want[string(record)], scores[i])
		}
	}
}

// fixedByHand scores every passage from its own words, by its record, in so many parts of 1.
func fixedByHand(docs map[string]Document, a *analysis.Analyzer, query []Term, unit float64) map[string]uint32 {
	type counted struct {
		length uint64
		counts map[string]uint64
	}
	fields := map[string][fieldCount]counted{} // by record
	var st Stats
	having := [fieldCount]map[string]uint64{{}, {}, {}, {}}
	for _, d := range docs {
		for _, p := range d.Passages {
			st.Passages++
			var fs [fieldCount]counted
			for f, text := range [fieldCount]string{fieldBody: p.Body, fieldHeading: p.Heading, fieldTitle: p.Title} {
				fs[f].counts = map[string]uint64{}
				for _, tok := range a.Tokens(nil, text) {
					if fs[f].counts[tok.Term]++; fs[f].counts[tok.Term] == 1 {
						having[f][tok.Term]++
					}
					fs[f].length++
				}
				st.Tokens[f] += fs[f].length
			}
			fields[string(p.Record)] = fs
		}
	}
	out := map[string]uint32{}
	for record, fs := range fields {
		for f := range fieldCount {
			if f == fieldTitle && out[record] == 0 {
				continue
			}
			for _, q := range query {
				if tf := fs[f].counts[q.Term]; tf > 0 {
					weight := fieldWeights[f] * q.Weight * IDF(having[f][q.Term], st.Passages) * unit
					out[record] += max(1, uint32(weight*saturation(float64(tf), lengthNorm(fs[f].length, st.average(f)))))
				}
			}
		}
	}
	return out
}

// readOneByOne scores through the index reader's own iterators, posting by posting: what decoded does faster.
func readOneByOne(ctx context.Context, s *Snapshot, p *plan, only *Filter, k int) ([]scored, error) {
	scores := map[uint64]uint32{}
	for i := range p.factors {
		f := &p.factors[i]
		err := s.each(ctx, f.field, f.term, true, func(d *bleveindex.TermFieldDoc) {
			doc := d.ID.Value()
			if !only.admits(doc) || f.title && scores[doc] == 0 {
				return
			}
			scores[doc] += f.share(min(d.Freq, maxCount), length(d.Norm))
		})
		if err != nil {
			return nil, err
		}
	}
	return bestOf(scores, k), nil
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

// TestBlocksEqualOneByOne compares adding up block by block, with what it leaves out, with adding up each passage by
// itself: over several blocks, with lists of all densities, counts and lengths beyond a byte, deletions and filters.
func TestBlocksEqualOneByOne(t *testing.T) {
	t.Parallel()
	for seed := range uint64(24) {
		rng := rand.New(rand.NewPCG(11, seed))
		part := &part{first: rng.Uint64N(1000), size: 2*blockSize + 1 + rng.IntN(2*blockSize)}
		if seed%3 > 0 {
			part.deleted = someOf(rng, 0, part.size, 0.1)
			part.gone = part.deleted.GetCardinality()
		}
		p, lists := randomLists(rng, part.size)
		var only *Filter
		switch seed % 4 {
		case 1:
			only = &Filter{*someOf(rng, int(part.first), part.size, 0.0005)}
		case 2:
			only = &Filter{*someOf(rng, int(part.first), part.size, 0.3)}
		}
		for _, k := range []int{1, 10, 100, 2000} {
			want := best{k: k}
			for doc := range part.size {
				if number := part.first + uint64(doc); part.has(uint32(doc)) && only.admits(number) {
					want.offer(number, oneByOne(p, lists, uint32(doc)))
				}
			}
			got := best{k: k}
			w := new(window)
			w.prepare(len(p.factors))
			if err := w.part(t.Context(), part, p, lists, only, &got); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.sorted(), want.sorted()) {
				t.Fatalf("seed %d, k %d: got %d, the first %v; want %d, the first %v", seed, k, len(got.kept), got.kept[:min(3, len(got.kept))], len(want.kept), want.kept[:min(3, len(want.kept))])
			}
			if w.sums != [stretch]uint32{} || w.titles != [stretch]uint32{} || w.touched != [stretch / 64]uint64{} {
				t.Fatalf("seed %d, k %d: the window isn't zero afterwards", seed, k)
			}
		}
	}
}

func someOf(rng *rand.Rand, first, size int, share float64) *roaring.Bitmap {
	out := roaring.New()
	for i := range size {
		if rng.Float64() < share {
			out.Add(uint32(first + i))
		}
	}
	return out
}

// randomLists makes lists of words that are rare and common, those of a title among them.
func randomLists(rng *rand.Rand, size int) (*plan, []*postings) {
	p := &plan{unit: maxUnit}
	var lists []*postings
	const average = 120
	norms := make([]float64, tableLengths)
	for i := range norms {
		norms[i] = lengthNorm(uint64(i), average)
	}
	all := make(lengths, size)
	for i := range all {
		length := 20 + rng.IntN(200)
		if rng.IntN(1000) == 0 {
			length = rng.IntN(5000) + 1
		}
		all.note(uint32(i), uint64(length))
	}
	for i := range 2 + rng.IntN(6) {
		share := []float64{0.9, 0.4, 0.1, 0.02, 0.001, 0.00005}[rng.IntN(6)]
		b := builder{lengths: all, average: average * (0.9 + 0.2*rng.Float64())}
		for doc := range size {
			if rng.Float64() >= share {
				continue
			}
			count := uint64(1 + rng.IntN(3))
			if rng.IntN(500) == 0 {
				count = uint64(rng.IntN(2000) + 1)
			}
			b.add(uint32(doc), count, all.of(uint32(doc)))
		}
		lists = append(lists, b.done())
		p.factors = append(p.factors, factor{weight: rng.ExpFloat64() * maxUnit, title: i > 2, average: average, norms: norms})
	}
	return p, lists
}

func oneByOne(p *plan, lists []*postings, doc uint32) (sum uint32) {
	for i, l := range lists {
		b := l.block(doc &^ (blockSize - 1))
		if b == nil || p.factors[i].title && sum == 0 {
			continue
		}
		if at, ok := b.find(uint16(doc), 0); ok {
			sum += p.factors[i].share(b.count(at), l.lengths.of(doc))
		}
	}
	return sum
}

// TestPostings compares lists with what was put into them.
func TestPostings(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(12, 13))
	for _, share := range []float64{0.0001, 0.009, 0.05, 0.5, 1} {
		type posting struct{ count, length uint64 }
		in := map[uint32]posting{}
		const size = 2*blockSize + 500
		b := builder{lengths: make(lengths, size), average: 100}
		for doc := range uint32(size) {
			if doc/blockSize != 1 && rng.Float64() < share { // no block for the second stretch
				in[doc] = posting{1 + rng.Uint64N(300), 1 + rng.Uint64N(400)}
				b.add(doc, in[doc].count, in[doc].length)
			}
		}
		l := b.done()
		if l.n != len(in) || len(l.blocks) > 2 {
			t.Fatalf("share %g: %d postings in %d blocks, want %d in two", share, l.n, len(l.blocks), len(in))
		}
		from := map[*block]int{}
		for doc := range uint32(size) {
			want, has := in[doc]
			b := l.block(doc &^ (blockSize - 1))
			if b == nil {
				if has {
					t.Fatalf("share %g: %d has no block", share, doc)
				}
				continue
			}
			i, ok := b.find(uint16(doc), from[b])
			from[b] = i
			if ok != has {
				t.Fatalf("share %g: that %d is there is %t", share, doc, ok)
			}
			if ok {
				if count, length := b.count(i), l.lengths.of(doc); count != want.count || length != want.length {
					t.Fatalf("share %g: %d has %d, %d, want %v", share, doc, count, length, want)
				}
			}
		}
	}
}

func TestBest(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 9))
	for range 200 {
		k, n := 1+rng.IntN(20), rng.IntN(400)
		b := best{k: k}
		var all []scored
		for i := range n {
			x := scored{uint64(i), uint32(rng.IntN(40))}
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

package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docent/retrieval/analysis"
)

func create(t *testing.T) *Store {
	t.Helper()
	s, err := Create(filepath.Join(t.TempDir(), "index"), Options{CacheBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func apply(t *testing.T, s *Store, b Batch) {
	t.Helper()
	if _, err := s.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func snapshot(t *testing.T, s *Store) *Snapshot {
	t.Helper()
	snap, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { snap.Close() })
	return snap
}

// doc makes a document of English passages whose record is "path/ordinal".
func doc(path string, bodies ...string) Document {
	d := Document{Path: path, Language: "en"}
	for i, b := range bodies {
		d.Passages = append(d.Passages, Passage{Body: b, Title: "About " + path, Record: fmt.Appendf(nil, "%s/%d", path, i)})
	}
	return d
}

func terms(s *Snapshot, text string) []Term {
	var out []Term
	for _, t := range s.Analyzer("en").Tokens(nil, text) {
		out = append(out, Term{Term: t.Term, Weight: 1})
	}
	return out
}

// found are the records of a search's hits.
func found(t *testing.T, s *Snapshot, text string) []string {
	t.Helper()
	hits, err := s.Search(t.Context(), "en", terms(s, text), nil, 10)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, h := range hits {
		record, err := s.Record(h.ID)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(record))
	}
	return out
}

func TestReplaceAndRemove(t *testing.T) {
	t.Parallel()
	s := create(t)
	apply(t, s, Batch{Add: []Document{doc("a.txt", "red apples", "green apples"), doc("b.txt", "red pears")}})
	before := snapshot(t, s)
	apply(t, s, Batch{Add: []Document{doc("a.txt", "blue plums")}})
	after := snapshot(t, s)

	for _, tc := range []struct {
		name, query string
		snap        *Snapshot
		want        []string
	}{
		{"a snapshot keeps what it saw", "green", before, []string{"a.txt/1"}},
		{"the old text is gone", "green", after, nil},
		{"the new text is found", "plum", after, []string{"a.txt/0"}},
		{"the other document stays", "pears", after, []string{"b.txt/0"}},
	} {
		if got := found(t, tc.snap, tc.query); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %v, want %v", tc.name, got, tc.want)
		}
	}
	if n := after.Passages("en"); n != 2 {
		t.Errorf("passages: got %d, want 2", n)
	}
	apply(t, s, Batch{Remove: []string{"a.txt", "b.txt", "never.txt"}})
	if got := snapshot(t, s).Languages(); len(got) != 0 {
		t.Errorf("languages of an empty index: got %v", got)
	}
}

// TestScoresByHand compares every score with BM25 computed from the documents themselves, over a random history of
// updates and deletions: the index's segments, merges and deletions must not show.
func TestScoresByHand(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	vocabulary := strings.Fields("ash beech cedar dogwood elm fir ginkgo hazel ivy juniper")
	text := func() string {
		var b strings.Builder
		for range 3 + rng.IntN(20) {
			b.WriteString(vocabulary[min(rng.IntN(10), rng.IntN(10))] + " ")
		}
		return b.String()
	}
	s := create(t)
	docs := map[string]Document{}
	for round := range 40 {
		var b Batch
		for range 1 + rng.IntN(4) {
			path := fmt.Sprintf("%d.txt", rng.IntN(12))
			if slices.Contains(b.paths(), path) {
				continue
			}
			if rng.IntN(4) == 0 {
				b.Remove = append(b.Remove, path)
				delete(docs, path)
				continue
			}
			d := doc(path, text(), text())
			d.Passages[1].Heading = vocabulary[rng.IntN(10)]
			b.Add = append(b.Add, d)
			docs[path] = d
		}
		apply(t, s, b)
		snap := snapshot(t, s)
		query := terms(snap, vocabulary[rng.IntN(10)]+" "+vocabulary[rng.IntN(10)]+" about")
		hits, err := snap.Search(t.Context(), "en", query, nil, 1000)
		if err != nil {
			t.Fatal(err)
		}
		want := byHand(docs, snap.Analyzer("en"), query)
		if len(hits) != len(want) {
			t.Fatalf("round %d: %d hits, by hand %d", round, len(hits), len(want))
		}
		for i, h := range hits {
			record, _ := snap.Record(h.ID)
			if w := want[string(record)]; math.Abs(h.Score-w) > 1e-4 {
				t.Fatalf("round %d: %s scores %f, by hand %f", round, record, h.Score, w)
			}
			if i > 0 && h.Score > hits[i-1].Score {
				t.Fatalf("round %d: hits out of order", round)
			}
			explained := 0.0
			path, n, _ := strings.Cut(string(record), "/")
			shares, err := snap.Explain(t.Context(), "en", docs[path].Passages[n[0]-'0'], query)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range shares {
				explained += s
			}
			if math.Abs(explained-h.Score) > 1e-4 {
				t.Fatalf("round %d: %s scores %f, explained %f", round, record, h.Score, explained)
			}
		}
	}
}

func byHand(docs map[string]Document, a *analysis.Analyzer, query []Term) map[string]float64 {
	fields := func(p Passage) [fieldCount]string {
		return [fieldCount]string{fieldBody: p.Body, fieldHeading: p.Heading, fieldTitle: p.Title}
	}
	total, lengths, having := 0, [fieldCount]int{}, [fieldCount]map[string]int{{}, {}, {}, {}}
	for _, d := range docs {
		for _, p := range d.Passages {
			total++
			for f, text := range fields(p) {
				tokens := a.Tokens(nil, text)
				lengths[f] += len(tokens)
				once := map[string]bool{}
				for _, tok := range tokens {
					if !once[tok.Term] {
						having[f][tok.Term]++
					}
					once[tok.Term] = true
				}
			}
		}
	}
	out := map[string]float64{}
	for _, d := range docs {
		for _, p := range d.Passages {
			score := 0.0
			inText := false
			for f, text := range fields(p) {
				tokens := a.Tokens(nil, text)
				average := math.Max(1, float64(lengths[f])/float64(total))
				for _, q := range query {
					tf := 0.0
					for _, tok := range tokens {
						if tok.Term == q.Term {
							tf++
						}
					}
					if tf == 0 || f == fieldTitle && !inText {
						continue
					}
					inText = true
					n := float64(having[f][q.Term])
					idf := math.Log(1 + (float64(total)-n+.5)/(n+.5))
					score += fieldWeights[f] * idf * tf * 1.9 / (tf + .9*(1-.4+.4*float64(len(tokens))/average))
				}
			}
			if score > 0 {
				out[string(p.Record)] = score
			}
		}
	}
	return out
}

func TestTiesAreAllReturned(t *testing.T) {
	t.Parallel()
	s := create(t)
	apply(t, s, Batch{Add: []Document{doc("a.txt", "same words", "same words", "same words"), doc("b.txt", "other")}})
	snap := snapshot(t, s)
	hits, err := snap.Search(t.Context(), "en", terms(snap, "same"), nil, 1)
	if err != nil || len(hits) != 3 {
		t.Errorf("got %d hits, %v; want the 3 that tie", len(hits), err)
	}
}

func TestFilter(t *testing.T) {
	t.Parallel()
	s := create(t)
	apply(t, s, Batch{Add: []Document{doc("a.txt", "red apples"), doc("b.txt", "red pears")}})
	snap := snapshot(t, s)
	only, err := snap.OnlyPaths(t.Context(), []string{"b.txt", "none.txt"})
	if err != nil {
		t.Fatal(err)
	}
	hits, err := snap.Search(t.Context(), "en", terms(snap, "red"), only, 10)
	if err != nil || len(hits) != 1 {
		t.Fatalf("got %d hits, %v", len(hits), err)
	}
	if record, _ := snap.Record(hits[0].ID); string(record) != "b.txt/0" {
		t.Errorf("got %s", record)
	}
}

func TestFacts(t *testing.T) {
	t.Parallel()
	s := create(t)
	d := doc("a.txt", "text")
	d.Facts = []Fact{
		{Name: "Opening Hours", Record: []byte("hours")},
		{Name: "Opening hours in winter", Record: []byte("winter")},
		{Name: "Café", Record: []byte("café")},
	}
	apply(t, s, Batch{Add: []Document{d}})
	snap := snapshot(t, s)
	for _, tc := range []struct {
		name  string
		want  string // records, best first
		exact bool
	}{
		{"opening  HOURS", "hours", true},
		{"cafe", "café", true},
		{"hours", "hours winter", false},
		{"winter opening", "winter hours", false},
		{"summer", "", false},
	} {
		hits, exact, err := snap.Facts(t.Context(), tc.name, nil, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hits {
			record, _ := snap.Record(h.ID)
			got = append(got, string(record))
		}
		if strings.Join(got, " ") != tc.want || exact != tc.exact {
			t.Errorf("%q: got %v exact %v, want %s exact %v", tc.name, got, exact, tc.want, tc.exact)
		}
	}
	if hits, err := snap.AllFacts(t.Context(), nil, 2); err != nil || len(hits) != 2 {
		t.Errorf("AllFacts: %d hits, %v; want 2", len(hits), err)
	}
}

func TestReopen(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "index")
	s, err := Create(dir, Options{CacheBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, Batch{Add: []Document{doc("a.txt", "red apples")}})
	apply(t, s, Batch{Add: []Document{doc("b.txt", "red pears")}})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err = Open(dir, Options{CacheBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if m := s.Mark(); m.Generation != 2 || !slices.Equal(m.Paths, []string{"b.txt"}) {
		t.Errorf("mark: %+v", m)
	}
	snap, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	if got := found(t, snap, "red"); len(got) != 2 {
		t.Errorf("found %v", got)
	}
}

// TestDamage damages an index's files, one at a time, and expects an error that says so: no panic, no false answer.
func TestDamage(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "index")
	s, err := Create(dir, Options{CacheBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, Batch{Add: []Document{doc("a.txt", strings.Repeat("red apples and green pears ", 100))}})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var files []string
	err = filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, p)
			files = append(files, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		whole, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		for name, damage := range map[string]func(path string) error{
			"gone":        os.Remove,
			"emptied":     func(path string) error { return os.WriteFile(path, nil, 0o600) },
			"halved":      func(path string) error { return os.WriteFile(path, whole[:len(whole)/2], 0o600) },
			"overwritten": func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte{'x'}, len(whole)), 0o600) },
		} {
			damaged := filepath.Join(t.TempDir(), "index")
			if err := os.CopyFS(damaged, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			if err := damage(filepath.Join(damaged, file)); err != nil {
				t.Fatal(err)
			}
			err := readWhole(damaged)
			if err != nil && !errors.Is(err, ErrCorrupt) {
				t.Errorf("%s %s: %v doesn't wrap ErrCorrupt", file, name, err)
			}
			if err == nil && file == recordsFile {
				t.Errorf("%s %s: no error", file, name)
			}
		}
	}
	if err := readWhole(dir); err != nil {
		t.Errorf("undamaged: %v", err)
	}
}

// readWhole opens an index and reads what a question would read of it.
func readWhole(dir string) error {
	s, err := Open(dir, Options{CacheBytes: 1 << 20})
	if err != nil {
		return err
	}
	defer s.Close()
	snap, err := s.Snapshot()
	if err != nil {
		return err
	}
	defer snap.Close()
	hits, err := snap.Search(context.Background(), "en", terms(snap, "red pears"), nil, 10)
	if err != nil {
		return err
	}
	for _, h := range hits {
		if _, err := snap.Record(h.ID); err != nil {
			return err
		}
	}
	return nil
}

func TestSimilar(t *testing.T) {
	t.Parallel()
	s := create(t)
	apply(t, s, Batch{Add: []Document{doc("a.txt", "Takaichi spoke", "Takaichi left", "takaishi")}})
	got, err := snapshot(t, s).Similar(t.Context(), "en", "takaicki", 3)
	if err != nil || !slices.Equal(got, []string{"takaichi"}) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestCancelledBatchChangesNothing(t *testing.T) {
	t.Parallel()
	s := create(t)
	apply(t, s, Batch{Add: []Document{doc("a.txt", "red apples")}})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Apply(ctx, Batch{Remove: []string{"a.txt"}}); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if got := found(t, snapshot(t, s), "apples"); len(got) != 1 {
		t.Errorf("found %v after a cancelled removal", got)
	}
}

package index

import (
	"fmt"
	"testing"
)

// TestUnload lets go of the files between two searches that read from them.
func TestUnload(t *testing.T) {
	t.Parallel()
	s := create(t)
	s.postings = newPostingsCache(0) // so that both read the files
	apply(t, s, Batch{Add: many(3000, func(i int) string { return fmt.Sprintf("one two%d three%d", i%7, i%100) })})
	snap := snapshot(t, s)
	want := bothWays(t, snap, terms(snap, "one two3 three42"), 10)
	if s.reads.bytes.Load() == 0 {
		t.Error("nothing was counted")
	}
	s.reads.bytes.Store(mappedMost + 1)
	mapped := 0
	for i := range snap.parts {
		mapped += len(snap.parts[i].mapped())
	}
	if mapped == 0 {
		t.Fatal("no segment has a file in memory: has Bleve changed?")
	}
	other, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if s.reads.bytes.Load() != 0 {
		t.Error("the count doesn't begin anew")
	}
	if got := bothWays(t, snap, terms(snap, "one two3 three42"), 10); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

package index

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
)

// TestWarm decodes ahead what is common in a large segment, and nothing else; after it, a question decodes none of it.
func TestWarm(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "index")
	cold := 0
	s, err := Create(dir, Options{CacheBytes: 1 << 20, Cold: func() { cold++ }})
	if err != nil {
		t.Fatal(err)
	}
	d := Document{Path: "a.txt", Language: "en"}
	for i := range coldFrom {
		d.Passages = append(d.Passages, Passage{Body: fmt.Sprintf("alpha beta number%d", i), Title: "Alpha"})
	}
	apply(t, s, Batch{Add: []Document{d}})
	apply(t, s, Batch{Add: []Document{doc("b.txt", "alpha")}}) // too small to matter
	snapshot(t, s)
	if cold != 1 {
		t.Fatalf("told %d times of one large segment", cold)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Warm(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended: %v", err)
	}
	if err := s.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	snap := snapshot(t, s)
	for _, term := range []string{"alpha", "beta"} {
		if s.postings.kept(&snap.parts[0], "body:en", term) == nil {
			t.Errorf("%q isn't decoded", term)
		}
	}
	if s.postings.kept(&snap.parts[0], "body:en", "number7") != nil {
		t.Error("a rare word is decoded")
	}
	before := len(s.postings.keys)
	if _, err := snap.Search(t.Context(), "en", terms(snap, "alpha beta"), nil, 10); err != nil {
		t.Fatal(err)
	}
	for _, key := range s.postings.keys[before:] {
		if key.segment == snap.parts[0].id {
			t.Errorf("the question decoded %v", key)
		}
	}
}

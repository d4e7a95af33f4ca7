package retrieval

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// The fact of that very name goes before those that differ in case or accents, each newest first.
func TestFactsByName(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"old.md":    "---\ndate: 2024-01-01\n---\n# A\n\n- Réserve: one\n- Other: x\n",
		"middle.md": "---\ndate: 2025-01-01\n---\n# B\n\n- RESERVE: two\n- Other: y\n",
		"new.md":    "---\ndate: 2026-01-01\n---\n# C\n\n- reserve: three\n- Water reserve: z\n",
	})
	l := open(t, docs)
	for name, want := range map[string]string{
		"Réserve": "one three two", "RESERVE": "two three one", "reservE": "three two one", "water": "z",
	} {
		facts, err := l.Facts(t.Context(), name, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range facts {
			got = append(got, f.Value)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %s, want %s", name, s, want)
		}
	}
}

// Look-ups go on while documents change under them: what they quote stands in some version, and nothing is torn.
func TestReadingWhileUpdating(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	version := func(n int) map[string]string {
		return map[string]string{"a.md": fmt.Sprintf("# Log\n\n## Entry %d\n\nThe keeper wrote entry number %d in the harbour log.\n\nCount: %d\n", n, n, n)}
	}
	write(t, docs, version(0))
	l := open(t, docs)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	tolerate := func(err error) {
		var place *PlaceError
		var unavailable *UnavailableError
		if err != nil && !errors.As(err, &place) && !errors.As(err, &unavailable) && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	var wait sync.WaitGroup
	for _, look := range []func(){
		func() {
			s, err := l.Quote(ctx, Place{Source: "a.md", Lines: [2]int{5, 5}})
			tolerate(err)
			if err == nil && !strings.HasPrefix(s.Text, "The keeper wrote entry number ") {
				t.Errorf("quoted %q", s.Text)
			}
		},
		func() {
			_, _, err := l.Expand(ctx, Citation{Path: "a.md", Lines: [2]int{5, 5}}, 2)
			tolerate(err)
		},
		func() {
			all, err := l.Complete(ctx, Completing{Kind: CompleteQuestion, Typed: "entry"})
			tolerate(err)
			if err == nil && len(all) > 1 {
				t.Errorf("two versions at once: %+v", all)
			}
		},
		func() {
			checked, err := l.Verify(ctx, "The keeper wrote entry number 3 in the harbour log.")
			tolerate(err)
			if err == nil && len(checked) != 1 {
				t.Errorf("%+v", checked)
			}
		},
		func() {
			_, err := l.Find(ctx, Search{Text: "harbour log", Match: MatchPhrase})
			tolerate(err)
		},
	} {
		wait.Go(func() {
			for ctx.Err() == nil {
				look()
			}
		})
	}
	for n := 1; n <= 8; n++ {
		write(t, docs, version(n))
		if _, err := l.Update(t.Context()); err != nil {
			t.Error(err)
		}
		if n == 4 {
			l.corpus.SetDamage(errors.New("as if"))
			if _, err := l.Update(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}
	cancel()
	wait.Wait()
	all, err := l.Complete(t.Context(), Completing{Kind: CompleteQuestion, Typed: "entry"})
	if err != nil || completionTexts(all) != "Entry 8" {
		t.Errorf("%q, %v", completionTexts(all), err)
	}
}

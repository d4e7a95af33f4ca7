package retrieval

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"docent/retrieval/complete"
)

func completionTexts(all []Completion) string {
	var out []string
	for _, c := range all {
		out = append(out, c.Text)
	}
	return strings.Join(out, "|")
}

func TestComplete(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	longHeading := strings.Repeat("A very long heading indeed ", 6)
	write(t, docs, map[string]string{
		"harbour.md":     "---\nauthor: Ines Calder\ndate: 2025-01-01\n---\n# Harbour Guide\n\n## Opening Hours\n\nFrom nine.\n\n## Café “Zum Anker”\n\nOpen.\n\n## Mooring and Hours of Work\n\nAll day.\n\nBerth fee: 15 €\n",
		"new/guide.md":   "---\ndate: 2026-01-01\n---\n# Garden Guide\n\n## Overview\n\nOne.\n\n## Overview\n\nTwo.\n\n## 経済安全保障の会議\n\n三。\n\n## " + longHeading + "\n\nThree.\n\n## العنوان الأول\n\nأربعة.\n",
		"old/guide.md":   "---\ndate: 2024-01-01\n---\n# Garden Guide\n\n## Beds\n\nFour.\n",
		"minutes.txt":    "Board minutes\n\nBerth fee: 12 €\nChair: Lee\n",
		"a_file_name.md": "No heading here, and no title either; just a paragraph that says so in one sentence and then another.\n",
	})
	l := open(t, docs)
	for _, tt := range []struct {
		name string
		c    Completing
		want string
	}{
		{"a title's beginning", Completing{Kind: CompleteQuestion, Typed: "harb"}, "Harbour Guide"},
		{"titles before headings before facts", Completing{Kind: CompleteQuestion, Typed: "b"}, "Board minutes|Beds|Berth fee"},
		{"just that before what begins so before a word", Completing{Kind: CompleteQuestion, Typed: "hours"}, "Opening Hours|Mooring and Hours of Work"},
		{"accents, case and punctuation", Completing{Kind: CompleteQuestion, Typed: "CAFE zum ank"}, "Café “Zum Anker”"},
		{"words in any order", Completing{Kind: CompleteQuestion, Typed: "work moor"}, "Mooring and Hours of Work"},
		{"a slip", Completing{Kind: CompleteQuestion, Typed: "opneing"}, "Opening Hours"},
		{"a slip in a beginning, and another word", Completing{Kind: CompleteQuestion, Typed: "hours morin"}, "Mooring and Hours of Work"},
		{"without spaces", Completing{Kind: CompleteQuestion, Typed: "安全"}, "経済安全保障の会議"},
		{"right to left", Completing{Kind: CompleteQuestion, Typed: "الأو"}, "العنوان الأول"},
		{"the same heading once", Completing{Kind: CompleteQuestion, Typed: "overv"}, "Overview"},
		{"the end of a word is none", Completing{Kind: CompleteQuestion, Typed: "ing"}, ""},
		{"questions of one document", Completing{Kind: CompleteQuestion, Typed: "guide", Source: "harbour"}, "Harbour Guide"},
		{"a fact", Completing{Kind: CompleteFact, Typed: "fee"}, "Berth fee"},
		{"a field", Completing{Kind: CompleteFact, Typed: "auth"}, "author"},
		{"facts of one document", Completing{Kind: CompleteFact, Source: "minutes.txt"}, "Chair|title|Berth fee"},
		{"two documents of one title, the newer first", Completing{Kind: CompleteSource, Typed: "garden"}, "Garden Guide · new/guide.md|Garden Guide · old/guide.md"},
		{"a source by its path", Completing{Kind: CompleteSource, Typed: "old/g"}, "Garden Guide · old/guide.md"},
		{"a source by its file's name", Completing{Kind: CompleteSource, Typed: "a file"}, "a_file_name.md"},
		{"all sources, the newest first", Completing{Kind: CompleteSource, Limit: 3}, "Garden Guide · new/guide.md|Harbour Guide · harbour.md|Garden Guide · old/guide.md"},
		{"headings in their order", Completing{Kind: CompleteHeading, Source: "harbour"}, "Opening Hours|Café “Zum Anker”|Mooring and Hours of Work"},
		{"headings that read alike", Completing{Kind: CompleteHeading, Source: "new/guide.md", Typed: "over"}, "Overview (line 6)|Overview (line 10)"},
		{"headings of no source", Completing{Kind: CompleteHeading, Typed: "over"}, ""},
		{"headings of several sources", Completing{Kind: CompleteHeading, Source: "guide"}, ""},
		{"nothing like it", Completing{Kind: CompleteQuestion, Typed: "xylophone"}, ""},
		{"punctuation alone", Completing{Kind: CompleteFact, Typed: "…?!", Source: "minutes.txt"}, "Chair|title|Berth fee"},
		{"NUL and marks", Completing{Kind: CompleteQuestion, Typed: "ha\x00\u0301rb"}, ""},
		{"ten thousand words", Completing{Kind: CompleteQuestion, Typed: manyWords("word", 10000)}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := l.Complete(t.Context(), tt.c)
			if err != nil {
				t.Fatal(err)
			}
			if completionTexts(got) != tt.want {
				t.Errorf("got %q, want %q", completionTexts(got), tt.want)
			}
		})
	}
	if _, err := l.Complete(t.Context(), Completing{Kind: "colour"}); err == nil {
		t.Error("an unknown kind: no error")
	}
}

// Every choice of a source or heading names just that.
func TestCompletionsResolve(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	deep := strings.Repeat("a-rather-long-folder-name/", 5)
	long := strings.Repeat("The same long title of many documents ", 5)
	files := map[string]string{}
	for i := range 4 {
		files[fmt.Sprintf("%s%d/same-end/of-path/that-is-also-quite-long/and-longer/and-even-longer/file.md", deep, i)] = "# " + long + "\n\nText.\n"
	}
	files["x.md"] = "# X\n\n## " + long + "one\n\nOne.\n\n## " + long + "two\n\nTwo.\n\n## Part\n\nThree.\n\n## PART\n\nFour.\n\n## Part (line 11)\n\nFive.\n"
	files["X.md"] = "# X\n\nOther.\n"
	files["two  spaces.md"] = "# Spaces\n\nText.\n"
	write(t, docs, files)
	l := open(t, docs)
	sources, err := l.Complete(t.Context(), Completing{Kind: CompleteSource})
	if err != nil || len(sources) != len(files) {
		t.Fatalf("%d sources, %v; want %d", len(sources), err, len(files))
	}
	paths := map[string]bool{}
	for _, c := range sources {
		checkCompletion(t, c)
		d, err := l.Document(t.Context(), c.Value)
		if err != nil || paths[d.Path] {
			t.Errorf("%+v names %q, %v", c, d.Path, err)
		}
		paths[d.Path] = true
	}
	headings, err := l.Complete(t.Context(), Completing{Kind: CompleteHeading, Source: "x.md"})
	if err != nil || len(headings) != 5 {
		t.Fatalf("%d headings, %v", len(headings), err)
	}
	for i, c := range headings {
		checkCompletion(t, c)
		s, err := l.Quote(t.Context(), Place{Source: "x.md", Heading: c.Value})
		if want := []string{"One.", "Two.", "Three.", "Four.", "Five."}[i]; err != nil || s.Text != want {
			t.Errorf("%+v quotes %q, %v; want %q", c, s.Text, err, want)
		}
	}
}

func checkCompletion(t *testing.T, c Completion) {
	t.Helper()
	for _, s := range []string{c.Text, c.Value} {
		if n := utf8.RuneCountInString(s); n == 0 || n > complete.MaxCompletion || !utf8.ValidString(s) {
			t.Errorf("%d runes: %q", n, s)
		}
	}
}

// What changes is completed as it is now, whether the table was there before or is made of what the index still holds.
func TestCompletionsFollow(t *testing.T) {
	t.Parallel()
	docs, data := t.TempDir(), t.TempDir()
	write(t, docs, map[string]string{"a.md": "# Apples\n\n## Trees\n\nOne.\n", "b.md": "# Pears\n\n## Trees\n\n## Shrubs\n\nTwo.\n"})
	expect := func(l *Library, typed, want string) {
		t.Helper()
		got, err := l.Complete(t.Context(), Completing{Kind: CompleteQuestion, Typed: typed})
		if err != nil || completionTexts(got) != want {
			t.Errorf("%q completes to %q, %v; want %q", typed, completionTexts(got), err, want)
		}
	}
	update := func(l *Library) {
		t.Helper()
		if _, err := l.Update(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	l, err := Open(t.Context(), Config{Docs: docs, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	expect(l, "tree", "")
	update(l)
	expect(l, "tree", "Trees")
	expect(l, "shrub", "Shrubs")
	write(t, docs, map[string]string{"a.md": "# Apples\n\n## Trunks\n\nOne, and another.\n", "c.md": "# Plums\n\n## Hedges\n\nThree.\n"})
	if err := os.Remove(filepath.Join(docs, "b.md")); err != nil {
		t.Fatal(err)
	}
	update(l)
	now := func(l *Library) {
		t.Helper()
		expect(l, "tree", "")
		expect(l, "shrub", "")
		expect(l, "pears", "")
		expect(l, "trunk", "Trunks")
		expect(l, "hedge", "Hedges")
	}
	now(l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openAt(t, docs, data) // the table is made anew
	now(l)
	l.corpus.SetDamage(errors.New("as if"))
	if _, err := l.Update(t.Context()); err != nil { // and of another edition
		t.Fatal(err)
	}
	now(l)
}

func openAt(t *testing.T, docs, data string) *Library {
	t.Helper()
	l, err := Open(t.Context(), Config{Docs: docs, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func TestCompleteStops(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.md": "# A\n\n## B\n\nC.\n"})
	l := open(t, docs)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Complete(ctx, Completing{Kind: CompleteQuestion}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// FuzzComplete completes whatever is typed: each choice is within its limits, and no two read alike.
func FuzzComplete(f *testing.F) {
	docs := f.TempDir()
	write(f, docs, map[string]string{
		"a.md":                          "# A title “in quotes”\n\n## Über 100 Dinge\n\nKey: value\n\n## 経済安全保障\n\n三。\n\n## Part\n\nx\n\n## part\n\ny\n",
		"b/" + strings.Repeat("n", 120): "# " + strings.Repeat("long ", 60) + "\n\n## " + strings.Repeat("e\u0301\u0300", 90) + "\n\nText.\n",
	})
	l := open(f, docs)
	for _, kind := range []string{"question", "fact", "source", "heading"} {
		f.Add(kind, "a", "a.md", 5)
		f.Add(kind, "\x00\xff \u0301", "", -1)
	}
	f.Fuzz(func(t *testing.T, kind, typed, source string, limit int) {
		all, err := l.Complete(t.Context(), Completing{Kind: CompletionKind(kind), Typed: typed, Source: source, Limit: limit})
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, c := range all {
			checkCompletion(t, c)
			if seen[c.Text] {
				t.Errorf("%q comes twice", c.Text)
			}
			seen[c.Text] = true
		}
		if limit > 0 && len(all) > limit {
			t.Errorf("%d choices, want at most %d", len(all), limit)
		}
	})
}

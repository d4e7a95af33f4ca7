package text

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"docent/retrieval/document"
	"docent/retrieval/document/documenttest"
	"docent/retrieval/parse/charset"
)

// article is the saved article among the documents.
const article = "../../../seeds/000_d37a9010beba2f3d.txt"

func TestParseGolden(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	for _, path := range append(paths, article) {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			d, err := charset.Decode(raw)
			if err != nil {
				t.Fatal(err)
			}
			doc := Parse(d.Text)
			documenttest.Check(t, d.Text, doc, true)
			documenttest.Golden(t, filepath.Join("testdata", name+".golden"), doc)
		})
	}
}

// TestArticle states what the saved article must give, apart from its golden file.
func TestArticle(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(article)
	if err != nil {
		t.Fatal(err)
	}
	doc := Parse(string(raw))
	for name, want := range map[document.FieldName]string{
		document.FieldReadingTime: "2 min read",
		document.FieldUpdated:     "14 Jan 2026, 07:00 AM",
		document.FieldReviewer:    "Shriram S",
		document.FieldPublisher:   "ScanX News Team",
	} {
		if f, _ := doc.Field(name); f.Value != want {
			t.Errorf("%s is %q, want %q", name, f.Value, want)
		}
	}
	updated, _ := doc.Field(document.FieldUpdated)
	if want := time.Date(2026, 1, 14, 7, 0, 0, 0, time.UTC); !updated.Time.Equal(want) || !updated.Timed {
		t.Errorf("updated %v, timed %v", updated.Time, updated.Timed)
	}
	facts := make(map[string]string)
	for _, f := range doc.Facts {
		facts[f.Name] = f.Value
	}
	for name, want := range map[string]string{
		"Cooperation Scope": "Economic and economic security matters",
		"January Tuesday":   "Nara, Japan Current discussions",
	} {
		if facts[name] != want {
			t.Errorf("%s is %q, want %q", name, facts[name], want)
		}
	}
	var boilerplate []int
	for _, b := range doc.Blocks {
		if b.Kind == document.Boilerplate {
			boilerplate = append(boilerplate, b.Span.First)
		}
	}
	if want := []int{4, 11, 13, 58, 59, 60}; !slices.Equal(boilerplate, want) {
		t.Errorf("boilerplate on lines %v, want %v", boilerplate, want)
	}
}

func FuzzParse(f *testing.F) {
	paths, _ := filepath.Glob("testdata/*.txt")
	for _, path := range append(paths, article) {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	for _, s := range []string{"", "\n", "\r\r\n\f", "a: b\nc: d", "T\n===\n- x\n1. y\n> z", "T\n\nBy\nA B\n2 min read", "Ａ：b\nc：d", "Phone: :\nMail: x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		documenttest.Check(t, src, Parse(src), true)
	})
}

// TestParseHostile holds Parse to linear time: a step that looks at every line for every line would take minutes.
func TestParseHostile(t *testing.T) {
	const size = 1 << 20
	masthead := "Title of it\n\n2 min read\n\n"
	tests := map[string]string{
		"one line":        strings.Repeat("word ", size/5),
		"one word":        strings.Repeat("x", size),
		"newlines":        strings.Repeat("\n", size),
		"spaces":          strings.Repeat(" ", size),
		"pairs":           strings.Repeat("a: b\n", size/5),
		"long then pairs": strings.Repeat("word ", 40) + "\n" + strings.Repeat("a: b\n", size/5),
		"indented pairs":  strings.Repeat("a: b\n c\n", size/8),
		"short lines":     strings.Repeat("A\n\n", size/3),
		"markers":         strings.Repeat("- a\n", size/4),
		"quotes":          strings.Repeat(">\n", size/2),
		"underlines":      strings.Repeat("Abc\n---\n", size/8),
		"colons":          strings.Repeat(": ", size/2),
		"article lines":   masthead + strings.Repeat("Like\n\n", size/6),
		"article prose":   masthead + strings.Repeat("The image was generated, as one says, by a machine or by two.\n\n", size/64),
	}
	for name, src := range tests {
		start := time.Now()
		Parse(src)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func TestParseLines(t *testing.T) {
	t.Parallel()
	src := "One\r\nstill one\r\n\r\nTwo\rstill two\r\rThree\n\fFour"
	doc := Parse(src)
	documenttest.Check(t, src, doc, true)
	want := []document.Span{
		{Start: 0, End: 14, First: 1, Last: 2},
		{Start: 18, End: 31, First: 4, Last: 5},
		{Start: 33, End: 38, First: 7, Last: 7},
		{Start: 40, End: 44, First: 8, Last: 8},
	}
	for i, b := range doc.Blocks {
		if i >= len(want) || b.Span != want[i] {
			t.Errorf("block %d %q at %+v", i, b.Text, b.Span)
		}
	}
}

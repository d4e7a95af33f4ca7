package text

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"docent/retrieval/document"
	"docent/retrieval/document/documenttest"
)

// article is the saved article among the documents.
const article = "../../seeds/000_d37a9010beba2f3d.txt"

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
			d, err := Decode(raw)
			if err != nil {
				t.Fatal(err)
			}
			doc := Parse(d.Text)
			documenttest.Check(t, d.Text, doc, true)
			documenttest.Golden(t, filepath.Join("testdata", name+".golden"), doc)
		})
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
		doc := Parse(src)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %v", name, took)
		} else {
			t.Logf("%s: %v, %d blocks", name, took, len(doc.Blocks))
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

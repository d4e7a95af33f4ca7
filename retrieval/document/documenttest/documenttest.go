// Package documenttest holds what the tests of every parser need: the rules that any parsed document keeps, and golden
// files that show one.
package documenttest

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"

	"docent/retrieval/document"
)

// update rewrites golden files; "go test ./retrieval/parse/text -update" shows each change in the diff.
var update = flag.Bool("update", false, "rewrite the golden files")

// Golden compares what was parsed with the golden file at path.
func Golden(t *testing.T, path string, doc document.Document) {
	t.Helper()
	got := Dump(doc)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and look at the diff\ngot:\n%s", path, got)
	}
}

// Dump writes a document as text: title, fields, facts, and each block with its kind, lines and text.
func Dump(doc document.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title %q\n", doc.Title)
	for _, f := range doc.Fields {
		fmt.Fprintf(&b, "field %s = %q lines %s", f.Name, f.Value, lines(f.Span))
		if f.Label != (document.Span{}) {
			fmt.Fprintf(&b, ", label lines %s", lines(f.Label))
		}
		if !f.Time.IsZero() {
			layout := time.DateOnly
			if f.Timed {
				layout = time.RFC3339
			}
			fmt.Fprintf(&b, ", means %s", f.Time.Format(layout))
		}
		b.WriteByte('\n')
	}
	for _, f := range doc.Facts {
		fmt.Fprintf(&b, "fact %q -> %q lines %s", f.Name, f.Value, lines(f.Span))
		if f.Head != "" {
			fmt.Fprintf(&b, ", under %q lines %s", f.Head, lines(f.HeadSpan))
		}
		b.WriteByte('\n')
	}
	for _, block := range doc.Blocks {
		fmt.Fprintf(&b, "\n%s", kindNames[block.Kind])
		if block.Level > 0 {
			fmt.Fprintf(&b, " %d", block.Level)
		}
		fmt.Fprintf(&b, ", lines %s", lines(block.Span))
		if block.Reason != "" {
			fmt.Fprintf(&b, " (%s)", block.Reason)
		}
		fmt.Fprintf(&b, "\n%s", indent(block.Text))
		if block.Plain != "" {
			fmt.Fprintf(&b, "read as\n%s", indent(block.Plain))
		}
	}
	return b.String()
}

// kindNames are the kinds of block as the golden files call them.
var kindNames = [...]string{"paragraph", "title", "heading", "list item", "table head", "table row", "caption", "quote", "code", "meta", "furniture"}

func lines(s document.Span) string {
	if s.First == s.Last {
		return fmt.Sprint(s.First)
	}
	return fmt.Sprintf("%d-%d", s.First, s.Last)
}

// indent puts bars before the lines of s, and shows what an editor would hide.
func indent(s string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		quoted := fmt.Sprintf("%q", line)
		b.WriteString("\t|" + strings.ReplaceAll(strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`), `\\`, `\`) + "\n")
	}
	return b.String()
}

// Check fails the test unless doc keeps the rules that hold for every document: blocks in order, within the source, not
// overlapping, on the lines they say, holding every byte that isn't white space; facts and fields where they say they
// are. With exact, a block's text must be the source at its span; else that must contain it.
func Check(t testing.TB, src string, doc document.Document, exact bool) {
	t.Helper()
	l := document.NewLines(src)
	end := 0
	for i, b := range doc.Blocks {
		name := fmt.Sprintf("block %d (%s)", i, kindNames[b.Kind])
		checkSpan(t, name, src, l, b.Span)
		if b.Span.Start < end {
			t.Fatalf("%s begins at %d, before the end %d of the one above", name, b.Span.Start, end)
		}
		checkBlank(t, src, end, b.Span.Start)
		end = b.Span.End
		at := src[b.Span.Start:b.Span.End]
		if b.Text == "" || exact && at != b.Text || !strings.Contains(at, b.Text) {
			t.Fatalf("%s: text %q, the source has %q", name, b.Text, at)
		}
		if (b.Kind == document.Boilerplate) != (b.Reason != "") {
			t.Fatalf("%s has the reason %q", name, b.Reason)
		}
	}
	checkBlank(t, src, end, len(src))
	for _, f := range doc.Fields {
		checkField(t, src, l, f)
	}
	for _, f := range doc.Facts {
		checkFact(t, src, l, f)
	}
}

func checkField(t testing.TB, src string, l document.Lines, f document.Field) {
	t.Helper()
	name := fmt.Sprintf("field %s", f.Name)
	if f.Span != (document.Span{}) {
		checkSpan(t, name, src, l, f.Span)
		if src[f.Span.Start:f.Span.End] != f.Value {
			t.Fatalf("%s: value %q, the source has %q", name, f.Value, src[f.Span.Start:f.Span.End])
		}
	}
	if f.Label != (document.Span{}) {
		checkSpan(t, name+" label", src, l, f.Label)
	}
}

func checkFact(t testing.TB, src string, l document.Lines, f document.Fact) {
	t.Helper()
	name := fmt.Sprintf("fact %q", f.Name)
	checkSpan(t, name, src, l, f.Span)
	if at := src[f.Span.Start:f.Span.End]; f.Name == "" || f.Value == "" || !strings.Contains(at, f.Value) {
		t.Fatalf("%s: value %q, the source has %q", name, f.Value, at)
	}
	if (f.Head == "") != (f.HeadSpan == document.Span{}) {
		t.Fatalf("%s: head %q at %+v", name, f.Head, f.HeadSpan)
	}
	if f.Head != "" {
		checkSpan(t, name+" head", src, l, f.HeadSpan)
		if at := src[f.HeadSpan.Start:f.HeadSpan.End]; at != f.Head {
			t.Fatalf("%s: head %q, the source has %q", name, f.Head, at)
		}
	}
}

func checkSpan(t testing.TB, name, src string, l document.Lines, s document.Span) {
	t.Helper()
	if s.Start < 0 || s.End <= s.Start || s.End > len(src) {
		t.Fatalf("%s: span %+v in %d bytes", name, s, len(src))
	}
	if s != l.Span(s.Start, s.End) {
		t.Fatalf("%s: span %+v, the lines are %+v", name, s, l.Span(s.Start, s.End))
	}
}

func checkBlank(t testing.TB, src string, start, end int) {
	t.Helper()
	if lost := strings.TrimFunc(src[start:end], unicode.IsSpace); lost != "" {
		t.Fatalf("lost between %d and %d: %q", start, end, lost)
	}
}

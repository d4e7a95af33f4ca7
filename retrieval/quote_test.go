package retrieval

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"docent/retrieval/complete"
	"docent/retrieval/corpus"
	"docent/retrieval/document"
)

const gardenBook = `---
author: Ines Calder
date: 2025-04-02
---
# Handbook

Read this first.

## Opening

The gate opens at nine.
It closes at five.

The wall is open to all.

| Day | Opens |
|-----|-------|
| Mon | 09:00 |
| Tue | 10:00 |

### Overview

Two gates, one wall.

## Tools

` + "```sh\npumpctl -v\n\npumpctl -n\n```" + `

### Overview

A pump and a spade.

## Empty

## Last words

Close the door.
`

func readingFolder(t testing.TB) *Library {
	t.Helper()
	docs := t.TempDir()
	var long strings.Builder
	long.WriteString("# Long\n\n## Days\n\n")
	for i := range 300 {
		fmt.Fprintf(&long, "Day %d was quiet.\n\n", i)
	}
	write(t, docs, map[string]string{
		"handbook.md":        gardenBook,
		"a/report.txt":       "Orchard report\n\nThe pears ripen in July.\n",
		"b/report.txt":       "Orchard report\n\nThe plums ripen in June.\n",
		"Report.txt":         "Summary\n\nAll fruit ripens.\n",
		"report.TXT":         "Another summary\n\nNo fruit ripens.\n",
		"long.md":            long.String(),
		"wide.txt":           "A heading of no use\n\n" + strings.Repeat("word ", 4000) + "\n",
		"empty.txt":          "",
		"breaks.txt":         "one\r\n\r\nthree\rfour\n\n",
		"jardín/größe.md":    "# Größe\n\nDer Garten ist groß.\n",
		"rtl.txt":            "العنوان\n\nتفتح البوابة في التاسعة.\n",
		"utf16.txt":          "\xff\xfeH\x00i\x00\n\x00\n\x00y\x00o\x00u\x00.\x00",
		"nul/../notes.txt":   "Notes\n\nA note.\n",
		"broken.bin":         "no document",
		"zalgo.md":           "# Z\u0351\u0343a\u0300lgo\n\nText under it.\n",
		"twice/one.md":       "# T\n\n## Part\n\nFirst.\n\n## Part\n\nSecond.\n\n## Particle\n\nThird.\n",
		"twice/a (line 3).m": "never read",
	})
	return open(t, docs)
}

func TestQuote(t *testing.T) {
	t.Parallel()
	l := readingFolder(t)
	for _, tt := range []struct {
		name  string
		at    Place
		want  string // the text; or with fault, what is near
		lines [2]int
		fault PlaceFault
	}{
		{name: "lines, as they stand", at: Place{Source: "handbook", Lines: [2]int{9, 12}}, want: "## Opening\n\nThe gate opens at nine.\nIt closes at five.", lines: [2]int{9, 12}},
		{name: "metadata, when its lines are asked for", at: Place{Source: "handbook", Lines: [2]int{1, 4}}, want: "---\nauthor: Ines Calder\ndate: 2025-04-02\n---", lines: [2]int{1, 4}},
		{name: "empty lines around", at: Place{Source: "handbook", Lines: [2]int{13, 15}}, want: "The wall is open to all.", lines: [2]int{14, 14}},
		{name: "a part of a paragraph", at: Place{Source: "handbook", Lines: [2]int{12, 12}}, want: "It closes at five.", lines: [2]int{12, 12}},
		{name: "a table in one piece", at: Place{Source: "handbook", Lines: [2]int{16, 19}}, want: "| Day | Opens |\n|-----|-------|\n| Mon | 09:00 |\n| Tue | 10:00 |", lines: [2]int{16, 19}},
		{name: "a heading with what is below", at: Place{Source: "handbook", Heading: "opening"}, lines: [2]int{11, 23},
			want: "The gate opens at nine.\nIt closes at five.\n\nThe wall is open to all.\n\n| Day | Opens |\n|-----|-------|\n| Mon | 09:00 |\n| Tue | 10:00 |\n\n### Overview\n\nTwo gates, one wall."},
		{name: "a listing with an empty line", at: Place{Source: "handbook", Heading: "TOOLS"}, lines: [2]int{27, 35},
			want: "```sh\npumpctl -v\n\npumpctl -n\n```\n\n### Overview\n\nA pump and a spade."},
		{name: "a heading with nothing below", at: Place{Source: "handbook", Heading: "Empty"}, want: "## Empty", lines: [2]int{37, 37}},
		{name: "the beginning of a heading", at: Place{Source: "handbook", Heading: "last"}, want: "Close the door.", lines: [2]int{41, 41}},
		{name: "one of two headings", at: Place{Source: "handbook", Heading: "Overview (line 33)"}, want: "A pump and a spade.", lines: [2]int{35, 35}},
		{name: "two headings", at: Place{Source: "handbook", Heading: "overview"}, fault: SeveralHeadings, want: "Overview (line 21)|Overview (line 33)"},
		{name: "whole names before beginnings", at: Place{Source: "twice/one.md", Heading: "part (line 7)"}, want: "Second.", lines: [2]int{9, 9}},
		{name: "the title", at: Place{Source: "a/report.txt", Heading: "orchard report"}, want: "The pears ripen in July.", lines: [2]int{3, 3}},
		{name: "marks and case folded", at: Place{Source: "JARDIN/GROSSE.md", Heading: "grosse"}, want: "Der Garten ist groß.", lines: [2]int{3, 3}},
		{name: "combining marks", at: Place{Source: "zalgo", Heading: "zalgo"}, want: "Text under it.", lines: [2]int{3, 3}},
		{name: "right to left", at: Place{Source: "rtl.txt", Lines: [2]int{3, 3}}, want: "تفتح البوابة في التاسعة.", lines: [2]int{3, 3}},
		{name: "line breaks of other kinds", at: Place{Source: "breaks.txt", Lines: [2]int{1, 4}}, want: "one\n\nthree\rfour", lines: [2]int{1, 4}},
		{name: "another encoding", at: Place{Source: "utf16.txt", Lines: [2]int{1, 3}}, want: "Hi\n\nyou.", lines: [2]int{1, 3}},
		{name: "lines before a heading", at: Place{Source: "handbook", Lines: [2]int{7, 7}, Heading: "Tools"}, want: "Read this first.", lines: [2]int{7, 7}},
		{name: "the very path before another case", at: Place{Source: "report.TXT", Lines: [2]int{3, 3}}, want: "No fruit ripens.", lines: [2]int{3, 3}},
		{name: "a file's name before a part of a name", at: Place{Source: "long", Lines: [2]int{1, 1}}, want: "# Long", lines: [2]int{1, 1}},

		{name: "no such document", at: Place{Source: "handbuk", Lines: [2]int{1, 1}}, fault: NoSuchSource, want: "handbook.md"},
		{name: "nothing like it", at: Place{Source: "xyzzy", Lines: [2]int{1, 1}}, fault: NoSuchSource},
		{name: "out of the folder", at: Place{Source: "../../etc/passwd", Lines: [2]int{1, 1}}, fault: NoSuchSource},
		{name: "an absolute path", at: Place{Source: "/etc/passwd", Lines: [2]int{1, 1}}, fault: NoSuchSource},
		{name: "NUL in a name", at: Place{Source: "hand\x00book", Lines: [2]int{1, 1}}, fault: NoSuchSource, want: "handbook.md"},
		{name: "a file that is not read", at: Place{Source: "broken.bin", Lines: [2]int{1, 1}}, fault: NoSuchSource},
		{name: "several documents of one title", at: Place{Source: "orchard", Lines: [2]int{1, 1}}, fault: SeveralSources, want: "a/report.txt|b/report.txt"},
		{name: "no source among many", at: Place{Lines: [2]int{1, 1}}, fault: SeveralSources, want: "Report.txt|a/report.txt|b/report.txt|breaks.txt|empty.txt"},
		{name: "beyond the end", at: Place{Source: "handbook", Lines: [2]int{41, 42}}, fault: NoSuchLines},
		{name: "reversed", at: Place{Source: "handbook", Lines: [2]int{12, 11}}, fault: NoSuchLines},
		{name: "from zero", at: Place{Source: "handbook", Lines: [2]int{0, 3}}, fault: NoSuchLines},
		{name: "negative", at: Place{Source: "handbook", Lines: [2]int{-3, 3}}, fault: NoSuchLines},
		{name: "a line of nothing", at: Place{Source: "handbook", Lines: [2]int{10, 10}}, fault: NothingThere},
		{name: "an empty file", at: Place{Source: "empty.txt", Lines: [2]int{1, 1}}, fault: NoSuchLines},
		{name: "200 lines", at: Place{Source: "long.md", Lines: [2]int{1, 201}}, fault: TooManyLines},
		{name: "a section of 600 lines", at: Place{Source: "long.md", Heading: "Days"}, fault: TooManyLines},
		{name: "a line of 20 KB", at: Place{Source: "wide.txt", Lines: [2]int{3, 3}}, fault: TooManyLines},
		{name: "no such heading", at: Place{Source: "handbook", Heading: "Tolls"}, fault: NoSuchHeading, want: "Tools"},
		{name: "no page", at: Place{Source: "handbook", Page: 1}, fault: NoSuchPage},
		{name: "a page below zero", at: Place{Source: "handbook", Page: -1}, fault: NoSuchPage},
		{name: "nothing given", at: Place{Source: "handbook", Heading: "  "}, fault: Unspecified},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, err := l.Quote(t.Context(), tt.at)
			if tt.fault != "" {
				var fault *PlaceError
				if !errors.As(err, &fault) || fault.Fault != tt.fault || strings.Join(fault.Near, "|") != tt.want {
					t.Fatalf("error %v (%+v), want %q near %q", err, fault, tt.fault, tt.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if s.Text != tt.want || s.Citation.Lines != tt.lines {
				t.Errorf("quoted %q, lines %v\nwant %q, lines %v", s.Text, s.Citation.Lines, tt.want, tt.lines)
			}
			if s.Sentence != [2]int{0, len(s.Text)} {
				t.Errorf("marked %v of %d bytes", s.Sentence, len(s.Text))
			}
		})
	}
}

func TestQuoteSaysHowManyLines(t *testing.T) {
	t.Parallel()
	l := readingFolder(t)
	_, err := l.Quote(t.Context(), Place{Source: "handbook", Lines: [2]int{50, 60}})
	var fault *PlaceError
	if !errors.As(err, &fault) || fault.Lines != 41 {
		t.Errorf("%+v, want 41 lines", fault)
	}
}

func TestQuoteSeed(t *testing.T) {
	t.Parallel()
	l := open(t, "../seeds")
	raw, err := os.ReadFile("../seeds/000_d37a9010beba2f3d.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(raw), "\n")
	s, err := l.Quote(t.Context(), Place{Lines: [2]int{37, 42}}) // the only document need not be named
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Join(lines[36:42], "\n"); s.Text != want {
		t.Errorf("quoted %q, want %q", s.Text, want)
	}
	if s.Citation.Heading != "Meeting Context and Relationship Building" || s.Citation.Date.Format(time.DateOnly) != "2026-01-14" || len(s.Pieces) != 2 || s.Pieces[1].Kind != document.TableRow {
		t.Errorf("cited %+v, pieces %+v", s.Citation, s.Pieces)
	}
	if s.Before || !s.After {
		t.Errorf("before %v, after %v; the section begins here and goes on", s.Before, s.After)
	}
	s, err = l.Quote(t.Context(), Place{Source: "000", Heading: "Economic Security Focus"})
	if err != nil {
		t.Fatal(err)
	}
	if want := lines[53] + "\n\n" + lines[55]; s.Text != want { // without the page's buttons
		t.Errorf("quoted %q, want %q", s.Text, want)
	}
}

// A format with pages gives its blocks pages.
func TestFindPage(t *testing.T) {
	t.Parallel()
	r := corpus.Reading{}
	r.Decoded.Text = "One.\nTwo.\n\nThree.\n"
	for i, page := range []int{1, 2, 2} {
		first := []int{1, 2, 4}[i]
		r.Doc.Blocks = append(r.Doc.Blocks, document.Block{Span: document.Span{First: first, Last: first, Page: page}})
	}
	s := newSourceView(r, corpus.File{})
	lines, err := s.find(Place{Page: 2})
	if err != nil || lines != [2]int{2, 4} {
		t.Errorf("page 2: lines %v, %v", lines, err)
	}
	p := s.quote(lines[0], lines[1], false)
	if got := snippetOf(p); got.Citation.Page != 2 || got.Text != "Two.\n\nThree." {
		t.Errorf("%q, page %d", got.Text, got.Citation.Page)
	}
	if _, err := s.find(Place{Page: 3}); err == nil {
		t.Error("page 3 of 2 was found")
	}
}

func TestExpand(t *testing.T) {
	t.Parallel()
	l := readingFolder(t)
	for _, tt := range []struct {
		name   string
		at     Citation
		step   int
		want   string
		marked string
		whole  bool
		fault  PlaceFault
	}{
		{name: "a paragraph on each side", at: Citation{Path: "handbook.md", Lines: [2]int{14, 14}}, step: 1, marked: "The wall is open to all.",
			want: "The gate opens at nine.\nIt closes at five.\n\nThe wall is open to all.\n\n| Day | Opens |\n|-----|-------|\n| Mon | 09:00 |\n| Tue | 10:00 |"},
		{name: "the section", at: Citation{Path: "handbook.md", Lines: [2]int{14, 14}}, step: 2, whole: true, marked: "The wall is open to all.",
			want: "The gate opens at nine.\nIt closes at five.\n\nThe wall is open to all.\n\n| Day | Opens |\n|-----|-------|\n| Mon | 09:00 |\n| Tue | 10:00 |\n\n### Overview\n\nTwo gates, one wall."},
		{name: "the rest of a table", at: Citation{Path: "handbook.md", Lines: [2]int{18, 18}}, step: 1, marked: "| Mon | 09:00 |",
			want: "| Day | Opens |\n|-----|-------|\n| Mon | 09:00 |\n| Tue | 10:00 |"},
		{name: "past headings", at: Citation{Path: "handbook.md", Lines: [2]int{23, 23}}, step: 1, whole: true, marked: "Two gates, one wall.",
			want: "| Day | Opens |\n|-----|-------|\n| Mon | 09:00 |\n| Tue | 10:00 |\n\n### Overview\n\nTwo gates, one wall.\n\n## Tools\n\n```sh\npumpctl -v\n\npumpctl -n\n```"},
		{name: "a step below one", at: Citation{Path: "a/report.txt", Lines: [2]int{3, 3}}, step: -1, want: "The pears ripen in July.", marked: "The pears ripen in July.", whole: true},
		{name: "metadata is no paragraph", at: Citation{Path: "handbook.md", Lines: [2]int{7, 7}}, step: 1, marked: "Read this first.", whole: true,
			want: "Read this first.\n\n## Opening\n\nThe gate opens at nine.\nIt closes at five."},
		{name: "a document that is gone", at: Citation{Path: "gone.md", Lines: [2]int{1, 1}}, step: 1, fault: NoSuchSource},
		{name: "no path but a part of one", at: Citation{Path: "handbook", Lines: [2]int{7, 7}}, step: 1, fault: NoSuchSource},
		{name: "out of the folder", at: Citation{Path: "../secret.md", Lines: [2]int{1, 1}}, step: 1, fault: NoSuchSource},
		{name: "lines that are gone", at: Citation{Path: "handbook.md", Lines: [2]int{100, 101}}, step: 1, fault: NoSuchLines},
		{name: "no lines", at: Citation{Path: "handbook.md"}, step: 1, fault: Unspecified},
		{name: "too many lines", at: Citation{Path: "long.md", Lines: [2]int{1, 400}}, step: 1, fault: TooManyLines},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, whole, err := l.Expand(t.Context(), tt.at, tt.step)
			if tt.fault != "" {
				var fault *PlaceError
				if !errors.As(err, &fault) || fault.Fault != tt.fault {
					t.Fatalf("error %v, want %q", err, tt.fault)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if s.Text != tt.want || whole != tt.whole {
				t.Errorf("expanded to %q, whole %v\nwant %q, whole %v", s.Text, whole, tt.want, tt.whole)
			}
			if marked := s.Text[s.Sentence[0]:s.Sentence[1]]; marked != tt.marked {
				t.Errorf("marked %q, want %q", marked, tt.marked)
			}
		})
	}
}

// A long section is quoted around what was cited, as far as a quote may go.
func TestExpandIsBounded(t *testing.T) {
	t.Parallel()
	l := readingFolder(t)
	s, whole, err := l.Expand(t.Context(), Citation{Path: "long.md", Lines: [2]int{305, 305}}, 2)
	if err != nil {
		t.Fatal(err)
	}
	if n := s.Citation.Lines[1] - s.Citation.Lines[0] + 1; n > maxQuoteLines || n < maxQuoteLines-2 || !whole || !s.Before || !s.After {
		t.Errorf("%d lines, whole %v, before %v, after %v", n, whole, s.Before, s.After)
	}
	if got := s.Text[s.Sentence[0]:s.Sentence[1]]; got != "Day 150 was quiet." {
		t.Errorf("marked %q", got)
	}
}

// What has changed on disk is read anew, and what is gone isn't quoted from the index.
func TestReadingFollowsTheFile(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.txt": "The gate\n\nIt opens at nine.\n", "b.txt": "The wall\n\nIt is high.\n"})
	l := open(t, docs)
	write(t, docs, map[string]string{"a.txt": "The gate\n\nIt opens at ten, on most days.\n"})
	s, err := l.Quote(t.Context(), Place{Source: "a.txt", Lines: [2]int{3, 3}})
	if err != nil || s.Text != "It opens at ten, on most days." {
		t.Errorf("%q, %v", s.Text, err)
	}
	if err := os.Remove(filepath.Join(docs, "a.txt")); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"quote":    second(l.Quote(t.Context(), Place{Source: "a.txt", Lines: [2]int{3, 3}})),
		"document": second(l.Document(t.Context(), "a.txt")),
		"open":     second(l.Open(t.Context(), "a.txt", 1000)),
	} {
		var fault *PlaceError
		if !errors.As(err, &fault) || fault.Fault != NoSuchSource {
			t.Errorf("%s of a file that is gone: %v", what, err)
		}
	}
	if err := os.RemoveAll(docs); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"quote":    second(l.Quote(t.Context(), Place{Source: "b.txt", Lines: [2]int{3, 3}})),
		"document": second(l.Document(t.Context(), "b.txt")),
		"open":     second(l.Open(t.Context(), "b.txt", 1000)),
	} {
		var unavailable *UnavailableError
		if !errors.As(err, &unavailable) {
			t.Errorf("%s while the folder is missing: %v", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestDocument(t *testing.T) {
	t.Parallel()
	l := readingFolder(t)
	d, err := l.Document(t.Context(), "handbook")
	if err != nil {
		t.Fatal(err)
	}
	if d.Path != "handbook.md" || d.Title != "Handbook" || d.Lines != 41 || d.Hash != corpus.Hash([]byte(gardenBook)) || d.Language != "en" ||
		d.Bytes != int64(len(gardenBook)) || d.Passages == 0 || d.Indexed.IsZero() || d.Date.Format(time.DateOnly) != "2025-04-02" {
		t.Errorf("%+v", d)
	}
	var outline, fields, facts []string
	for _, s := range d.Outline {
		outline = append(outline, fmt.Sprintf("%d %s %d", s.Level, s.Heading, s.Line))
	}
	for _, f := range d.Fields {
		fields = append(fields, fmt.Sprintf("%s=%s %v", f.Name, f.Value, f.Snippet.Citation.Lines))
	}
	for _, f := range d.Facts {
		facts = append(facts, fmt.Sprintf("%s=%s %v", f.Name, f.Value, f.Snippet.Citation.Lines))
	}
	if got := strings.Join(outline, "; "); got != "2 Opening 9; 3 Overview 21; 2 Tools 25; 3 Overview 33; 2 Empty 37; 2 Last words 39" {
		t.Errorf("outline %s", got)
	}
	if !slices.Contains(fields, "author=Ines Calder [2 2]") {
		t.Errorf("fields %q", fields)
	}
	if !slices.Contains(facts, "Mon=09:00 [18 18]") {
		t.Errorf("facts %q", facts)
	}
}

func TestOpenDocument(t *testing.T) {
	t.Parallel()
	l := readingFolder(t)
	f, err := l.Open(t.Context(), "handbook", int64(len(gardenBook)))
	if err != nil || f.Path != "handbook.md" || !bytes.Equal(f.Data, []byte(gardenBook)) {
		t.Errorf("%s, %d bytes, %v", f.Path, len(f.Data), err)
	}
	var large *TooLargeError
	if _, err := l.Open(t.Context(), "handbook", int64(len(gardenBook)-1)); !errors.As(err, &large) || large.Size != int64(len(gardenBook)) {
		t.Errorf("one byte too many: %v", err)
	}
	if f, err := l.Open(t.Context(), "utf16.txt", 100); err != nil || !bytes.HasPrefix(f.Data, []byte("\xff\xfe")) {
		t.Errorf("%q, %v: not the file's own bytes", f.Data, err)
	}
	if f, err := l.Open(t.Context(), "empty.txt", 0); err != nil || len(f.Data) != 0 {
		t.Errorf("%q, %v", f.Data, err)
	}
}

// A document is found again by its key, and a key is never taken for another.
func TestSourceKey(t *testing.T) {
	t.Parallel()
	l := readingFolder(t)
	s, err := l.Quote(t.Context(), Place{Source: complete.SourceKey("b/report.txt"), Lines: [2]int{3, 3}})
	if err != nil || s.Citation.Path != "b/report.txt" {
		t.Errorf("%s, %v", s.Citation.Path, err)
	}
}

// FuzzPlace quotes places of a document: each is quoted as it stands or refused.
func FuzzPlace(f *testing.F) {
	f.Add("handbook", 1, 4, "", 0)
	f.Add("handbook.md", 0, 0, "Overview (line 33)", 0)
	f.Add("#0123", -1, 1<<62, " (line 0)", -7)
	f.Add("long", 0, 0, "\x00\xff (line 99999999999999999999)", 1)
	l := readingFolder(f)
	f.Fuzz(func(t *testing.T, source string, first, last int, heading string, page int) {
		at := Place{Source: source, Lines: [2]int{first, last}, Heading: heading, Page: page}
		s, err := l.Quote(t.Context(), at)
		var fault *PlaceError
		if err != nil {
			if !errors.As(err, &fault) {
				t.Fatal(err)
			}
			return
		}
		raw, err := os.ReadFile(filepath.Join(l.cfg.Docs, s.Citation.Path))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range s.Pieces {
			text := s.Text[p.Start:p.End]
			if utf8.Valid(raw) && string(raw[p.Span.Start:p.Span.End]) != text {
				t.Fatalf("%q isn't what stands at %+v", text, p.Span)
			}
		}
		if len(s.Text) > maxQuoteBytes+2*maxQuoteLines || s.Citation.Lines[1]-s.Citation.Lines[0] >= maxQuoteLines {
			t.Fatalf("%d bytes, lines %v", len(s.Text), s.Citation.Lines)
		}
	})
}

// TestQuoteOfSpans: where a snippet stood, the same is quoted again, however it is cut off its lines.
func TestQuoteOfSpans(t *testing.T) {
	t.Parallel()
	l := readingFolder(t)
	quoted := map[string]int{}
	for _, text := range []string{"When does the gate open?", "Opens Mon", "pumpctl", "word", "Day 7 was quiet", "pears", "Größe", "you", "Who is the author?", "Overview"} {
		hits, err := l.Find(t.Context(), Search{Text: text, Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		answer, err := l.Answer(t.Context(), Question{Text: text, Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range append(hits.Snippets, answer.Snippets...) {
			at := Place{Source: want.Citation.Path}
			for _, p := range want.Pieces {
				at.Spans = append(at.Spans, [2]int{p.Span.Start, p.Span.End})
			}
			got, err := l.Quote(t.Context(), at)
			if err != nil || got.Text != want.Text || !slices.Equal(got.Pieces, want.Pieces) || got.Citation != want.Citation {
				t.Errorf("%s: %v\n%+v\n%+v", text, err, got, want)
			}
			quoted[want.Citation.Path]++
		}
	}
	if len(quoted) < 5 || quoted["wide.txt"] < 2 {
		t.Errorf("quoted %v", quoted)
	}
	for _, spans := range [][][2]int{{{5, 5}}, {{-1, 3}}, {{9, 3}}, {{0, 1 << 30}}, {{0, 4}, {4, 1 << 30}}} {
		_, err := l.Quote(t.Context(), Place{Source: "handbook.md", Spans: spans})
		if bad := (*PlaceError)(nil); !errors.As(err, &bad) || bad.Fault != NothingThere {
			t.Errorf("%v: %v", spans, err)
		}
	}
}

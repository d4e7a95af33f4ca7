package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"docent/bot/locale"
	"docent/retrieval"
)

var update = flag.Bool("update", false, "rewrite the golden files under testdata")

// A fakeLibrary answers what a test gives it. It embeds a nil library, so that a call nobody prepared panics.
type fakeLibrary struct {
	library
	answer func(retrieval.Question) (retrieval.Answer, error)
	find   func(retrieval.Search) (retrieval.Hits, error)
	facts  func(name string) ([]retrieval.FactHit, error)
	report retrieval.Report
	update error             // of Update
	watch  error             // of Run
	status *retrieval.Status // nil: one document

	mu     sync.Mutex
	closed int
}

func (l *fakeLibrary) Answer(_ context.Context, q retrieval.Question) (retrieval.Answer, error) {
	return l.answer(q)
}

func (l *fakeLibrary) Find(_ context.Context, s retrieval.Search) (retrieval.Hits, error) {
	return l.find(s)
}

func (l *fakeLibrary) Facts(_ context.Context, name, _ string, _ int) ([]retrieval.FactHit, error) {
	return l.facts(name)
}

// Expand finds no more than what was cited.
func (l *fakeLibrary) Expand(context.Context, retrieval.Citation, int) (retrieval.Snippet, bool, error) {
	return retrieval.Snippet{}, true, &retrieval.PlaceError{Fault: retrieval.NoSuchSource}
}

func (l *fakeLibrary) Status() retrieval.Status {
	if l.status != nil {
		return *l.status
	}
	return retrieval.Status{Documents: 1, Passages: 9}
}

func (l *fakeLibrary) Update(context.Context) (retrieval.Report, error) { return l.report, l.update }

func (l *fakeLibrary) Run(ctx context.Context) error {
	if l.watch != nil {
		return l.watch
	}
	<-ctx.Done()
	return nil
}

func (l *fakeLibrary) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed++
	return nil
}

// A result is what a run left behind.
type result struct {
	status   int
	out, err string
}

// A trial is one run of the program on a fake library.
type trial struct {
	lib    *fakeLibrary
	config retrieval.Config // what the library was opened with
	sys    system
}

// testNow is when everything happens in tests.
var testNow = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

func newTrial(t *testing.T, lib *fakeLibrary) *trial {
	tr := &trial{lib: lib}
	tr.sys = system{
		Dir: t.TempDir(),
		In:  strings.NewReader(""),
		Now: func() time.Time { return testNow },
		Open: func(_ context.Context, c retrieval.Config) (library, error) {
			tr.config = c
			return lib, nil
		},
	}
	return tr
}

func (tr *trial) run(ctx context.Context, args ...string) result {
	var out, err syncBuffer
	tr.sys.Out, tr.sys.Err = &out, &err
	status := run(ctx, args, tr.sys)
	return result{status, out.String(), err.String()}
}

// A syncBuffer is a buffer that may be read while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// A watchedBuffer calls seen once, when what was written contains want.
type watchedBuffer struct {
	syncBuffer
	want string
	seen func()
	once sync.Once
}

func (b *watchedBuffer) Write(p []byte) (int, error) {
	n, err := b.syncBuffer.Write(p)
	if b.seen != nil && strings.Contains(b.String(), b.want) {
		b.once.Do(b.seen)
	}
	return n, err
}

// aSnippet is a snippet of two pieces with everything filled in.
func aSnippet() retrieval.Snippet {
	return retrieval.Snippet{
		Text: "They met in <Nara>.\n\nThey played drums.",
		Pieces: []retrieval.Piece{
			{Start: 0, End: 19, Span: retrieval.Span{First: 9, Last: 9}},
			{Start: 21, End: 39, Span: retrieval.Span{First: 15, Last: 15}, Skipped: true},
		},
		Sentence: [2]int{0, 19},
		Matches:  [][2]int{{5, 8}},
		Citation: retrieval.Citation{
			Title: "A meeting", Heading: "Overview", Path: "news/a.txt", Lines: [2]int{9, 15},
			Date: time.Date(2026, 1, 14, 7, 0, 0, 0, time.UTC),
		},
		Score: 1.25,
		Why:   []retrieval.Reason{{What: "met", Share: 1}, {What: "heading", Share: 0.25}},
	}
}

// found answers every question with one snippet.
func found(q retrieval.Question) (retrieval.Answer, error) {
	return retrieval.Answer{Question: q.Text, Found: true, Snippets: []retrieval.Snippet{aSnippet()}, Documents: 1}, nil
}

// silent answers no question.
func silent(q retrieval.Question) (retrieval.Answer, error) {
	return retrieval.Answer{
		Question:  q.Text,
		Documents: 1,
		Suggestions: []retrieval.Suggestion{
			{Kind: retrieval.SuggestHeading, Text: "Overview", Citation: retrieval.Citation{
				Title: "A meeting", Heading: "Overview", Path: "news/a.txt", Lines: [2]int{7, 7},
				Date: time.Date(2026, 1, 14, 0, 0, 0, 0, time.UTC),
			}},
			{Kind: retrieval.SuggestSpelling, Text: "drums"},
		},
	}, nil
}

// golden compares got with a file under testdata, or rewrites the file with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
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
		t.Errorf("%s differs (-update rewrites it); got:\n%s", path, got)
	}
}

// english is what a system needs to draw replies.
func english(t *testing.T) *locale.Locales {
	t.Helper()
	words, err := locale.New()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

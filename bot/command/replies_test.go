package command

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"docent/retrieval"
	"docent/retrieval/document"
)

// TestReplies holds what /quote, /sources, /verify and /help say of this and that against golden files.
func TestReplies(t *testing.T) {
	t.Parallel()
	placed := func(fault retrieval.PlaceFault, near ...string) *retrieval.PlaceError {
		return &retrieval.PlaceError{Fault: fault, Lines: 60, Near: near}
	}
	table := talks()
	table.Text = "Topic: Result\nCooperation Scope: Economic matters"
	table.Pieces = []retrieval.Piece{{End: len(table.Text), Span: retrieval.Span{First: 21, Last: 22}, Kind: document.TableRow}}
	table.Sentence, table.Matches = [2]int{14, len(table.Text)}, nil
	inTable := fact("Cooperation Scope", "Economic matters", "talks.txt", 22, 2026)
	inTable.Head = "Topic: Result"
	inTable.Snippet.Text = "Cooperation Scope: Economic matters"
	inTable.Snippet.Matches = [][2]int{{19, 35}}
	for name, c := range map[string]struct {
		request Request
		lib     fakeLibrary
	}{
		"quote": {Request{Command: "quote", Options: map[string]string{"source": "talks", "lines": "9-22"}},
			fakeLibrary{quote: func(context.Context, retrieval.Place) (retrieval.Snippet, error) { return talks(), nil }}},
		"quote_near": {Request{Command: "quote", Options: map[string]string{"source": "talk", "lines": "9"}},
			fakeLibrary{quote: func(context.Context, retrieval.Place) (retrieval.Snippet, error) {
				return retrieval.Snippet{}, placed(retrieval.NoSuchSource, "talks.txt", "walks.txt")
			}}},
		"quote_heading": {Request{Command: "quote", Options: map[string]string{"source": "talks", "heading": "Overlook"}},
			fakeLibrary{quote: func(context.Context, retrieval.Place) (retrieval.Snippet, error) {
				return retrieval.Snippet{}, placed(retrieval.NoSuchHeading, "Overview")
			}}},
		"quote_lines": {Request{Command: "quote", Options: map[string]string{"source": "talks", "lines": "61"}},
			fakeLibrary{quote: func(context.Context, retrieval.Place) (retrieval.Snippet, error) {
				return retrieval.Snippet{}, placed(retrieval.NoSuchLines)
			}}},
		"expanded": {Request{Step: 1}.Expanded(citation("talks.txt", 9, 22)),
			fakeLibrary{expand: func(_ context.Context, _ retrieval.Citation, step int) (retrieval.Snippet, bool, error) {
				return talks(), step == 2, nil
			}}},
		"document": {Request{Command: "sources show", Options: map[string]string{"source": "talks"}},
			fakeLibrary{document: func(context.Context, string) (retrieval.DocumentInfo, error) {
				return retrieval.DocumentInfo{
					Source:   retrieval.Source{Path: "talks.txt", Title: "Deeper Cooperation", Date: noon, Passages: 9},
					Language: "en", Lines: 60, Hash: strings.Repeat("0123456789abcdef", 4), Indexed: noon.Add(time.Hour),
					Fields: []retrieval.FactHit{fact("author", "A. Writer", "talks.txt", 2, 2026)}, Facts: []retrieval.FactHit{inTable},
					Outline: []retrieval.Section{{Heading: "Overview", Level: 1, Line: 7}, {Heading: "Scope", Level: 2, Line: 20}},
				}, nil
			}}},
		"file": {Request{Command: "sources file", Options: map[string]string{"source": "talks"}},
			fakeLibrary{open: func(context.Context, string, int64) (retrieval.File, error) {
				return retrieval.File{Path: "talks.txt", Data: []byte("x")}, nil
			}}},
		"file_large": {Request{Command: "sources file", Options: map[string]string{"source": "talks"}},
			fakeLibrary{open: func(_ context.Context, _ string, limit int64) (retrieval.File, error) {
				return retrieval.File{}, &retrieval.TooLargeError{Path: "talks.txt", Size: 34 << 20, Limit: limit}
			}}},
		"verify": {Request{Command: "verify", Options: map[string]string{"text": "They met in Nara. They met in Kobe. They flew."}},
			fakeLibrary{verify: func(context.Context, string) ([]retrieval.Checked, error) {
				return []retrieval.Checked{
					{Sentence: "They met in Nara.", Verdict: retrieval.Verbatim, Snippet: talks()},
					{Sentence: "They met in Kobe.", Verdict: retrieval.Close, Snippet: talks(), Differences: []retrieval.Difference{
						{Said: "Kobe", Reads: "Nara", Kind: retrieval.DifferentName}, {Reads: "Takaichi", Kind: retrieval.DifferentWords},
					}},
					{Sentence: "They flew.", Verdict: retrieval.Absent},
				}, &retrieval.LeftOutError{Checked: 3, LeftOut: 2}
			}}},
		"verify_nothing": {Request{Command: "verify", Options: map[string]string{"text": "👍"}}, fakeLibrary{}},
		"fact_table": {Request{Command: "fact", Options: map[string]string{"name": "cooperation scope"}},
			fakeLibrary{
				facts: func(context.Context, string, string, int) ([]retrieval.FactHit, error) {
					return []retrieval.FactHit{inTable}, nil
				},
				expand: func(context.Context, retrieval.Citation, int) (retrieval.Snippet, bool, error) {
					return table, false, nil
				},
			}},
		"help_topic":      {Request{Command: "help", Options: map[string]string{"topic": "quote"}}, *answering(retrieval.Answer{}, retrieval.Status{})},
		"help_unknown":    {Request{Command: "help", Options: map[string]string{"topic": "weather"}}, *answering(retrieval.Answer{}, retrieval.Status{})},
		"ask_bad_date":    {Request{Command: "ask", Options: map[string]string{"question": "where?", "until": "soon"}}, fakeLibrary{}},
		"find_bad_choice": {Request{Command: "find", Options: map[string]string{"query": "ferry", "sort": "random"}}, fakeLibrary{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.lib.status == nil {
				c.lib.status = func() retrieval.Status { return retrieval.Status{Documents: 3} }
			}
			res, err := commandsOver(&c.lib).Run(t.Context(), c.request)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name, res.Reply)
		})
	}
}

// TestFaults: a library that fails is an error for the operator, and one sentence for the reader.
func TestFaults(t *testing.T) {
	t.Parallel()
	lib := &fakeLibrary{
		quote: func(context.Context, retrieval.Place) (retrieval.Snippet, error) { return retrieval.Snippet{}, errDisk },
		expand: func(context.Context, retrieval.Citation, int) (retrieval.Snippet, bool, error) {
			return retrieval.Snippet{}, false, errDisk
		},
		document: func(context.Context, string) (retrieval.DocumentInfo, error) {
			return retrieval.DocumentInfo{}, errDisk
		},
		open:   func(context.Context, string, int64) (retrieval.File, error) { return retrieval.File{}, errDisk },
		verify: func(context.Context, string) ([]retrieval.Checked, error) { return nil, errDisk },
	}
	for _, r := range []Request{
		{Command: "quote", Options: map[string]string{"source": "x", "lines": "1"}}, Request{}.Expanded(citation("x", 1, 1)),
		{Command: "sources show", Options: map[string]string{"source": "x"}}, {Command: "sources file", Options: map[string]string{"source": "x"}},
		{Command: "verify", Options: map[string]string{"text": "They met."}},
	} {
		res, err := commandsOver(lib).Run(t.Context(), r)
		if !errors.Is(err, errDisk) || res.Text != say("say.fault") || !res.Private {
			t.Errorf("%s: %q, %v", r.Command, res.Text, err)
		}
	}
}

// TestPagesOfSources: every document stands on one page, and there is no page behind the last.
func TestPagesOfSources(t *testing.T) {
	t.Parallel()
	lib := answering(retrieval.Answer{}, retrieval.Status{Documents: 45})
	lib.sources = func(context.Context, string) ([]retrieval.Source, error) {
		all := make([]retrieval.Source, 45)
		for i := range all {
			all[i].Path = strings.Repeat("x", i+1)
		}
		return all, nil
	}
	seen := map[string]bool{}
	for page, want := range []int{20, 20, 5, 5} {
		res, err := commandsOver(lib).Run(t.Context(), Request{Command: sourcesList, Page: page})
		if err != nil || len(res.Lines) != want || res.More != (page < 2) {
			t.Errorf("page %d: %d lines, more %v, %v", page, len(res.Lines), res.More, err)
		}
		for _, l := range res.Lines {
			seen[l.Place.Path] = true
		}
	}
	if len(seen) != 45 {
		t.Errorf("%d documents were listed", len(seen))
	}
}

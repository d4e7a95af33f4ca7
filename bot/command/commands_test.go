package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
	"docent/retrieval/document"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// withoutZeros is v as JSON decodes it again, without the fields that have their zero value, so that a golden file shows
// what a reply says and not what it could say.
func withoutZeros(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var fields any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	return pruned(fields)
}

func pruned(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = pruned(v[i])
		}
	case map[string]any:
		for name, field := range v {
			switch field = pruned(field); field {
			case nil, "", false, 0.0, "0001-01-01T00:00:00Z":
				delete(v, name)
			default:
				v[name] = field
			}
		}
		if len(v) == 0 {
			return nil
		}
	}
	return v
}

// golden compares a reply with testdata/replies/NAME.json.
func golden(t *testing.T, name string, reply render.Reply) {
	t.Helper()
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(withoutZeros(t, reply)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "replies", name+".json")
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s: got\n%s\nwant\n%s", path, got.Bytes(), want)
	}
}

var (
	noon    = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	errDisk = errors.New("the disk is on fire")
)

// commandsOver are the commands in English.
func commandsOver(lib Library) *Commands { return New(lib, english(), SourceURL{}) }

// talks is a snippet with everything a snippet may have.
func talks() retrieval.Snippet {
	const text = "Takaichi and Lee met in Nara.\n\nCooperation Scope: Economic matters"
	return retrieval.Snippet{
		Text: text,
		Pieces: []retrieval.Piece{
			{Start: 0, End: 29, Span: retrieval.Span{Start: 100, End: 129, First: 9, Last: 9}, Kind: document.Paragraph},
			{Start: 31, End: len(text), Span: retrieval.Span{Start: 200, End: 235, First: 22, Last: 22}, Kind: document.TableRow, Skipped: true},
		},
		Sentence: [2]int{0, 29},
		Matches:  [][2]int{{0, 8}, {13, 16}},
		Before:   true,
		After:    true,
		Citation: citation("talks.txt", 9, 22),
		Score:    3,
		Why:      []retrieval.Reason{{What: "takaichi", Share: 0.75}, {What: "lee", Share: 0.25}},
	}
}

func citation(path string, first, last int) retrieval.Citation {
	return retrieval.Citation{
		Title: "Deeper Economic Security Cooperation", Heading: "Overview", Path: path, Lines: [2]int{first, last},
		Date: time.Date(2026, 1, 14, 7, 0, 0, 0, time.UTC),
	}
}

func fact(name, value, path string, line int, year int) retrieval.FactHit {
	c := citation(path, line, line)
	c.Date = time.Date(year, 3, 1, 0, 0, 0, 0, time.UTC)
	text := name + ": " + value
	return retrieval.FactHit{Name: name, Value: value, Head: "Focus Area: Details", Snippet: retrieval.Snippet{
		Text:     text,
		Pieces:   []retrieval.Piece{{End: len(text), Span: retrieval.Span{First: line, Last: line}, Kind: document.TableRow}},
		Citation: c,
	}}
}

// answering is a library that answers with a, and stands as status says.
func answering(a retrieval.Answer, status retrieval.Status) *fakeLibrary {
	return &fakeLibrary{
		answer: func(context.Context, retrieval.Question) (retrieval.Answer, error) { return a, nil },
		status: func() retrieval.Status { return status },
	}
}

func TestAsk(t *testing.T) {
	t.Parallel()
	suggested := []retrieval.Suggestion{
		{Kind: retrieval.SuggestSpelling, Text: "Takaichi"},
		{Kind: retrieval.SuggestHeading, Text: "Economic Security Focus", Citation: citation("talks.txt", 52, 52)},
	}
	cases := map[string]struct {
		lib      *fakeLibrary
		question string
	}{
		"found":             {answering(retrieval.Answer{Found: true, Documents: 12, Snippets: []retrieval.Snippet{talks()}}, retrieval.Status{}), "Where did they meet?"},
		"found_notice":      {answering(retrieval.Answer{Found: true, Documents: 12, Snippets: []retrieval.Snippet{talks()}, Notice: retrieval.Notice{Kind: "folder_missing"}}, retrieval.Status{}), "Where?"},
		"unverified":        {answering(retrieval.Answer{Found: true, Documents: 12}, retrieval.Status{}), "Where?"},
		"silence":           {answering(retrieval.Answer{Documents: 4320}, retrieval.Status{}), "What is the capital of France?"},
		"silence_one":       {answering(retrieval.Answer{Documents: 1}, retrieval.Status{}), "What is the capital of France?"},
		"silence_suggested": {answering(retrieval.Answer{Documents: 12, Suggestions: suggested, Notice: retrieval.Notice{Kind: "index_damaged"}}, retrieval.Status{}), "Takaichy?"},
		"no_documents":      {answering(retrieval.Answer{}, retrieval.Status{}), "Where?"},
		"still_reading":     {answering(retrieval.Answer{}, retrieval.Status{Busy: true, Notice: retrieval.Notice{Kind: "not_indexed"}}), "Where?"},
		"none_readable":     {answering(retrieval.Answer{}, retrieval.Status{Failed: []retrieval.Failure{{Path: "a.txt"}, {Path: "b.txt"}}}), "Where?"},
		"empty":             {&fakeLibrary{}, ""},
		"white_space":       {&fakeLibrary{}, " \t\n\u00a0\u3000"},
		"control":           {&fakeLibrary{}, "\x00\x1b[\x07\u202e\u2066"},
		"emoji":             {&fakeLibrary{}, "👍🏽 👩‍👩‍👧 !?"},
		"too_long":          {&fakeLibrary{}, strings.Repeat("long ", 800)},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res, err := commandsOver(c.lib).Run(t.Context(), Request{Command: AskName, Options: map[string]string{"question": c.question}})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "ask_"+name, res.Reply)
		})
	}
}

func TestAskHandsTheQuestionOn(t *testing.T) {
	t.Parallel()
	var got retrieval.Question
	lib := &fakeLibrary{answer: func(_ context.Context, q retrieval.Question) (retrieval.Answer, error) {
		got = q
		return retrieval.Answer{Documents: 1}, nil
	}}
	hostile := " @everyone ```where``` \u202edid\u202c they\x00meet?\n "
	r := Request{
		Command: AskName, Options: map[string]string{"question": hostile, "source": " talks\u200b ", "passages": "2"},
		Earlier: "who\nmet?", Asked: noon, Once: true, Why: true,
	}
	want := retrieval.Question{Text: "@everyone ```where``` did they meet?", Earlier: "who met?", Source: "talks", Limit: 2, Why: true, Asked: noon}
	for _, ahead := range []int{0, 1} { // where there may be a next page, it is looked for
		if _, err := commandsOver(lib).Run(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if want.Limit = 2 + ahead; got != want {
			t.Errorf("asked %+v, want %+v", got, want)
		}
		r.Once = false
	}
}

func TestQuestionLimit(t *testing.T) {
	t.Parallel()
	commands := commandsOver(&fakeLibrary{})
	for length, want := range map[int]bool{MaxQuestion: true, MaxQuestion + 1: false} {
		if _, _, ok := commands.readQuestion(strings.Repeat("é", length)); ok != want {
			t.Errorf("a question of %d characters: %v", length, ok)
		}
	}
}

func TestFact(t *testing.T) {
	t.Parallel()
	scope := fact("Cooperation Scope", "Economic matters", "talks.txt", 22, 2026)
	same := fact("cooperation scope", "economic  matters", "copy.txt", 3, 2027)
	other := fact("Cooperation Scope", "Defence", "older.txt", 7, 2024)
	sibling := fact("Cooperation Scope", "Trade", "talks.txt", 30, 2026)
	near := fact("Scope of Talks", "Supply chains", "more.txt", 4, 2025)
	cases := map[string]struct {
		name  string
		found []retrieval.FactHit
	}{
		"one":       {"coopération  SCOPE", []retrieval.FactHit{scope}}, // accents and case as typed
		"agree":     {"Cooperation Scope", []retrieval.FactHit{scope, same, near}},
		"disagree":  {"Cooperation Scope", []retrieval.FactHit{other, scope, near}},
		"same_file": {"Cooperation Scope", []retrieval.FactHit{scope, sibling}},
		"nearest":   {"scope", []retrieval.FactHit{scope, near}},
		"none":      {"budget", nil},
		"no_name":   {" ", []retrieval.FactHit{scope, near}},
		"emoji":     {"👍", nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lib := &fakeLibrary{
				facts: func(_ context.Context, name, source string, limit int) ([]retrieval.FactHit, error) {
					if name != Clean(c.name) || source != "talks" && name != "" || limit != maxFacts {
						t.Errorf("Facts(%q, %q, %d)", name, source, limit)
					}
					return c.found, nil
				},
				status: func() retrieval.Status { return retrieval.Status{Documents: 3} },
			}
			res, err := commandsOver(lib).Run(t.Context(), Request{Command: factName, Options: map[string]string{"name": c.name, "source": "talks"}})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "fact_"+name, res.Reply)
		})
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	unmarked := talks()
	unmarked.Sentence = [2]int{}
	unmarked.Citation = retrieval.Citation{Path: "paper.pdf", Page: 4}
	cases := map[string]struct {
		query string
		page  int
		hits  retrieval.Hits
	}{
		"one":   {"nara", 0, retrieval.Hits{Snippets: []retrieval.Snippet{talks()}, Total: 1}},
		"page":  {"nara", 1, retrieval.Hits{Snippets: []retrieval.Snippet{talks(), unmarked}, Total: 1234, Notice: retrieval.Notice{Kind: "index_damaged"}}},
		"none":  {"nara", 0, retrieval.Hits{}},
		"empty": {"", 0, retrieval.Hits{}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lib := &fakeLibrary{
				find: func(_ context.Context, s retrieval.Search) (retrieval.Hits, error) {
					if s.Limit != maxHits || s.Offset != c.page*maxHits {
						t.Errorf("Find(%+v)", s)
					}
					return c.hits, nil
				},
				status: func() retrieval.Status { return retrieval.Status{Documents: 3} },
			}
			res, err := commandsOver(lib).Run(t.Context(), Request{Command: findName, Options: map[string]string{"query": c.query}, Page: c.page})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "find_"+name, res.Reply)
		})
	}
}

func TestSources(t *testing.T) {
	t.Parallel()
	var many []retrieval.Source
	for range 25 {
		many = append(many, retrieval.Source{Path: "n.md", Title: "News", Passages: 2})
	}
	dated := retrieval.Source{Path: "talks.txt", Title: "Deeper Cooperation", Date: noon, Passages: 1, Bytes: 4000}
	failed := []retrieval.Failure{{Path: "a.pdf", Kind: "unknown_type", Detail: ".pdf"}}
	cases := map[string]struct {
		filter  string
		sources []retrieval.Source
		status  retrieval.Status
	}{
		"one":      {"", []retrieval.Source{dated}, retrieval.Status{Documents: 1}},
		"many":     {"", many, retrieval.Status{Documents: 25}},
		"failed":   {"", []retrieval.Source{dated, {Path: "b.txt", Passages: 3}}, retrieval.Status{Documents: 2, Failed: failed, Notice: retrieval.Notice{Kind: "index_damaged"}}},
		"filtered": {"zzz", nil, retrieval.Status{Documents: 1, Failed: failed}},
		"nothing":  {"", nil, retrieval.Status{}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lib := &fakeLibrary{
				sources: func(_ context.Context, filter string) ([]retrieval.Source, error) {
					if filter != c.filter {
						t.Errorf("Sources(%q)", filter)
					}
					return c.sources, nil
				},
				status: func() retrieval.Status { return c.status },
			}
			res, err := commandsOver(lib).Run(t.Context(), Request{Command: sourcesList, Options: map[string]string{"filter": c.filter + " "}})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "sources_"+name, res.Reply)
		})
	}
}

// TestHelp has two titles, of which only the second is one that the documents answer about.
func TestHelp(t *testing.T) {
	t.Parallel()
	lib := &fakeLibrary{
		sources: func(context.Context, string) ([]retrieval.Source, error) {
			return []retrieval.Source{{Path: "untitled.txt"}, {Path: "a.txt", Title: "Dead End"}, {Path: "b.txt", Title: "Live Wire"}}, nil
		},
		facts: func(context.Context, string, string, int) ([]retrieval.FactHit, error) {
			return []retrieval.FactHit{fact("Cooperation Scope", "Trade", "b.txt", 1, 2026)}, nil
		},
		answer: func(_ context.Context, q retrieval.Question) (retrieval.Answer, error) {
			if strings.Contains(q.Text, "Live Wire") {
				return retrieval.Answer{Found: true, Snippets: []retrieval.Snippet{talks()}}, nil
			}
			return retrieval.Answer{Documents: 3}, nil
		},
		status: func() retrieval.Status { return retrieval.Status{Documents: 3} },
	}
	res, err := commandsOver(lib).Run(t.Context(), Request{Command: "help"})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "help", res.Reply)
}

func TestHelpWithoutDocuments(t *testing.T) {
	t.Parallel()
	res, err := commandsOver(answering(retrieval.Answer{}, retrieval.Status{})).Run(t.Context(), Request{Command: "help"})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "help_empty", res.Reply)
}

// TestFaultIsNotSilence fails the library in every command: the reply must not say that nothing was found.
func TestFaultIsNotSilence(t *testing.T) {
	t.Parallel()
	lib := &fakeLibrary{
		answer: func(context.Context, retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{}, errDisk
		},
		find:    func(context.Context, retrieval.Search) (retrieval.Hits, error) { return retrieval.Hits{}, errDisk },
		facts:   func(context.Context, string, string, int) ([]retrieval.FactHit, error) { return nil, errDisk },
		sources: func(context.Context, string) ([]retrieval.Source, error) { return nil, errDisk },
		status:  func() retrieval.Status { return retrieval.Status{Documents: 3} },
	}
	for _, line := range []string{"where?", "/ask where?", "/find where", "/fact scope", "/fact", "/sources", "/help"} {
		reply, err := commandsOver(lib).Line(t.Context(), line, noon)
		if !errors.Is(err, errDisk) {
			t.Errorf("Line(%q): error %v", line, err)
		}
		if reply.Text != say("say.fault") || !reply.Private || len(reply.Lines)+len(reply.Cards) > 0 {
			t.Errorf("Line(%q) replied %+v", line, reply)
		}
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	var asked []string
	note := func(what string, parts ...string) { asked = append(asked, what+"("+strings.Join(parts, ",")+")") }
	lib := &fakeLibrary{
		answer: func(_ context.Context, q retrieval.Question) (retrieval.Answer, error) {
			note("answer", q.Text)
			return retrieval.Answer{Documents: 1}, nil
		},
		find: func(_ context.Context, s retrieval.Search) (retrieval.Hits, error) {
			note("find", s.Text)
			return retrieval.Hits{}, nil
		},
		facts: func(_ context.Context, name, source string, _ int) ([]retrieval.FactHit, error) {
			note("facts", name, source)
			return nil, nil
		},
		sources: func(_ context.Context, filter string) ([]retrieval.Source, error) {
			note("sources", filter)
			return nil, nil
		},
		status: func() retrieval.Status { return retrieval.Status{Documents: 1} },
	}
	cases := []struct{ line, calls, text string }{
		{"", "", ""},
		{" \t ", "", ""},
		{"where did they meet?", "answer(where did they meet?)", ""},
		{"  /ask   where? ", "answer(where?)", ""},
		{"/ASK where?", "answer(where?)", ""},
		{"/ask", "", say("say.no_question")},
		{"/find", "", say("say.no_query")},
		{"/find drums in Nara", "find(drums in Nara)", ""},
		{"/fact cooperation scope", "facts(cooperation scope,)", ""},
		{"/fact", "facts(,)", say("say.no_fact_name")},
		{"/sources", "sources()", ""},
		{"/sources news/", "sources(news/)", ""},
		{"/quit", "", ""},
		{"/aks where?", "", say("say.unknown_command_near", locale.Args{"name": "ask"})},
		{"/so", "", say("say.unknown_command_near", locale.Args{"name": "sources"})},
		{"/serch", "", say("say.unknown_command")},
		{"/", "", say("say.unknown_command")},
		{"/etc/passwd", "", say("say.unknown_command")},
	}
	for _, c := range cases {
		asked = nil
		reply, err := commandsOver(lib).Line(t.Context(), c.line, noon)
		if err != nil {
			t.Errorf("Line(%q): %v", c.line, err)
		}
		if got := strings.Join(asked, " "); got != c.calls {
			t.Errorf("Line(%q) called %q, want %q", c.line, got, c.calls)
		}
		if c.text != "" && reply.Text != c.text {
			t.Errorf("Line(%q) said %q, want %q", c.line, reply.Text, c.text)
		}
		if c.calls == "" && c.text == "" && (reply.Text != "" || reply.Lines != nil || reply.Cards != nil) {
			t.Errorf("Line(%q) said %+v, want nothing", c.line, reply)
		}
	}
}

func FuzzLine(f *testing.F) {
	for _, line := range []string{"", "where?", "/ask x", "/fact x", "/find x", "/sources x", "/help", "/quit", "/x", "\xff/", "/\u202e", "/ask \x00"} {
		f.Add(line)
	}
	lib := &fakeLibrary{
		answer: func(context.Context, retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{Documents: 1}, nil
		},
		find:    func(context.Context, retrieval.Search) (retrieval.Hits, error) { return retrieval.Hits{}, nil },
		facts:   func(context.Context, string, string, int) ([]retrieval.FactHit, error) { return nil, nil },
		sources: func(context.Context, string) ([]retrieval.Source, error) { return nil, nil },
		status:  func() retrieval.Status { return retrieval.Status{Documents: 1} },
	}
	commands := commandsOver(lib)
	f.Fuzz(func(t *testing.T, line string) {
		reply, err := commands.Line(context.Background(), line, noon)
		if err != nil {
			t.Fatal(err)
		}
		name, rest := splitLine(line)
		silent := reply.Text == "" && len(reply.Lines) == 0
		if wanted := name == "quit" || name == "" && rest == ""; silent != wanted {
			t.Errorf("Line(%q) said %+v", line, reply)
		}
	})
}

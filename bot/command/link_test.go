package command

import (
	"net/url"
	"strings"
	"testing"

	"docent/bot/render"
	"docent/retrieval"
)

func TestSourceURL(t *testing.T) {
	t.Parallel()
	at := spot{path: "a folder/so & so#1.md", line: 12, page: 3, heading: "What's new: C++ (2026)", text: "It began - so they say - in Nara, in 2026, and went on for a very long time indeed."}
	for _, test := range []struct {
		template string
		at       spot
		want     string
	}{
		{"https://example.org/blob/main/{path}#L{line}", at, "https://example.org/blob/main/a%20folder/so%20%26%20so%231.md#L12"},
		{"https://example.org/{path}#page={page}", at, "https://example.org/a%20folder/so%20%26%20so%231.md#page=3"},
		{"https://example.org/{path}#{heading}", at, "https://example.org/a%20folder/so%20%26%20so%231.md#whats-new-c-2026"},
		{"https://example.org/view?file={path}&l={line}", at, "https://example.org/view?file=a%20folder/so%20%26%20so%231.md&l=12"},
		{"https://example.org/{path}#:~:text={text}", at,
			"https://example.org/a%20folder/so%20%26%20so%231.md#:~:text=It%20began%20%2D%20so%20they%20say%20%2D%20in%20Nara%2C%20in%202026%2C%20and%20went%20on%20for"},
		{"https://example.org/{path}#L{line}", spot{path: "x.md"}, "https://example.org/x.md"},
		{"https://example.org/{path}#page={page}", spot{path: "x.md", line: 3}, "https://example.org/x.md"},
		{"https://example.org/{path}#{heading}", spot{path: "x.md", heading: "日本語 の 見出し"}, "https://example.org/x.md#%E6%97%A5%E6%9C%AC%E8%AA%9E-%E3%81%AE-%E8%A6%8B%E5%87%BA%E3%81%97"},
		{"https://example.org/{path}", spot{path: ") [x](https://evil.example) <@1>`.md"},
			"https://example.org/%29%20%5Bx%5D%28https%3A//evil.example%29%20%3C%40%31%3E%60.md"},
		{"https://example.org/{path}", spot{}, ""},
		{"https://example.org/{path}", spot{path: strings.Repeat("long/", 200)}, ""},
		{"", at, ""},
	} {
		s := SourceURL{test.template}
		got := s.link(test.at)
		if want := strings.ReplaceAll(test.want, "%31", "1"); got != want {
			t.Errorf("%s: got %s, want %s", test.template, got, want)
		}
		if _, err := url.Parse(got); err != nil {
			t.Errorf("%s: %v", got, err)
		}
	}
}

func TestNewSourceURL(t *testing.T) {
	t.Parallel()
	for template, ok := range map[string]bool{
		"https://example.org/blob/main/{path}#L{line}": true,
		"http://127.0.0.1:8080/{path}":                 true,
		"https://example.org/?q={path}&t={text}":       true,
		"https://example.org/":                         false,
		"https://example.org/{path}/{lines}":           false,
		"ftp://example.org/{path}":                     false,
		"javascript:alert({path})":                     false,
		"https://{path}.example.org/":                  false,
		"https://example.org{path}":                    false,
		"https://me:secret@example.org/{path}":         false,
		"https://example.org/ {path}":                  false,
		"https://example.org/{path":                    false,
		"https://example.org/{path}>":                  false,
		"{path}":                                       false,
		"https:///{path}":                              false,
	} {
		if _, err := NewSourceURL(template); (err == nil) != ok {
			t.Errorf("%s: %v", template, err)
		}
	}
}

func FuzzSourceURL(f *testing.F) {
	f.Add("a/b.md", "Heading", "Some text.", 3)
	f.Fuzz(func(t *testing.T, path, heading, text string, line int) {
		for _, template := range []string{"https://example.org/x/{path}?h={heading}#L{line}", "https://example.org/{path}#:~:text={text}"} {
			link := SourceURL{template}.link(spot{path: path, heading: heading, text: text, line: line})
			if link == "" {
				continue
			}
			u, err := url.Parse(link)
			if err != nil || u.Host != "example.org" || len(link) > maxLink || strings.ContainsAny(link, " ()<>[]`\"\n") {
				t.Errorf("%q: %v", link, err)
			}
		}
	})
}

func TestSpotOf(t *testing.T) {
	t.Parallel()
	s := retrieval.Snippet{
		Text: "One.\nTwo.\nThree.\n\nFour.", Citation: retrieval.Citation{Path: "x.md", Lines: [2]int{5, 9}},
		Pieces: []retrieval.Piece{{End: 16, Span: retrieval.Span{First: 5, Last: 7}}, {Start: 18, End: 23, Span: retrieval.Span{First: 9, Last: 9}}},
	}
	for want, sentence := range map[int][2]int{5: {}, 6: {5, 9}, 7: {10, 16}, 9: {18, 23}} {
		s.Sentence = sentence
		if got := spotOf(s).line; got != want {
			t.Errorf("the sentence %v is on line %d, want %d", sentence, got, want)
		}
	}
}

func TestLinksOfAResult(t *testing.T) {
	t.Parallel()
	links, err := NewSourceURL("https://example.org/{path}#L{line}")
	if err != nil {
		t.Fatal(err)
	}
	res := Result{Snippets: []retrieval.Snippet{talks()}}
	res.Cards = cards(res.Snippets)
	res.Lines = []render.Line{{Place: render.Place{Path: "a.md", First: 3}}, {Label: "no place"}}
	res.Sections = []render.Section{{Cards: cards(res.Snippets), Fields: []render.Field{{Place: render.Place{Path: "b.md"}}}}}
	links.fill(&res)
	for got, want := range map[string]string{
		res.Cards[0].URL: "https://example.org/talks.txt#L9", res.Lines[0].Place.URL: "https://example.org/a.md#L3", res.Lines[1].Place.URL: "",
		res.Sections[0].Fields[0].Place.URL: "https://example.org/b.md",
	} {
		if got != want {
			t.Errorf("the link is %q, want %q", got, want)
		}
	}
	if got := res.Sections[0].Cards[0].URL; got != "https://example.org/talks.txt#L9" {
		t.Errorf("a section's card links to %q", got)
	}
}

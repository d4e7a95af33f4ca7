package command

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/bot/render"
	"docent/retrieval"
)

// A SourceURL is a template of links to the places that quotes were read at, such as
// "https://example.org/blob/main/{path}#L{line}". The zero SourceURL makes none.
//
// Its placeholders are {path}, {line} (the first of the quote), {page}, {heading} (in the form of an anchor: lower case,
// with hyphens) and {text} (the beginning of the sentence that answers, for a text fragment "#:~:text={text}"). What is
// filled in is escaped, the slashes of a path excepted. A fragment that asks for what a place lacks is left out.
type SourceURL struct{ template string }

var (
	placeholder = regexp.MustCompile(`\{[^{}]*\}`)
	// linkParts are what a template may ask for.
	linkParts = []string{"{path}", "{line}", "{page}", "{heading}", "{text}"}
)

const (
	maxLink         = 500 // bytes: what Discord takes as a button's link, with a margin
	maxFragmentText = 60  // runes of {text}: enough to find a sentence by
)

// NewSourceURL reads a template. The error says what is wrong with it and what is expected.
func NewSourceURL(template string) (SourceURL, error) {
	for _, p := range placeholder.FindAllString(template, -1) {
		if !slices.Contains(linkParts, p) {
			return SourceURL{}, fmt.Errorf("%s is none of the placeholders %s", p, strings.Join(linkParts, " "))
		}
	}
	if !strings.Contains(template, "{path}") {
		return SourceURL{}, fmt.Errorf("{path} is missing")
	}
	bare := placeholder.ReplaceAllString(template, "x")
	u, err := url.Parse(bare)
	switch {
	case err != nil:
		return SourceURL{}, fmt.Errorf("it is no address")
	case u.Scheme != "https" && u.Scheme != "http", u.Host == "":
		return SourceURL{}, fmt.Errorf("it must begin with https:// or http:// and a host")
	case u.User != nil:
		return SourceURL{}, fmt.Errorf("it must not hold a user or a password: everyone sees it")
	case strings.ContainsAny(bare, " \t\r\n<>{}|\\^`\""):
		return SourceURL{}, fmt.Errorf("it holds characters that no address may have")
	}
	before, _, _ := strings.Cut(template, "{")
	if u, err := url.Parse(before); err != nil || u.Host == "" || !strings.Contains(strings.TrimPrefix(before, u.Scheme+"://"), "/") {
		return SourceURL{}, fmt.Errorf("the host must stand before the first placeholder")
	}
	return SourceURL{template}, nil
}

// A spot is a place as links speak of it.
type spot struct {
	path    string
	line    int
	page    int
	heading string
	text    string // the sentence that is meant
}

// link is the address of a spot, "" where there is no template or the address would be too long.
func (s SourceURL) link(at spot) string {
	if s.template == "" || at.path == "" {
		return ""
	}
	body, fragment, hasFragment := strings.Cut(s.template, "#")
	link, _ := at.fillIn(body)
	if hasFragment {
		if filled, whole := at.fillIn(fragment); whole {
			link += "#" + filled
		}
	}
	if len(link) > maxLink {
		return ""
	}
	return link
}

// fillIn fills a template in, and reports whether the spot has all that it asks for.
func (at spot) fillIn(template string) (filled string, whole bool) {
	whole = true
	filled = placeholder.ReplaceAllStringFunc(template, func(name string) string {
		value := at.value(name)
		if value == "" {
			whole = false
		}
		return value
	})
	return filled, whole
}

func (at spot) value(name string) string {
	switch {
	case name == "{path}":
		return escapeURL(at.path, "/-")
	case name == "{line}" && at.line > 0:
		return strconv.Itoa(at.line)
	case name == "{page}" && at.page > 0:
		return strconv.Itoa(at.page)
	case name == "{heading}":
		return escapeURL(anchor(at.heading), "-")
	case name == "{text}":
		return escapeURL(Beginning(at.text, maxFragmentText), "") // a hyphen means something in a text fragment
	}
	return ""
}

// escapeURL writes every byte as %XX but letters, digits, "_", ".", "~" and those in keep.
func escapeURL(s, keep string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("_.~"+keep, c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// anchor is a heading as Markdown's viewers make an anchor of it: lower case, spaces as hyphens, without punctuation.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.Is(unicode.Mn, r), r == '-', r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, Clean(heading))
}

// Beginning is the first line of s, cut before a word where it is longer than limit runes.
func Beginning(s string, limit int) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	s = Clean(s)
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	cut := string([]rune(s)[:limit])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut
}

// fill puts links on a result's cards and list.
func (s SourceURL) fill(res *Result) {
	if s.template == "" {
		return
	}
	for i := range res.Cards {
		if i < len(res.Snippets) {
			res.Cards[i].URL = s.link(spotOf(res.Snippets[i]))
		}
	}
	s.fillLines(res.Lines)
	for _, section := range res.Sections {
		s.fillLines(section.Lines)
		for i := range section.Fields {
			s.fillPlace(&section.Fields[i].Place)
		}
		for i, c := range section.Cards {
			section.Cards[i].URL = s.link(spot{path: c.Path, line: firstLine(c), page: c.Page, heading: c.Heading})
		}
	}
}

func (s SourceURL) fillLines(lines []render.Line) {
	for i := range lines {
		s.fillPlace(&lines[i].Place)
	}
}

func (s SourceURL) fillPlace(p *render.Place) {
	p.URL = s.link(spot{path: p.Path, line: p.First, page: p.Page})
}

func firstLine(c render.Card) int {
	if len(c.Quote.Pieces) == 0 {
		return 0
	}
	return c.Quote.Pieces[0].First
}

// spotOf is where a snippet was read; the line is that of the sentence that answers, where the snippet marks one.
func spotOf(s retrieval.Snippet) spot {
	at := spot{path: s.Citation.Path, line: s.Citation.Lines[0], page: s.Citation.Page, heading: s.Citation.Heading, text: bestSentence(s)}
	for _, p := range s.Pieces {
		if s.Sentence[0] < s.Sentence[1] && p.Start <= s.Sentence[0] && s.Sentence[0] < p.End && p.Span.First > 0 {
			at.line = p.Span.First
			if breaks := strings.Count(s.Text[p.Start:p.End], "\n"); breaks == p.Span.Last-p.Span.First {
				at.line += strings.Count(s.Text[p.Start:s.Sentence[0]], "\n")
			}
		}
	}
	return at
}

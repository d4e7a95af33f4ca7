package command

import (
	"strconv"
	"strings"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
	"docent/retrieval/document"
)

// This file turns what retrieval found into what render draws: nothing is reworded, cut or escaped on the way.

func cards(snippets []retrieval.Snippet) []render.Card {
	out := make([]render.Card, 0, len(snippets))
	for _, s := range snippets {
		at := s.Citation
		out = append(out, render.Card{
			Quote: quote(s), Title: at.Title, Heading: at.Heading, Path: at.Path, Page: at.Page, Date: at.Date, Why: reasons(s.Why),
		})
	}
	return out
}

func quote(s retrieval.Snippet) render.Quote {
	pieces := make([]render.Piece, 0, len(s.Pieces))
	for _, p := range s.Pieces {
		pieces = append(pieces, render.Piece{
			Start:   p.Start,
			End:     p.End,
			First:   p.Span.First,
			Last:    p.Span.Last,
			Skipped: p.Skipped,
			Table:   p.Kind == document.TableRow || p.Kind == document.TableHead,
			Head:    p.Kind == document.TableHead,
			Code:    p.Kind == document.Code,
		})
	}
	return render.Quote{Text: s.Text, Pieces: pieces, Sentence: s.Sentence, Matches: s.Matches, Before: s.Before, After: s.After}
}

// pieceWith is the piece of a snippet in which its sentence begins.
func pieceWith(s retrieval.Snippet) (retrieval.Piece, bool) {
	for _, p := range s.Pieces {
		if p.Start <= s.Sentence[0] && s.Sentence[0] < p.End && s.Sentence[0] < s.Sentence[1] {
			return p, true
		}
	}
	return retrieval.Piece{}, false
}

// narrowed is a snippet without all but one of its pieces. What was marked in the others is marked no more.
func narrowed(s retrieval.Snippet, p retrieval.Piece) retrieval.Snippet {
	within := func(r [2]int) [2]int { return [2]int{max(r[0], p.Start) - p.Start, min(r[1], p.End) - p.Start} }
	out := s
	out.Before, out.After = s.Before || p.Start > 0, s.After || p.End < len(s.Text)
	out.Text, out.Sentence, out.Matches = s.Text[p.Start:p.End], within(s.Sentence), nil
	for _, m := range s.Matches {
		if m[0] >= p.Start && m[1] <= p.End {
			out.Matches = append(out.Matches, within(m))
		}
	}
	p.Start, p.End, p.Skipped = 0, len(out.Text), false
	out.Pieces = []retrieval.Piece{p}
	out.Citation.Lines = [2]int{p.Span.First, p.Span.Last}
	return out
}

func reasons(why []retrieval.Reason) []string {
	var out []string
	for _, r := range why {
		out = append(out, strconv.FormatFloat(r.Share, 'f', 3, 64)+"  "+r.What)
	}
	return out
}

// suggestions lists headings before spellings: a heading is something to read at once.
func (c *Commands) suggestions(all []retrieval.Suggestion) []render.Line {
	var headings, spellings []render.Line
	for _, s := range all {
		switch s.Kind {
		case retrieval.SuggestHeading:
			headings = append(headings, render.Line{Label: s.Text, Text: unlessSame(s.Citation.Title, s.Text), Place: place(s.Citation)})
		case retrieval.SuggestSpelling:
			spellings = append(spellings, render.Line{Label: s.Text, Text: c.words.Text("say.spelt_so")})
		}
	}
	return append(headings, spellings...)
}

func hitLine(s retrieval.Snippet) render.Line {
	text := bestSentence(s)
	return render.Line{Label: caption(s.Citation), Text: text, Matches: matchesIn(s, text), Place: place(s.Citation)}
}

// matchesIn are the matches of a snippet that stand in a part of its text.
func matchesIn(s retrieval.Snippet, part string) [][2]int {
	at := strings.Index(s.Text, part)
	if s.Sentence[0] < s.Sentence[1] {
		at = s.Sentence[0]
	}
	var matches [][2]int
	for _, m := range s.Matches {
		if m[0] >= at && m[1] <= at+len(part) {
			matches = append(matches, [2]int{m[0] - at, m[1] - at})
		}
	}
	return matches
}

// bestSentence is the sentence that the search marked, or else the snippet's first piece.
func bestSentence(s retrieval.Snippet) string {
	if start, end := s.Sentence[0], s.Sentence[1]; 0 <= start && start < end && end <= len(s.Text) {
		return s.Text[start:end]
	}
	first, _, _ := strings.Cut(s.Text, "\n\n")
	return first
}

func factLine(f retrieval.FactHit) render.Line {
	at := place(f.Snippet.Citation)
	at.Date = f.Snippet.Citation.Date
	return render.Line{Label: f.Name, Text: f.Value, Place: at}
}

func (c *Commands) sourceLine(s retrieval.Source) render.Line {
	passages := c.words.Text("label.passages", locale.Args{"count": s.Passages})
	return render.Line{Label: s.Title, Text: join(" · ", c.words.Date(s.Date), passages), Place: render.Place{Path: s.Path}}
}

// caption names a place for people: heading and title, as far as there are any.
func caption(c retrieval.Citation) string {
	return join(" · ", c.Heading, unlessSame(c.Title, c.Heading))
}

// place names a place for looking it up: the path, and the page or the lines.
func place(c retrieval.Citation) render.Place {
	return render.Place{Path: c.Path, First: c.Lines[0], Last: c.Lines[1], Page: c.Page}
}

func unlessSame(s, other string) string {
	if s == other {
		return ""
	}
	return s
}

// join joins the parts that aren't empty.
func join(sep string, parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, sep)
}

package command

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// A linesError is a range of lines that can't be read.
type linesError struct{ text string }

func (e linesError) Error() string { return fmt.Sprintf("%q names no lines", e.text) }

// readLines reads "24" or "24-31", the dash being any, with spaces where people put them; zero where nothing is given.
func readLines(text string) ([2]int, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return [2]int{}, nil
	}
	first, last, ranged := strings.Cut(strings.NewReplacer("–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-").Replace(text), "-")
	if !ranged {
		last = first
	}
	from, err1 := strconv.Atoi(strings.TrimSpace(first))
	to, err2 := strconv.Atoi(strings.TrimSpace(last))
	if err1 != nil || err2 != nil || from < 1 || to < from {
		return [2]int{}, linesError{text}
	}
	return [2]int{from, to}, nil
}

// runQuote is /quote.
func (c *Commands) runQuote(ctx context.Context, r Request) (Result, error) {
	lines, err := readLines(r.Text(OptionLines))
	if err != nil {
		return done(c.private("say.bad_lines", locale.Args{"text": Clean(r.Text(OptionLines))}), nil)
	}
	s, err := c.lib.Quote(ctx, retrieval.Place{
		Source: Clean(r.Text(OptionSource)), Lines: lines, Heading: Clean(r.Text(OptionHeading)), Page: r.number(optionPage),
	})
	if err != nil {
		return c.misplaced("quoting", err)
	}
	return c.quoted(s), nil
}

// quoted is a result of one quote.
func (c *Commands) quoted(s retrieval.Snippet) Result {
	all := []retrieval.Snippet{s}
	res := Result{Reply: render.Reply{Cards: cards(all), Notice: c.lib.Status().Notice}, Snippets: all, Found: true, Source: s.Citation.Path}
	res.Cards[0].Whole = true
	return res
}

// runWiden shows a quote with more of what stands around it: by a paragraph on each side at the first step, its section
// at the second.
func (c *Commands) runWiden(ctx context.Context, r Request) (Result, error) {
	lines, err := readLines(r.Text(OptionLines))
	if err != nil {
		return Result{Reply: c.private("say.deleted_source"), Gone: true}, nil
	}
	step := min(max(r.number(OptionStep), 1), maxWidened)
	at := retrieval.Citation{Path: r.Text(OptionSource), Lines: lines, Page: r.number(optionPage), Heading: r.Text(OptionHeading)}
	s, whole, err := c.lib.Widen(ctx, at, step)
	if bad := (*retrieval.PlaceError)(nil); errors.As(err, &bad) {
		return Result{Reply: c.private("say.deleted_source"), Gone: true}, nil
	}
	if err != nil {
		return done(c.fault("widening a quote", err))
	}
	res := c.quoted(s)
	res.Widened, res.Whole = step, whole || step == maxWidened
	return res, nil
}

// maxWidened is how often a quote can be widened: the paragraphs around it, and its section.
const maxWidened = 2

// Widening is the request that widens a quote, once more than it has been.
func Widening(at retrieval.Citation, step int) Request {
	r := Request{Command: widenName, Options: map[string]string{
		OptionSource: at.Path, OptionHeading: at.Heading, OptionStep: strconv.Itoa(step),
	}}
	if at.Lines[0] > 0 {
		r.Options[OptionLines] = strconv.Itoa(at.Lines[0]) + "-" + strconv.Itoa(max(at.Lines[0], at.Lines[1]))
	}
	if at.Page > 0 {
		r.Options[optionPage] = strconv.Itoa(at.Page)
	}
	return r
}

package command

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// readLines reads "24" or "24-31", the dash being any, with spaces where people put them; zero where nothing is given.
func readLines(text string) (lines [2]int, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return [2]int{}, true
	}
	first, last, ranged := strings.Cut(strings.NewReplacer("–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-").Replace(text), "-")
	if !ranged {
		last = first
	}
	from, err1 := strconv.Atoi(strings.TrimSpace(first))
	to, err2 := strconv.Atoi(strings.TrimSpace(last))
	if err1 != nil || err2 != nil || from < 1 || to < from {
		return [2]int{}, false
	}
	return [2]int{from, to}, true
}

// runQuote is /quote.
func (c *Commands) runQuote(ctx context.Context, r Request) (Result, error) {
	lines, ok := readLines(r.Text(optionLines))
	if !ok {
		return done(c.private("say.bad_lines", locale.Args{"text": Clean(r.Text(optionLines))}), nil)
	}
	s, err := c.lib.Quote(ctx, retrieval.Place{
		Source: Clean(r.Text(optionSource)), Lines: lines, Heading: Clean(r.Text(optionHeading)), Page: r.number(optionPage),
	})
	if err != nil {
		return c.misplaced("quoting", err)
	}
	res := c.quoted(s)
	res.Cards[0].Whole = true
	return res, nil
}

// quoted is a result of one quote.
func (c *Commands) quoted(s retrieval.Snippet) Result {
	all := []retrieval.Snippet{s}
	return Result{Reply: render.Reply{Cards: cards(all), Notice: c.notice(c.lib.Status().Notice)}, Snippets: all, Found: true}
}

// maxExpanded is how often a quote can be expanded: by the paragraphs around it, and to its section.
const maxExpanded = 2

// Expanded is the request for more of what stands around a passage that came of r: by a paragraph on each side at the first
// step, its section at the second. What is expanded is the passage that it began with.
func (r Request) Expanded(at retrieval.Citation) Request {
	r.Command, r.Page, r.Step = expandName, 0, r.Step+1
	if r.At == nil {
		r.At = &at
	}
	return r
}

// gone is the result where a passage isn't there any more.
func (c *Commands) gone() Result { return Result{Reply: c.private("say.deleted_source"), Gone: true} }

// expand carries out a request for more of a quote.
func (c *Commands) expand(ctx context.Context, r Request) (Result, error) {
	if r.At == nil {
		return c.gone(), nil
	}
	step := min(max(r.Step, 1), maxExpanded)
	s, whole, err := c.lib.Expand(ctx, *r.At, step)
	if bad := (*retrieval.PlaceError)(nil); errors.As(err, &bad) {
		return c.gone(), nil
	}
	if err != nil {
		return done(c.fault("expanding a quote", err))
	}
	res := c.quoted(s)
	res.Cards[0].Whole, res.Whole = true, whole || step == maxExpanded
	return res, nil
}

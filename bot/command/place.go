package command

import (
	"errors"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// misplaced replies to a place that can't be found, and to every other fault of a look-up.
func (c *Commands) misplaced(doing string, err error) (Result, error) {
	bad := (*retrieval.PlaceError)(nil)
	if !errors.As(err, &bad) {
		return done(c.fault(doing, err))
	}
	r := render.Reply{Private: true, Text: c.words.Text(placeFaults(bad), locale.Args{"count": bad.Lines})}
	for _, near := range bad.Near {
		r.Lines = append(r.Lines, render.Line{Label: near})
	}
	return done(r, nil)
}

// placeFaults is the key of what to say about a place that can't be found.
func placeFaults(e *retrieval.PlaceError) string {
	near := len(e.Near) > 0
	switch e.Fault {
	case retrieval.SeveralSources:
		return "say.several_sources"
	case retrieval.NoSuchLines:
		return "say.no_such_lines"
	case retrieval.NoSuchHeading:
		if near {
			return "say.heading_near"
		}
		return "say.no_such_heading"
	case retrieval.NoSuchPage:
		return "say.no_such_page"
	case retrieval.TooManyLines:
		return "say.too_many_lines"
	case retrieval.SeveralHeadings:
		return "say.several_headings"
	case retrieval.NothingThere:
		return "say.nothing_there"
	case retrieval.Unspecified:
		return "say.unspecified"
	}
	if near {
		return "say.source_near"
	}
	return "say.no_such_source"
}

package command

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"docent/retrieval"
)

// A Passage is a quote without its words, to be kept behind a button: where they stand, what was marked in them, and a sum
// to compare them by.
type Passage struct {
	Citation retrieval.Citation   `json:"citation"` // without the date
	Spans    [][2]int             `json:"spans"`    // of the pieces, as in a retrieval.Place
	Sentence [2]int               `json:"sentence"`
	Matches  [][2]int             `json:"matches,omitempty"`
	Before   bool                 `json:"before,omitempty"`
	After    bool                 `json:"after,omitempty"`
	AlsoIn   []retrieval.Citation `json:"also_in,omitempty"` // paths, lines and pages alone
	Read     string               `json:"read,omitempty"`    // the question as it was read, where words of it were corrected
	Missing  []string             `json:"missing,omitempty"` // phrases of the question that stand nowhere
	Sum      string               `json:"sum"`
}

// Passages are the quotes that the result shows, one a card.
func (r Result) Passages() []Passage {
	var all []Passage
	for _, s := range r.Snippets {
		p := Passage{
			Citation: s.Citation, Sentence: s.Sentence, Matches: s.Matches, Before: s.Before, After: s.After,
			Read: corrected(r.Answer.Read), Missing: r.Answer.Read.Missing, Sum: sum(s.Text),
		}
		p.Citation.Date = time.Time{} // the document tells it anew
		for _, piece := range s.Pieces {
			p.Spans = append(p.Spans, [2]int{piece.Span.Start, piece.Span.End})
		}
		for _, also := range s.AlsoIn {
			p.AlsoIn = append(p.AlsoIn, retrieval.Citation{Path: also.Path, Lines: also.Lines, Page: also.Page})
		}
		all = append(all, p)
	}
	return all
}

// Caption names the passage for people: heading and title, as far as there are any.
func (p Passage) Caption() string { return caption(p.Citation) }

// sum tells texts apart: 64 bits, since nobody gains by two that are the same.
func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:8])
}

// Requote shows a passage again that came of a request, read anew from its document. Where that doesn't have it any more,
// the result is Gone.
func (c *Commands) Requote(ctx context.Context, r Request, p Passage) (Result, error) {
	s, err := c.lib.Quote(ctx, retrieval.Place{Source: p.Citation.Path, Spans: p.Spans, Lines: p.Citation.Lines})
	bad := (*retrieval.PlaceError)(nil)
	switch {
	case errors.As(err, &bad), err == nil && (s.Citation.Path != p.Citation.Path || sum(s.Text) != p.Sum):
		return c.gone(), nil
	case err != nil:
		return done(c.fault("quoting again", err))
	}
	s.Sentence, s.Matches, s.Before, s.After, s.AlsoIn = p.Sentence, p.Matches, p.Before, p.After, p.AlsoIn
	res := c.quoted(s)
	res.Cards[0].Whole = r.Command == quoteName || r.At != nil
	res.Request, res.Notice = r, join(" ", c.remarks(p.Read, p.Missing, res.Snippets), res.Notice)
	c.links.fill(&res)
	return res, nil
}

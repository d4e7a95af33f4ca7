package retrieval

import (
	"context"
	"slices"

	"docent/retrieval/corpus"
	"docent/retrieval/passage"
)

// Expand returns what was cited with more of its document around it. Step 1, and less, adds a paragraph on each side, or
// the rest of the table or paragraph of which only some lines were cited; step 2, and more, the section. Headings that
// are passed are part of it. Never more is quoted than Quote would. The snippet's Sentence is what was cited. whole
// tells that a further step would add nothing. The text is read anew: where the document has changed since, other text
// may stand at those lines. The error is a *PlaceError where none does, and as of Quote otherwise.
func (l *Library) Expand(ctx context.Context, at Citation, step int) (out Snippet, whole bool, err error) {
	place := Place{Source: at.Path, Lines: at.Lines}
	err = l.consult(ctx, place, l.at, func(s *sourceView) error {
		core, err := s.find(place)
		if err != nil {
			return err
		}
		if !s.fits(core[0], core[1]) {
			return s.fault(TooManyLines, place)
		}
		wide := s.clamp(core, s.beside(core))
		section := s.clamp(core, s.section(core, wide))
		whole = step > 1 || section == wide
		if step > 1 {
			wide = section
		}
		p := s.quote(wide[0], wide[1], false)
		if len(p.Pieces) == 0 {
			return s.fault(NothingThere, place)
		}
		out = snippetOf(p)
		out.Sentence = s.marked(p, core)
		return nil
	})
	return out, whole, err
}

// at is the document at a path. Only the path itself names it.
func (l *Library) at(e *corpus.Version, at Place) (string, error) {
	f, ok := e.File(at.Source)
	if !ok || f.Failure != "" {
		return "", &PlaceError{Fault: NoSuchSource, Place: at, Near: l.nearSources(e, at.Source)}
	}
	return at.Source, nil
}

// beside expands a range of lines by a paragraph on each side; where it begins or ends within one, by the rest of that.
func (s *sourceView) beside(core [2]int) [2]int {
	out := core
	units := s.units()
	for _, u := range slices.Backward(units) {
		if u[0] < core[0] {
			out[0] = u[0]
			break
		}
	}
	for _, u := range units {
		if u[1] > core[1] {
			out[1] = u[1]
			break
		}
	}
	return out
}

// section expands a range of lines to the text of the section that its core stands in, with the sections below that.
func (s *sourceView) section(core, wide [2]int) [2]int {
	at := s.under(s.above[core[0]])
	for _, u := range s.units() {
		if u[0] >= at[0] && u[1] <= at[1] {
			wide[0], wide[1] = min(wide[0], u[0]), max(wide[1], u[1])
		}
	}
	return wide
}

// clamp takes as much of a range around its core as can be quoted at once.
func (s *sourceView) clamp(core, want [2]int) [2]int {
	want = s.trim(want)
	out := core
	for grown := true; grown; {
		grown = false
		if out[0] > want[0] && s.fits(out[0]-1, out[1]) {
			out[0]--
			grown = true
		}
		if out[1] < want[1] && s.fits(out[0], out[1]+1) {
			out[1]++
			grown = true
		}
	}
	return out
}

// marked is the place of some lines in the text of a passage that has them.
func (s *sourceView) marked(p *passage.Passage, lines [2]int) [2]int {
	start, _ := s.lines.Bounds(lines[0])
	_, end := s.lines.Bounds(lines[1])
	out := [2]int{-1, -1}
	at := 0
	for _, piece := range p.Pieces {
		from, to := max(start, piece.Span.Start), min(end, piece.Span.End)
		if from < to {
			if out[0] < 0 {
				out[0] = at + from - piece.Span.Start
			}
			out[1] = at + to - piece.Span.Start
		}
		at += len(piece.Text) + len("\n\n")
	}
	if out[0] < 0 {
		return [2]int{0, len(p.Text())}
	}
	return out
}

package retrieval

import (
	"context"
	"errors"
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/complete"
	"docent/retrieval/corpus"
	"docent/retrieval/document"
	"docent/retrieval/index"
)

// What is quoted at once, at most.
const (
	maxQuoteLines = 200
	maxQuoteBytes = 16 << 10
)

// Quote returns the text at a place: its spans, its lines, the section under its heading, or its page, read from the file
// and checked against what was indexed. Of spans and lines, all that stands there is quoted; of a section or page, what is
// no boilerplate and no metadata. It is at most 200 lines or 16 KB, unless it is of spans. The error is a *PlaceError for a place that names no such
// text, an *UnavailableError when the library can't tell.
func (l *Library) Quote(ctx context.Context, at Place) (Snippet, error) {
	var out Snippet
	err := l.consult(ctx, at, l.one, func(s *sourceView) error {
		p := s.stretches(at.Spans)
		if len(at.Spans) == 0 {
			lines, err := s.find(at)
			if err != nil {
				return err
			}
			if !s.fits(lines[0], lines[1]) {
				return s.fault(TooManyLines, at)
			}
			p = s.quote(lines[0], lines[1], at.Lines != [2]int{})
		}
		if len(p.Pieces) == 0 {
			return s.fault(NothingThere, at)
		}
		out = snippetOf(p)
		out.Sentence = [2]int{0, len(out.Text)}
		return nil
	})
	return out, err
}

// consult reads the one document that choose finds for a place, and lets look at it. A document that isn't what was
// indexed is indexed again and read again.
func (l *Library) consult(ctx context.Context, at Place, choose func(*corpus.Version, Place) (string, error), look func(*sourceView) error) error {
	read := false
	err := l.ask(ctx, func(e *corpus.Version, _ *index.Snapshot, v *verifier) error {
		read = false
		path, err := choose(e, at)
		if err != nil {
			return err
		}
		s, ok, err := v.sourceView(ctx, path)
		if err != nil || !ok {
			return err
		}
		read = true
		return look(s)
	})
	return l.unread(err, read)
}

// unread makes the error of a look at one document: that it couldn't be read as it was indexed is no answer, nor is it
// one that there is no such document while the library is at fault.
func (l *Library) unread(err error, read bool) error {
	notice := l.Status().Notice
	var fault *PlaceError
	switch {
	case errors.As(err, &fault) && fault.Fault == NoSuchSource && notice.Kind != "":
		return &UnavailableError{notice}
	case err != nil || read:
		return err
	case notice.Kind != "":
		return &UnavailableError{notice}
	}
	return &UnavailableError{Notice{Kind: corpus.FileChanged}}
}

func (s *sourceView) fault(f PlaceFault, at Place) error {
	return &PlaceError{Fault: f, Place: at, Lines: s.len()}
}

// find returns the first and last line of a place in its document.
func (s *sourceView) find(at Place) ([2]int, error) {
	switch {
	case at.Lines != [2]int{}:
		if at.Lines[0] < 1 || at.Lines[1] < at.Lines[0] || at.Lines[1] > s.len() {
			return [2]int{}, s.fault(NoSuchLines, at)
		}
		return at.Lines, nil
	case strings.TrimSpace(at.Heading) != "":
		return s.findHeading(at)
	case at.Page != 0:
		return s.findPage(at)
	}
	return [2]int{}, s.fault(Unspecified, at)
}

func (s *sourceView) findPage(at Place) ([2]int, error) {
	var out [2]int
	for _, b := range s.Doc.Blocks {
		if b.Span.Page != at.Page {
			continue
		}
		if out[0] == 0 {
			out[0] = b.Span.First
		}
		out[1] = max(out[1], b.Span.Last)
	}
	if out[0] == 0 {
		return out, s.fault(NoSuchPage, at)
	}
	return out, nil
}

// findHeading finds the section under a heading that is called so; else under the one that begins so. Where several do, a
// line behind it tells which: "Overview (line 12)". The title counts where no heading is called so.
func (s *sourceView) findHeading(at Place) ([2]int, error) {
	want, line := complete.CutLine(at.Heading)
	sections := s.outline()
	found := headingsLike(sections, want, line)
	if len(found) == 0 && line > 0 { // those may be words of the heading
		found = headingsLike(sections, analysis.Fold(at.Heading), 0)
	}
	if len(found) == 0 && analysis.Fold(s.Doc.Title) == want {
		for i, b := range s.Doc.Blocks {
			if b.Kind == document.Title {
				return s.under(i), nil
			}
		}
	}
	switch len(found) {
	case 1:
		return s.under(s.above[found[0].Line]), nil
	case 0:
		return [2]int{}, &PlaceError{Fault: NoSuchHeading, Place: at, Lines: s.len(), Near: nearHeadings(sections, at.Heading)}
	}
	var near []string
	for _, f := range found[:min(len(found), maxNear)] {
		near = append(near, complete.WithLine(f.Heading, f.Line))
	}
	return [2]int{}, &PlaceError{Fault: SeveralHeadings, Place: at, Lines: s.len(), Near: near}
}

// headingsLike are the headings that are called so, or where there are none, those that begin so. Unless line is 0, they
// must stand there.
func headingsLike(all []Section, want string, line int) []Section {
	var same, begin []Section
	for _, s := range all {
		folded := analysis.Fold(s.Heading)
		switch {
		case want == "" || line > 0 && s.Line != line:
		case folded == want:
			same = append(same, s)
		case strings.HasPrefix(folded, want):
			begin = append(begin, s)
		}
	}
	if len(same) > 0 {
		return same
	}
	return begin
}

func nearHeadings(all []Section, want string) []string {
	looks := newLikeness(want)
	var like []namedLike
	seen := map[string]bool{}
	for _, s := range all {
		if !seen[s.Heading] {
			seen[s.Heading] = true
			like = append(like, namedLike{s.Heading, looks.to(s.Heading)})
		}
	}
	return mostAlike(like)
}

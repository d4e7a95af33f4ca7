package retrieval

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
	"docent/retrieval/document"
	"docent/retrieval/passage"
)

// A sourceView is a document read anew for quoting by lines. Its bytes have the hash that was indexed.
type sourceView struct {
	corpus.Reading
	known  corpus.File // as the manifest has it
	lines  document.Lines
	blocks []int // by line, from 1: the first block of the document that stands there; -1 for none
	above  []int // by line: the nearest heading at or above it, a block of the document; -1 for none
}

// sourceView reads a document whole. ok is false when it isn't what was indexed; then it is noted as stale.
func (v *verifier) sourceView(ctx context.Context, path string) (s *sourceView, ok bool, err error) {
	if v.fault {
		return nil, false, nil
	}
	known, _ := v.version.File(path)
	r, err := v.corpus.Read(ctx, path)
	var fault *corpus.FolderFault
	switch {
	case errors.As(err, &fault):
		v.fault = true
		return nil, false, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, false, err
	case err != nil || r.File.Failure != "" || r.File.Hash != known.Hash:
		v.dropped++
		v.stale = append(v.stale, path)
		return nil, false, nil
	}
	return newSourceView(r, known), true, nil
}

func newSourceView(r corpus.Reading, known corpus.File) *sourceView {
	s := &sourceView{Reading: r, known: known, lines: document.NewLines(r.Decoded.Text)}
	s.blocks = make([]int, s.lines.Len()+1)
	for i := range s.blocks {
		s.blocks[i] = -1
	}
	for i := len(r.Doc.Blocks) - 1; i >= 0; i-- {
		span := r.Doc.Blocks[i].Span
		for line := span.First; line <= span.Last; line++ {
			s.blocks[line] = i
		}
	}
	s.above = make([]int, len(s.blocks))
	heading, next := -1, 0
	for line := range s.above {
		for next < len(r.Doc.Blocks) && r.Doc.Blocks[next].Span.First <= line {
			if r.Doc.Blocks[next].Kind == document.Heading {
				heading = next
			}
			next++
		}
		s.above[line] = heading
	}
	return s
}

// len is how many lines there are, not counting an empty one behind the last line break.
func (s *sourceView) len() int {
	n := s.lines.Len()
	if start, end := s.lines.Bounds(n); start == end {
		n--
	}
	return n
}

func (s *sourceView) blank(line int) bool {
	start, end := s.lines.Bounds(line)
	return strings.TrimSpace(s.Decoded.Text[start:end]) == ""
}

// bytes is how much of the file the lines from first to last take, without the last line break.
func (s *sourceView) bytes(first, last int) int {
	start, _ := s.lines.Bounds(first)
	_, end := s.lines.Bounds(last)
	return end - start
}

// fits reports whether so many lines may be quoted at once.
func (s *sourceView) fits(first, last int) bool {
	return last-first < maxQuoteLines && s.bytes(first, last) <= maxQuoteBytes
}

// quote makes a passage of whole lines: a piece of each stretch of one kind without an empty line in it. Only when all is
// set are boilerplate and metadata part of it. A passage without pieces means that nothing stands there.
func (s *sourceView) quote(first, last int, all bool) *passage.Passage {
	p := s.passage(first)
	from, at, skipped := 0, -1, false // the first line of the piece at hand, and a block of it
	end := func(line int) {
		if from > 0 {
			p.Pieces = append(p.Pieces, s.piece(from, line, at, skipped))
			from, skipped = 0, false
		}
	}
	for line := first; line <= last; line++ {
		block := s.blocks[line]
		switch kind := s.kind(block); {
		case !all && (kind == document.Boilerplate || kind == document.Meta):
			end(line - 1)
			skipped = skipped || kind == document.Boilerplate && len(p.Pieces) > 0
		case from > 0 && block == at && block >= 0: // also an empty line within a listing
		case s.blank(line):
			end(line - 1)
		case from > 0 && (kind == s.kind(at) || passage.SameRun(kind, s.kind(at))):
			at = block
		default:
			end(line - 1)
			from, at = line, block
		}
	}
	end(last)
	s.goesOn(p)
	return p
}

// passage is a passage that begins on a line, without its pieces.
func (s *sourceView) passage(line int) *passage.Passage {
	return &passage.Passage{
		Path: s.File.Path, Hash: s.File.Hash, Encoding: s.Doc.Encoding, BOM: s.Doc.BOM, Language: s.Doc.Language,
		Title: s.Doc.Title, Heading: s.headingAt(line), Date: s.Doc.Date(),
	}
}

// stretches makes a passage of stretches of the text, in bytes; without pieces where the text has no such stretches.
func (s *sourceView) stretches(spans [][2]int) *passage.Passage {
	p := &passage.Passage{}
	for _, at := range spans {
		if at[0] < 0 || at[0] >= at[1] || at[1] > len(s.Decoded.Text) {
			return &passage.Passage{}
		}
		span := s.lines.Span(at[0], at[1])
		block := s.blocks[span.Last]
		if block >= 0 {
			span.Page = s.Doc.Blocks[block].Span.Page
		}
		piece := passage.Piece{Text: s.Decoded.Text[at[0]:at[1]], Span: span, Kind: s.kind(block)}
		if n := len(p.Pieces); n == 0 {
			p = s.passage(span.First)
		} else {
			piece.Skipped = s.boilerplate(p.Pieces[n-1].Span.Last+1, span.First-1)
		}
		p.Pieces = append(p.Pieces, piece)
	}
	s.goesOn(p)
	return p
}

// boilerplate reports whether there is any on the lines from first to last.
func (s *sourceView) boilerplate(first, last int) bool {
	for line := first; line <= last; line++ {
		if s.kind(s.blocks[line]) == document.Boilerplate {
			return true
		}
	}
	return false
}

func (s *sourceView) kind(block int) document.Kind {
	if block < 0 {
		return document.Paragraph
	}
	return s.Doc.Blocks[block].Kind
}

func (s *sourceView) piece(first, last, block int, skipped bool) passage.Piece {
	for s.blank(last) && last > first {
		last--
	}
	start, _ := s.lines.Bounds(first)
	_, end := s.lines.Bounds(last)
	span := s.lines.Span(start, end)
	if block >= 0 {
		span.Page = s.Doc.Blocks[block].Span.Page
	}
	return passage.Piece{Text: s.Decoded.Text[start:end], Span: span, Kind: s.kind(block), Skipped: skipped}
}

// goesOn notes whether the section has more text before and after a passage.
func (s *sourceView) goesOn(p *passage.Passage) {
	if len(p.Pieces) == 0 {
		return
	}
	at := p.Lines()
	for _, u := range s.units() {
		p.Before = p.Before || u[0] < at[0] && s.above[u[0]] == s.above[at[0]]
		p.After = p.After || u[1] > at[1] && s.above[u[1]] == s.above[at[1]]
	}
}

// units are the paragraphs, tables, lists and listings of the text, by their first and last lines, in order.
func (s *sourceView) units() [][2]int {
	var out [][2]int
	var before document.Kind
	for _, b := range s.Doc.Blocks {
		switch b.Kind {
		case document.Title, document.Heading, document.Boilerplate, document.Meta:
			before = b.Kind
			continue
		}
		if n := len(out); n > 0 && passage.SameRun(before, b.Kind) && b.Span.First <= out[n-1][1]+1 {
			out[n-1][1] = max(out[n-1][1], b.Span.Last)
		} else {
			out = append(out, [2]int{b.Span.First, b.Span.Last})
		}
		before = b.Kind
	}
	return out
}

// outline are the document's headings, in order.
func (s *sourceView) outline() []Section {
	var out []Section
	for _, b := range s.Doc.Blocks {
		if b.Kind == document.Heading {
			out = append(out, Section{Heading: analysis.OneLine(b.Reading()), Level: b.Level, Line: b.Span.First})
		}
	}
	return out
}

func (s *sourceView) headingAt(line int) string {
	if s.above[line] < 0 {
		return ""
	}
	return s.Doc.Blocks[s.above[line]].Reading()
}

// under are the lines below a heading or title, up to the next heading of the same or a higher level; where nothing
// stands there, those of the heading itself. Block -1 means what stands before the first heading.
func (s *sourceView) under(block int) [2]int {
	next := func(level int) int { // the line of the next heading of at most that level, or the one behind the last line
		for _, b := range s.Doc.Blocks[block+1:] {
			if b.Kind == document.Heading && b.Level <= level {
				return b.Span.First
			}
		}
		return s.len() + 1
	}
	if block < 0 {
		return s.trim([2]int{1, next(math.MaxInt) - 1})
	}
	b := s.Doc.Blocks[block]
	below := s.trim([2]int{b.Span.Last + 1, next(b.Level) - 1})
	if below[0] > below[1] {
		return [2]int{b.Span.First, b.Span.Last}
	}
	return below
}

// trim leaves empty lines at the ends out.
func (s *sourceView) trim(at [2]int) [2]int {
	for at[0] <= at[1] && s.blank(at[0]) {
		at[0]++
	}
	for at[1] > at[0] && s.blank(at[1]) {
		at[1]--
	}
	return at
}

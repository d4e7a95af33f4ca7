package passage

import (
	"strings"
	"unicode"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

// DefaultWords is how long a passage may grow unless the settings say otherwise. On news and long articles 150 to 200
// words found more than 100, and single sentences lost nine points and more.
const DefaultWords = 200

// passageBytes bounds a passage whose words have no end.
const passageBytes = 16 << 10

// A cutter cuts a document into passages.
type cutter struct {
	source   string
	common   Passage // what all passages share
	lines    document.Lines
	out      []Passage
	headings []document.Block // those in force, outermost first
	title    *document.Block
	bare     *document.Block // a heading under which nothing has come yet
	pieces   []Piece
	words    int
	most     int // words that a passage may have
	skipped  bool
	section  int // where in out the current section began
}

// Cut cuts a document into passages of up to most words (DefaultWords, unless the library was told otherwise), on the borders of paragraphs, never across a heading. A
// longer paragraph is cut between sentences.
func Cut(doc *document.Document, source, hash string, most int) []Passage {
	s := &cutter{source: source, most: most, lines: document.NewLines(source), common: newPassage(doc, hash)}
	for i := range doc.Blocks {
		switch b := &doc.Blocks[i]; b.Kind {
		case document.Title, document.Heading:
			s.heading(b)
		case document.Boilerplate:
			s.skipped = s.skipped || len(s.pieces) > 0
		case document.Meta:
			// Metadata is found as fields.
		default:
			s.add(b)
		}
	}
	s.endSection(false)
	if len(s.out) == 0 && s.title != nil {
		s.alone(s.title)
	}
	return s.out
}

func (s *cutter) heading(b *document.Block) {
	if b.Kind == document.Title {
		s.endSection(true)
		s.title = b
		return
	}
	s.endSection(s.bare != nil && b.Level > s.bare.Level)
	s.bare = b
	for n := len(s.headings); n > 0 && s.headings[n-1].Level >= b.Level; n-- {
		s.headings = s.headings[:n-1]
	}
	s.headings = append(s.headings, *b)
}

func (s *cutter) add(b *document.Block) {
	s.bare = nil
	words := document.CountWords(b.Text)
	if words > s.most || len(b.Text) > passageBytes {
		s.long(b)
		return
	}
	if s.words+words > s.most {
		s.flush()
	}
	piece := Piece{Text: s.source[b.Span.Start:b.Span.End], Plain: b.Plain, Span: b.Span, Kind: b.Kind}
	if b.Kind == document.TableHead {
		piece.Head = len(piece.Text)
	}
	s.append(piece, words)
}

// long adds a paragraph that is longer than a passage, sentence by sentence.
func (s *cutter) long(b *document.Block) {
	s.flush()
	text := s.source[b.Span.Start:b.Span.End]
	start, end, words := -1, 0, 0
	emit := func() {
		if start < 0 {
			return
		}
		span := s.lines.Span(b.Span.Start+start, b.Span.Start+end)
		span.Page = b.Span.Page
		s.append(Piece{Text: text[start:end], Span: span, Kind: b.Kind}, words)
		s.flush()
		start, words = -1, 0
	}
	for _, sentence := range analysis.Sentences(text, InLines(b.Kind)) {
		for _, part := range CutWords(text, sentence, s.most) {
			n := document.CountWords(text[part[0]:part[1]])
			if start >= 0 && (words+n > s.most || part[1]-start > passageBytes) {
				emit()
			}
			if start < 0 {
				start = part[0]
			}
			end = part[1]
			words += n
		}
	}
	emit()
}

// CutWords cuts a sentence without end into parts of at most n words, between words; a word without end, between
// characters.
func CutWords(text string, sentence [2]int, n int) [][2]int {
	s := text[sentence[0]:sentence[1]]
	if document.CountWords(s) <= n && len(s) <= passageBytes {
		return [][2]int{sentence}
	}
	var out [][2]int
	start, halves := 0, 0 // words count in halves, as countWords does
	inWord := false
	cut := func(at int) {
		if from, to := analysis.TrimSpace(s, start, at); from < to {
			out = append(out, [2]int{sentence[0] + from, sentence[0] + to})
		}
		start, halves = at, 0
	}
	for i, r := range s {
		dense, space := document.Dense(r), unicode.IsSpace(r)
		begins := !space && (dense || !inWord)
		if begins && halves >= 2*n-1 || i-start >= passageBytes {
			cut(i)
		}
		switch {
		case dense:
			halves++
		case begins:
			halves += 2
		}
		inWord = !space && !dense
	}
	cut(len(s))
	return out
}

// InLines reports whether each line of such a block stands for itself: rows of a table, and code.
func InLines(k document.Kind) bool {
	return k == document.TableHead || k == document.TableRow || k == document.Code
}

// append adds a piece to the passage at hand. Lines of one table, list or listing that follow each other are one piece.
func (s *cutter) append(p Piece, words int) {
	p.Skipped = s.skipped
	s.skipped = false
	s.words += words
	if n := len(s.pieces); n > 0 && !p.Skipped {
		if last := &s.pieces[n-1]; SameRun(last.Kind, p.Kind) && last.Span.Last+1 == p.Span.First {
			if last.Plain != "" || p.Plain != "" {
				last.Plain = last.Reading() + "\n" + p.Reading()
			}
			last.Span.End, last.Span.Last = p.Span.End, p.Span.Last
			last.Text = s.source[last.Span.Start:last.Span.End]
			last.Kind = p.Kind
			return
		}
	}
	s.pieces = append(s.pieces, p)
}

// SameRun reports whether two blocks that follow each other are of one table or one list.
func SameRun(a, b document.Kind) bool {
	table := func(k document.Kind) bool { return k == document.TableHead || k == document.TableRow }
	return table(a) && table(b) || a == document.ListItem && b == document.ListItem
}

// flush ends the passage at hand.
func (s *cutter) flush() {
	if len(s.pieces) == 0 {
		return
	}
	p := s.common
	p.Ordinal = len(s.out)
	p.Pieces = s.pieces
	var above []string
	for _, h := range s.headings {
		above = append(above, h.Reading())
	}
	if last := len(above) - 1; last >= 0 {
		p.Heading, p.Headings = above[last], strings.Join(above[:last], "\n")
	}
	if len(s.out) > s.section {
		p.Before = true
		s.out[len(s.out)-1].After = true
	}
	s.out = append(s.out, p)
	s.pieces, s.words, s.skipped = nil, 0, false
}

// endSection ends the passage and the section. A heading under which nothing stands, not even a lower heading, is a
// passage itself: nothing that was written may become unfindable.
func (s *cutter) endSection(hasBelow bool) {
	s.flush()
	if s.bare != nil && !hasBelow {
		s.alone(s.bare)
	}
	s.bare = nil
	s.section = len(s.out)
}

func (s *cutter) alone(b *document.Block) {
	s.section = len(s.out)
	s.pieces = []Piece{{Text: s.source[b.Span.Start:b.Span.End], Plain: b.Plain, Span: b.Span, Kind: b.Kind}}
	s.flush()
}

package passage

import (
	"slices"
	"strings"
	"time"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
)

// A Passage is the headed stretch that is indexed, ranked and quoted: an ordered list of pieces. What stands between
// two pieces in the file and is in neither is boilerplate. A fact and a metadata field are stored as passages too, so
// that they are cited and verified in the same way.
type Passage struct {
	Path     string
	Ordinal  int    // place among the document's passages, from 0
	Hash     string // of the file it was read from
	Encoding string
	BOM      bool
	Language string
	Title    string
	Heading  string // the nearest above
	Headings string // those above that, as context
	Date     time.Time
	Pieces   []Piece
	Before   bool // the section goes on before
	After    bool // and after
	Fact     *Fact
}

// newPassage returns a passage with what all those of a document share.
func newPassage(doc *document.Document, hash string) Passage {
	return Passage{
		Path: doc.Path, Hash: hash, Encoding: doc.Encoding, BOM: doc.BOM, Language: doc.Language, Title: doc.Title, Date: doc.Date(),
	}
}

// A Piece is a stretch of the source without a break.
type Piece struct {
	Text    string // the decoded source at Span
	Plain   string // as a reader sees it, where markup makes it differ
	Span    document.Span
	Kind    document.Kind
	Head    int  // bytes of Text that name the columns of the rows behind them
	Skipped bool // boilerplate was left out before it
}

// A Fact is the fact that a passage was stored for.
type Fact struct {
	Name  string
	Value string
	Head  string
	// Value's place in the text of the passage, bytes.
	At    [2]int
	Field bool // it is metadata, and Name a document.FieldName
}

// Reading is the piece as a reader sees it, without markup.
func (p Piece) Reading() string {
	if p.Plain != "" {
		return p.Plain
	}
	return p.Text
}

// Text is the pieces as the file has them, joined by a blank line.
func (p *Passage) Text() string {
	texts := make([]string, len(p.Pieces))
	for i, piece := range p.Pieces {
		texts[i] = piece.Text
	}
	return strings.Join(texts, "\n\n")
}

// Searched returns the texts that the passage is found by beside its title: its body as a reader sees it, and the headings
// above it. quote is the body as it is quoted, "" where that is the same.
func (p *Passage) Searched() (body, quote, heading string) {
	body, heading = p.Text(), strings.TrimSpace(p.Headings+"\n"+p.Heading)
	if !slices.ContainsFunc(p.Pieces, func(piece Piece) bool { return piece.Plain != "" }) {
		return body, "", heading
	}
	var reading strings.Builder
	for _, piece := range p.Pieces {
		reading.WriteString(piece.Reading() + "\n")
	}
	return reading.String(), body, heading
}

// Lines are the first and last line of the passage in its file, from 1; zero without pieces.
func (p *Passage) Lines() [2]int {
	if len(p.Pieces) == 0 {
		return [2]int{}
	}
	return [2]int{p.Pieces[0].Span.First, p.Pieces[len(p.Pieces)-1].Span.Last}
}

// Stretch finds the bytes of the passage's text that stand on these lines, in the first piece that has any.
func (p *Passage) Stretch(lines [2]int) (start, end int, ok bool) {
	at := 0
	for _, piece := range p.Pieces {
		if piece.Span.First <= lines[1] && piece.Span.Last >= lines[0] {
			all := document.NewLines(piece.Text)
			start, end = 0, len(piece.Text)
			for i := range piece.Text {
				line := piece.Span.First + all.Line(i) - 1
				if line < lines[0] {
					start = i + 1
				}
				if line > lines[1] {
					end = i
					break
				}
			}
			start, end = analysis.TrimSpace(piece.Text, start, end)
			return at + start, at + end, start < end
		}
		at += len(piece.Text) + len("\n\n")
	}
	return 0, 0, false
}

package passage

import (
	"strings"
	"unicode"

	"docent/retrieval/document"
)

// Facts makes a passage of every fact and every metadata field of a document: the row, line or label it stands
// in, so that it is cited and verified as any other quote is.
func Facts(doc *document.Document, source, hash string) []Passage {
	common := newPassage(doc, hash)
	var out []Passage
	headings := headingsAt(doc)
	for _, f := range doc.Facts {
		p := common
		p.Heading = headings(f.Span.Start)
		p.Pieces = []Piece{{Text: source[f.Span.Start:f.Span.End], Span: f.Span, Kind: document.TableRow}}
		p.Fact = &Fact{Name: f.Name, Value: f.Value, Head: f.Head, At: placeOf(f.Value, p.Pieces[0].Text)}
		out = append(out, p)
	}
	for _, f := range doc.Fields {
		p := common
		p.Pieces = fieldPieces(f, source)
		text := p.Text()
		p.Fact = &Fact{Name: string(f.Name), Value: f.Value, At: [2]int{len(text) - (f.Span.End - f.Span.Start), len(text)}, Field: true}
		out = append(out, p)
	}
	return out
}

// fieldPieces is a field with the words that name it, where the file has them.
func fieldPieces(f document.Field, source string) []Piece {
	value := Piece{Text: source[f.Span.Start:f.Span.End], Span: f.Span, Kind: document.Meta}
	if f.Label == (document.Span{}) || f.Label.End > f.Span.Start {
		return []Piece{value}
	}
	between := source[f.Label.End:f.Span.Start]
	if strings.TrimFunc(between, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }) == "" {
		span := document.Span{Start: f.Label.Start, End: f.Span.End, First: f.Label.First, Last: f.Span.Last, Page: f.Span.Page}
		return []Piece{{Text: source[span.Start:span.End], Span: span, Kind: document.Meta}}
	}
	value.Skipped = true
	return []Piece{{Text: source[f.Label.Start:f.Label.End], Span: f.Label, Kind: document.Meta}, value}
}

// placeOf finds the value in its row; a value that the parser put together from several cells has no single place.
func placeOf(value, row string) [2]int {
	i := strings.LastIndex(row, value)
	if i < 0 {
		return [2]int{0, len(row)}
	}
	return [2]int{i, i + len(value)}
}

// headingsAt returns a look-up of the nearest heading above an offset, for offsets in any order.
func headingsAt(doc *document.Document) func(offset int) string {
	var headings []document.Block
	for _, b := range doc.Blocks {
		if b.Kind == document.Heading {
			headings = append(headings, b)
		}
	}
	return func(offset int) string {
		for i := len(headings) - 1; i >= 0; i-- {
			if headings[i].Span.Start <= offset {
				return headings[i].Reading()
			}
		}
		return ""
	}
}

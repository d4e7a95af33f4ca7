package retrieval

import (
	"strings"
	"unicode"

	"docent/retrieval/document"
	"docent/retrieval/index"
)

// factPassages makes a passage of every fact and every metadata field of a document: the row, line or label it stands
// in, so that it is cited and verified as any other quote is.
func factPassages(doc *document.Document, source, hash string) []Passage {
	common := Passage{
		Path: doc.Path, Hash: hash, Encoding: doc.Encoding, BOM: doc.BOM, Language: doc.Language, Title: doc.Title, Date: doc.Date(),
	}
	var out []Passage
	headings := headingsAt(doc)
	for _, f := range doc.Facts {
		p := common
		p.Heading = headings(f.Span.Start)
		p.Pieces = []PassagePiece{{Text: source[f.Span.Start:f.Span.End], Span: f.Span, Kind: document.TableRow}}
		p.Fact = &PassageFact{Name: f.Name, Value: f.Value, Head: f.Head, At: placeOf(f.Value, p.Pieces[0].Text)}
		out = append(out, p)
	}
	for _, f := range doc.Fields {
		p := common
		p.Pieces = fieldPieces(f, source)
		text := p.Text()
		p.Fact = &PassageFact{Name: string(f.Name), Value: f.Value, At: [2]int{len(text) - (f.Span.End - f.Span.Start), len(text)}, Field: true}
		out = append(out, p)
	}
	return out
}

// fieldPieces is a field with the words that name it, where the file has them.
func fieldPieces(f document.Field, source string) []PassagePiece {
	value := PassagePiece{Text: source[f.Span.Start:f.Span.End], Span: f.Span, Kind: document.Meta}
	if f.Label == (document.Span{}) || f.Label.End > f.Span.Start {
		return []PassagePiece{value}
	}
	between := source[f.Label.End:f.Span.Start]
	if strings.TrimFunc(between, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }) == "" {
		span := document.Span{Start: f.Label.Start, End: f.Span.End, First: f.Label.First, Last: f.Span.Last, Page: f.Span.Page}
		return []PassagePiece{{Text: source[span.Start:span.End], Span: span, Kind: document.Meta}}
	}
	value.Skipped = true
	return []PassagePiece{{Text: source[f.Label.Start:f.Label.End], Span: f.Label, Kind: document.Meta}, value}
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

func (p *Passage) factEntry() index.Fact { return index.Fact{Name: p.Fact.Name, Record: p.encode()} }

// indexDocument is all that the index keeps of a document, in passages of up to most words, and how many those are.
func indexDocument(doc *document.Document, source, hash string, most int) (index.Document, int) {
	out := index.Document{Path: doc.Path, Language: doc.Language}
	cut := passages(doc, source, hash, most)
	for i := range cut {
		out.Passages = append(out.Passages, cut[i].entry())
	}
	facts := factPassages(doc, source, hash)
	for i := range facts {
		out.Facts = append(out.Facts, facts[i].factEntry())
	}
	out.Names = namesOf(doc, facts)
	return out, len(cut)
}

// namesOf are the document's headings and the names of its facts, each of these once.
func namesOf(doc *document.Document, facts []Passage) []index.Name {
	var out []index.Name
	for _, b := range doc.Blocks {
		if text := readable(b.Reading()); b.Kind == document.Heading && text != "" {
			out = append(out, index.Name{Text: text, Line: b.Span.First})
		}
	}
	seen := map[string]bool{}
	for i := range facts {
		if name := readable(facts[i].Fact.Name); name != "" && !seen[name] {
			seen[name] = true
			out = append(out, index.Name{Text: name, Line: facts[i].lines()[0], Fact: true})
		}
	}
	return out
}

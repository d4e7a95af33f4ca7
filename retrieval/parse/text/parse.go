package text

import (
	"slices"
	"strings"

	"docent/retrieval/document"
)

// Parse reads decoded text. Blocks are in order, don't overlap, and together hold every byte that isn't white space;
// the source at a block's span is the block's text. It takes time linear in the length of the text.
func Parse(decoded string) document.Document {
	all := document.NewLines(decoded)
	p := &parser{src: decoded, all: all, lines: splitLines(decoded, all)}
	p.readMasthead()
	p.readTitle()
	p.readFoot()
	if p.looksLikeArticle() {
		p.markBoilerplate()
	}
	p.readBody()
	p.readHeadings()
	p.readOverview()
	slices.SortStableFunc(p.doc.Fields, func(a, b document.Field) int { return a.Span.Start - b.Span.Start })
	return p.doc
}

// A parser reads one text. Its steps, in the order of Parse, mark lines and then build blocks from them.
type parser struct {
	src   string
	all   document.Lines
	lines []line
	doc   document.Document
	// loose tells, for each block, whether it is one line with white space around: what headings are guessed from.
	loose []bool
}

// text is the source of line i, without surrounding white space.
func (p *parser) text(i int) string { return p.src[p.lines[i].start:p.lines[i].end] }

// span is the span of lines i to j, both inclusive.
func (p *parser) span(i, j int) document.Span {
	return document.Span{Start: p.lines[i].start, End: p.lines[j].end, First: p.lines[i].number, Last: p.lines[j].number}
}

// standsAlone reports whether line i is a paragraph of its own.
func (p *parser) standsAlone(i int) bool {
	return p.lines[i].apart && (i+1 == len(p.lines) || p.lines[i+1].apart)
}

// add appends a block of lines i to j.
func (p *parser) add(kind document.Kind, i, j int) *document.Block {
	span := p.span(i, j)
	p.doc.Blocks = append(p.doc.Blocks, document.Block{Kind: kind, Text: p.src[span.Start:span.End], Span: span})
	p.loose = append(p.loose, false)
	return &p.doc.Blocks[len(p.doc.Blocks)-1]
}

// setField adds a field whose value stands at start to end of the source, unless the document has one of that name.
func (p *parser) setField(f found) {
	if _, ok := p.doc.Field(f.name); ok {
		return
	}
	field := document.Field{Name: f.name, Value: p.src[f.start:f.end], Span: p.all.Span(f.start, f.end), Time: f.date.Time, Timed: f.date.Timed}
	if f.labelEnd > f.labelStart {
		field.Label = p.all.Span(f.labelStart, f.labelEnd)
	}
	p.doc.Fields = append(p.doc.Fields, field)
}

// readBody turns the lines into blocks: those with a role by themselves, the others in runs up to a blank line.
func (p *parser) readBody() {
	for i := 0; i < len(p.lines); {
		j := p.runEnd(i)
		switch r := p.lines[i].role; r {
		case body:
			p.readRun(i, j)
		case title:
			p.addTitle(i, j)
		case meta:
			p.add(document.Meta, i, j)
		case caption:
			p.add(document.Caption, i, j)
		default:
			p.add(document.Boilerplate, i, j).Reason = reasons[r]
		}
		i = j + 1
	}
}

// runEnd is the last line of the run that begins at line i: adjacent lines of the body, a title with its underline, a
// label with the value below it. Any other line with a role stands by itself.
func (p *parser) runEnd(i int) int {
	j := i
	for j+1 < len(p.lines) && !p.lines[j+1].apart && p.lines[j+1].role == p.lines[i].role && p.joins(j+1) {
		j++
	}
	return j
}

// joins reports whether line i belongs with the line before it, which has the same role.
func (p *parser) joins(i int) bool {
	switch p.lines[i].role {
	case body, title:
		return true
	case meta:
		return p.labelOnly(i - 1)
	}
	return false
}

// addTitle appends the title: its line, and the line that underlines it if there is one.
func (p *parser) addTitle(i, j int) {
	b := p.add(document.Title, i, j)
	b.Level = 1
	if j > i {
		b.Plain = p.text(i)
	}
}

// readOverview makes a field of the paragraph below a first heading that announces a summary.
func (p *parser) readOverview() {
	for i, b := range p.doc.Blocks {
		if b.Kind != document.Heading {
			continue
		}
		if !overviewNames[strings.ToLower(strings.TrimRight(b.Reading(), ":："))] || i+1 == len(p.doc.Blocks) {
			return
		}
		if next := p.doc.Blocks[i+1]; next.Kind == document.Paragraph {
			p.setField(found{name: document.FieldOverview, start: next.Span.Start, end: next.Span.End, labelStart: b.Span.Start, labelEnd: b.Span.End})
		}
		return
	}
}

// overviewNames are the headings that announce a summary of the whole text.
var overviewNames = map[string]bool{"overview": true, "summary": true, "abstract": true, "executive summary": true, "in brief": true,
	"überblick": true, "zusammenfassung": true, "résumé": true, "resumen": true, "sommario": true, "resumo": true,
	"概要": true, "摘要": true, "要約": true, "요약": true}

package markdown

import (
	"bytes"
	"slices"
	"strings"

	"docent/retrieval/document"
)

// Parse reads decoded Markdown. Blocks are in order, don't overlap, span whole lines, and together hold every line that
// isn't blank; a block's text is contained in the source at its span. It takes time linear in the length of the text.
func Parse(decoded string) document.Document {
	p := &parser{src: decoded, lines: document.NewLines(decoded)}
	body := p.readFrontMatter()
	p.readStructure(body)
	p.readTitle()
	p.readBoldHeadings()
	p.readFacts()
	return p.doc
}

// A parser reads one text.
type parser struct {
	src    string
	lines  document.Lines
	doc    document.Document
	inline *inline
	leaves []leaf // what each block was made from, in the order of the blocks; none for front matter
	front  int    // how many blocks are front matter
	single []int  // the facts that are paragraphs by themselves
}

// readStructure appends the blocks below the front matter, whose lines are before body.
func (p *parser) readStructure(body int) {
	markup := p.prepare(body)
	leaves, inline, ok := outline(markup, p.lines)
	if !ok {
		for _, b := range plainParagraphs(p.src, p.lines, body) {
			p.addBlock(b, leaf{})
		}
		return
	}
	p.inline = inline
	for _, l := range settle(p.lines, leaves, body) {
		p.addBlock(p.block(l), l)
	}
}

func (p *parser) addBlock(b document.Block, l leaf) {
	p.doc.Blocks = append(p.doc.Blocks, b)
	p.leaves = append(p.leaves, l)
}

// prepare returns the source as goldmark shall see it: of the same length, so that offsets hold, every line ending in
// "\n", and spaces in place of what it shall not see: the front matter, and lines nested too deep.
func (p *parser) prepare(body int) []byte {
	markup := []byte(p.src)
	for i, c := range markup {
		if c != '\r' {
			continue
		}
		markup[i] = '\n'
		if i+1 < len(markup) && markup[i+1] == '\n' {
			markup[i] = ' '
		}
	}
	limit := depthLimit(p.lines.Len())
	for n := 1; n <= p.lines.Len(); n++ {
		start, end := p.lines.Bounds(n)
		if n < body || nestedDeeper(markup[start:end], limit) {
			copy(markup[start:end], bytes.Repeat([]byte{' '}, end-start))
		}
	}
	return markup
}

// block makes a block of a settled leaf.
func (p *parser) block(l leaf) document.Block {
	first, _ := p.lines.Bounds(l.first)
	_, last := p.lines.Bounds(l.last)
	b := document.Block{Kind: l.kind, Level: l.level, Span: p.lines.Span(first, last), Reason: l.reason}
	if start, end := max(l.start, first), min(l.end, last); start < end {
		b.Text = strings.TrimRight(p.src[start:end], " \t\r\n")
	}
	if strings.TrimSpace(b.Text) == "" {
		b.Text = strings.TrimSpace(p.src[first:last])
	}
	b.Plain = p.reading(l, b.Text)
	if l.html && b.Plain == "" {
		b.Kind, b.Reason = document.Boilerplate, "HTML without text"
	}
	if l.kind == document.Paragraph && !l.html && b.Plain == "" && imageOnly.MatchString(b.Text) {
		b.Kind, b.Reason = document.Boilerplate, "image without a description"
	}
	if sameWords(b.Plain, b.Text) {
		b.Plain = ""
	}
	return b
}

// reading is what a reader sees of a leaf, "" where that isn't known.
func (p *parser) reading(l leaf, text string) string {
	switch {
	case l.html:
		return stripTags(text)
	case l.kind == document.Code:
		return strings.TrimRight(l.text, "\n")
	case l.kind == document.TableHead, l.kind == document.TableRow:
		return p.readingOfRow(text)
	case l.text != "":
		return p.inline.plain(l.text)
	}
	return ""
}

// sameWords reports whether a and b differ in white space only.
func sameWords(a, b string) bool {
	return a == b || slices.Equal(strings.Fields(a), strings.Fields(b))
}

// readTitle takes the first heading of level 1 for the title when nothing but images stands above it. A title in the
// front matter goes first.
func (p *parser) readTitle() {
	field, named := p.doc.Field(document.FieldTitle)
	if named {
		p.doc.Title = field.Value
	}
	for i := p.front; i < len(p.doc.Blocks); i++ {
		b := &p.doc.Blocks[i]
		if b.Kind == document.Heading && b.Level == 1 {
			b.Kind = document.Title
			if !named {
				p.doc.Title = b.Reading()
				p.titleField(*b)
			}
			return
		}
		if b.Kind != document.Boilerplate && !strings.HasPrefix(b.Text, "![") && !strings.HasPrefix(b.Text, "[![") && !strings.HasPrefix(b.Text, "<") {
			return
		}
	}
}

// titleField adds the heading b as the field it is.
func (p *parser) titleField(b document.Block) {
	start := b.Span.Start + strings.Index(p.src[b.Span.Start:b.Span.End], b.Text)
	p.doc.Fields = append(p.doc.Fields, document.Field{Name: document.FieldTitle, Value: b.Text, Span: p.lines.Span(start, start+len(b.Text))})
}

package text

import (
	"strings"

	"docent/retrieval/document"
)

// A run is the lines of the body up to a blank line, from first to last, with what must be known of it as a whole.
type run struct {
	first, last int
	// pairsFrom is the line from which on all lines are "key: value" (or the indented rest of one), last+1 if none is.
	pairsFrom int
	// byLine says that each line is a paragraph: one of them is too long to be a line of hard-wrapped text.
	byLine bool
	// bullets and numbers count the lines that begin with a list's marker.
	bullets, numbers int
	// noTable is the line up to which the pairs are known to be none of a table's.
	noTable int
}

// A line wider than a terminal and its margin, with a sentence's worth of words, holds a whole paragraph. A long
// address or a rule of dashes has the width without the words.
const (
	maxWrappedWidth = 130
	longLineWords   = 15
)

// newRun looks at lines i to j.
func (p *parser) newRun(i, j int) *run {
	r := &run{first: i, last: j, pairsFrom: j + 1}
	for k := i; k <= j; k++ {
		s := p.text(k)
		if len(s) > maxWrappedWidth && !r.byLine {
			r.byLine = width(s) > maxWrappedWidth && document.CountWords(s) >= longLineWords
		}
		switch {
		case bulletLen(s) > 0:
			r.bullets++
		case numberLen(s) > 0:
			r.numbers++
		}
	}
	rest := j + 1 // indented lines that a pair above them would own
	for k := j; k >= i; k-- {
		if p.isPair(k) {
			r.pairsFrom, rest = k, k
		} else if !p.lines[k].indented || rest-k > maxRowLines {
			break
		}
	}
	return r
}

// maxRowLines bounds the indented lines below a pair that continue its value.
const maxRowLines = 3

// width is how many columns s takes up: two for a character of East Asia.
func width(s string) int {
	columns := 0
	for _, r := range s {
		columns++
		if document.Dense(r) || r >= 0xAC00 && r < 0xD7A4 {
			columns++
		}
	}
	return columns
}

// readRun turns lines i to j into blocks, always by the first rule that applies to what is left of them.
func (p *parser) readRun(i, j int) {
	if i == j {
		p.readSingle(i)
		return
	}
	r := p.newRun(i, j)
	for k := i; k <= j; {
		k = p.readPart(r, k)
	}
}

// readSingle turns a run of one line into a block.
func (p *parser) readSingle(i int) {
	s := p.text(i)
	switch {
	case strings.HasPrefix(s, ">"):
		p.add(document.Quote, i, i)
	case p.numberedHeading(i):
		p.addHeading(i, i, numberDepth(s)+1)
	case markerLen(s) > 0:
		p.add(document.ListItem, i, i)
	default:
		p.add(document.Paragraph, i, i)
		p.loose[len(p.loose)-1] = true
	}
}

// readPart makes the next block or blocks of a run from line k on, and returns the line after them.
func (p *parser) readPart(r *run, k int) int {
	s := p.text(k)
	switch {
	case k < r.last && p.underlined(k):
		p.addHeading(k, k+1, underlineLevel(p.text(k+1)))
		p.doc.Blocks[len(p.doc.Blocks)-1].Plain = s
		return k + 2
	case strings.HasPrefix(s, ">"):
		return p.readQuote(r, k)
	case p.listStarts(r, k):
		return p.readList(r, k)
	case k == r.first && numberDepth(s) > 1 && headingLike(s):
		p.addHeading(k, k, numberDepth(s)+1)
		return k + 1
	}
	if next := p.readTable(r, k); next > k {
		return next
	}
	return p.readParagraph(r, k)
}

// readQuote takes the lines that begin with ">".
func (p *parser) readQuote(r *run, k int) int {
	end := k
	for end < r.last && strings.HasPrefix(p.text(end+1), ">") {
		end++
	}
	p.add(document.Quote, k, end)
	return end + 1
}

// readParagraph takes line k and the lines after it that begin nothing else; where each line is a paragraph, line k
// alone.
func (p *parser) readParagraph(r *run, k int) int {
	end := k
	for !r.byLine && end < r.last && !p.beginsPart(r, end+1) {
		end++
	}
	p.add(document.Paragraph, k, end)
	p.loose[len(p.loose)-1] = r.byLine
	return end + 1
}

// beginsPart reports whether line k of a run, not its first, begins something other than the paragraph above it.
func (p *parser) beginsPart(r *run, k int) bool {
	return p.endsPart(r, k) || p.listStarts(r, k) || k == r.pairsFrom && k < r.last && p.leads(k-1) && p.tabular(r)
}

// endsPart reports whether a quote or an underlined heading begins at line k of a run, whatever stands above it.
func (p *parser) endsPart(r *run, k int) bool {
	return strings.HasPrefix(p.text(k), ">") || k < r.last && p.underlined(k)
}

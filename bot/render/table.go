package render

import (
	"strings"
	"unicode"
)

// This file lays tables out: in columns of equal width where those fit, wrapped within their cells where need be, and
// else one row after the other with its cells named. A document's table keeps its words and their order; the signs that
// parted its cells (bars, tabs, a line of dashes) become the space between columns.

// A Table is rows of cells under a head. Rows may have fewer cells than the head, or more.
type Table struct {
	Head []string // the names of the columns; empty for none
	Rows [][]string
}

// A grid is a table as it is drawn.
type grid struct {
	head []row // the names of the columns; nil for none
	body []gridRow
	// right tells of each column whether it is set flush right, as numbers are.
	right []bool
}

type gridRow struct {
	cells  []row
	answer bool
	gap    bool // something is left out here
}

const (
	columnGap  = "  "
	widestWord = 12 // columns that a cell's longest word is given before it is divided
	tallestRow = 5  // lines of a row, when its cells are wrapped
	maxColumns = 16 // a row of more cells is drawn as one text: no screen is so wide
)

// gridOf makes a grid of a block of a document's table, if its rows have cells.
func gridOf(b block) (grid, bool) {
	var g grid
	for i, r := range b.rows {
		switch {
		case r.rule:
			g.right = r.flushRight
		case r.cells == nil && r.text == ellipsis:
			g.body = append(g.body, gridRow{gap: true})
		case r.cells == nil:
			return grid{}, false
		case g.head == nil && len(g.body) == 0 && (r.head || i+1 < len(b.rows) && b.rows[i+1].rule):
			g.head = r.cells
		default:
			g.body = append(g.body, gridRow{cells: r.cells, answer: r.answer})
		}
	}
	return g, g.head != nil && len(g.body) > 0 || len(g.body) > 1
}

// gridOfTable makes a grid of a table of ours.
func gridOfTable(t Table) grid {
	var g grid
	if len(t.Head) > 0 {
		g.head = plainCells(t.Head)
	}
	for _, r := range t.Rows {
		g.body = append(g.body, gridRow{cells: plainCells(r)})
	}
	return g
}

func plainCells(texts []string) []row {
	out := make([]row, 0, len(texts))
	for _, s := range texts {
		out = append(out, row{text: fold(s)})
	}
	return out
}

func (g grid) columns() int {
	n := len(g.head)
	for _, r := range g.body {
		n = max(n, len(r.cells))
	}
	return n
}

// name is what heads column i, "" for nothing.
func (g grid) name(i int) string {
	if i < len(g.head) {
		return g.head[i].text
	}
	return ""
}

// flushRight reports whether column i is set flush right: as the table says, or else because it holds numbers alone.
func (g grid) flushRight(i int) bool {
	if i < len(g.right) {
		return g.right[i]
	}
	some := false
	for _, r := range g.body {
		if i < len(r.cells) && r.cells[i].text != "" {
			if !numeric(r.cells[i].text) {
				return false
			}
			some = true
		}
	}
	return some
}

// numeric reports whether s is a number, with whatever signs and up to three letters of a unit belong to it.
func numeric(s string) bool {
	digits, letters := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return digits > 0 && letters <= min(3, digits)
}

// A gridCell is the part of a cell on one line, with the columns of space before and behind it.
type gridCell struct {
	row         row
	at          [2]int
	left, right int
}

// A gridLine is one line of a table in columns. A rule stands below the head, its cells empty and right their widths.
type gridLine struct {
	cells             []gridCell
	answer, gap, rule bool
	head              bool
}

// layOut lays the grid out in lines of at most room columns, and reports whether it fits.
func (g grid) layOut(room int) ([]gridLine, bool) {
	n := g.columns()
	if n == 0 || n > maxColumns {
		return nil, false
	}
	natural, least := make([]int, n), make([]int, n)
	measure := func(cells []row) {
		for i, c := range cells {
			natural[i] = max(natural[i], columns(c.text))
			least[i] = max(least[i], min(longestWord(c.text), widestWord))
		}
	}
	measure(g.head)
	for _, r := range g.body {
		measure(r.cells)
	}
	widths, ok := shareOut(natural, least, room-(n-1)*len(columnGap))
	if !ok {
		return nil, false
	}
	var out []gridLine
	if g.head != nil {
		lines, ok := g.lines(gridRow{cells: g.head}, widths)
		if !ok {
			return nil, false
		}
		for i := range lines {
			lines[i].head = true
		}
		out = append(lines, ruleLine(widths))
	}
	for _, r := range g.body {
		if r.gap {
			out = append(out, gridLine{gap: true})
			continue
		}
		lines, ok := g.lines(r, widths)
		if !ok {
			return nil, false
		}
		out = append(out, lines...)
	}
	return out, true
}

func ruleLine(widths []int) gridLine {
	l := gridLine{rule: true}
	for _, w := range widths {
		l.cells = append(l.cells, gridCell{right: w})
	}
	return l
}

// lines wraps the cells of a row to their columns, and reports whether that took few enough lines.
func (g grid) lines(r gridRow, widths []int) ([]gridLine, bool) {
	wrapped, height := make([][][2]int, len(widths)), 1
	for i := range widths {
		if i < len(r.cells) {
			wrapped[i] = wrap(r.cells[i].text, widths[i])
			height = max(height, len(wrapped[i]))
		}
	}
	if height > tallestRow {
		return nil, false
	}
	out := make([]gridLine, height)
	for k := range out {
		out[k].answer = r.answer
		for i, w := range widths {
			c := gridCell{right: w}
			if k < len(wrapped[i]) {
				at := wrapped[i][k]
				space := w - columns(r.cells[i].text[at[0]:at[1]])
				c = gridCell{row: r.cells[i], at: at, right: max(space, 0)}
				if g.flushRight(i) {
					c.left, c.right = c.right, 0
				}
			}
			out[k].cells = append(out[k].cells, c)
		}
	}
	return out, true
}

func longestWord(s string) int {
	n := 0
	for c := range chunks(s) {
		n = max(n, columns(s[c[0]:c[1]]))
	}
	return n
}

// A record is a row of a table with the name of each of its cells that has one.
type record struct {
	names  []string // as many as cells
	cells  []row
	answer bool
	gap    bool
}

// records are the grid's rows with their cells named, for where columns don't fit. Empty cells are left out.
func (g grid) records() []record {
	var out []record
	for _, r := range g.body {
		rec := record{answer: r.answer, gap: r.gap}
		for i, c := range r.cells {
			if c.text != "" {
				rec.names = append(rec.names, g.name(i))
				rec.cells = append(rec.cells, c)
			}
		}
		if rec.gap || len(rec.cells) > 0 {
			out = append(out, rec)
		}
	}
	return out
}

// rowCells parts a raw row of a document's table into cells: at tabs, or else at bars as Markdown has them. It returns
// nil for a row of one cell, or of too many.
func rowCells(line string) [][2]int {
	parts := partsAt(line, '\t')
	if len(parts) < 2 {
		parts = barParts(line)
	}
	if len(parts) < 2 || len(parts) > maxColumns {
		return nil
	}
	return parts
}

func partsAt(line string, sep byte) [][2]int {
	var out [][2]int
	from := 0
	for i := 0; i <= len(line); i++ {
		if i == len(line) || line[i] == sep {
			out = append(out, trimRange(line, from, i))
			from = i + 1
		}
	}
	return out
}

// barParts leaves out the bars at the ends; a bar behind a backslash is text.
func barParts(line string) [][2]int {
	at := trimRange(line, 0, len(line))
	start, end := at[0], at[1]
	if start < end && line[start] == '|' {
		start++
	}
	if start < end && line[end-1] == '|' && (end-2 < start || line[end-2] != '\\') {
		end--
	}
	var out [][2]int
	from := start
	for i := start; i <= end; i++ {
		if i == end || line[i] == '|' && (i == 0 || line[i-1] != '\\') {
			out = append(out, trimRange(line, from, i))
			from = i + 1
		}
	}
	return out
}

func trimRange(line string, start, end int) [2]int {
	s := strings.TrimRightFunc(line[start:end], unicode.IsSpace)
	end = start + len(s)
	return [2]int{end - len(strings.TrimLeftFunc(s, unicode.IsSpace)), end}
}

// ruleOf reads the line of dashes between a Markdown table's head and its rows: which columns it sets flush right, nil
// where it has no colons and so says nothing about that.
func ruleOf(line string) (flushRight []bool, ok bool) {
	line = strings.TrimSpace(line)
	if strings.Trim(line, "|:- \t") != "" || !strings.Contains(line, "-") || !strings.ContainsAny(line, "|:") {
		return nil, false
	}
	for _, part := range barParts(line) {
		dashes := line[part[0]:part[1]]
		if !strings.Contains(dashes, "-") {
			return nil, false
		}
		flushRight = append(flushRight, strings.HasSuffix(dashes, ":") && !strings.HasPrefix(dashes, ":"))
	}
	if !strings.Contains(line, ":") {
		return nil, true
	}
	return flushRight, true
}

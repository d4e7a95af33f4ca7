package render

import "strings"

// maxTable is the widest table that is drawn in columns: what a telephone shows of a code block without breaking its
// lines.
const maxTable = 36

// The mark beside the row that answers, since nothing is bold in a code block, and the space beside the others.
const (
	answerMark = "▸ "
	noMark     = "  "
)

// drawGrid draws a table in columns, as a code block. It returns nil where that is too narrow for it, or can't hold it.
func drawGrid(g grid) []string {
	marked := g.answersPartly()
	room := maxTable
	if marked {
		room -= len(noMark)
	}
	lines, ok := g.layOut(room)
	if !ok {
		return nil
	}
	var rows []row
	for _, l := range lines {
		margin := ""
		switch {
		case marked && l.answer:
			margin = answerMark
		case marked:
			margin = noMark
		}
		rows = append(rows, row{text: strings.TrimRight(margin+l.String(), " ")})
	}
	if !fenceable(rows) {
		return nil
	}
	return drawCode(rows)
}

// answersPartly reports whether some rows answer and others don't.
func (g grid) answersPartly() bool {
	some, others := false, false
	for _, r := range g.body {
		if !r.gap {
			some, others = some || r.answer, others || !r.answer
		}
	}
	return some && others
}

// String is the line as plain text.
func (l gridLine) String() string {
	if l.gap {
		return ellipsis
	}
	var b strings.Builder
	for i, c := range l.cells {
		if i > 0 {
			b.WriteString(columnGap)
		}
		if l.rule {
			b.WriteString(strings.Repeat("─", c.right))
			continue
		}
		b.WriteString(strings.Repeat(" ", c.left) + isolate(c.row.text[c.at[0]:c.at[1]]) + strings.Repeat(" ", c.right))
	}
	return b.String()
}

// drawRecord draws a row of a table that is too wide: "name: cell · name: cell".
func drawRecord(r record) string {
	if r.gap {
		return ellipsis
	}
	var parts []string
	for i, c := range r.cells {
		cell := isolate(drawRow(c))
		if name := r.names[i]; name != "" {
			cell = isolate(Escape(name)) + ": " + cell
		}
		parts = append(parts, cell)
	}
	return strings.Join(parts, separator)
}

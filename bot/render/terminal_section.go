package render

import "strings"

// section writes a section whole.
func (t *terminal) section(s Section) {
	heading, note := fold(s.Heading), fold(s.Note)
	if title := rowOf(heading, note); title.text != "" {
		t.marked("", "", title, plain, loud)
	}
	t.text(s.Text)
	for _, c := range s.Cards {
		t.card(c)
	}
	if g := gridOfTable(s.Table); len(g.body) > 0 {
		t.grid(g, func(bool) (string, style) { return "", plain })
	}
	for _, f := range s.Fields {
		r := rowOf(fold(f.Name), fold(f.Value))
		r.join(f.Place.row(t.words), false)
		t.marked("", "  ", r, plain, loud)
		t.link(f.Place.URL, "  ")
	}
	t.list(s.Lines)
}

// grid writes a table in columns where they fit, else each row with its cells named. look gives the margin and the style
// of a row by whether it answers.
func (t *terminal) grid(g grid, look func(answer bool) (margin string, as style)) {
	margin, _ := look(true)
	lines, ok := g.layOut(t.width - len(margin))
	if !ok {
		t.records(g.records(), look)
		return
	}
	for _, l := range lines {
		margin, as := look(l.answer)
		t.line(margin + t.gridLine(l, as))
	}
}

func (t *terminal) gridLine(l gridLine, as style) string {
	if l.gap || l.rule {
		return l.String()
	}
	var b strings.Builder
	for i, c := range l.cells {
		if i > 0 {
			b.WriteString(columnGap)
		}
		b.WriteString(strings.Repeat(" ", c.left) + t.painted(c.row, c.at, as, louder) + strings.Repeat(" ", c.right))
	}
	return b.String()
}

func (t *terminal) records(all []record, look func(answer bool) (margin string, as style)) {
	for _, rec := range all {
		margin, as := look(rec.answer)
		if rec.gap {
			t.line(margin + ellipsis)
			continue
		}
		var r row
		for i, c := range rec.cells {
			if name := rec.names[i]; name != "" {
				r.join(row{text: name + ":"}, false)
			}
			r.join(c, false)
		}
		t.marked(margin, margin, r, as, louder)
	}
}

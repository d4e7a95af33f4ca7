package render

import "strings"

// What a section shows, for people's sake.
const (
	maxSectionQuote = 400 // characters of a quote
	maxSectionText  = 600
	maxFieldName    = 60
	maxFieldValue   = 280
	minSectionRoom  = 160 // less room than this isn't worth a section
)

// drawSections draws sections in room characters together, each in at most limit, and returns how many of the last found
// no room, and whether something of the others is left out. What is too long for an equal share gets what others don't
// need.
func (d drawer) drawSections(all []Section, room, limit int, l linking) (drawn []string, left int, cut bool) {
	var natural, least []int
	var short []bool
	for _, s := range all {
		text, cut := d.drawSection(s, limit, l)
		drawn, short = append(drawn, text), append(short, cut)
		natural = append(natural, length(text))
		least = append(least, min(length(text), minSectionRoom))
	}
	n := len(all)
	shares, ok := shareOut(natural, least, room-n*length(paragraph))
	for !ok && n > 0 {
		n--
		shares, ok = shareOut(natural[:n], least[:n], room-n*length(paragraph))
	}
	for i := range n {
		if natural[i] > shares[i] {
			drawn[i], short[i] = d.drawSection(all[i], shares[i], l)
		}
		cut = cut || short[i]
	}
	return drawn[:n], len(all) - n, cut
}

// drawSection draws as much of a section as room characters hold, which are at least minSectionRoom. The fields and
// entries that are left out are counted, and an ellipsis stands for the rest; cut says that something is.
func (d drawer) drawSection(s Section, room int, l linking) (drawn string, cut bool) {
	left := len(s.Fields) + len(s.Lines)
	sh := sheet{room: room - length("\n"+d.drawMore(left))}
	sh.add(drawHeading(s))
	for _, line := range paragraphs(shorten(s.Text, maxSectionText)) {
		sh.add(escapeWithin(line, sh.left()/2))
	}
	for _, c := range s.Cards {
		card, _ := d.drawCard(c, sh.left(), maxSectionQuote, l)
		sh.add(card)
	}
	for _, part := range drawTable(s.Table) {
		sh.add(part)
	}
	for _, f := range s.Fields {
		if sh.add(d.drawField(f, l)) {
			left--
		}
	}
	for _, line := range outdent(s.Lines) {
		if sh.add(d.drawLine(line, l)) {
			left--
		}
	}
	cut = sh.full
	sh.room, sh.full = room, false
	switch {
	case left > 0:
		sh.add(d.drawMore(left))
	case cut:
		sh.add(ellipsis)
	}
	return strings.TrimLeft(sh.String(), " "), cut
}

// A sheet takes lines until one doesn't fit.
type sheet struct {
	strings.Builder
	room, used int
	full       bool
}

// add writes a drawn line, which may have several rows, and reports whether the sheet had room for it. An empty one
// needs none.
func (s *sheet) add(line string) bool {
	if line == "" {
		return true
	}
	if s.full || length(line)+1 > s.left() {
		s.full = true
		return false
	}
	if s.used > 0 {
		s.WriteByte('\n')
		s.used++
	}
	s.WriteString(line)
	s.used += length(line)
	return true
}

func (s *sheet) left() int { return s.room - s.used }

func drawHeading(s Section) string {
	heading, note := shorten(fold(s.Heading), maxHeader), shorten(fold(s.Note), maxHeader)
	return strings.Join(withoutEmpty([]string{drawStrong(heading), isolate(Escape(note))}), separator)
}

// drawField draws "**name** · value · place".
func (d drawer) drawField(f Field, l linking) string {
	name, value := shorten(fold(f.Name), maxFieldName), shorten(fold(f.Value), maxFieldValue)
	return joinLine(name, isolate(Escape(value)), d.drawPlace(f.Place, l))
}

// drawTable draws a table of ours: in columns, or else each row as an entry of a list.
func drawTable(t Table) []string {
	g := gridOfTable(t)
	if len(g.body) == 0 {
		return nil
	}
	if box := drawGrid(g); box != nil {
		return []string{strings.Join(box, "\n")}
	}
	var out []string
	for _, r := range g.records() {
		for i := range r.cells {
			r.cells[i].text = shorten(r.cells[i].text, maxFieldValue)
		}
		out = append(out, "- "+drawRecord(r))
	}
	return out
}

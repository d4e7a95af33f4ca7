package render

import "docent/bot/locale"

// addContent adds text, a list and a notice to p, and returns how many entries of the list found no room. The notice
// always finds it.
func (d drawer) addContent(p *pages, text string, list []Line, notice string, l linking) (left int) {
	notice = drawNotice(notice)
	forNotice := length(paragraph) + length(notice)
	p.reserve = forNotice + length(paragraph) + length(d.drawMore(len(list)))
	if addText(p, text) {
		left = d.addList(p, list, l)
	} else {
		left = len(list)
		p.reserve = forNotice
		p.add("\n", ellipsis)
	}
	p.reserve = forNotice
	if left > 0 {
		p.add("\n", d.drawMore(left))
	}
	p.reserve = 0
	if notice != "" {
		p.add(paragraph, notice)
	}
	return left
}

// addText keeps the paragraphs of text apart, and reports whether all of it found room.
func addText(p *pages, text string) bool {
	sep := ""
	for _, line := range paragraphs(text) {
		if line == "" {
			sep = paragraph
			continue
		}
		if !p.add(sep, escapeWithin(line, p.limit-p.reserve-p.kept)) {
			return false
		}
		sep = "\n"
	}
	return true
}

func (d drawer) addList(p *pages, list []Line, l linking) (left int) {
	for i, line := range outdent(list) {
		if !p.add("\n", d.drawLine(line, l)) {
			return len(list) - i
		}
	}
	return 0
}

func (d drawer) drawMore(n int) string {
	return ellipsis + " " + Escape(d.words.Text("label.more", locale.Args{"count": n}))
}

func drawNotice(notice string) string {
	if notice = fold(notice); notice == "" {
		return ""
	}
	return "⚠ " + escapeWithin(notice, maxNotice)
}

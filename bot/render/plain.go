package render

import "slices"

// withoutEmbeds puts all cards on one message where their quotes, shortened, still say something there; else each has its
// own.
func (d drawer) withoutEmbeds(r Reply) (out []Outgoing, short bool) {
	p := pages{limit: maxContent, most: maxMessages}
	if len(r.Cards) > 0 && len(r.Sections) == 0 {
		p = pages{limit: maxBeforeCards, most: 1}
	}
	short = d.addBefore(&p, r)
	if len(r.Cards) == 0 {
		return contents(p.all), short
	}
	before := ""
	if n := len(p.all) - 1; n >= 0 {
		out, before = contents(p.all[:n]), p.all[n]
	}
	room := maxContent - length(before) - len(r.Cards)*length(paragraph)
	cards, ok := d.shareRoom(r.Cards, room)
	if ok {
		return append(out, contents([]string{joinParagraphs(append([]string{before}, cards...))})...), short
	}
	if length(before) > maxBeforeCards {
		out, before = append(out, contents([]string{before})...), ""
	}
	first, _ := d.drawCard(r.Cards[0], maxContent-length(before)-length(paragraph), maxQuote, unlinked)
	messages := []string{joinParagraphs([]string{before, first})}
	for _, c := range r.Cards[1:] {
		card, _ := d.drawCard(c, maxContent, maxQuote, unlinked)
		messages = append(messages, card)
	}
	return append(out, contents(messages)...), short
}

// addBefore adds what stands before the cards of a message without embeds, and reports whether something is left out.
func (d drawer) addBefore(p *pages, r Reply) (short bool) {
	if len(r.Sections) == 0 {
		return d.addContent(p, r.Text, r.Lines, r.Notice, unlinked) > 0
	}
	// The notice stands at the end, so that sections come before it: they get what the text, the list and it leave.
	notice := drawNotice(r.Notice)
	p.kept = length(paragraph+notice) + length(paragraph+d.drawMore(len(r.Sections)))
	short = d.addContent(p, r.Text, r.Lines, "", unlinked) > 0
	room := p.most*p.limit - p.kept
	if n := len(p.all) - 1; n >= 0 {
		room -= n*p.limit + length(p.all[n])
	}
	sections, left, cut := d.drawSections(r.Sections, room, p.limit-p.kept, unlinked)
	left += p.addAll(sections)
	p.kept = length(paragraph + notice)
	if left > 0 {
		p.add(paragraph, d.drawMore(left))
	}
	p.kept = 0
	if notice != "" {
		p.add(paragraph, notice)
	}
	return short || cut || left > 0
}

// shareRoom draws cards in room characters together, the last one first, so that the best gets what the others leave
// over. It reports whether enough is left of each quote.
func (d drawer) shareRoom(cards []Card, room int) ([]string, bool) {
	out := make([]string, len(cards))
	for i, c := range slices.Backward(cards) {
		card, quoted := d.drawCard(c, room/(i+1), maxQuote, unlinked)
		if quoted < minQuote {
			return nil, false
		}
		room -= length(card)
		out[i] = card
	}
	return out, true
}

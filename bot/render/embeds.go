package render

import "github.com/bwmarrin/discordgo"

// withEmbeds draws the list as an embed as well when it is too long for the content.
func (d drawer) withEmbeds(r Reply) (out []Outgoing, short bool) {
	p := pages{limit: maxContent, most: maxMessages}
	list := pages{limit: min(maxDescription, maxEmbedTotal-len(r.Cards)*minCardRoom-sectionsRoom(r)), most: 1}
	l, fits := d.linksFor(r)
	if fits {
		d.addContent(&p, r.Text, r.Lines, r.Notice, l)
	} else {
		d.addContent(&p, r.Text, nil, r.Notice, unlinked)
		short = d.addContent(&list, "", r.Lines, "", d.linksWithin(r.Lines, list.limit)) > 0
	}
	descriptions := list.all
	if len(r.Sections) > 0 {
		room := maxEmbedTotal - totalLength(list.all) - len(r.Cards)*minCardRoom
		drawn, cut := d.sectionEmbeds(r.Sections, room)
		descriptions = append(descriptions, drawn...)
		short = short || cut
	}
	out = contents(p.all)
	if embeds := d.drawEmbeds(descriptions, r.Cards); len(embeds) > 0 {
		if len(out) == 0 {
			out = []Outgoing{{}}
		}
		out[len(out)-1].Embeds = embeds
	}
	return out, short
}

// sectionEmbeds draws sections as the descriptions of embeds of room characters together, and reports whether something
// is left out.
func (d drawer) sectionEmbeds(all []Section, room int) (descriptions []string, short bool) {
	p := pages{limit: maxDescription, most: maxSectionEmbeds}
	p.kept = length(paragraph + d.drawMore(len(all)))
	sections, left, cut := d.drawSections(all, room-p.kept, maxDescription-p.kept, inEmbed)
	left += p.addAll(sections)
	p.kept = 0
	if left > 0 {
		p.add(paragraph, d.drawMore(left))
	}
	return p.all, cut || left > 0
}

// sectionsRoom is what a list must leave to the sections of a reply.
func sectionsRoom(r Reply) int {
	return min(len(r.Sections)*2*minSectionRoom, maxEmbedTotal/3)
}

// drawEmbeds makes an embed of each description, which is drawn already, and of each card. Cards share what the
// descriptions leave of the room for all embeds.
func (d drawer) drawEmbeds(descriptions []string, cards []Card) []*discordgo.MessageEmbed {
	room := maxEmbedTotal - totalLength(descriptions)
	for i, c := range cards {
		card, _ := d.drawCard(c, min(maxDescription, room/(len(cards)-i)), maxQuote, inEmbed)
		room -= length(card)
		descriptions = append(descriptions, card)
	}
	return embeds(descriptions)
}

func embeds(descriptions []string) []*discordgo.MessageEmbed {
	var out []*discordgo.MessageEmbed
	for _, text := range descriptions {
		if text != "" {
			out = append(out, &discordgo.MessageEmbed{Description: text})
		}
	}
	return out
}

// linksFor says how the places of a reply's list are linked in the content, and whether the whole list fits there. Links
// are dispensable: where they alone are too much there are none.
func (d drawer) linksFor(r Reply) (l linking, fits bool) {
	for _, l := range []linking{inContent, unlinked} {
		p := pages{limit: maxContent, most: 1}
		if d.addContent(&p, r.Text, r.Lines, r.Notice, l) == 0 {
			return l, true
		}
	}
	return unlinked, false
}

// linksWithin says how the places of a list are linked in an embed of limit characters.
func (d drawer) linksWithin(list []Line, limit int) linking {
	p := pages{limit: limit, most: 1}
	if d.addContent(&p, "", list, "", inEmbed) == 0 {
		return inEmbed
	}
	return unlinked
}

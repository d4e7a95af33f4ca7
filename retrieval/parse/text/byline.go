package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/document"
)

// partPublisher parts a person's name from the publisher's that a saved page ran into it ("Jane DoeExample News"). The
// page's own short name tells where: it stands alone on an earlier line, and begins the publisher's.
func (p *parser) partPublisher() {
	for i := range p.doc.Fields {
		f := &p.doc.Fields[i]
		if f.Name != document.FieldReviewer && f.Name != document.FieldAuthor {
			continue
		}
		token, at := p.siteToken(f.Span.First, f.Value)
		if token < 0 {
			continue
		}
		p.lines[token].role = siteName
		name := strings.TrimRightFunc(f.Value[:at], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",-–—", r) })
		if name == "" {
			continue // the publisher itself is named where a person would be
		}
		start, end := f.Span.Start+at, f.Span.End
		f.Value, f.Span = name, p.all.Span(f.Span.Start, f.Span.Start+len(name))
		p.setField(found{name: document.FieldPublisher, start: start, end: end})
		return
	}
}

// minTokenRunes keeps initials and small words from being taken for a site's name.
const minTokenRunes = 3

// siteToken looks, among the lines before the given one, for a line of one word that occurs in value in any case, and
// returns that line and where in value the word stands; line -1 if there is none.
func (p *parser) siteToken(before int, value string) (line, at int) {
	for i := 1; i < len(p.lines) && i < mastheadLines && p.lines[i].number < before; i++ {
		word := p.text(i)
		if p.lines[i].role != body || len(word) > maxMetaBytes || strings.ContainsFunc(word, unicode.IsSpace) || utf8.RuneCountInString(word) < minTokenRunes {
			continue
		}
		if at := indexFold(value, word); at >= 0 {
			return i, at
		}
	}
	return -1, 0
}

// indexFold is the offset of the first place where s holds word in any case, or -1. It looks only where both have the
// same length in bytes.
func indexFold(s, word string) int {
	for i := range s {
		if hasPrefixFold(s[i:], word) {
			return i
		}
	}
	return -1
}

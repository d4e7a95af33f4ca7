package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/document"
)

// The longest title, in words and bytes; the longest headlines of news sites stay below both.
const (
	maxTitleWords = 25
	maxTitleBytes = 240
)

// readTitle takes the first line for the title when it looks like one: short, without a full stop, and set apart from
// the text by a blank line, an underline or metadata.
func (p *parser) readTitle() {
	if f, ok := p.doc.Field(document.FieldTitle); ok { // "Title: ..." said so
		p.doc.Title = f.Value
		return
	}
	if len(p.lines) < 2 || p.lines[0].role != body {
		return
	}
	end := 0
	if p.underlined(0) {
		end = 1
	} else if !p.lines[1].apart && p.lines[1].role != meta {
		return
	}
	if end+1 == len(p.lines) || !p.titleLike() {
		return
	}
	for i := 0; i <= end; i++ {
		p.lines[i].role = title
	}
	p.setField(found{name: document.FieldTitle, start: p.lines[0].start, end: p.lines[0].end})
	p.doc.Title = p.text(0)
}

// titleLike reports whether the first line reads as a title.
func (p *parser) titleLike() bool {
	s := p.text(0)
	if len(s) > maxTitleBytes || document.CountWords(s) > maxTitleWords || !strings.ContainsFunc(s, unicode.IsLetter) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(s, "...")) // a headline cut short is one
	if strings.ContainsRune(".,:;。，、：；", last) || strings.HasPrefix(s, ">") || markerLen(s) > 0 || strings.Contains(s, "://") {
		return false
	}
	if _, isDate := document.ParseDate(s); isDate {
		return false
	}
	return !p.dialogue()
}

// dialogue reports whether the text begins as a transcript or a list of questions does: pair after pair.
func (p *parser) dialogue() bool {
	_, first := document.SplitPair(p.text(0))
	_, second := document.SplitPair(p.text(1))
	return first && second
}

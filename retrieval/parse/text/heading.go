package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/document"
)

// The longest guessed heading, and how far below it its text may begin, in blocks.
const (
	maxHeadingWords = 14
	maxHeadingBytes = 160
	headingReach    = 3
)

// guessedLevel is the level of a heading that is a bare line: below the title.
const guessedLevel = 2

// addHeading appends a heading of lines i to j.
func (p *parser) addHeading(i, j, level int) {
	p.add(document.Heading, i, j).Level = level
}

// headingLike reports whether s reads as a heading: short, beginning with a capital, a digit or a letter without case, and
// not ending as a sentence or a clause does.
func headingLike(s string) bool {
	if len(s) > maxHeadingBytes || document.CountWords(s) > maxHeadingWords || !strings.ContainsFunc(s, unicode.IsLetter) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	if !startsName(s) && !unicode.IsDigit(first) || strings.ContainsRune(".,:;-–—。，、：；…", last) || strings.Contains(s, "://") {
		return false
	}
	return strings.ContainsAny(s, " \t") || !strings.Contains(s, "@")
}

// underlined reports whether the line after line i underlines it: a row of one sign, about as wide as the line.
func (p *parser) underlined(i int) bool {
	if i+1 >= len(p.lines) || p.lines[i+1].apart || p.lines[i].end-p.lines[i].start > maxTitleBytes {
		return false
	}
	under, over := p.text(i+1), p.text(i)
	if len(under) < 3 || underlineLevel(under) == 0 || underlineLevel(over) > 0 || markerLen(over) > 0 {
		return false
	}
	if strings.Trim(under, under[:1]) != "" || !strings.ContainsFunc(over, unicode.IsLetter) {
		return false
	}
	columns := width(over)
	return len(under) >= min(columns/2, columns-3) && len(under) <= 2*columns+10
}

// underlineLevel is the level of the heading that a line of such signs underlines, 0 for other lines.
func underlineLevel(s string) int {
	switch s[0] {
	case '=', '#', '*':
		return 1
	case '-', '~', '_':
		return 2
	}
	return 0
}

// numberDepth counts the numbers of a heading like "3.2 Safety rules": 2 here, and 0 where there is no such number.
func numberDepth(s string) int {
	number, rest, found := strings.Cut(s[:min(len(s), maxHeadingBytes)], " ")
	if !found || !startsName(strings.TrimLeft(rest, " ")) || len(number) > 12 {
		return 0
	}
	depth := 0
	for part := range strings.SplitSeq(strings.TrimSuffix(number, "."), ".") {
		if part == "" || len(part) > 2 || strings.Trim(part, "0123456789") != "" {
			return 0
		}
		depth++
	}
	return depth
}

// numberedHeading reports whether line i, a paragraph by itself, is a numbered heading: of two numbers or more ("3.2"), or
// of one where the text below isn't the next item of a list.
func (p *parser) numberedHeading(i int) bool {
	s := p.text(i)
	depth := numberDepth(s)
	if depth == 0 || !headingLike(s) {
		return false
	}
	if depth > 1 {
		return true
	}
	if numberLen(s) == 0 {
		return false // "12 Angry Men": a bare line, which is judged with the others
	}
	near := func(j int) bool {
		return j >= 0 && j < len(p.lines) && numberLen(p.text(j)) > 0 && numberDepth(p.text(j)) == 1
	}
	return !near(i-1) && !near(i+1) && i+1 < len(p.lines)
}

// readHeadings makes headings of the loose lines that read as headings and have text below. They are guesses, so they
// must be the exception: a text in which they outnumber everything else has short lines for another reason.
func (p *parser) readHeadings() {
	keys := p.looseKeys()
	var guessed []int
	others := 0
	for i, b := range p.doc.Blocks {
		switch {
		case p.loose[i] && headingLike(b.Text) && !repeats(b.Text, keys) && p.hasTextBelow(i):
			guessed = append(guessed, i)
		case b.Kind != document.Meta && b.Kind != document.Boilerplate && b.Kind != document.Title:
			others++
		}
	}
	if len(guessed) > others {
		return
	}
	for _, i := range guessed {
		p.doc.Blocks[i].Kind, p.doc.Blocks[i].Level = document.Heading, guessedLevel
	}
}

// looseKeys counts the keys of the loose lines that are pairs. A key that comes again is somebody speaking.
func (p *parser) looseKeys() map[string]int {
	keys := make(map[string]int)
	for i := range p.doc.Blocks {
		if !p.loose[i] {
			continue
		}
		if pair, ok := document.SplitPair(p.doc.Blocks[i].Text); ok {
			keys[pair.Key]++
		}
	}
	return keys
}

func repeats(s string, keys map[string]int) bool {
	pair, ok := document.SplitPair(s)
	return ok && keys[pair.Key] > 1
}

// hasTextBelow reports whether prose, a list or a table begins within reach below block i.
func (p *parser) hasTextBelow(i int) bool {
	for _, b := range p.doc.Blocks[i+1 : min(len(p.doc.Blocks), i+1+headingReach)] {
		switch b.Kind {
		case document.TableHead, document.TableRow, document.ListItem, document.Quote:
			return true
		case document.Heading:
			return false
		case document.Paragraph:
			if b.Span.Last > b.Span.First || len(b.Text) > maxHeadingBytes || document.CountWords(b.Text) >= proseWords && endsSentence(b.Text) {
				return true
			}
		}
	}
	return false
}

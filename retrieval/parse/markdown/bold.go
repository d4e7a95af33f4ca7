package markdown

import (
	"regexp"
	"strings"

	"docent/retrieval/document"
)

// boldLine matches a paragraph that is one line in bold.
var boldLine = regexp.MustCompile(`^(?:\*\*[^*\n]+\*\*|__[^_\n]+__)$`)

// maxHeadingWords is the longest line in bold that is taken for a heading.
const maxHeadingWords = 14

// readBoldHeadings makes headings of the paragraphs that are a line in bold above some text: many writers mark their
// headings so. They stand one level below the heading above them.
func (p *parser) readBoldHeadings() {
	level := 1
	for i := p.front; i+1 < len(p.doc.Blocks); i++ {
		b, next := &p.doc.Blocks[i], p.doc.Blocks[i+1]
		switch {
		case b.Kind == document.Heading || b.Kind == document.Title:
			level = b.Level
		case b.Kind == document.Paragraph && next.Kind != document.Heading && next.Kind != document.Boilerplate && isBoldHeading(b.Text):
			b.Kind, b.Level = document.Heading, min(level+1, 6)
		}
	}
}

// isBoldHeading reports whether a paragraph is in bold and reads as a heading: short, and no sentence.
func isBoldHeading(text string) bool {
	if !boldLine.MatchString(text) || document.CountWords(text) > maxHeadingWords {
		return false
	}
	words := strings.TrimSpace(text[2 : len(text)-2])
	return words != "" && !strings.ContainsAny(words[len(words)-1:], ".,;:!")
}

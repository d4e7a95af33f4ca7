package markdown

import (
	"strings"

	"docent/retrieval/document"
)

// plainParagraphs reads a text from line body on without its markup: each run of lines up to a blank one is a paragraph.
// It is what remains when Markdown's structure can't be had.
func plainParagraphs(src string, lines document.Lines, body int) []document.Block {
	var blocks []document.Block
	for n := body; n <= lines.Len(); n++ {
		if blank(lines, n) {
			continue
		}
		first := n
		for n < lines.Len() && !blank(lines, n+1) {
			n++
		}
		start, _ := lines.Bounds(first)
		_, end := lines.Bounds(n)
		blocks = append(blocks, document.Block{Text: strings.TrimSpace(src[start:end]), Span: lines.Span(start, end)})
	}
	return blocks
}

// blank reports whether line n holds nothing but white space.
func blank(lines document.Lines, n int) bool { return strings.TrimSpace(lines.Text(n)) == "" }

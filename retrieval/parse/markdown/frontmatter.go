package markdown

import (
	"slices"
	"strings"

	"docent/retrieval/document"
)

// Limits of front matter: beyond them it is text.
const (
	maxFrontLines  = 400
	maxFrontBytes  = 32 << 10
	maxFrontFields = 200
)

// An entry is a value of front matter: its key with those above it ("author.name"), and the value as text.
type entry struct {
	key, value string
	line       int // of the value, from 1 within the front matter; 0 if unknown
}

// readFrontMatter reads the front matter into fields and blocks of metadata, and returns the first line after it: 1
// where there is none. Front matter that can't be read becomes a paragraph.
func (p *parser) readFrontMatter() (body int) {
	closing, fence := p.frontFence()
	if closing == 0 {
		return 1
	}
	start, _ := p.lines.Bounds(2)
	end, _ := p.lines.Bounds(closing)
	inside := p.src[start:end]
	entries, err := readEntries(fence, inside)
	switch {
	case err == nil && len(entries) == 0:
		return 1 // two rules with something else, or nothing, between them
	case err != nil && !startsWithKey(inside):
		return 1
	case err != nil:
		p.addLines(document.Paragraph, 1, closing)
	default:
		p.addEntries(entries, end)
		p.addMeta(fence, closing)
	}
	p.front = len(p.doc.Blocks)
	return closing + 1
}

// frontFence finds the line that closes front matter, and its kind: "---" for YAML, "+++" for TOML. It returns 0 where
// the text doesn't begin with front matter.
func (p *parser) frontFence() (closing int, fence string) {
	line := func(n int) string { return strings.TrimRight(p.lines.Text(n), " \t") }
	fence = line(1)
	if fence != "---" && fence != "+++" {
		return 0, ""
	}
	for n := 2; n <= min(p.lines.Len(), maxFrontLines); n++ {
		start, end := p.lines.Bounds(n)
		if end > maxFrontBytes {
			break
		}
		if end-start < 8 && (line(n) == fence || fence == "---" && line(n) == "...") {
			return n, fence
		}
	}
	return 0, ""
}

func readEntries(fence, inside string) ([]entry, error) {
	inside = strings.ReplaceAll(strings.ReplaceAll(inside, "\r\n", "\n"), "\r", "\n")
	if fence == "+++" {
		return readTOML(inside)
	}
	return readYAML(inside)
}

// startsWithKey reports whether text begins with a line such as "title: ..." or "title = ...".
func startsWithKey(text string) bool {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	key, _, found := strings.Cut(line, ":")
	if !found {
		key, _, found = strings.Cut(line, "=")
	}
	return found && key != "" && !strings.ContainsAny(strings.TrimSpace(key), " \t")
}

// addEntries makes fields of entries, with the places where their values stand verbatim before end.
func (p *parser) addEntries(entries []entry, end int) {
	for _, e := range entries[:min(len(entries), maxFrontFields)] {
		if e.value == "" {
			continue
		}
		f := document.Field{Name: fieldName(e.key), Value: e.value}
		if e.line > 0 {
			from, lineEnd := p.lines.Bounds(min(e.line+1, p.lines.Len()))
			lineEnd = min(lineEnd, end)
			skip := p.keyLength(from, lineEnd, e.key)
			if at := strings.Index(p.src[from+skip:max(lineEnd, from+skip)], e.value); at >= 0 {
				f.Span = p.lines.Span(from+skip+at, from+skip+at+len(e.value))
			}
		}
		if isDate(f.Name) {
			if d, ok := document.ParseDate(e.value); ok {
				f.Time, f.Timed = d.Time, d.Timed
			}
		}
		p.doc.Fields = append(p.doc.Fields, f)
	}
}

// keyLength is how much of the line from start to end is its key, so that a value is not found in its own name.
func (p *parser) keyLength(start, end int, key string) int {
	line := p.src[start:max(start, end)]
	name := key[strings.LastIndexByte(key, '.')+1:]
	trimmed := strings.TrimLeft(line, " \t-\"'")
	if !strings.HasPrefix(trimmed, name) {
		return 0
	}
	return len(line) - len(trimmed) + len(name)
}

// fieldNames are the keys that mean a field of the house.
var fieldNames = map[string]document.FieldName{
	"title": document.FieldTitle, "headline": document.FieldTitle,
	"date": document.FieldPublished, "published": document.FieldPublished, "publishdate": document.FieldPublished, "pubdate": document.FieldPublished,
	"published_at": document.FieldPublished, "publish_date": document.FieldPublished, "created": document.FieldPublished,
	"updated": document.FieldUpdated, "lastmod": document.FieldUpdated, "modified": document.FieldUpdated, "last_modified": document.FieldUpdated,
	"last_updated": document.FieldUpdated, "last-updated": document.FieldUpdated, "last-modified": document.FieldUpdated, "updated_at": document.FieldUpdated,
	"lastupdated": document.FieldUpdated, "lastmodified": document.FieldUpdated,
	"author": document.FieldAuthor, "authors": document.FieldAuthor, "by": document.FieldAuthor, "author.name": document.FieldAuthor, "authors.name": document.FieldAuthor,
	"reviewer": document.FieldReviewer, "reviewed_by": document.FieldReviewer, "publisher": document.FieldPublisher,
}

func fieldName(key string) document.FieldName {
	if name, known := fieldNames[strings.ToLower(key)]; known {
		return name
	}
	return document.FieldName(key)
}

func isDate(name document.FieldName) bool {
	return name == document.FieldPublished || name == document.FieldUpdated
}

// addMeta appends blocks of metadata for lines 1 to closing: one for each entry that begins at the margin, the fences
// with the first and the last.
func (p *parser) addMeta(fence string, closing int) {
	first := 1
	seen := false
	for n := 2; n < closing; n++ {
		if !beginsEntry(fence, p.lines.Text(n)) {
			continue
		}
		if seen {
			p.addLines(document.Meta, first, n-1)
			first = n
		}
		seen = true
	}
	p.addLines(document.Meta, first, closing)
}

// beginsEntry reports whether a line of front matter begins a new entry rather than going on with the one above.
func beginsEntry(fence, line string) bool {
	if line == "" || strings.ContainsAny(line[:1], " \t#-]}") {
		return false
	}
	return fence == "---" && strings.Contains(line, ":") || fence == "+++" && (strings.Contains(line, "=") || line[0] == '[')
}

// addLines appends lines first to last as one block. Its text is what stands between the fences.
func (p *parser) addLines(kind document.Kind, first, last int) {
	start, _ := p.lines.Bounds(first)
	_, end := p.lines.Bounds(last)
	text := strings.TrimSpace(p.src[start:end])
	for _, fence := range []string{"---", "+++", "..."} {
		text = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(text, fence), fence))
	}
	if text == "" {
		text = strings.TrimSpace(p.src[start:end])
	}
	p.doc.Blocks = append(p.doc.Blocks, document.Block{Kind: kind, Text: text, Span: p.lines.Span(start, end)})
}

// sortEntries puts entries in the order of the lines they stand on, those of unknown place last.
func sortEntries(entries []entry) {
	slices.SortStableFunc(entries, func(a, b entry) int {
		if (a.line == 0) != (b.line == 0) {
			return b.line - a.line
		}
		return a.line - b.line
	})
}

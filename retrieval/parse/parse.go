// Package parse is the door to the parsers: it picks the one for a file's name and runs it over the file's text.
//
// Each format is a room below this one, and knows only package document: text and markdown so far. Bytes become UTF-8 text
// in charset, a parser makes a document.Document of that, and everything behind this door sees the Document alone. A
// parser may be fed hostile text: what it does wrong is that file's failure and nobody else's.
package parse

import (
	"fmt"
	"path"
	"runtime/debug"
	"strings"

	"docent/retrieval/document"
	"docent/retrieval/parse/charset"
	"docent/retrieval/parse/markdown"
	"docent/retrieval/parse/text"
)

// A Parser reads one format. Every span of the document it returns counts bytes of the text it was given.
type Parser func(decoded string) document.Document

// Versions are the parsers' versions by name. A parser that reads a file differently than before gets a higher one.
func Versions() map[string]int { return map[string]int{"text": 1, "markdown": 1, "passages": 1} }

// For returns the parser for a file's name, nil where no parser reads such files.
func For(p string) Parser {
	switch strings.ToLower(path.Ext(p)) {
	case ".md", ".markdown", ".mdown", ".mkd":
		return markdown.Parse
	case "", ".txt", ".text", ".log", ".rst", ".adoc", ".asc", ".org":
		return text.Parse
	}
	return nil
}

// Parse runs a parser. A panic of the parser is returned as an error, with its stack.
func Parse(p Parser, decoded charset.Decoded) (doc document.Document, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the parser failed: %v\n%s", v, debug.Stack())
		}
	}()
	doc = p(decoded.Text)
	doc.Encoding, doc.BOM = decoded.Encoding, decoded.BOM
	return doc, nil
}

package index

import (
	"context"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"

	bleveindex "github.com/blevesearch/bleve_index_api"
)

// A Name is what a document calls a part of itself: the heading of a section, or the name of a fact.
type Name struct {
	Text string // as written
	Line int    // where it stands, from 1
	Fact bool   // of a fact; else of a section
}

// maxName bounds a name, in bytes; what is longer is cut. Nobody types so much to find one.
const maxName = 400

// fieldName holds the names of a document, each one term beside the document's path, so that they can be listed without
// reading a record. They belong to the document's first entry.
const fieldName = "name"

// term is how a name stands in the dictionary: the document's path, a NUL, the kind, the line (4 bytes, so that a
// document's names are in its order), and the text.
func (n Name) term(path string) string {
	kind := byte('h')
	if n.Fact {
		kind = 'f'
	}
	text := n.Text
	if len(text) > maxName {
		end := maxName
		for !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	b := append([]byte(path), 0, kind)
	b = binary.BigEndian.AppendUint32(b, uint32(n.Line))
	return string(append(b, text...))
}

// parseName undoes term.
func parseName(term string) (path string, n Name, ok bool) {
	path, rest, ok := strings.Cut(term, "\x00")
	if !ok || len(rest) < 5 {
		return "", Name{}, false
	}
	return path, Name{Fact: rest[0] == 'f', Line: int(binary.BigEndian.Uint32([]byte(rest[1:5]))), Text: rest[5:]}, true
}

// Names calls each for every name of every document, sorted by path, then headings behind facts, then by line. Names of
// documents that changed or went may still be among them; HasName tells.
func (s *Snapshot) Names(ctx context.Context, each func(path string, n Name)) (err error) {
	defer guard(&err)()
	for w, err := range s.terms(ctx, fieldName, span{}) {
		if err != nil {
			return err
		}
		if path, n, ok := parseName(w.term); ok {
			each(path, n)
		}
	}
	return nil
}

// HasName reports whether a document has a name.
func (s *Snapshot) HasName(ctx context.Context, path string, n Name) (has bool, err error) {
	defer guard(&err)()
	err = s.each(ctx, fieldName, n.term(path), false, func(*bleveindex.TermFieldDoc) { has = true })
	return has, err
}

// nameTerms are a document's names as they are indexed, each once.
func nameTerms(path string, names []Name) []string {
	terms := make([]string, len(names))
	for i, n := range names {
		terms[i] = n.term(path)
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

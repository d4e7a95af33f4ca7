// Package document is the vocabulary that the parsers and the library share: what a file says once it has been read,
// and where in the file each piece of it stands. It knows no format, no index and no question.
package document

import "time"

// A Span is where a piece of text stands in its file, after the file was decoded to UTF-8 (without its byte order
// mark). Start and End are byte offsets, End exclusive; First and Last are lines, counted from 1, both inclusive;
// Page counts from 1, and is 0 in formats without pages.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
	First int `json:"first"`
	Last  int `json:"last"`
	Page  int `json:"page,omitempty"`
}

// A Kind says what a block is.
type Kind uint8

// The kinds of block. TableHead is the row that names a table's columns. Meta is a line that holds metadata (a date, a
// byline, front matter). Boilerplate is what belongs to the page and not to the text; its block carries the reason.
const (
	Paragraph Kind = iota
	Title
	Heading
	ListItem
	TableHead
	TableRow
	Caption
	Quote
	Code
	Meta
	Boilerplate
)

// A Block is one piece of a document, in the order of the file. Blocks don't overlap, and every byte of the source that
// isn't white space belongs to one.
type Block struct {
	Kind  Kind
	Level int    // of a heading or title, from 1; 0 elsewhere
	Text  string // the decoded source at Span; in Markdown, contained in it
	Plain string // what a reader sees, where markup makes it differ from Text: indexed, never quoted; else empty
	Span  Span
	// Reason says why a block is boilerplate, in a few plain words ("image number", "page button").
	Reason string
}

// Reading is the block's text as a reader sees it: Plain where there is one, else Text.
func (b Block) Reading() string {
	if b.Plain != "" {
		return b.Plain
	}
	return b.Text
}

// A FieldName names a piece of metadata.
type FieldName string

// The metadata that is recognised. A field of another name (from front matter) keeps the name the file gives it.
const (
	FieldTitle       FieldName = "title"
	FieldPublished   FieldName = "published"
	FieldUpdated     FieldName = "updated"
	FieldReadingTime FieldName = "reading time"
	FieldAuthor      FieldName = "author"
	FieldReviewer    FieldName = "reviewer"
	FieldPublisher   FieldName = "publisher"
	FieldOverview    FieldName = "overview"
)

// A Field is one piece of metadata: its value as the file writes it, and where.
type Field struct {
	Name  FieldName
	Value string // exactly the source at Span
	Span  Span   // the value alone
	// Label is where the file names the field, when it does ("Updated on", "Reviewed by"); zero otherwise.
	Label Span
	// Time is the moment a date field means, in UTC unless the file names a zone; zero for other fields. Timed tells
	// whether the file gives a time of day.
	Time  time.Time
	Timed bool
}

// A Fact is a name and its value as a table row, a "key: value" line or a list states them.
type Fact struct {
	Name  string
	Value string // as written; columns that the file ran together stay one string
	Head  string // the header row or column heading it stands under, "" if none
	Span  Span   // the whole row or line
	// HeadSpan is where Head stands; zero if there is none.
	HeadSpan Span
}

// A Document is one file as read by a parser. The library adds what the parser can't know: path, hash, language.
type Document struct {
	Path     string // relative to the documents folder, forward slashes
	Encoding string // of the file on disk: "utf-8", "utf-16le", "windows-1252", ...
	BOM      bool   // the file began with a byte order mark
	Language string // ISO 639-1 code of the text, "" when it can't be told
	Title    string // the title's text, or "" where the file has none
	Blocks   []Block
	Fields   []Field
	Facts    []Fact
}

// Field returns the first field of that name.
func (d *Document) Field(name FieldName) (Field, bool) {
	for _, f := range d.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Date is the document's own date: when it was updated, else when it was published; zero when it gives neither.
func (d *Document) Date() time.Time {
	for _, name := range []FieldName{FieldUpdated, FieldPublished} {
		if f, ok := d.Field(name); ok && !f.Time.IsZero() {
			return f.Time
		}
	}
	return time.Time{}
}

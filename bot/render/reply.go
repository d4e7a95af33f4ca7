// Package render draws replies. A Reply goes in, of plain text; Discord messages (Message) or text for a terminal
// (Terminal) come out:
//
//	Reply -> text, list, sections, cards -> rows of clean text, bold ranges -> Markdown or ANSI, within the limits
//	Quote -> excerpt (what is shown) -> blocks of rows
//
// It is the one place that escapes, folds, cuts and counts. It is pure: it asks nobody, sends nothing, and knows no
// documents. Discord's types are what it makes of a reply, and its limits are in budget.go and action.go.
package render

import (
	"strings"
	"time"
)

// A Reply is what a command says, before Discord or a terminal draws it. Its strings are plain text: the renderer
// escapes, folds and cuts; nobody else does.
type Reply struct {
	Text     string    // Docent's own words: the lead line, or the whole reply where there are no cards
	Lines    []Line    // a list: hits, sources, suggestions, examples
	Sections []Section // parts under headings of their own: what is known of a document, sentences that were checked
	Cards    []Card    // quotes, best first
	Notice   string    // one line on what is amiss ("The index is being rebuilt."), "" when all is well
	Private  bool      // only the asker may see it
	Actions  []Action
	Files    []File // what is handed over with the reply, where files may be attached
}

// Private is a reply of one sentence that only the asker need see.
func Private(text string) Reply { return Reply{Text: text, Private: true} }

// AddNotice puts a sentence behind the notice.
func (r *Reply) AddNotice(sentence string) { r.Notice = strings.TrimSpace(r.Notice + " " + sentence) }

// A Section is a headed part of a reply. Whatever it has is drawn in the order of its fields.
type Section struct {
	Heading string // "" for none
	Note    string // behind the heading in ordinary weight: a count, a date
	Text    string // plain text, such as a sentence that somebody wants checked
	Cards   []Card // quotes, of which a part is shown
	Table   Table
	Fields  []Field
	Lines   []Line
}

// A Field is a name and a value: "Language: en".
type Field struct {
	Name  string
	Value string
	Place Place // where the value was read; zero for nowhere
}

// A Card is one quote with its citation.
type Card struct {
	Quote   Quote
	Title   string    // the document's title; "" if it has none
	Heading string    // the heading the quote stands under; "" if none
	Path    string    // relative to the documents folder, forward slashes
	Page    int       // from 1; 0 where the format has no pages
	Date    time.Time // the document's own date; zero if it has none
	URL     string    // where the place can be opened, http or https; "" for nowhere
	Why     []string  // how the score came about, a line each; shown only where asked for

	// Whole asks for all of the quote where the card is the reply's only one: in one message, as a file beside an excerpt,
	// or in parts. A quote is otherwise cut to what is read at a glance.
	Whole bool
}

// A Quote is the exact text of a passage with what to mark in it. Ranges are byte offsets of Text, end exclusive, on
// rune boundaries, sorted, and don't overlap.
type Quote struct {
	Text     string   // the pieces, joined by a blank line ("\n\n")
	Pieces   []Piece  // where each piece stands in Text
	Sentence [2]int   // the sentence that answers best; [0,0] if none
	Matches  [][2]int // the words that matched
	Before   bool     // the section goes on before the quote
	After    bool     // the section goes on after the quote
}

// A Piece is a stretch of a Quote's text that stands in the source without a break.
type Piece struct {
	Start, End  int  // in Quote.Text, bytes
	First, Last int  // lines of the source, from 1
	Skipped     bool // something of the source was left out between the piece before and this one
	Table       bool // rows of a table: their line breaks are kept
	Head        bool // of a table: what names its columns
	Code        bool // source code: its line breaks and spaces are kept
}

// A Line is one entry of a list.
type Line struct {
	Label string // what stands out: a title, a command, a fact's name
	Text  string // the rest, in ordinary weight
	Place Place  // where it was read; zero for nowhere

	Matches [][2]int // the words of Text to set in bold, as those of a Quote
	Level   int      // how deep the entry stands in an outline, beside the others; six levels are told apart
}

// A Place is where something was read.
type Place struct {
	Path        string    // relative to the documents folder, forward slashes
	First, Last int       // lines of the source, from 1; 0 where it isn't told
	Page        int       // from 1; 0 where the format has no pages
	Date        time.Time // the document's own date; zero if it isn't told
	URL         string    // as Card.URL
}

// Package render draws a Reply as a Discord message or as terminal text. It is pure.
package render

import "time"

// A Reply is what a command says, before Discord or a terminal draws it. Its strings are plain text: the renderer
// escapes, folds and cuts; nobody else does.
type Reply struct {
	Text    string // Docent's own words: the lead line, or the whole reply where there are no cards
	Cards   []Card // quotes, best first
	Lines   []Line // a list: hits, sources, suggestions, examples
	Notice  string // one line on what is amiss ("The index is being rebuilt."), "" when all is well
	Private bool   // only the asker may see it
	Actions []Action
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
	Table       bool // a row of a table: its line breaks are kept
	Code        bool // source code: its line breaks and spaces are kept
}

// A Line is one entry of a list.
type Line struct {
	Label string // what stands out: a title, a command, a fact's name
	Text  string // the rest, in ordinary weight
	Place Place  // where it was read; zero for nowhere
}

// A Place is where something was read.
type Place struct {
	Path        string    // relative to the documents folder, forward slashes
	First, Last int       // lines of the source, from 1; 0 where it isn't told
	Page        int       // from 1; 0 where the format has no pages
	Date        time.Time // the document's own date; zero if it isn't told
	URL         string    // as Card.URL
}

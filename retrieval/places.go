package retrieval

import (
	"time"

	"docent/retrieval/compare"
	"docent/retrieval/complete"
)

// This file holds the vocabulary of reading: what is asked and told of a document itself, beside questions to all.

// A Place names a stretch of one document: by spans, by lines, by a heading, or by a page, whichever is given first in this
// order.
type Place struct {
	Source string   // as in Question; it must name one document
	Spans  [][2]int // of bytes, each as a Span's Start and End: the pieces of a Snippet; nil: not given
	Lines  [2]int   // first and last, from 1; zero: not given
	// Heading names the section under it, case and accents folded; "": not given. The beginning suffices where only one
	// heading begins so. " (line 12)" behind it tells headings apart that read alike.
	Heading string
	Page    int // from 1; 0: not given
}

// A PlaceError says why a Place names nothing that could be read.
type PlaceError struct {
	Fault PlaceFault
	Place Place
	Lines int      // how many the document has, where its lines are at fault
	Near  []string // what may have been meant: paths or headings, at most five
}

// A PlaceFault is what is wrong with a Place.
type PlaceFault string

// The faults of a Place.
const (
	NoSuchSource    PlaceFault = "no document is called that"
	SeveralSources  PlaceFault = "several documents are called that"
	NoSuchLines     PlaceFault = "the document has no such lines"
	NoSuchHeading   PlaceFault = "the document has no such heading"
	NoSuchPage      PlaceFault = "the document has no such page"
	TooManyLines    PlaceFault = "that is more than can be quoted at once"
	SeveralHeadings PlaceFault = "several headings of the document read so"
	NothingThere    PlaceFault = "no text stands there"
	Unspecified     PlaceFault = "no lines, heading or page are given"
)

func (e *PlaceError) Error() string { return string(e.Fault) }

// A DocumentInfo is what is known of one document.
type DocumentInfo struct {
	Source
	Language string // ISO 639-1; "" for unknown
	Lines    int
	Hash     string    // SHA-256 of the file's bytes, hex
	Indexed  time.Time // when the file was read
	Fields   []FactHit // its metadata: author, date and the like, each with its line
	Facts    []FactHit // in the order of the document
	Outline  []Section
}

// A Section is a heading of a document.
type Section struct {
	Heading string
	Level   int // 1 for the outermost
	Line    int // from 1
}

// A File is a document's bytes as they were indexed.
type File struct {
	Path string
	Data []byte
}

// A Checked is what the documents have of one sentence of a text.
type Checked struct {
	Sentence string // as given
	Verdict  Verdict
	// Snippet is where the sentence, or what comes closest, stands; its Sentence marks it. Zero for Absent.
	Snippet Snippet
	// Differences are what a Close sentence says otherwise: numbers, names and dates first.
	Differences []compare.Difference
}

// A Verdict tells how a sentence stands to the documents. It never says whether the sentence is true.
type Verdict string

// The verdicts.
const (
	Verbatim Verdict = "verbatim" // it stands there, but for white space and typographic variants of quotes and dashes
	Close    Verdict = "close"    // it stands there with some words changed
	Absent   Verdict = "absent"
)

// The kinds of difference, the gravest first.
const ()

// What can be completed.
const ()

// What is compared and completed, under the names the rest of the house uses.
type (
	// A Difference is a stretch of a sentence that a document words otherwise.
	Difference = compare.Difference
	// A DifferenceKind tells what differs.
	DifferenceKind = compare.DifferenceKind
	// Completing is something half typed.
	Completing = complete.Request
	// A Completion is one way to go on.
	Completion = complete.Completion
	// A CompletionKind is what is being typed.
	CompletionKind = complete.Kind
)

// The kinds of difference, the gravest first.
const (
	DifferentNumber = compare.DifferentNumber
	DifferentDate   = compare.DifferentDate
	DifferentName   = compare.DifferentName
	DifferentWords  = compare.DifferentWords
)

// What can be completed.
const (
	CompleteQuestion = complete.Question // from titles, headings and facts
	CompleteFact     = complete.Fact
	CompleteSource   = complete.Source
	CompleteHeading  = complete.Heading // of Completing.Source
)

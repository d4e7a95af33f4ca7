package retrieval

import (
	"time"

	"docent/retrieval/corpus"
	"docent/retrieval/document"
	"docent/retrieval/query"
	"docent/retrieval/rank"
)

// The vocabulary of parsed documents, under the names the rest of the house uses.
type (
	// A Span is where a piece of text stands: bytes of the file decoded to UTF-8, lines from 1, page.
	Span = document.Span
	// A Fact is a name, a value, and the row or line they stand in.
	Fact = document.Fact
)

// What is said of the folder and its index, under the names the rest of the house uses.
type (
	// A Status says how the library stands.
	Status = corpus.Status
	// A Notice says what is amiss with the documents folder or its index. The zero Notice says that nothing is.
	Notice = corpus.Notice
	// A NoticeKind says what is amiss.
	NoticeKind = corpus.NoticeKind
	// A Failure is a file that could not be read, and why.
	Failure = corpus.Failure
	// A FailureKind says why a file could not be read.
	FailureKind = corpus.FailureKind
	// A Report says what an update changed. Paths are sorted.
	Report = corpus.Report
	// A Progress says how far an update is.
	Progress = corpus.Progress
	// A LockedError says that another process has the index open.
	LockedError = corpus.LockedError
)

// MaxMegabytes is the size of the largest file that is read, in MB.
const MaxMegabytes = corpus.MaxMegabytes

// A Question is what was asked.
type Question struct {
	Text    string
	Source  string    // only documents whose path or title this names (a path, a folder, or a part of either, case and accents folded); "" for all
	Since   time.Time // only documents dated at this time or later; zero for any. With either bound, documents without a date are left out
	Until   time.Time // only documents dated before this; zero for any
	Earlier string    // the question before it, when it is a follow-up ("and in October?"); else ""
	Limit   int       // at most so many snippets; 0 means three. Of documents that disagree two are given at least
	Asked   time.Time // when it was asked
	Why     bool      // fill in Snippet.Why
}

// A Snippet is passage text with the answering sentence and the matched terms marked. Ranges are byte offsets of Text,
// end exclusive, on rune boundaries, sorted.
type Snippet struct {
	Text     string     `json:"text"`     // the pieces, byte for byte as the decoded file has them, joined by a blank line ("\n\n")
	Pieces   []Piece    `json:"-"`        // where each piece stands in Text and in the file
	Sentence [2]int     `json:"sentence"` // the sentence that answers best
	Matches  [][2]int   `json:"-"`        // the words of the question found in Text
	Before   bool       `json:"-"`        // the section goes on before the snippet
	After    bool       `json:"-"`        // the section goes on after the snippet
	Citation Citation   `json:"citation"`
	AlsoIn   []Citation `json:"also_in,omitempty"` // where else nearly the same stands, in the order of rank; five at the most
	Score    float64    `json:"score"`
	Why      []Reason   `json:"why,omitempty"` // what the score is made of, greatest share first; only when asked for
}

// A Piece is a stretch of a passage that stands in the source without a break.
type Piece struct {
	Start, End int // in Snippet.Text
	Span       document.Span
	Kind       document.Kind
	Skipped    bool // boilerplate was left out between the piece before and this one
}

// A Citation says where a snippet was read.
type Citation struct {
	Title   string    `json:"title"`          // the document's title, or "" where it has none
	Heading string    `json:"heading"`        // the nearest heading above the snippet, or ""
	Path    string    `json:"path"`           // relative to the documents folder, forward slashes
	Lines   [2]int    `json:"lines"`          // first and last line, from 1
	Page    int       `json:"page,omitempty"` // from 1; 0 where the format has no pages
	Date    time.Time `json:"date"`           // the document's own date; zero where it has none
}

// An Answer is snippets in order, best first, or silence with suggestions.
type Answer struct {
	Question    string
	Found       bool
	Snippets    []Snippet
	Disagree    []int        // the snippets whose sentences state other numbers or dates of the same thing, newest first; none: no two do
	Suggestions []Suggestion // only when nothing was found
	Documents   int          // how many documents were searched
	Notice      Notice       // what is amiss with the library
	Read        query.Parsed // how the question was read: what was looked for
	Confidence  float64      // the evidence that was held against the threshold of silence, 0 to 1
}

// A Suggestion is what might be asked or read instead: a heading near the question, or a word spelt as the documents do.
type Suggestion struct {
	Kind     SuggestionKind `json:"kind"`
	Text     string         `json:"text"`
	Citation Citation       `json:"citation,omitzero"` // of a heading; zero for a spelling
}

// A SuggestionKind tells headings from spellings.
type SuggestionKind string

// The kinds of suggestion.
const (
	SuggestHeading  SuggestionKind = "heading"
	SuggestSpelling SuggestionKind = "spelling"
)

// A Search is a look-up for places rather than for an answer.
type Search struct {
	Text   string
	Source string // as in Question
	Type   string // only files whose name ends in this ("md", "txt"); "" for all
	Since  time.Time
	Until  time.Time // as in Question
	Match  rank.MatchMode
	Sort   SortOrder
	Offset int // skip so many hits
	Limit  int // at most so many; 0 means five
}

// A MatchMode says what of a search's text must stand in a passage.
type MatchMode = rank.MatchMode

// The modes.
const (
	MatchWords  = rank.MatchWords  // any of its words, in any form; those with more of them rank higher
	MatchPhrase = rank.MatchPhrase // all its words, next to each other and in this order, as they are written
	MatchPrefix = rank.MatchPrefix // for each of its words, one that begins with it
	MatchFuzzy  = rank.MatchFuzzy  // each of its words, but for a slip of the pen, or two in a long word
)

// What is said of how a question was read, under the names the rest of the house uses.
type (
	// A Reading is how a question was read: what was looked for, and where.
	Reading = query.Parsed
	// A Period is a stretch of time that a question names in its words.
	Period = query.Period
	// A Rewording is a stretch of a question and what was looked for in its place, or beside it.
	Rewording = query.Rewording
	// A Reason is one share of a score.
	Reason = rank.Reason
)

// A SortOrder says in which order the hits of a search come.
type SortOrder string

// The orders.
const (
	SortRelevance SortOrder = ""
	SortNewest    SortOrder = "newest" // by the document's date, those without one last
)

// Hits is one page of a Search.
type Hits struct {
	Snippets []Snippet
	Total    int // how many there are, all pages together; of more than a hundred, those that rank highest
	Notice   Notice
}

// A FactHit is a fact that was looked up, as a snippet around it.
type FactHit struct {
	Name    string  `json:"name"`
	Value   string  `json:"value"`
	Head    string  `json:"head"`
	Snippet Snippet `json:"-"`
}

// A Source is one indexed document, for a list.
type Source struct {
	Path     string
	Title    string
	Date     time.Time
	Passages int
	Bytes    int64
}

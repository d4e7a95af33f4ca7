package complete

// A Kind is what is being typed.
type Kind string

// A Request is what is being typed, and of which kind it is.
type Request struct {
	Kind   Kind
	Typed  string
	Source string // as in Question
	Limit  int    // at most so many; 0 means 25
}

// A Completion is a way to go on with what is being typed. Text and Value are at most 100 runes each; no two of one list have
// the same Text.
type Completion struct {
	Text  string // as people read it
	Value string // as the command takes it
}

// What can be completed.
const (
	Question Kind = "question" // from titles, headings and facts
	Fact     Kind = "fact"
	Source   Kind = "source"
	Heading  Kind = "heading" // of Completing.Source
)

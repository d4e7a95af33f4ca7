package command

import (
	"docent/bot/render"
	"docent/retrieval"
)

// A Result is what a request came to: the reply, and what it was made from.
type Result struct {
	render.Reply
	Request Request

	// What the library said to /ask, /find, /fact and /sources file; zero for the other commands.
	Answer retrieval.Answer
	Hits   retrieval.Hits
	Facts  []retrieval.FactHit
	File   *retrieval.File // to hand over with the reply

	Snippets []retrieval.Snippet // what the cards show, one each
	Source   string              // the one document that the reply is about
	Found    bool                // something was; else the documents are silent, or the request was no good
	Silent   bool                // the documents say nothing about it
	More     bool                // there is another page
	Whole    bool                // an expanded quote can't be expanded further
	Gone     bool                // what was to be shown again or expanded isn't there any more
}

// done makes a result of a reply that shows nothing found.
func done(reply render.Reply, err error) (Result, error) { return Result{Reply: reply}, err }

// JSON is what the result was made from, for other programs: to be encoded as JSON. Fields are added to it, never changed.
func (r Result) JSON() any {
	type snippets = []retrieval.Snippet
	switch r.Request.Command {
	case findName:
		return struct {
			Query    string   `json:"query"`
			Found    bool     `json:"found"`
			Total    int      `json:"total"`
			Snippets snippets `json:"snippets"`
		}{r.Request.Text(optionQuery), r.Found, r.Hits.Total, listed(r.Hits.Snippets)}
	case factName:
		return struct {
			Name  string              `json:"name"`
			Found bool                `json:"found"`
			Facts []retrieval.FactHit `json:"facts"`
		}{r.Request.Text(optionName), r.Found, listed(r.Facts)}
	}
	answer := struct {
		Question    string                 `json:"question"`
		Found       bool                   `json:"found"`
		Snippets    snippets               `json:"snippets"`
		Suggestions []retrieval.Suggestion `json:"suggestions"`
		Disagree    []int                  `json:"disagree,omitempty"` // the snippets that state other numbers of the same thing
		Read        *retrieval.Reading     `json:"read,omitempty"`     // only where the question wasn't read just as it stands
	}{r.Request.Text(OptionQuestion), r.Found, listed(r.Answer.Snippets), listed(r.Answer.Suggestions), r.Answer.Disagree, nil}
	if !r.Answer.Read.Plain() {
		answer.Read = &r.Answer.Read
	}
	return answer
}

// listed is a list that JSON writes as one where it is empty.
func listed[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

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
	Widened  int                 // how often a quote has been widened
	Whole    bool                // a widened quote can't be widened further
	Gone     bool                // what was to be widened isn't there any more
}

// done makes a result of a reply that shows nothing found.
func done(reply render.Reply, err error) (Result, error) { return Result{Reply: reply}, err }

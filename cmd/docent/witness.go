package main

import (
	"context"

	"docent/retrieval"
)

// A witness passes questions on to the library and remembers the last thing it said, so that a command can go the way of
// all questions through command.Commands and still tell what was found, for the exit status and for JSON. It serves one
// command, on one goroutine.
type witness struct {
	library
	answer retrieval.Answer
	hits   retrieval.Hits
	facts  []retrieval.FactHit
}

func (w *witness) Answer(ctx context.Context, q retrieval.Question) (retrieval.Answer, error) {
	var err error
	w.answer, err = w.library.Answer(ctx, q)
	return w.answer, err
}

func (w *witness) Find(ctx context.Context, s retrieval.Search) (retrieval.Hits, error) {
	var err error
	w.hits, err = w.library.Find(ctx, s)
	return w.hits, err
}

func (w *witness) Facts(ctx context.Context, name, source string, limit int) ([]retrieval.FactHit, error) {
	var err error
	w.facts, err = w.library.Facts(ctx, name, source, limit)
	return w.facts, err
}

package command

import (
	"context"

	"docent/retrieval"
)

// A Library is the one door to the documents. It is safe for concurrent use. An error means that it could not look, or
// what its method says; that the documents say nothing is an ordinary result.
type Library interface {
	// Answer returns the passages that answer q, or silence with suggestions.
	Answer(ctx context.Context, q retrieval.Question) (retrieval.Answer, error)
	// Find returns one page of the places where the words of s stand.
	Find(ctx context.Context, s retrieval.Search) (retrieval.Hits, error)
	// Facts returns at most limit facts: those of exactly that name first, then of the same name with case and accents
	// folded, then those that share words with it. An empty name stands for any.
	Facts(ctx context.Context, name, source string, limit int) ([]retrieval.FactHit, error)
	// Quote returns the text of a place; *retrieval.PlaceError for one that can't be found.
	Quote(ctx context.Context, at retrieval.Place) (retrieval.Snippet, error)
	// Expand returns what was read at a citation with more around it, and whether there is nothing further to expand to;
	// *retrieval.PlaceError where the document has changed or is gone.
	Expand(ctx context.Context, at retrieval.Citation, step int) (s retrieval.Snippet, whole bool, err error)
	// Verify compares a text with the documents, sentence by sentence; *retrieval.LeftOutError beside what was compared
	// where the text is too long.
	Verify(ctx context.Context, text string) ([]retrieval.Checked, error)
	// Sources returns the documents whose path or title contains filter, sorted by path.
	Sources(ctx context.Context, filter string) ([]retrieval.Source, error)
	// Document returns what is known of one document; *retrieval.PlaceError for one that can't be found.
	Document(ctx context.Context, source string) (retrieval.DocumentInfo, error)
	// Open returns the bytes of one document; *retrieval.PlaceError for one that can't be found, and
	// *retrieval.TooLargeError for one of more than limit bytes.
	Open(ctx context.Context, source string, limit int64) (retrieval.File, error)
	// Complete suggests ways to go on with something half typed.
	Complete(ctx context.Context, c retrieval.Completing) ([]retrieval.Completion, error)
	// Status says how the library stands, without waiting.
	Status() retrieval.Status
}

package bot

import (
	"context"

	"docent/retrieval"
)

// A Library is the one door to the documents. It is safe for concurrent use. An error means that it could not look; that
// the documents say nothing is an ordinary result.
type Library interface {
	// Answer returns the passages that answer q, or silence with suggestions.
	Answer(ctx context.Context, q retrieval.Question) (retrieval.Answer, error)
	// Find returns one page of the places where the words of s stand.
	Find(ctx context.Context, s retrieval.Search) (retrieval.Hits, error)
	// Facts returns at most limit facts: those of exactly that name first, then of the same name with case and accents
	// folded, then those that share words with it. An empty name stands for any.
	Facts(ctx context.Context, name, source string, limit int) ([]retrieval.FactHit, error)
	// Sources returns the documents whose path or title contains filter, sorted by path.
	Sources(ctx context.Context, filter string) ([]retrieval.Source, error)
	// Status says how the library stands, without waiting.
	Status() retrieval.Status
}

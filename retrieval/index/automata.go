package index

import (
	"fmt"
	"sync"

	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum/levenshtein"
)

// maxEdits is the most edits that automata are made for.
const maxEdits = 2

// automata make automata that accept the words within some edits of a word: a letter more, less or another, or two neighbours
// exchanged. What they are made from takes milliseconds to make, and is kept. They are safe for concurrent use.
type automata struct {
	mu       sync.Mutex
	builders [maxEdits + 1]*levenshtein.LevenshteinAutomatonBuilder // by the number of edits
}

// within returns an automaton of the words that so many edits, or fewer, make of a word.
func (a *automata) within(edits int, word string) (segment.Automaton, error) {
	b, err := a.builder(edits)
	if err != nil {
		return nil, err
	}
	dfa, err := b.BuildDfa(word, uint8(edits))
	if err != nil {
		return nil, fmt.Errorf("looking for words like %q: %w", word, err)
	}
	return dfa, nil
}

func (a *automata) builder(edits int) (*levenshtein.LevenshteinAutomatonBuilder, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.builders[edits] == nil {
		b, err := levenshtein.NewLevenshteinAutomatonBuilder(uint8(edits), true)
		if err != nil {
			return nil, fmt.Errorf("looking for words with %d edits: %w", edits, err)
		}
		a.builders[edits] = b
	}
	return a.builders[edits], nil
}

package index

import "testing"

// TestGramsFindCompounds: a word is found by a part of it, and what is due to its n-grams is told apart.
func TestGramsFindCompounds(t *testing.T) {
	t.Parallel()
	s := create(t)
	german := doc("a.txt", "Die Verteidigungslinie hielt.", "Das Wetter war gut.")
	german.Language = "de"
	apply(t, s, Batch{Add: []Document{german}})
	snap := snapshot(t, s)
	var terms []Term
	a := snap.Analyzer("de")
	a.Grams(a.Tokens(nil, "Verteidigung")[0], false, func(gram string) { terms = append(terms, Term{Term: gram, Weight: 1, Gram: true}) })
	hits, err := snap.Search(t.Context(), "de", terms, nil, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(hits) != 1 || hits[0].Grams < hits[0].Score-1e-3 || hits[0].Grams > hits[0].Score+1e-3 || hits[0].Score == 0 {
		t.Errorf("got %+v, want one passage found by n-grams alone", hits)
	}
	n, err := snap.GramFrequency(t.Context(), "de", "_ver")
	if err != nil || n != 1 {
		t.Errorf("%d passages have the n-gram, %v; want 1", n, err)
	}
}

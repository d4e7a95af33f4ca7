package rank

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/index"
)

// Terms returns what the index of a language is asked: for each needed word the terms of which one must be there, and all of them
// together, to score by.
func (p *Matcher) Terms(ctx context.Context, snap *index.Snapshot, language string) (words [][]string, all []index.Term, err error) {
	a := snap.Analyzer(language)
	if p.mode == MatchPhrase {
		words, err = p.phraseTerms(ctx, snap, language)
	} else {
		for _, w := range firstOf(p.needed(a)) {
			var terms []string
			for _, tok := range a.Tokens(nil, p.text[w.Start:w.End]) {
				terms = append(terms, forms(tok)...)
			}
			more, err := p.expand(ctx, snap, language, w, terms)
			if err != nil {
				return nil, nil, err
			}
			words = append(words, append(terms, more...))
		}
	}
	seen := map[string]bool{}
	for _, terms := range words {
		for _, t := range terms {
			if !seen[t] {
				seen[t] = true
				all = append(all, index.Term{Term: t, Weight: 1})
			}
		}
	}
	return words, all, err
}

// phraseTerms returns the terms of each word of a phrase, without function words where there are others.
func (p *Matcher) phraseTerms(ctx context.Context, snap *index.Snapshot, language string) ([][]string, error) {
	seen := map[string]bool{}
	tokens := slices.DeleteFunc(snap.Analyzer(language).Tokens(nil, p.text), func(t analysis.Token) bool {
		known := seen[t.Term]
		seen[t.Term] = true
		return known
	})
	if !analysis.AllStops(tokens) {
		tokens = slices.DeleteFunc(tokens, func(t analysis.Token) bool { return t.Stop })
	}
	var words [][]string
	for _, tok := range firstOf(tokens) {
		terms := forms(tok)
		if tok.Gram && utf8.RuneCountInString(tok.Term) < 3 { // a run of characters that in the text goes on
			longer, err := snap.Beginning(ctx, language, tok.Term, anyTerm, maxForms)
			if err != nil {
				return nil, err
			}
			terms = append(terms, longer...)
		}
		words = append(words, terms)
	}
	return words, nil
}

// expand returns the terms that a word may stand for besides its own. The index has stems, which may be shorter than what was
// typed of the word.
func (p *Matcher) expand(ctx context.Context, snap *index.Snapshot, language string, w analysis.Surface, own []string) ([]string, error) {
	typed := []rune(w.Folded)
	if p.mode == MatchPrefix {
		out, err := snap.Beginning(ctx, language, w.Folded, anyTerm, maxForms)
		if err != nil {
			return nil, err
		}
		if accented := strings.ToLower(p.text[w.Start:w.End]); accented != w.Folded {
			more, err := snap.Beginning(ctx, language, accented, anyTerm, maxForms)
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
		for n := len(typed) - 1; n >= 3 && n >= len(typed)/2; n-- {
			out = append(out, string(typed[:n]))
		}
		return out, nil
	}
	most := analysis.MaxEdits(w.Folded)
	if most == 0 {
		return nil, nil
	}
	var out []string
	for _, term := range own {
		similar, err := snap.Similar(ctx, language, term, maxForms)
		if err != nil {
			return nil, err
		}
		out = append(out, similar...)
	}
	// A misspelt word has another stem than the right one, and is like what the documents' stem is a beginning of. Slips among
	// the first two letters are left to Similar.
	resembling, err := snap.Beginning(ctx, language, string(typed[:2]), func(term string) bool {
		t := []rune(term)
		return len(t) >= len(typed)/2 && analysis.Edits(t, typed, true, most) <= most
	}, maxForms)
	return append(out, resembling...), err
}

// firstOf returns as many words as the index is asked about.
func firstOf[T any](words []T) []T { return words[:min(len(words), matchedWords)] }

// forms returns the terms that a token may be indexed as.
func forms(tok analysis.Token) []string {
	if tok.Unaccented == "" {
		return []string{tok.Term}
	}
	return []string{tok.Term, tok.Unaccented}
}

func anyTerm(string) bool { return true }

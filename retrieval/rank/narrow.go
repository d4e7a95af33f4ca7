package rank

import (
	"context"
	"slices"
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
)

// This file holds passages to what a question demands of them: phrases that they must have, and words that they must not.

// phraseReach is how many passages that have all words of the phrases are read for the phrases themselves, best first.
const phraseReach = 400

// A demand is what a question demands of a passage, folded as phraseOf does it.
type demand struct {
	phrases, excluded []string
}

func (d demand) none() bool { return len(d.phrases)+len(d.excluded) == 0 }

// met tells whether a passage, with its headings and title, is as demanded.
func (d demand) met(p *passage.Passage) bool {
	if d.none() {
		return true
	}
	var b strings.Builder
	for _, piece := range p.Pieces {
		b.WriteString(piece.Reading() + "\n")
	}
	text := analysis.PhraseKey(b.String() + p.Heading + "\n" + p.Headings + "\n" + p.Title)
	return !slices.ContainsFunc(d.phrases, func(phrase string) bool { return !strings.Contains(text, phrase) }) &&
		!slices.ContainsFunc(d.excluded, func(phrase string) bool { return strings.Contains(text, phrase) })
}

// narrow turns what a question demands into a filter, as far as the index can tell, and what remains to be read for. A phrase
// whose words no passage has together is no demand: it is noted as missing.
func narrow(ctx context.Context, snap *index.Snapshot, r *query.Parsed, only *index.Filter) (*index.Filter, demand, error) {
	var d demand
	for _, phrase := range slices.Clone(r.Phrases) {
		having, err := havingAll(ctx, snap, phrase)
		if err != nil {
			return nil, d, err
		}
		if narrowed := having.And(only); !narrowed.Empty() {
			only = narrowed
			d.phrases = append(d.phrases, analysis.PhraseKey(phrase))
			continue
		}
		r.Miss(phrase)
	}
	for _, words := range slices.Clone(r.Excluded) {
		if onlyStops(snap, words) { // hardly a passage is without "the"
			r.Excluded = slices.DeleteFunc(r.Excluded, func(e string) bool { return e == words })
			r.Ignored = append(r.Ignored, "-"+words)
			continue
		}
		if several := strings.Count(analysis.PhraseKey(words), " ") > 2; several {
			d.excluded = append(d.excluded, analysis.PhraseKey(words))
			continue
		}
		having, err := havingAll(ctx, snap, words)
		if err != nil {
			return nil, d, err
		}
		if only == nil {
			only = snap.All()
		}
		only = only.Without(having)
	}
	return only, d, nil
}

// havingAll makes a filter of the passages that have every word of a text, in whatever form.
func havingAll(ctx context.Context, snap *index.Snapshot, text string) (*index.Filter, error) {
	all := &index.Filter{}
	for _, language := range snap.Languages() {
		var words [][]string
		for _, tok := range snap.Analyzer(language).Tokens(nil, text) {
			terms := []string{tok.Term}
			if tok.Unaccented != "" {
				terms = append(terms, tok.Unaccented)
			}
			words = append(words, terms)
		}
		having, err := snap.Having(ctx, language, words)
		if err != nil {
			return nil, err
		}
		all = all.Or(having)
	}
	return all, nil
}

func onlyStops(snap *index.Snapshot, text string) bool {
	for _, language := range snap.Languages() {
		tokens := snap.Analyzer(language).Tokens(nil, text)
		if !slices.ContainsFunc(tokens, func(t analysis.Token) bool { return !t.Stop }) {
			return true
		}
	}
	return false
}

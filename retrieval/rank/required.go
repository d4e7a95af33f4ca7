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

// This file filters passages by a question's required and excluded terms: the phrases that they must have, and the words and
// phrases that they must not.

// phraseDepth is how many passages that have all words of the phrases are read for the phrases themselves, best first.
const phraseDepth = 400

// requirements are the phrases that must and must not stand in a passage, as analysis.PhraseKey has them. They are what the index
// can't tell: the passage must be read.
type requirements struct {
	required, excluded []string
}

func (d requirements) empty() bool { return len(d.required)+len(d.excluded) == 0 }

// met reports whether a passage, with its headings and title, has what is required and nothing excluded.
func (d requirements) met(p *passage.Passage) bool {
	if d.empty() {
		return true
	}
	var b strings.Builder
	for _, piece := range p.Pieces {
		b.WriteString(piece.Reading() + "\n")
	}
	text := analysis.PhraseKey(b.String() + p.Heading + "\n" + p.Headings + "\n" + p.Title)
	return !slices.ContainsFunc(d.required, func(phrase string) bool { return !strings.Contains(text, phrase) }) &&
		!slices.ContainsFunc(d.excluded, func(phrase string) bool { return strings.Contains(text, phrase) })
}

// filterRequired makes a filter of a question's required and excluded terms, as far as the index can tell, and the requirements
// that remain. A phrase whose words no passage has together isn't required: it is noted as missing.
func filterRequired(ctx context.Context, snap *index.Snapshot, r *query.Parsed, only *index.Filter) (*index.Filter, requirements, error) {
	var d requirements
	for _, phrase := range slices.Clone(r.Phrases) {
		having, err := havingAll(ctx, snap, phrase)
		if err != nil {
			return nil, d, err
		}
		if both := having.And(only); !both.Empty() {
			only = both
			d.required = append(d.required, analysis.PhraseKey(phrase))
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

// havingAll returns the filter of the passages that have every word of a text, in whatever form.
func havingAll(ctx context.Context, snap *index.Snapshot, text string) (*index.Filter, error) {
	all := &index.Filter{}
	for _, language := range snap.Languages() {
		var words [][]string
		for _, tok := range snap.Analyzer(language).Tokens(nil, text) {
			words = append(words, forms(tok))
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

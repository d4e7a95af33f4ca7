package retrieval

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/index"
)

const (
	suggestedHeadings  = 3
	suggestedSpellings = 2
	// correctable is the length from which a word may be suggested in another spelling, in letters. Below it, one edit
	// makes another word of almost any.
	correctable = 4
)

// suggest says what might be read or asked instead: the headings of what came nearest, and the question with words that
// no document has spelt as the documents do.
func suggest(ctx context.Context, snap *index.Snapshot, q Question, ranked []*candidate, queries []*query) ([]Suggestion, error) {
	var out []Suggestion
	seen := map[string]bool{}
	for _, c := range ranked {
		if len(out) == suggestedHeadings {
			break
		}
		heading := c.Heading
		if heading == "" {
			heading = c.Title
		}
		if c.coverage == 0 || heading == "" || seen[c.Path+"\x00"+heading] {
			continue
		}
		seen[c.Path+"\x00"+heading] = true
		out = append(out, Suggestion{Kind: SuggestHeading, Text: heading, Citation: c.snippet().Citation})
	}
	spellings := 0
	for _, query := range queries {
		for _, t := range query.terms {
			if spellings == suggestedSpellings || !query.misspelt(t) {
				continue
			}
			word, err := respell(ctx, snap, query, t)
			if err != nil {
				return nil, err
			}
			if word == "" || seen[word] {
				continue
			}
			seen[word] = true
			spellings++
			out = append(out, Suggestion{Kind: SuggestSpelling, Text: q.Text[:t.Start] + word + q.Text[t.End:]})
		}
	}
	return out, nil
}

// misspelt tells whether a word may be a slip: unknown, long enough, and no number.
func (q *query) misspelt(t term) bool {
	return t.content && !t.earlier && !t.seen && !t.Gram && utf8.RuneCountInString(t.Word) >= correctable &&
		strings.IndexFunc(t.Word, unicode.IsDigit) < 0
}

// respell finds the commonest word of the documents that is one edit away, as they write it; "" if there is none.
func respell(ctx context.Context, snap *index.Snapshot, q *query, t term) (string, error) {
	similar, err := snap.Similar(ctx, q.language, t.Term, 5)
	if err != nil {
		return "", err
	}
	for _, s := range similar {
		if utf8.RuneCountInString(s) < correctable || strings.IndexFunc(s, unicode.IsDigit) >= 0 {
			continue
		}
		word, err := asWritten(ctx, snap, q.language, s)
		if err != nil || word != "" {
			return word, err
		}
	}
	return "", nil
}

// asWritten looks up how the documents write a stem.
func asWritten(ctx context.Context, snap *index.Snapshot, language, stem string) (string, error) {
	hits, err := snap.Search(ctx, language, []index.Term{{Term: stem, Weight: 1}}, nil, 1)
	if err != nil || len(hits) == 0 {
		return "", err
	}
	record, err := snap.Record(hits[0].ID)
	if err != nil {
		return "", err
	}
	p, err := decodePassage(record)
	if err != nil {
		return "", err
	}
	text := p.Text()
	for _, tok := range snap.Analyzer(language).Tokens(nil, text) {
		if (tok.Term == stem || tok.Bare == stem) && !tok.Stop {
			word := text[tok.Start:tok.End]
			return strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s"), nil
		}
	}
	return "", nil
}

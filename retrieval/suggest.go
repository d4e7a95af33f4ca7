package retrieval

import (
	"context"

	"docent/retrieval/index"
)

const (
	suggestedHeadings  = 3
	suggestedSpellings = 2
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
	spellings, err := respelt(ctx, snap, q, queries)
	return append(out, spellings...), err
}

// respelt is the question as it was corrected, and with those words that were too doubtful to correct.
func respelt(ctx context.Context, snap *index.Snapshot, q Question, queries []*query) ([]Suggestion, error) {
	var out []Suggestion
	if len(q.read.Corrections) > 0 {
		out = append(out, Suggestion{Kind: SuggestSpelling, Text: q.read.Text})
	}
	seen := map[int]bool{}
	for _, query := range queries {
		for _, t := range query.terms {
			if len(out) == suggestedSpellings || seen[t.Start] || !t.content || t.earlier || t.other || !t.misspelt() {
				continue
			}
			near, err := snap.Near(ctx, query.language, t.Word, 1)
			if err != nil {
				return nil, err
			}
			if len(near) == 0 {
				continue
			}
			seen[t.Start] = true
			typed := q.read.asked[t.Start:t.End]
			out = append(out, Suggestion{Kind: SuggestSpelling, Text: q.read.asked[:t.Start] + likeTyped(near[0].Word, typed) + q.read.asked[t.End:]})
		}
	}
	return out, nil
}

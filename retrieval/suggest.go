package retrieval

import (
	"context"

	"docent/retrieval/index"
	"docent/retrieval/query"
	"docent/retrieval/rank"
)

const (
	suggestedHeadings  = 3
	suggestedSpellings = 2
)

// suggest says what might be read or asked instead: the headings of what came nearest, and the question with words that
// no document has spelt as the documents do.
func suggest(ctx context.Context, snap *index.Snapshot, r *query.Parsed, ranked []*rank.Candidate, queries []*query.Query) ([]Suggestion, error) {
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
		if c.Coverage == 0 || heading == "" || seen[c.Path+"\x00"+heading] {
			continue
		}
		seen[c.Path+"\x00"+heading] = true
		out = append(out, Suggestion{Kind: SuggestHeading, Text: heading, Citation: answerOf(c).Citation})
	}
	spellings, err := respelt(ctx, snap, r, queries)
	return append(out, spellings...), err
}

// respelt is the question as it was corrected, and with those words that were too doubtful to correct.
func respelt(ctx context.Context, snap *index.Snapshot, r *query.Parsed, queries []*query.Query) ([]Suggestion, error) {
	var out []Suggestion
	if len(r.Corrections) > 0 {
		out = append(out, Suggestion{Kind: SuggestSpelling, Text: r.Text})
	}
	seen := map[int]bool{}
	for _, q := range queries {
		for _, t := range q.Terms {
			if len(out) == suggestedSpellings || seen[t.Start] || !t.Content || t.Earlier || t.Alternative || !t.Misspelt() {
				continue
			}
			near, err := snap.Near(ctx, q.Language, t.Word, 1)
			if err != nil {
				return nil, err
			}
			if len(near) == 0 {
				continue
			}
			seen[t.Start] = true
			typed := r.Asked[t.Start:t.End]
			out = append(out, Suggestion{Kind: SuggestSpelling, Text: r.Asked[:t.Start] + query.LikeTyped(near[0].Word, typed) + r.Asked[t.End:]})
		}
	}
	return out, nil
}

package command

import (
	"context"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// The values of /find's options that stand for what it does without them.
const (
	matchWords    = "words"
	sortRelevance = "relevance"
)

// runFind is /find: the passages that have these words.
func (c *Commands) runFind(ctx context.Context, r Request) (Result, error) {
	since, until, bad := readDates(r)
	if bad != "" {
		return done(c.private("say.bad_date", locale.Args{"text": bad}), nil)
	}
	text, refusal, ok := c.readQuestion(r.Text(optionQuery))
	if !ok {
		if Clean(r.Text(optionQuery)) == "" {
			refusal = c.private("say.no_query")
		}
		return done(refusal, nil)
	}
	s := retrieval.Search{
		Text: text, Source: Clean(r.Text(optionSource)), Type: Clean(r.Text(optionType)), Since: since, Until: until,
		Offset: r.Page * maxHits, Limit: maxHits,
	}
	if match := r.Text(optionMatch); match != matchWords {
		s.Match = retrieval.MatchMode(match)
	}
	if order := r.Text(optionSort); order != sortRelevance {
		s.Sort = retrieval.SortOrder(order)
	}
	hits, err := c.lib.Find(ctx, s)
	if err != nil {
		return done(c.fault("finding", err))
	}
	if len(hits.Snippets) == 0 {
		return c.nothing("say.no_hits", hits.Notice)
	}
	last := s.Offset + len(hits.Snippets)
	res := Result{Found: true, More: last < hits.Total, Hits: hits}
	res.Reply = render.Reply{Text: c.counted("say.hits", "say.hits_some", s.Offset+1, len(hits.Snippets), hits.Total), Notice: c.notice(hits.Notice)}
	for _, hit := range hits.Snippets {
		res.Lines = append(res.Lines, hitLine(hit))
	}
	return res, nil
}

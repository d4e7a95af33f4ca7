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

// Find lists the passages that have the words of s.
func (c *Commands) Find(ctx context.Context, s retrieval.Search) (render.Reply, error) {
	res, err := c.find(ctx, s)
	return res.Reply, err
}

// runFind is /find.
func (c *Commands) runFind(ctx context.Context, r Request) (Result, error) {
	since, until, err := readDates(r.Text(OptionSince), r.Text(OptionUntil))
	if err != nil {
		return done(c.badDate(err), nil)
	}
	s := retrieval.Search{
		Text: r.Text(OptionQuery), Source: r.Text(OptionSource), Type: Clean(r.Text(optionType)), Since: since, Until: until,
		Offset: r.Page * maxHits, Limit: maxHits,
	}
	if match := r.Text(optionMatch); match != matchWords {
		s.Match = retrieval.MatchMode(match)
	}
	if order := r.Text(optionSort); order != sortRelevance {
		s.Sort = retrieval.SortOrder(order)
	}
	return c.find(ctx, s)
}

func (c *Commands) find(ctx context.Context, s retrieval.Search) (Result, error) {
	text, refusal, ok := c.readQuestion(s.Text)
	if !ok {
		if Clean(s.Text) == "" {
			refusal = c.private("say.no_query")
		}
		return done(refusal, nil)
	}
	s.Text, s.Source = text, Clean(s.Source)
	if s.Limit == 0 {
		s.Limit = maxHits
	}
	hits, err := c.lib.Find(ctx, s)
	if err != nil {
		return done(c.fault("finding", err))
	}
	if len(hits.Snippets) == 0 {
		status := c.lib.Status()
		if status.Documents == 0 {
			return done(c.noDocuments(hits.Notice), nil)
		}
		return Result{
			Reply:  render.Reply{Text: c.words.Text("say.no_hits", locale.Args{"count": status.Documents}), Notice: hits.Notice},
			Silent: true,
		}, nil
	}
	last := s.Offset + len(hits.Snippets)
	res := Result{Found: true, More: last < hits.Total}
	res.Reply = render.Reply{Text: c.counted("say.hits", "say.hits_some", s.Offset+1, len(hits.Snippets), hits.Total), Notice: hits.Notice}
	for _, hit := range hits.Snippets {
		res.Lines = append(res.Lines, hitLine(hit))
	}
	return res, nil
}

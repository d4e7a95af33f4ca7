package command

import (
	"context"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// runAsk is /ask. Its pages are what answers less well.
func (c *Commands) runAsk(ctx context.Context, r Request) (Result, error) {
	since, until, bad := readDates(r)
	if bad != "" {
		return done(c.private("say.bad_date", locale.Args{"text": bad}), nil)
	}
	text, refusal, ok := c.readQuestion(r.Text(OptionQuestion))
	if !ok {
		return done(refusal, nil)
	}
	limit := r.number(optionPassages)
	if limit == 0 || limit > MaxPassages {
		limit = MaxPassages
	}
	skip, ahead := r.Page*limit, 1 // to see whether there is another page
	if r.Once {
		ahead = 0
	}
	answer, err := c.lib.Answer(ctx, retrieval.Question{
		Text: text, Source: Clean(r.Text(optionSource)), Since: since, Until: until, Earlier: Clean(r.Earlier),
		Limit: skip + limit + ahead, Asked: r.Asked, Why: r.Why,
	})
	if err != nil {
		return done(c.fault("answering", err))
	}
	if answer.Found && skip > 0 && len(answer.Snippets) <= skip { // the documents have changed since the page before
		return done(c.private("say.no_more_answers"), nil)
	}
	res := Result{Found: answer.Found, Silent: !answer.Found && answer.Documents > 0}
	if answer.Found && len(answer.Snippets) > 0 {
		answer.Snippets = answer.Snippets[skip:]
		res.More = len(answer.Snippets) > limit
		answer.Snippets = answer.Snippets[:min(len(answer.Snippets), limit)]
		res.Snippets = answer.Snippets
	}
	res.Reply, res.Answer = c.answer(answer), answer
	return res, nil
}

func (c *Commands) answer(a retrieval.Answer) render.Reply {
	notice := join(" ", c.remarks(corrected(a.Read), a.Read.Missing, a.Snippets), c.notice(a.Notice))
	switch {
	case a.Found && len(a.Snippets) > 0:
		r := render.Reply{Cards: cards(a.Snippets), Notice: notice}
		if len(a.Disagree) > 1 {
			r.Text = c.words.Text("say.facts_disagree")
		}
		return r
	case a.Found: // no quote could be verified, which is not silence
		return render.Reply{Text: c.words.Text("notice.file_changed"), Notice: notice}
	case a.Documents == 0:
		return c.noDocuments(notice)
	}
	lines := c.suggestions(a.Suggestions)
	key := "say.silence"
	if len(lines) > 0 {
		key = "say.silence_near"
	}
	return render.Reply{Text: c.words.Text(key, locale.Args{"count": a.Documents}), Lines: lines, Notice: notice}
}

package command

import (
	"context"
	"errors"
	"fmt"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

const (
	maxHits     = 5  // a page of hits, which is scanned by eye: five is a screenful with their sentences
	maxSources  = 20 // a page of documents: so that it fits one Discord message
	MaxPassages = 3  // quotes in an answer
	MaxPages    = 100
)

// Commands does what people ask for, whoever draws the reply. It is safe for concurrent use.
type Commands struct {
	lib   Library
	words *locale.Locale // what replies are written in
	links SourceURL      // of the places that are quoted
}

// New returns the commands over lib, which reply in the language of words and link to the places that they quote.
func New(lib Library, words *locale.Locale, links SourceURL) *Commands {
	return &Commands{lib: lib, words: words, links: links}
}

// In returns the same commands, replying in the language of words.
func (c *Commands) In(words *locale.Locale) *Commands {
	in := *c
	in.words = words
	return &in
}

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
	a.Notice = join(" ", c.remarks(corrected(a.Read), a.Read.Missing, a.Snippets), a.Notice)
	switch {
	case a.Found && len(a.Snippets) > 0:
		r := render.Reply{Cards: cards(a.Snippets), Notice: a.Notice}
		if len(a.Disagree) > 1 {
			r.Text = c.words.Text("say.facts_disagree")
		}
		return r
	case a.Found: // no quote could be verified, which is not silence
		return render.Reply{Text: c.words.Text("say.just_moved"), Notice: a.Notice}
	case a.Documents == 0:
		return c.noDocuments(a.Notice)
	}
	lines := c.suggestions(a.Suggestions)
	key := "say.silence"
	if len(lines) > 0 {
		key = "say.silence_near"
	}
	return render.Reply{Text: c.words.Text(key, locale.Args{"count": a.Documents}), Lines: lines, Notice: a.Notice}
}

// counted heads a list of total entries of which those from first on are shown: by the text all if these are all of them,
// else by the text some.
func (c *Commands) counted(all, some string, first, shown, total int) string {
	if shown == total {
		return c.words.Text(all, locale.Args{"count": total})
	}
	return c.words.Text(some, locale.Args{"count": total, "first": first, "last": first + shown - 1})
}

// nothing is the result where the documents have nothing; key is that of what to say about so many.
func (c *Commands) nothing(key, notice string) (Result, error) {
	count := c.lib.Status().Documents
	if count == 0 {
		return done(c.noDocuments(notice), nil)
	}
	return Result{Reply: render.Reply{Text: c.words.Text(key, locale.Args{"count": count}), Notice: notice}, Silent: true}, nil
}

// noDocuments says why there is nothing to answer from, and what to do about it.
func (c *Commands) noDocuments(notice string) render.Reply {
	status := c.lib.Status()
	if notice == "" {
		notice = status.Notice
	}
	switch {
	case status.Busy:
		return render.Reply{Text: c.words.Text("say.still_reading"), Notice: notice}
	case len(status.Failed) > 0:
		return render.Reply{Text: c.words.Text("say.none_readable", locale.Args{"count": len(status.Failed)}), Notice: notice}
	}
	return render.Reply{Text: c.words.Text("say.empty_folder"), Notice: notice}
}

// fault is what a command returns when the library failed while doing something. A library that can't answer now says
// itself why.
func (c *Commands) fault(doing string, err error) (render.Reply, error) {
	reply := c.private("say.fault")
	if away := (*retrieval.UnavailableError)(nil); errors.As(err, &away) {
		reply.Text = away.Reason
	}
	return reply, fmt.Errorf("%s: %w", doing, err)
}

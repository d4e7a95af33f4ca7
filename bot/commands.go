package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

const (
	maxHits    = 5  // a list is scanned by eye: five is a screenful with their sentences
	maxSources = 20 // so that a list fits one Discord message
)

// Commands does what people ask for, whoever draws the reply. It is safe for concurrent use.
//
// Each method returns a reply that can be shown as it is. When the library fails there is an error as well: the error
// is for the operator, and the reply with it says only that something went wrong, never that nothing was found.
type Commands struct {
	lib   Library
	now   func() time.Time
	words *locale.Locale // what replies are written in
}

// NewCommands returns the commands over lib, which reply in the language of words. now tells when a question is asked.
func NewCommands(lib Library, now func() time.Time, words *locale.Locale) *Commands {
	return &Commands{lib: lib, now: now, words: words}
}

// In returns the same commands, replying in the language of words.
func (c *Commands) In(words *locale.Locale) *Commands {
	in := *c
	in.words = words
	return &in
}

// Ask answers a question with quotes, or says that the documents are silent. Text and Earlier may be as typed.
func (c *Commands) Ask(ctx context.Context, q retrieval.Question) (render.Reply, error) {
	text, refusal, ok := c.readQuestion(q.Text)
	if !ok {
		return refusal, nil
	}
	q.Text, q.Earlier, q.Source = text, clean(q.Earlier), clean(q.Source)
	if q.Asked.IsZero() {
		q.Asked = c.now()
	}
	answer, err := c.lib.Answer(ctx, q)
	if err != nil {
		return c.fault("answering", err)
	}
	return c.answer(answer), nil
}

func (c *Commands) answer(a retrieval.Answer) render.Reply {
	switch {
	case a.Found && len(a.Snippets) > 0:
		return render.Reply{Cards: cards(a.Snippets), Notice: a.Notice}
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

// Find lists the passages that have the words of s.
func (c *Commands) Find(ctx context.Context, s retrieval.Search) (render.Reply, error) {
	text, refusal, ok := c.readQuestion(s.Text)
	if !ok {
		if clean(s.Text) == "" {
			refusal = c.private("say.no_query")
		}
		return refusal, nil
	}
	s.Text, s.Source = text, clean(s.Source)
	if s.Limit == 0 {
		s.Limit = maxHits
	}
	hits, err := c.lib.Find(ctx, s)
	if err != nil {
		return c.fault("finding", err)
	}
	if len(hits.Snippets) == 0 {
		status := c.lib.Status()
		if status.Documents == 0 {
			return c.noDocuments(hits.Notice), nil
		}
		return render.Reply{Text: c.words.Text("say.no_hits", locale.Args{"count": status.Documents}), Notice: hits.Notice}, nil
	}
	r := render.Reply{Text: c.counted("say.hits", "say.hits_some", s.Offset+1, len(hits.Snippets), hits.Total), Notice: hits.Notice}
	for _, hit := range hits.Snippets {
		r.Lines = append(r.Lines, hitLine(hit))
	}
	return r, nil
}

// Sources lists the documents whose path or title contains filter, all of them for "", and the files that could not be
// read.
func (c *Commands) Sources(ctx context.Context, filter string) (render.Reply, error) {
	filter = clean(filter)
	sources, err := c.lib.Sources(ctx, filter)
	if err != nil {
		return c.fault("listing the sources", err)
	}
	status := c.lib.Status()
	var r render.Reply
	switch {
	case len(sources) > 0:
		shown := sources[:min(len(sources), maxSources)]
		r.Text = c.counted("say.sources", "say.sources_some", 1, len(shown), len(sources))
		if len(shown) < len(sources) {
			r.Text += " " + c.words.Text("say.sources_narrow")
		}
		for _, s := range shown {
			r.Lines = append(r.Lines, c.sourceLine(s))
		}
	case status.Documents == 0:
		r = c.noDocuments("")
	default:
		r.Text = c.words.Text("say.no_such_source")
	}
	r.Notice = status.Notice
	if filter == "" && len(status.Failed) > 0 {
		r.Notice = join(" ", status.Notice, c.words.Text("say.unreadable", locale.Args{"count": len(status.Failed)}))
		for _, f := range status.Failed[:min(len(status.Failed), maxHits)] {
			r.Lines = append(r.Lines, failureLine(f))
		}
	}
	return r, nil
}

// counted heads a list of total entries of which those from first on are shown: by the text all if these are all of them,
// else by the text some.
func (c *Commands) counted(all, some string, first, shown, total int) string {
	if shown == total {
		return c.words.Text(all, locale.Args{"count": total})
	}
	return c.words.Text(some, locale.Args{"count": total, "first": first, "last": first + shown - 1})
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

// askHere asks for somebody on Discord: that the library can't answer now is for them to know, and no error. It is
// logged where it begins.
func (c *Commands) askHere(ctx context.Context, q retrieval.Question) (render.Reply, error) {
	reply, err := c.Ask(ctx, q)
	if away := (*retrieval.UnavailableError)(nil); errors.As(err, &away) {
		return reply, nil
	}
	return reply, err
}

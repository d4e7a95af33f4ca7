package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

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
	lib Library
	now func() time.Time
}

// NewCommands returns the commands over lib. now tells when a question is asked.
func NewCommands(lib Library, now func() time.Time) *Commands {
	return &Commands{lib: lib, now: now}
}

// Ask answers a question with quotes, or says that the documents are silent. Text and Earlier may be as typed.
func (c *Commands) Ask(ctx context.Context, q retrieval.Question) (render.Reply, error) {
	text, refusal, ok := readQuestion(q.Text)
	if !ok {
		return refusal, nil
	}
	q.Text, q.Earlier, q.Source = text, clean(q.Earlier), clean(q.Source)
	if q.Asked.IsZero() {
		q.Asked = c.now()
	}
	answer, err := c.lib.Answer(ctx, q)
	if err != nil {
		return fault("answering", err)
	}
	return c.answer(answer), nil
}

func (c *Commands) answer(a retrieval.Answer) render.Reply {
	switch {
	case a.Found && len(a.Snippets) > 0:
		return render.Reply{Cards: cards(a.Snippets), Notice: a.Notice}
	case a.Found: // no quote could be verified, which is not silence
		return render.Reply{Text: wordsJustMoved, Notice: a.Notice}
	case a.Documents == 0:
		return c.noDocuments(a.Notice)
	}
	lines := suggestions(a.Suggestions)
	return render.Reply{Text: wordsSilence(a.Documents, len(lines) > 0), Lines: lines, Notice: a.Notice}
}

// Find lists the passages that have the words of s.
func (c *Commands) Find(ctx context.Context, s retrieval.Search) (render.Reply, error) {
	text, refusal, ok := readQuestion(s.Text)
	if !ok {
		if clean(s.Text) == "" {
			refusal = private(wordsNoQuery)
		}
		return refusal, nil
	}
	s.Text, s.Source = text, clean(s.Source)
	if s.Limit == 0 {
		s.Limit = maxHits
	}
	hits, err := c.lib.Find(ctx, s)
	if err != nil {
		return fault("finding", err)
	}
	if len(hits.Snippets) == 0 {
		status := c.lib.Status()
		if status.Documents == 0 {
			return c.noDocuments(hits.Notice), nil
		}
		return render.Reply{Text: wordsNoHits(status.Documents), Notice: hits.Notice}, nil
	}
	r := render.Reply{Text: wordsHits(s.Offset+1, len(hits.Snippets), hits.Total), Notice: hits.Notice}
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
		return fault("listing the sources", err)
	}
	status := c.lib.Status()
	var r render.Reply
	switch {
	case len(sources) > 0:
		shown := sources[:min(len(sources), maxSources)]
		r.Text = wordsSources(len(shown), len(sources))
		for _, s := range shown {
			r.Lines = append(r.Lines, sourceLine(s))
		}
	case status.Documents == 0:
		r = c.noDocuments("")
	default:
		r.Text = wordsNoSuchSource
	}
	r.Notice = status.Notice
	if filter == "" && len(status.Failed) > 0 {
		r.Notice = join(" ", status.Notice, wordsUnreadable(len(status.Failed)))
		for _, f := range status.Failed[:min(len(status.Failed), maxHits)] {
			r.Lines = append(r.Lines, failureLine(f))
		}
	}
	return r, nil
}

// noDocuments says why there is nothing to answer from, and what to do about it.
func (c *Commands) noDocuments(notice string) render.Reply {
	status := c.lib.Status()
	if notice == "" {
		notice = status.Notice
	}
	switch {
	case status.Busy:
		return render.Reply{Text: wordsStillReading, Notice: notice}
	case len(status.Failed) > 0:
		return render.Reply{Text: wordsNoneReadable(len(status.Failed)), Notice: notice}
	}
	return render.Reply{Text: wordsEmptyFolder, Notice: notice}
}

// fault is what a command returns when the library failed while doing something. A library that can't answer now says
// itself why.
func fault(doing string, err error) (render.Reply, error) {
	words := wordsFault
	if away := (*retrieval.UnavailableError)(nil); errors.As(err, &away) {
		words = away.Reason
	}
	return private(words), fmt.Errorf("%s: %w", doing, err)
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

package command

import (
	"errors"
	"fmt"

	"docent/bot/locale"
	"docent/bot/render"
	"docent/retrieval"
)

// What a reply holds at most.
const (
	MaxPassages = 3   // quotes on a page of an answer
	MaxPages    = 100 // of one request
	maxHits     = 5   // a page of hits, which is scanned by eye: five is a screenful with their sentences
	maxSources  = 20  // a page of documents: so that it fits one Discord message
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

// counted heads a list of total entries of which those from first on are shown: by the text all if these are all of them,
// else by the text some.
func (c *Commands) counted(all, some string, first, shown, total int) string {
	if shown == total {
		return c.words.Text(all, locale.Args{"count": total})
	}
	return c.words.Text(some, locale.Args{"count": total, "first": first, "last": first + shown - 1})
}

// nothing is the result where the documents have nothing; key is that of what to say about so many.
func (c *Commands) nothing(key string, n retrieval.Notice) (Result, error) {
	count := c.lib.Status().Documents
	if count == 0 {
		return done(c.noDocuments(c.notice(n)), nil)
	}
	return Result{Reply: render.Reply{Text: c.words.Text(key, locale.Args{"count": count}), Notice: c.notice(n)}, Silent: true}, nil
}

// noDocuments says why there is nothing to answer from, and what to do about it.
func (c *Commands) noDocuments(notice string) render.Reply {
	status := c.lib.Status()
	if notice == "" {
		notice = c.notice(status.Notice)
	}
	switch {
	case status.Busy:
		return render.Reply{Text: c.words.Text("say.still_reading"), Notice: notice}
	case len(status.Failed) > 0:
		return render.Reply{Text: c.words.Text("say.none_readable", locale.Args{"count": len(status.Failed)}), Notice: notice}
	}
	return render.Reply{Text: c.words.Text("say.empty_folder"), Notice: notice}
}

// fault is what a command returns when the library failed while doing something. Where it can't answer now, the
// reply says why.
func (c *Commands) fault(doing string, err error) (render.Reply, error) {
	reply := c.private("say.fault")
	if away := (*retrieval.UnavailableError)(nil); errors.As(err, &away) {
		reply.Text = c.notice(away.Notice)
	}
	return reply, fmt.Errorf("%s: %w", doing, err)
}

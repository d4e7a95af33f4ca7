package bot

import (
	"context"
	"log/slog"
	"time"

	"docent/bot/rest"
)

// This file tells people what became of a question that got no answer. The rules are: nothing waits for it; where Discord
// takes nothing for now, it is told when that is over.

const (
	// tellWithin is how long somebody is told: as long as Discord takes responses to an interaction. Nobody waits longer.
	tellWithin = 15 * time.Minute
	// firstRetry is the first pause where Discord doesn't say how long it takes nothing; it doubles.
	firstRetry = 15 * time.Second
)

// notify sends a notice by a function, without waiting. What isn't sent in the end is logged, unless the bot stops before.
func (b *Bot) notify(queue string, where slog.Attr, send func(ctx context.Context) error) {
	until, pause := b.now().Add(tellWithin), firstRetry
	var try func()
	try = func() {
		err := b.guard(send)
		if err == nil {
			return
		}
		wait, ok := rest.RetryAfter(err)
		wait = max(wait, pause)
		pause *= 2
		if !ok || b.now().Add(wait).After(until) || b.notices.submitLater(b.after(wait), queue, try) != nil {
			b.log.LogAttrs(context.Background(), slog.LevelWarn, "a notice was not sent", where, slog.Any("error", err))
		}
	}
	_ = b.notices.submit(queue, try)
}

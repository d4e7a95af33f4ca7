package retrieval

import (
	"context"

	"docent/retrieval/index"
)

// indexOptions are those of every edition.
func (l *Library) indexOptions() index.Options {
	return index.Options{CacheBytes: l.cfg.CacheBytes, Cold: func() {
		select {
		case l.cold <- struct{}{}:
		default:
		}
	}}
}

// keepWarm decodes ahead what questions will need, whenever the index has something new, until ctx ends. That it fails is
// no harm by itself: a question that meets the same fault reports it.
func (l *Library) keepWarm(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.cold:
		}
		e, release, err := l.hold()
		if err != nil {
			return
		}
		if err := e.store.Warm(ctx); err != nil && ctx.Err() == nil {
			l.cfg.Log.Warn("filling the cache ahead", "error", err)
		}
		release()
	}
}

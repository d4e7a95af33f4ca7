package corpus

import (
	"context"

	"docent/retrieval/index"
)

// indexOptions are those of every version.
func (c *Corpus) indexOptions() index.Options {
	return index.Options{CacheBytes: c.cfg.CacheBytes, Cold: func() {
		select {
		case c.cold <- struct{}{}:
		default:
		}
	}}
}

// keepWarm decodes ahead what questions will need, whenever the index has something new, until ctx ends. That it fails is
// no harm by itself: a question that meets the same fault reports it.
func (c *Corpus) keepWarm(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.cold:
		}
		c.mu.RLock()
		v, release, err := c.hold()
		c.mu.RUnlock()
		if err != nil {
			return
		}
		if err := v.Store.Warm(ctx); err != nil && ctx.Err() == nil {
			c.cfg.Log.Warn("filling the cache ahead", "error", err)
		}
		release()
	}
}

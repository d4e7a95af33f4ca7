package bot

import (
	"sync"
	"time"
)

const (
	// believeRefusal is how long a channel's refusals are believed: an administrator who has granted a permission sees its
	// effect after this at the latest. Shorter, and every answer in a restricted channel would cost refused requests, of
	// which Discord tolerates ten thousand in ten minutes.
	believeRefusal = time.Minute
	// refusalsToMute is how many messages in a row a channel must have refused in every form before no more are tried. One
	// may concern that message alone.
	refusalsToMute = 2
	// maxRefusals bounds the memory of refusals: about 150 bytes each.
	maxRefusals = 10_000
)

// channelLimits remembers what channels have refused.
type channelLimits struct {
	mu       sync.Mutex
	channels map[string]channelLimit
}

type channelLimit struct {
	can      capabilities // with which messages were taken
	refusals int          // messages in a row that were refused in every form
	until    time.Time
}

func newChannelLimits() *channelLimits { return &channelLimits{channels: map[string]channelLimit{}} }

// of are the capabilities with which a channel takes messages, as far as is known; mute says that it takes none.
func (l *channelLimits) of(channelID string, now time.Time) (can capabilities, mute bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	limit := l.channels[channelID]
	if !now.Before(limit.until) {
		delete(l.channels, channelID)
		return capabilities{}, false
	}
	return limit.can, limit.refusals >= refusalsToMute
}

// took notes with which capabilities a channel has taken a message.
func (l *channelLimits) took(channelID string, can capabilities, now time.Time) {
	l.change(channelID, now, func(limit *channelLimit) {
		if limit.refusals = 0; limit.can != can {
			limit.can, limit.until = can, now.Add(believeRefusal)
		}
	})
}

// refused notes that a channel has refused a message in every form.
func (l *channelLimits) refused(channelID string, now time.Time) {
	l.change(channelID, now, func(limit *channelLimit) {
		limit.refusals++
		limit.until = now.Add(believeRefusal)
	})
}

// change changes what is remembered of a channel. Where nothing is left it is forgotten, and a full memory is cleared: it
// only saves requests.
func (l *channelLimits) change(channelID string, now time.Time, change func(*channelLimit)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	limit := l.channels[channelID]
	change(&limit)
	delete(l.channels, channelID)
	if len(l.channels) >= maxRefusals {
		clear(l.channels)
	}
	if limit.can != (capabilities{}) || limit.refusals > 0 {
		l.channels[channelID] = limit
	}
}

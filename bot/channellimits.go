package bot

import (
	"sync"
	"time"
)

// believeRefusal is how long a channel's refusal is believed: an administrator who has granted a permission sees its
// effect after this at the latest. Shorter, and every answer in a restricted channel would cost a refused request, of
// which Discord tolerates ten thousand in ten minutes.
const believeRefusal = 5 * time.Minute

// maxRefusals bounds the memory of them: about 150 bytes each.
const maxRefusals = 10_000

// channelLimits remembers by what means the bot may not answer in which channel.
type channelLimits struct {
	mu       sync.Mutex
	channels map[string]channelLimit
}

type channelLimit struct {
	means means
	until time.Time
}

func newChannelLimits() *channelLimits { return &channelLimits{channels: map[string]channelLimit{}} }

func (l *channelLimits) of(channelID string, now time.Time) means {
	l.mu.Lock()
	defer l.mu.Unlock()
	limit := l.channels[channelID]
	if !now.Before(limit.until) {
		delete(l.channels, channelID)
		return means{}
	}
	return limit.means
}

// set remembers what is left in a channel. A full memory is cleared: it only saves requests.
func (l *channelLimits) set(channelID string, m means, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.channels) >= maxRefusals {
		clear(l.channels)
	}
	l.channels[channelID] = channelLimit{means: m, until: now.Add(believeRefusal)}
}

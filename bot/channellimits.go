package bot

import "time"

const (
	// believeRefusal is how long a channel's refusals are believed: an administrator who has granted a permission sees its
	// effect after this at the latest. Shorter, and every answer in a restricted channel would cost refused requests, of
	// which Discord tolerates ten thousand in ten minutes.
	believeRefusal = time.Minute
	// refusalsToMute is how many messages in a row a channel must have refused in every form before no more are tried. One
	// may concern that message alone.
	refusalsToMute = 2
)

// channelLimits remembers what channels have refused.
type channelLimits struct{ channels *cache[channelLimit] }

type channelLimit struct {
	can      capabilities // with which messages were taken
	refusals int          // messages in a row that were refused in every form
}

func newChannelLimits() channelLimits { return channelLimits{newCache[channelLimit]()} }

// of are the capabilities with which a channel takes messages, as far as is known; mute says that it takes none.
func (l channelLimits) of(channelID string, now time.Time) (can capabilities, mute bool) {
	limit, _ := l.channels.get(channelID, now)
	return limit.can, limit.refusals >= refusalsToMute
}

// took notes with which capabilities a channel has taken a message. What was known already isn't known for longer.
func (l channelLimits) took(channelID string, can capabilities, now time.Time) {
	if limit, _ := l.channels.get(channelID, now); limit != (channelLimit{can: can}) {
		l.channels.put(channelID, channelLimit{can: can}, now.Add(believeRefusal), now)
	}
}

// refused notes that a channel has refused a message in every form.
func (l channelLimits) refused(channelID string, now time.Time) {
	limit, _ := l.channels.get(channelID, now)
	limit.refusals++
	l.channels.put(channelID, limit, now.Add(believeRefusal), now)
}

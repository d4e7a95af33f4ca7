package bot

import (
	"context"
	"fmt"
	"time"

	"github.com/bwmarrin/discordgo"
)

// believeThread is how long it is believed that a channel is a thread, or is none. It doesn't change.
const believeThread = 24 * time.Hour

// threads knows which channels are threads, where another permission is needed to write.
type threads struct {
	rest channelREST
	are  *cache[bool] // by channel id
}

type channelREST interface {
	Channel(ctx context.Context, channelID string) (*discordgo.Channel, error)
}

func newThreads(rest channelREST) *threads { return &threads{rest: rest, are: newCache[bool]()} }

// is reports whether a channel is a thread or a forum's post, asking Discord where it isn't known.
func (t *threads) is(ctx context.Context, channelID string, now time.Time) (bool, error) {
	if thread, ok := t.are.get(channelID, now); ok {
		return thread, nil
	}
	channel, err := t.rest.Channel(ctx, channelID)
	if err != nil {
		return false, fmt.Errorf("asking whether a channel is a thread: %w", err)
	}
	t.are.put(channelID, channel.IsThread(), now.Add(believeThread), now)
	return channel.IsThread(), nil
}

// maySend reports whether somebody with these permissions in a channel may write there. Discord is asked about the channel
// only where that decides.
func (t *threads) maySend(ctx context.Context, permissions int64, channelID string, now time.Time) (bool, error) {
	const both = discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads
	switch {
	case permissions&discordgo.PermissionAdministrator != 0, permissions&both == both:
		return true, nil
	case permissions&both == 0:
		return false, nil
	}
	thread, err := t.is(ctx, channelID, now)
	if err != nil {
		return false, err
	}
	if thread {
		return permissions&discordgo.PermissionSendMessagesInThreads != 0, nil
	}
	return permissions&discordgo.PermissionSendMessages != 0, nil
}

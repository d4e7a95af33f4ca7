package bot

import (
	"context"
	"fmt"
	"sync"

	"github.com/bwmarrin/discordgo"
)

// maxThreads bounds the memory of which channels are threads: about 60 bytes each.
const maxThreads = 10_000

// threads tells which channels are threads, where another permission is needed to write. That doesn't change.
type threads struct {
	rest  channelREST
	mu    sync.Mutex
	known map[string]bool
}

type channelREST interface {
	Channel(ctx context.Context, channelID string) (*discordgo.Channel, error)
}

func newThreads(rest channelREST) *threads { return &threads{rest: rest, known: map[string]bool{}} }

// is reports whether a channel is a thread or a forum's post, asking Discord where it isn't known.
func (t *threads) is(ctx context.Context, channelID string) (bool, error) {
	t.mu.Lock()
	thread, ok := t.known[channelID]
	t.mu.Unlock()
	if ok {
		return thread, nil
	}
	channel, err := t.rest.Channel(ctx, channelID)
	if err != nil {
		return false, fmt.Errorf("asking whether a channel is a thread: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.known) >= maxThreads {
		clear(t.known)
	}
	t.known[channelID] = channel.IsThread()
	return channel.IsThread(), nil
}

// maySend reports whether somebody with these permissions in a channel may write there. Discord is asked about the channel
// only where that decides.
func (t *threads) maySend(ctx context.Context, permissions int64, channelID string) (bool, error) {
	const both = discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads
	switch {
	case permissions&discordgo.PermissionAdministrator != 0, permissions&both == both:
		return true, nil
	case permissions&both == 0:
		return false, nil
	}
	thread, err := t.is(ctx, channelID)
	if err != nil {
		return false, err
	}
	if thread {
		return permissions&discordgo.PermissionSendMessagesInThreads != 0, nil
	}
	return permissions&discordgo.PermissionSendMessages != 0, nil
}

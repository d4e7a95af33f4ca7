package bot

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/rest"
)

// How long it is believed that somebody is, or isn't, a member of an allowed server. Who has left may ask for ten minutes
// more; who has just joined waits a minute at most.
const (
	believeMember   = 10 * time.Minute
	believeStranger = time.Minute
)

// maxBelieved bounds the memory of that: about 200 bytes each.
const maxBelieved = 10_000

// members tells who belongs to an allowed server, for direct messages, which name none.
type members struct {
	rest memberREST
	mu   sync.Mutex
	seen map[string]belief // by user id
}

type memberREST interface {
	Member(ctx context.Context, guildID, userID string) (*discordgo.Member, error)
}

type belief struct {
	member bool
	until  time.Time
}

func newMembers(rest memberREST) *members { return &members{rest: rest, seen: map[string]belief{}} }

// met takes note that a user has just been seen in an allowed server.
func (m *members) met(userID string, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remember(userID, belief{member: true, until: now.Add(believeMember)}, now)
}

// belongs reports whether a user is a member of one of the servers, asking Discord about one after the other where it
// isn't known.
func (m *members) belongs(ctx context.Context, userID string, guildIDs []string, now time.Time) (bool, error) {
	m.mu.Lock()
	b, ok := m.seen[userID]
	m.mu.Unlock()
	if ok && now.Before(b.until) {
		return b.member, nil
	}
	for _, guildID := range guildIDs {
		_, err := m.rest.Member(ctx, guildID, userID)
		if err == nil {
			m.met(userID, now)
			return true, nil
		}
		if !notThere(err) {
			return false, fmt.Errorf("asking whether somebody is a member: %w", err)
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remember(userID, belief{until: now.Add(believeStranger)}, now)
	return false, nil
}

// remember keeps a belief; the lock is held. A full memory is cleared of what has expired, or else of everything: it
// only saves requests.
func (m *members) remember(userID string, b belief, now time.Time) {
	if len(m.seen) >= maxBelieved {
		for id, old := range m.seen {
			if !now.Before(old.until) {
				delete(m.seen, id)
			}
		}
		if len(m.seen) >= maxBelieved {
			clear(m.seen)
		}
	}
	m.seen[userID] = b
}

// notThere reports whether Discord says that there is no such member, or no such server for the bot.
func notThere(err error) bool {
	return rest.NotFound(err) || rest.Code(err) == rest.CodeMissingAccess
}

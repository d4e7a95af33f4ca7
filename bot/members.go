package bot

import (
	"context"
	"fmt"
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

// members tells who belongs to an allowed server, for direct messages, which name none.
type members struct {
	rest memberREST
	are  *cache[bool] // by user id
}

type memberREST interface {
	Member(ctx context.Context, guildID, userID string) (*discordgo.Member, error)
}

func newMembers(rest memberREST) *members { return &members{rest: rest, are: newCache[bool]()} }

// met takes note that a user has just been seen in an allowed server.
func (m *members) met(userID string, now time.Time) {
	m.are.put(userID, true, now.Add(believeMember), now)
}

// belongs reports whether a user is a member of one of the servers, asking Discord about one after the other where it
// isn't known.
func (m *members) belongs(ctx context.Context, userID string, guildIDs []string, now time.Time) (bool, error) {
	if member, ok := m.are.get(userID, now); ok {
		return member, nil
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
	m.are.put(userID, false, now.Add(believeStranger), now)
	return false, nil
}

// notThere reports whether Discord says that there is no such member, or no such server for the bot.
func notThere(err error) bool {
	return rest.NotFound(err) || rest.Code(err) == rest.CodeMissingAccess
}

package gateway

import (
	"errors"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Discord's close codes that mean something to a client.
const (
	closeNotAuthenticated = 4003
	closeWrongToken       = 4004
	closeInvalidSeq       = 4007
	closeSessionTimedOut  = 4009
	closeInvalidShard     = 4010
	closeShardingRequired = 4011
	closeInvalidVersion   = 4012
	closeInvalidIntents   = 4013
	closeDisallowed       = 4014
)

// A FatalError says that Discord refuses the bot for good. To connect again would not help.
type FatalError struct {
	Code   int    // the gateway's close code
	Reason string // what is wrong and what to do about it, a sentence for the operator
}

// Error is the reason with the code.
func (e *FatalError) Error() string {
	return fmt.Sprintf("%s (gateway close code %d)", e.Reason, e.Code)
}

// fatal returns the FatalError that an error amounts to, nil if trying again may help.
func (c *Client) fatal(err error) *FatalError {
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		if why := reason(closed.Code, c.cfg.Intents); why != "" {
			return &FatalError{closed.Code, why}
		}
	}
	return nil
}

// reason explains the close codes after which Discord says not to connect again; it is empty for all others.
// https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
func reason(code int, intents discordgo.Intent) string {
	switch code {
	case closeWrongToken:
		return "Discord does not accept the bot's token: copy it anew from the developer portal, page Bot, Reset Token"
	case closeInvalidShard:
		return "Discord does not accept the shard that was asked for"
	case closeShardingRequired:
		return "The bot is in so many servers that Discord wants it split into shards, which Docent can't do"
	case closeInvalidVersion:
		return "Discord no longer speaks version " + version + " of its gateway: a newer Docent is needed"
	case closeInvalidIntents:
		return fmt.Sprintf("Discord does not know the intents that were asked for (%d)", intents)
	case closeDisallowed:
		return disallowed(intents)
	}
	return ""
}

// disallowed names what to switch on for the privileged intents among those that were asked for.
func disallowed(intents discordgo.Intent) string {
	var names []string
	for _, p := range []struct {
		intent discordgo.Intent
		name   string
	}{
		{discordgo.IntentGuildPresences, "Presence Intent"},
		{discordgo.IntentGuildMembers, "Server Members Intent"},
		{discordgo.IntentMessageContent, "Message Content Intent"},
	} {
		if intents&p.intent != 0 {
			names = append(names, p.name)
		}
	}
	if names == nil {
		return fmt.Sprintf("Discord does not allow this bot the intents that were asked for (%d)", intents)
	}
	return "Discord does not allow this bot the " + strings.Join(names, " and the ") +
		": switch it on in the developer portal, page Bot, section Privileged Gateway Intents"
}

// lost reports whether an error means that the session can't be resumed.
func lost(err error) bool {
	if errors.Is(err, errSessionLost) {
		return true
	}
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return false
	}
	switch closed.Code {
	case closeNotAuthenticated, closeInvalidSeq, closeSessionTimedOut:
		return true
	}
	return false
}

package rest

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"github.com/bwmarrin/discordgo"
)

// NewSession returns a discordgo session for the bot's token (with or without "Bot " before it) that sends its requests
// through t. Its own repetitions are switched off, since t repeats what may be repeated; its gateway isn't used.
func NewSession(token string, t *Transport) (*discordgo.Session, error) {
	fields := strings.Fields(token)
	if len(fields) > 0 && fields[0] == "Bot" {
		fields = fields[1:]
	}
	if len(fields) == 0 {
		return nil, errors.New("the bot's token is empty")
	}
	token = fields[0]
	if len(fields) > 1 || strings.ContainsFunc(token, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsControl(r) }) {
		return nil, errors.New("the bot's token holds a character that no token has: copy it anew from the Developer Portal, page Bot")
	}
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, fmt.Errorf("making a Discord session: %w", err)
	}
	s.StateEnabled = false
	s.ShouldRetryOnRateLimit = false
	s.MaxRestRetries = 0
	s.Client = &http.Client{
		Transport: t,
		// The API redirects nowhere; what does isn't Discord, and must not be followed.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return s, nil
}

package bot

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// mentionForm is how Discord writes the mention of a user ("<@1>", in old clients "<@!1>") or of a role ("<@&1>").
var mentionForm = regexp.MustCompile(`<@([!&]?)([0-9]{1,20})>`)

// names resolves the mentions in a message's text.
type names struct {
	self  string            // the bot's user id
	role  string            // the bot's own role, "" if not known
	users map[string]string // other people's ids and names
}

// question is the text with the bot's own mentions removed and other people's as their names. Everything else is kept.
func (n names) question(content string) string {
	return strings.TrimSpace(mentionForm.ReplaceAllStringFunc(content, func(mention string) string {
		parts := mentionForm.FindStringSubmatch(mention)
		kind, id := parts[1], parts[2]
		switch {
		case kind == "&" && id == n.role, kind != "&" && id == n.self:
			return " "
		case kind != "&" && n.users[id] != "":
			return n.users[id]
		}
		return mention
	}))
}

func (b *Bot) names(m *discordgo.Message, role string) names {
	n := names{self: b.self, role: role, users: map[string]string{}}
	for _, u := range m.Mentions {
		if u != nil {
			n.users[u.ID] = u.DisplayName()
		}
	}
	return n
}

// mentionsUser reports whether Discord counts id among the users that m mentions; a mention inside a code block isn't one.
func mentionsUser(m *discordgo.Message, id string) bool {
	return slices.ContainsFunc(m.Mentions, func(u *discordgo.User) bool { return u != nil && u.ID == id })
}

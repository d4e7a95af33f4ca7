package bot

import (
	"net/url"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Intents are the gateway intents that the bot needs; none is privileged. Discord delivers the text of messages that
// mention the bot, and of direct messages, without the message content intent.
const Intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages

// invitePermissions are the least that answering takes: to see a channel, to answer in it and in its threads, with cards
// and files, as a reply to the question.
const invitePermissions = discordgo.PermissionViewChannel |
	discordgo.PermissionSendMessages |
	discordgo.PermissionSendMessagesInThreads |
	discordgo.PermissionEmbedLinks |
	discordgo.PermissionAttachFiles |
	discordgo.PermissionReadMessageHistory

// InviteURL is the link with which an administrator adds the bot to a server.
func InviteURL(appID string) string {
	q := url.Values{
		"client_id":        {appID},
		"scope":            {"bot applications.commands"},
		"permissions":      {strconv.FormatInt(invitePermissions, 10)},
		"integration_type": {strconv.Itoa(int(discordgo.ApplicationIntegrationGuildInstall))},
	}
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}

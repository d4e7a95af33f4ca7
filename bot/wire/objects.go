package wire

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// This file lists what is needed of each of Discord's objects, by Discord's names.

// An optional is a field that counts as missing when it isn't a T.
type optional[T any] struct{ value T }

// UnmarshalJSON never fails.
func (o *optional[T]) UnmarshalJSON(data []byte) error {
	var v T
	if json.Unmarshal(data, &v) == nil {
		o.value = v
	}
	return nil
}

// MarshalJSON writes the value.
func (o optional[T]) MarshalJSON() ([]byte, error) { return json.Marshal(o.value) }

// bits are permissions, which Discord writes as a number in a string.
type bits int64

func (b *bits) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	n, err := strconv.ParseInt(s, 10, 64)
	*b = bits(n)
	return err
}

func (b bits) MarshalJSON() ([]byte, error) { return json.Marshal(strconv.FormatInt(int64(b), 10)) }

type identified struct {
	ID string `json:"id"`
}

func (i identified) complete() bool { return i.ID != "" }

// A person is a user as far as they can be told from others.
type person struct {
	ID         string           `json:"id"`
	Username   optional[string] `json:"username"`
	GlobalName optional[string] `json:"global_name"`
}

type author struct {
	person
	Bot    bool `json:"bot"`
	System bool `json:"system"`
}

// A text is what a message says.
type text struct {
	Content     string                         `json:"content"`
	Mentions    []person                       `json:"mentions"`
	Snapshots   optional[[]optional[snapshot]] `json:"message_snapshots"`
	Poll        optional[*poll]                `json:"poll"`
	Embeds      optional[[]optional[struct{}]] `json:"embeds"`      // only how many there are
	Attachments optional[[]optional[struct{}]] `json:"attachments"` // as that
}

type snapshot struct {
	Message struct {
		Content string `json:"content"`
	} `json:"message"`
}

type poll struct {
	Question struct {
		Text string `json:"text"`
	} `json:"question"`
}

// A posted is a message as it is read back.
type posted struct {
	text
	ID         string               `json:"id"`
	ChannelID  string               `json:"channel_id"`
	Author     *person              `json:"author"`
	Reference  optional[*reference] `json:"message_reference"`
	Referenced optional[*posted]    `json:"referenced_message"`
}

func (p posted) complete() bool { return p.ID != "" && p.ChannelID != "" && p.Author != nil }

// A message is one that was just sent, with what decides whether it is for the bot.
type message struct {
	posted
	GuildID      string   `json:"guild_id"`
	Type         int      `json:"type"`
	WebhookID    string   `json:"webhook_id"`
	Author       *author  `json:"author"`
	MentionRoles []string `json:"mention_roles"`
}

func (m message) complete() bool { return m.ID != "" && m.ChannelID != "" && m.Author != nil }

// A reference is what a message replies to, or forwards.
type reference struct {
	Type      discordgo.MessageReferenceType `json:"type"`
	MessageID string                         `json:"message_id"`
	ChannelID string                         `json:"channel_id"`
}

type interaction struct {
	ID          string                                          `json:"id"`
	AppID       string                                          `json:"application_id"`
	Type        discordgo.InteractionType                       `json:"type"`
	Token       string                                          `json:"token"`
	GuildID     string                                          `json:"guild_id"`
	ChannelID   string                                          `json:"channel_id"`
	Context     discordgo.InteractionContextType                `json:"context"`
	Owners      map[discordgo.ApplicationIntegrationType]string `json:"authorizing_integration_owners"`
	Locale      optional[string]                                `json:"locale"`
	Permissions optional[bits]                                  `json:"app_permissions"`
	User        *person                                         `json:"user"`
	Member      *presser                                        `json:"member"`
	Message     optional[*pressed]                              `json:"message"`
	Data        *interactionData                                `json:"data"`
}

func (i interaction) complete() bool {
	return i.ID != "" && i.Type != 0 && i.Token != "" && (i.User != nil || i.Member != nil && i.Member.User != nil) &&
		(i.Data != nil || i.Type == discordgo.InteractionPing)
}

// A presser is the member behind an interaction.
type presser struct {
	User        *person          `json:"user"`
	Nick        optional[string] `json:"nick"`
	Permissions optional[bits]   `json:"permissions"`
}

// A pressed is the message whose component was pressed.
type pressed struct {
	ID      string           `json:"id"`
	Content optional[string] `json:"content"`
	Flags   optional[int]    `json:"flags"`
}

// interactionData is the data of interactions of every type.
type interactionData struct {
	// Of commands.
	Name     string                           `json:"name"`
	Type     discordgo.ApplicationCommandType `json:"type"`
	Options  []option                         `json:"options"`
	TargetID string                           `json:"target_id"`
	Resolved optional[resolved]               `json:"resolved"`

	// Of components and forms.
	CustomID   string   `json:"custom_id"`
	Values     []string `json:"values"`
	Components form     `json:"components"`
}

type option struct {
	Name    string                                 `json:"name"`
	Type    discordgo.ApplicationCommandOptionType `json:"type"`
	Value   any                                    `json:"value"`
	Options []option                               `json:"options"`
	Focused bool                                   `json:"focused"`
}

type resolved struct {
	Messages map[string]text `json:"messages"`
}

type guild struct {
	ID              string                 `json:"id"`
	OwnerID         optional[string]       `json:"owner_id"`
	PreferredLocale optional[string]       `json:"preferred_locale"`
	Unavailable     optional[bool]         `json:"unavailable"`
	Roles           []optional[role]       `json:"roles"`
	Members         []optional[membership] `json:"members"`
}

func (g guild) complete() bool { return g.ID != "" }

type ready struct {
	Guilds []identified `json:"guilds"`
}

func (ready) complete() bool { return true }

type guildList []identified

func (guildList) complete() bool { return true }

type role struct {
	ID          string         `json:"id"`
	Managed     bool           `json:"managed"`
	Permissions optional[bits] `json:"permissions"`
}

type guildRole struct {
	GuildID string `json:"guild_id"`
	Role    *role  `json:"role"`
}

func (r guildRole) complete() bool { return r.Role != nil }

type guildRoleDelete struct {
	GuildID string `json:"guild_id"`
	RoleID  string `json:"role_id"`
}

func (r guildRoleDelete) complete() bool { return r.RoleID != "" }

type membership struct {
	GuildID string   `json:"guild_id"`
	User    *person  `json:"user"`
	Roles   []string `json:"roles"`
}

func (m membership) complete() bool { return m.User != nil }

type member struct {
	membership
	TimedOutUntil *time.Time `json:"communication_disabled_until"`
}

type channel struct {
	ID         string                          `json:"id"`
	GuildID    string                          `json:"guild_id"`
	Type       discordgo.ChannelType           `json:"type"`
	ParentID   string                          `json:"parent_id"`
	Overwrites []discordgo.PermissionOverwrite `json:"permission_overwrites"`
}

func (c channel) complete() bool { return c.ID != "" }

// A command that isn't one counts as an empty one, which differs from all that there are.
type commandList []optional[discordgo.ApplicationCommand]

func (commandList) complete() bool { return true }

package rest_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/rest"
)

const (
	view     = discordgo.PermissionViewChannel
	sends    = discordgo.PermissionSendMessages
	inThread = discordgo.PermissionSendMessagesInThreads
	embeds   = discordgo.PermissionEmbedLinks
	history  = discordgo.PermissionReadMessageHistory
)

func TestPermissionsIn(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 14, 7, 0, 0, 0, time.UTC)
	guild := &discordgo.Guild{ID: "1", OwnerID: "9", Roles: []*discordgo.Role{
		{ID: "1", Permissions: view | sends | embeds},
		{ID: "2", Permissions: history},
		{ID: "3", Permissions: discordgo.PermissionAdministrator},
		{ID: "4", Permissions: inThread},
	}}
	role := func(id string, allow, deny int64) *discordgo.PermissionOverwrite {
		return &discordgo.PermissionOverwrite{ID: id, Type: discordgo.PermissionOverwriteTypeRole, Allow: allow, Deny: deny}
	}
	own := func(allow, deny int64) *discordgo.PermissionOverwrite {
		return &discordgo.PermissionOverwrite{ID: "7", Type: discordgo.PermissionOverwriteTypeMember, Allow: allow, Deny: deny}
	}
	later, earlier := now.Add(time.Hour), now.Add(-time.Hour)
	tests := []struct {
		name       string
		user       string
		roles      []string
		overwrites []*discordgo.PermissionOverwrite
		timeout    *time.Time
		thread     bool
		want       int64
	}{
		{"everyone", "7", nil, nil, nil, false, view | sends | embeds},
		{"a role more", "7", []string{"2"}, nil, nil, false, view | sends | embeds | history},
		{"the owner", "9", nil, []*discordgo.PermissionOverwrite{role("1", 0, view)}, nil, false, 1<<63 - 1},
		{"an administrator", "7", []string{"3"}, []*discordgo.PermissionOverwrite{role("1", 0, view)}, nil, false, 1<<63 - 1},
		{"nobody may see it", "7", nil, []*discordgo.PermissionOverwrite{role("1", 0, view)}, nil, false, 0},
		{"a role may see it", "7", []string{"2"}, []*discordgo.PermissionOverwrite{role("1", 0, view), role("2", view, 0)}, nil, false, view | sends | embeds | history},
		{"a role that they lack may see it", "7", nil, []*discordgo.PermissionOverwrite{role("2", view, 0), role("1", 0, view)}, nil, false, 0},
		{"one role forbids, another allows", "7", []string{"2", "4"}, []*discordgo.PermissionOverwrite{role("4", 0, embeds), role("2", embeds, 0)}, nil, false, view | sends | embeds | history | inThread},
		{"their own overwrite comes last", "7", []string{"2"}, []*discordgo.PermissionOverwrite{own(0, embeds), role("2", embeds, 0)}, nil, false, view | sends | history},
		{"without sending no embeds", "7", nil, []*discordgo.PermissionOverwrite{role("1", 0, sends)}, nil, false, view},
		{"in a thread", "7", []string{"4"}, []*discordgo.PermissionOverwrite{role("1", 0, sends)}, nil, true, view | embeds | inThread},
		{"in a thread, without sending there", "7", nil, nil, nil, true, view | sends},
		{"timed out", "7", []string{"2"}, nil, &later, false, view | history},
		{"timed out before", "7", []string{"2"}, nil, &earlier, false, view | sends | embeds | history},
	}
	for _, test := range tests {
		member := &discordgo.Member{User: &discordgo.User{ID: test.user}, Roles: test.roles, CommunicationDisabledUntil: test.timeout}
		channel := &discordgo.Channel{PermissionOverwrites: test.overwrites}
		if got := rest.PermissionsIn(guild, channel, member, test.thread, now); got != test.want {
			t.Errorf("%s: got %b, want %b", test.name, got, test.want)
		}
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	r := newRig(t,
		answer(200, `{"id":"`+guildID+`","owner_id":"1","roles":[{"id":"`+guildID+`","permissions":"`+strconv.Itoa(view|sends|embeds|inThread)+`"}]}`),
		answer(200, `{"id":"`+channelID+`","type":11,"parent_id":"8"}`),
		answer(200, `{"id":"8","type":0,"permission_overwrites":[{"id":"`+guildID+`","type":0,"allow":"0","deny":"16384"}]}`),
		answer(200, `{"user":{"id":"`+userID+`"},"roles":[]}`))
	got, err := r.client.Permissions(t.Context(), guildID, channelID, userID)
	if err != nil {
		t.Fatal(err)
	}
	if want := int64(view | sends | inThread); got != want {
		t.Errorf("got %b, want %b", got, want)
	}
	if path := r.requests()[2].path; path != "/api/v10/channels/8" {
		t.Errorf("the thread's channel wasn't asked for, but %s", path)
	}
}

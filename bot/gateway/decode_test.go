package gateway

import (
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

func TestCompleteAddress(t *testing.T) {
	t.Parallel()
	tests := []struct{ raw, want string }{
		{"wss://gateway.discord.gg", "wss://gateway.discord.gg/?encoding=json&v=10"},
		{"wss://gateway.discord.gg/?v=6", "wss://gateway.discord.gg/?encoding=json&v=10"},
		{"ws://127.0.0.1:8080/resume", "ws://127.0.0.1:8080/resume?encoding=json&v=10"},
		{"ws://gateway.discord.gg", ""},
		{"https://gateway.discord.gg", ""},
		{"gateway.discord.gg", ""},
		{"wss://", ""},
		{"wss://[", ""},
		{"", ""},
	}
	for _, test := range tests {
		got, err := complete(test.raw)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("complete(%q) = %q, %v; want %q", test.raw, got, err, test.want)
		}
	}
}

func TestDecodeEvent(t *testing.T) {
	t.Parallel()
	const author = `"author":{"id":"3","username":"ada"}`
	tests := []struct {
		name, event, data string
		ok                bool
	}{
		{"message", "MESSAGE_CREATE", `{"id":"1","channel_id":"2",` + author + `}`, true},
		{"message without author", "MESSAGE_CREATE", `{"id":"1","channel_id":"2"}`, false},
		{"message with an unreadable component", "MESSAGE_CREATE", `{"id":"1","channel_id":"2",` + author + `,"components":[{"type":"x"},7,null]}`, true},
		{"message with components that are none", "MESSAGE_CREATE", `{"id":"1","channel_id":"2",` + author + `,"components":"none"}`, true},
		{"command in a server", "INTERACTION_CREATE", `{"id":"1","token":"t","type":2,"data":{"id":"1","name":"ask"},"member":{"user":{"id":"3"},"permissions":"0"}}`, true},
		{"command in direct messages", "INTERACTION_CREATE", `{"id":"1","token":"t","type":2,"data":{"id":"1","name":"ask"},"user":{"id":"3"}}`, true},
		{"command by nobody", "INTERACTION_CREATE", `{"id":"1","token":"t","type":2,"data":{"id":"1","name":"ask"}}`, false},
		{"command without data", "INTERACTION_CREATE", `{"id":"1","token":"t","type":2,"user":{"id":"3"}}`, false},
		{"modal with a label", "INTERACTION_CREATE", `{"id":"1","token":"t","type":5,"user":{"id":"3"},"data":{"custom_id":"m","components":[{"type":18,"component":{"type":4}}]}}`, true},
		{"guild", "GUILD_CREATE", `{"id":"1"}`, true},
		{"empty guild", "GUILD_CREATE", `{}`, false},
		{"role", "GUILD_ROLE_UPDATE", `{"guild_id":"1","role":{"id":"2","permissions":"8"}}`, true},
		{"role without role", "GUILD_ROLE_UPDATE", `{"guild_id":"1"}`, false},
		{"member", "GUILD_MEMBER_UPDATE", `{"guild_id":"1","user":{"id":"2"},"roles":["3"]}`, true},
		{"null", "GUILD_UPDATE", `null`, false},
		{"nothing", "GUILD_UPDATE", ``, false},
	}
	for _, test := range tests {
		event, err := decodeEvent(test.event, []byte(test.data))
		if ok := err == nil && event != nil; ok != test.ok {
			t.Errorf("%s: got %v, %v", test.name, event, err)
		}
	}
	if event, err := decodeEvent("VOICE_STATE_UPDATE", []byte(`{}`)); event != nil || err != nil {
		t.Errorf("an event of no use: got %v, %v", event, err)
	}
}

func TestDeepComponents(t *testing.T) {
	t.Parallel()
	const depth = 3000
	data := `{"id":"1","channel_id":"2","author":{"id":"3"},"components":[{"type":99},` +
		strings.Repeat(`{"type":17,"components":[`, depth) + strings.Repeat(`]}`, depth) + `]}`
	event, err := decodeEvent("MESSAGE_CREATE", []byte(data))
	if err != nil || event.(*discordgo.MessageCreate).Author.ID != "3" {
		t.Errorf("got %v, %v", event, err)
	}
}

func FuzzPayload(f *testing.F) {
	for _, seed := range []string{
		`{"op":10,"d":{"heartbeat_interval":41250}}`,
		`{"op":0,"t":"READY","s":1,"d":{"v":10,"user":{"id":"1"},"session_id":"s","resume_gateway_url":"wss://x"}}`,
		`{"op":0,"t":"MESSAGE_CREATE","s":2,"d":{"id":"1","channel_id":"2","author":{"id":"3"},"components":[{"type":99,"components":[{"type":1}]}]}}`,
		`{"op":0,"t":"INTERACTION_CREATE","s":3,"d":{"id":"1","token":"t","type":2,"data":{"name":"ask"},"user":{"id":"3"}}}`,
		`{"op":0,"t":"GUILD_ROLE_CREATE","s":4,"d":{"guild_id":"1","role":{"id":"2","permissions":"8"}}}`,
		`{"op":9,"d":true}`, `{"op":7,"d":null,"s":null}`, `null`, `[]`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := decodePayload(data)
		if err != nil {
			return
		}
		event, err := decodeEvent(p.Type, p.Data)
		if event == nil || err != nil {
			return
		}
		// What every handler relies on.
		switch e := event.(type) {
		case *discordgo.MessageCreate:
			_, _ = e.Author.ID, e.ChannelID
		case *discordgo.InteractionCreate:
			if e.Member == nil && e.User == nil {
				t.Error("an interaction by nobody")
			}
		case *discordgo.GuildRoleCreate:
			_ = e.Role.ID
		}
	})
}

package discordtest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"docent/bot/discordtest"
)

const chat = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages

func TestGatewayRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		send func(*client)
		want int
	}{
		{"token", func(c *client) { c.send(2, identity("wrong", chat)) }, 4004},
		{"unknown intents", func(c *client) { c.send(2, identity(discordtest.Token, 1<<30)) }, 4013},
		{"privileged intents", func(c *client) { c.send(2, identity(discordtest.Token, chat|discordgo.IntentMessageContent)) }, 4014},
		{"twice", func(c *client) {
			c.send(2, identity(discordtest.Token, chat))
			c.send(2, identity(discordtest.Token, chat))
		}, 4005},
		{"a resume from the future", func(c *client) {
			c.send(2, identity(discordtest.Token, chat))
			var ready struct {
				SessionID string `json:"session_id"`
			}
			c.event("READY", &ready)
			c.ws.NetConn().Close()
			*c = *c.again()
			c.send(6, map[string]any{"token": discordtest.Token, "session_id": ready.SessionID, "seq": 99})
		}, 4007},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			c := s.dial(t, s.GatewayURL())
			c.again = func() *client { return s.dial(t, s.GatewayURL()) }
			test.send(c)
			if got := c.closed(); got != test.want {
				t.Errorf("closed with %d, want %d", got, test.want)
			}
		})
	}
}

func TestResume(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		leave  func(*client)
		resume bool
	}{
		{"cut", func(c *client) { c.ws.NetConn().Close() }, true},
		{"closed with 4000", func(c *client) { c.close(4000) }, true},
		{"closed with 1000", func(c *client) { c.close(1000) }, false},
		{"closed with 1001", func(c *client) { c.close(1001) }, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			c, session := s.identify(t, chat)
			test.leave(c)
			s.WaitGateway(t.Context(), discordtest.Closed, 1)
			s.MessageCreate(s.channel.ID, s.ada, "missed")

			c = s.dial(t, s.GatewayURL())
			c.send(6, map[string]any{"token": discordtest.Token, "session_id": session, "seq": 1})
			if !test.resume {
				if got := c.next(); got.Op != 9 || string(got.D) != "false" {
					t.Errorf("got op %d %s, want op 9 false", got.Op, got.D)
				}
				return
			}
			for i, name := range []string{"GUILD_CREATE", "MESSAGE_CREATE", "RESUMED"} {
				if got := c.event(name, nil); got.S != int64(i+2) {
					t.Errorf("%s has sequence number %d, want %d", name, got.S, i+2)
				}
			}
		})
	}
}

func TestHeartbeats(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	c, _ := s.identify(t, chat)
	c.send(1, 2)
	if got := c.next(); got.Op != 11 {
		t.Errorf("got op %d, want 11", got.Op)
	}
	s.Play(discordtest.RequestHeartbeat())
	if got := c.next(); got.Op != 1 {
		t.Errorf("got op %d, want 1", got.Op)
	}
}

func TestScripts(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.NextConnections(discordtest.Script{Refuse: 503}, discordtest.Script{Ready: discordtest.Reconnect()})
	if _, response, err := s.Dialer().Dial(s.GatewayURL()+"?v=10&encoding=json", nil); err == nil || response.StatusCode != 503 {
		t.Errorf("connected, %v", response)
	}
	c := s.dial(t, s.GatewayURL())
	c.send(2, identity(discordtest.Token, chat))
	if got := c.next(); got.Op != 7 {
		t.Errorf("got op %d, want 7", got.Op)
	}
	s.Play(discordtest.InvalidSession(true), discordtest.Raw(`{"op":77}`), discordtest.CloseWith(4009, "Session timed out."))
	if got := c.next(); got.Op != 9 || string(got.D) != "true" {
		t.Errorf("got op %d %s, want op 9 true", got.Op, got.D)
	}
	if got := c.next(); got.Op != 77 {
		t.Errorf("got op %d, want 77", got.Op)
	}
	if got := c.closed(); got != 4009 {
		t.Errorf("closed with %d, want 4009", got)
	}
}

func TestContentIsShown(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	role := s.guild.Roles[1]
	dm := s.NewDM(s.ada)
	mention, roleMention := "<@"+s.Bot().ID+"> hello", "<@&"+role.ID+"> hello"
	tests := []struct {
		name    string
		say     func() *discordgo.Message
		content string // as the bot sees it without the intent
		users   int
		roles   int
	}{
		{"to nobody", func() *discordgo.Message { return s.MessageCreate(s.channel.ID, s.ada, "hello") }, "", 0, 0},
		{"to the bot", func() *discordgo.Message { return s.MessageCreate(s.channel.ID, s.ada, mention) }, mention, 1, 0},
		{"to its role", func() *discordgo.Message { return s.MessageCreate(s.channel.ID, s.ada, roleMention) }, "", 0, 1},
		{"to ada", func() *discordgo.Message { return s.MessageCreate(s.channel.ID, s.ada, "<@"+s.ada.ID+"> hello") }, "", 1, 0},
		{"in direct messages", func() *discordgo.Message { return s.MessageCreate(dm.ID, s.ada, "hello") }, "hello", 0, 0},
		{"in a reply to the bot", func() *discordgo.Message {
			sent, err := s.rest.ChannelMessageSendComplex(s.channel.ID, text("an answer"))
			if err != nil {
				t.Fatal(err)
			}
			return s.MessageCreate(s.channel.ID, s.ada, "and then?", discordtest.ReplyTo(sent.ID))
		}, "and then?", 1, 0},
		{"in a quiet reply to the bot", func() *discordgo.Message {
			own := s.Messages(s.channel.ID)[0]
			return s.MessageCreate(s.channel.ID, s.ada, "and then?", discordtest.ReplyTo(own.ID), discordtest.Quietly())
		}, "", 0, 0},
	}
	c, _ := s.identify(t, chat)
	for _, test := range tests {
		said := test.say()
		var m discordgo.MessageCreate
		for c.event("MESSAGE_CREATE", &m); m.Author.Bot; c.event("MESSAGE_CREATE", &m) {
			if m.Content != "an answer" {
				t.Errorf("%s: the bot's own message is %q", test.name, m.Content)
			}
		}
		if m.ID != said.ID || m.Content != test.content || len(m.Mentions) != test.users || len(m.MentionRoles) != test.roles {
			t.Errorf("%s: the bot sees %+v", test.name, m.Message)
		}
		if (m.GuildID != "") != (m.Member != nil) || (m.GuildID == "") != (m.ChannelID == dm.ID) {
			t.Errorf("%s: in guild %q by member %v", test.name, m.GuildID, m.Member)
		}
		if m.Type == discordgo.MessageTypeReply && (m.ReferencedMessage == nil || m.ReferencedMessage.Content != "an answer") {
			t.Errorf("%s: replies to %+v", test.name, m.ReferencedMessage)
		}
		// REST shows the same.
		if read, err := s.rest.ChannelMessage(m.ChannelID, m.ID); err != nil || read.Content != test.content {
			t.Errorf("%s: REST shows %+v, %v", test.name, read, err)
		}
	}
}

func TestIntentsSelectEvents(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	c, _ := s.identify(t, discordgo.IntentDirectMessages)
	s.MessageCreate(s.channel.ID, s.ada, "hello")
	s.NewChannel(s.guild.ID, "new")
	s.MessageCreate(s.NewDM(s.ada).ID, s.ada, "hello there")
	c.event("MESSAGE_CREATE", nil)
	s.Dispatch("ANYTHING", map[string]int{"x": 1})
	var got struct{ X int }
	if c.event("ANYTHING", &got); got.X != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestGuildEvents(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	c, _ := s.identify(t, discordgo.IntentGuilds)
	second := s.NewGuild("Second")
	channel := s.NewChannel(second.ID, "general")
	s.NewThread(channel.ID, "thread")
	s.NewRole(second.ID, "role", 0)
	s.SetPermissions(channel.ID, 0)
	for _, name := range []string{"GUILD_CREATE", "CHANNEL_CREATE", "THREAD_CREATE", "GUILD_ROLE_CREATE", "CHANNEL_UPDATE"} {
		c.event(name, nil)
	}
}

// close says goodbye with a code.
func (c *client) close(code int) {
	c.t.Helper()
	if err := c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Minute)); err != nil {
		c.t.Error(fmt.Errorf("closing: %w", err))
	}
}

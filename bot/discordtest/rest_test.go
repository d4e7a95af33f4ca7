package discordtest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
)

func TestReads(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	stranger := s.NewUser("stranger")

	self, err := s.rest.User("@me")
	if err != nil || self.ID != s.Bot().ID || !self.Bot {
		t.Errorf("the bot is %+v, %v", self, err)
	}
	gateway, err := s.rest.GatewayBot()
	if err != nil || gateway.URL != s.GatewayURL()+"/" || gateway.SessionStartLimit.MaxConcurrency != 1 {
		t.Errorf("the gateway is %+v, %v", gateway, err)
	}
	guild, err := s.rest.Guild(s.guild.ID)
	if err != nil || len(guild.Roles) != 2 || !guild.Roles[1].Managed {
		t.Errorf("the guild is %+v, %v", guild, err)
	}
	channel, err := s.rest.Channel(s.channel.ID)
	if err != nil || channel.GuildID != s.guild.ID || channel.Name != "general" {
		t.Errorf("the channel is %+v, %v", channel, err)
	}
	bot, err := s.rest.GuildMember(s.guild.ID, s.Bot().ID)
	if err != nil || len(bot.Roles) != 1 || bot.Roles[0] != guild.Roles[1].ID {
		t.Errorf("the bot's member is %+v, %v", bot, err)
	}

	for name, call := range map[string]struct {
		want int
		do   func() error
	}{
		"unknown channel": {10003, func() error { _, err := s.rest.Channel("7"); return err }},
		"unknown guild":   {10004, func() error { _, err := s.rest.Guild("7"); return err }},
		"no member":       {10007, func() error { _, err := s.rest.GuildMember(s.guild.ID, stranger.ID); return err }},
		"unknown user":    {10013, func() error { _, err := s.rest.GuildMember(s.guild.ID, "7"); return err }},
		"unknown message": {10008, func() error { _, err := s.rest.ChannelMessage(s.channel.ID, "7"); return err }},
	} {
		if got := code(t, call.do()); got != call.want {
			t.Errorf("%s: code %d, want %d", name, got, call.want)
		}
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	question := s.MessageCreate(s.channel.ID, s.ada, "<@"+s.Bot().ID+"> where?")

	yes, no := true, false
	reply := text("there")
	reply.Reference = &discordgo.MessageReference{MessageID: question.ID, FailIfNotExists: &no}
	sent, err := s.rest.ChannelMessageSendComplex(s.channel.ID, reply)
	if err != nil || sent.ReferencedMessage == nil || sent.ReferencedMessage.Content != question.Content {
		t.Fatalf("replied with %+v, %v", sent, err)
	}
	if got := s.WaitMessage(t.Context(), s.channel.ID); got.ID != sent.ID || got.Content != "there" || got.Type != discordgo.MessageTypeReply {
		t.Errorf("waited for %+v", got)
	}
	if read, err := s.rest.ChannelMessage(s.channel.ID, question.ID); err != nil || read.Content != question.Content {
		t.Errorf("read %+v, %v", read, err)
	}

	s.DeleteMessage(s.channel.ID, question.ID)
	if plain, err := s.rest.ChannelMessageSendComplex(s.channel.ID, reply); err != nil || plain.MessageReference != nil {
		t.Errorf("a reply to nothing became %+v, %v", plain, err)
	}
	reply.Reference.FailIfNotExists = &yes
	if _, err := s.rest.ChannelMessageSendComplex(s.channel.ID, reply); code(t, err) != 50035 {
		t.Errorf("a reply to nothing: %v", err)
	}

	if err := s.rest.ChannelMessageDelete(s.channel.ID, sent.ID); err != nil {
		t.Error(err)
	}
	theirs := s.MessageCreate(s.channel.ID, s.ada, "mine")
	if err := s.rest.ChannelMessageDelete(s.channel.ID, theirs.ID); code(t, err) != 50013 {
		t.Errorf("deleting another's message: %v", err)
	}
	if got := len(s.Messages(s.channel.ID)); got != 1 {
		t.Errorf("%d messages of the bot are left, want 1", got)
	}
}

func TestNonce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	send := func(nonce string, enforce bool) string {
		t.Helper()
		body, err := s.rest.Request("POST", discordgo.EndpointChannelMessages(s.channel.ID), map[string]any{
			"content": "x", "nonce": nonce, "enforce_nonce": enforce, "allowed_mentions": map[string]any{"parse": []string{}},
		})
		if err != nil {
			t.Fatal(err)
		}
		var m discordgo.Message
		if err := discordgo.Unmarshal(body, &m); err != nil {
			t.Fatal(err)
		}
		return m.ID
	}
	first := send("a", true)
	if send("a", true) != first {
		t.Error("the same nonce made another message")
	}
	if send("a", false) == first || send("b", true) == first {
		t.Error("another message was taken for the first")
	}
	if got := len(s.Messages(s.channel.ID)); got != 3 {
		t.Errorf("there are %d messages, want 3", got)
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	thread := s.NewThread(s.channel.ID, "thread")
	theirs := s.MessageCreate(s.channel.ID, s.ada, "hello")
	plain, withEmbed, withFile, reply := text("x"), text("x"), text("x"), text("x")
	withEmbed.Embeds = []*discordgo.MessageEmbed{{Description: "x"}}
	withFile.Files = []*discordgo.File{{Name: "a.txt", ContentType: "text/plain", Reader: strings.NewReader("x")}}
	reply.Reference = &discordgo.MessageReference{MessageID: theirs.ID}
	const all = discordtest.DefaultPermissions
	tests := []struct {
		name    string
		without int64
		channel string
		message *discordgo.MessageSend
		want    int
	}{
		{"everything", 0, s.channel.ID, reply, 0},
		{"no view", discordgo.PermissionViewChannel, s.channel.ID, plain, 50001},
		{"no send", discordgo.PermissionSendMessages, s.channel.ID, plain, 50013},
		{"no send, in a thread", discordgo.PermissionSendMessages, thread.ID, plain, 0},
		{"no send in threads", discordgo.PermissionSendMessagesInThreads, thread.ID, plain, 50013},
		{"no embeds", discordgo.PermissionEmbedLinks, s.channel.ID, withEmbed, 50013},
		{"no embeds, none sent", discordgo.PermissionEmbedLinks, s.channel.ID, plain, 0},
		{"no files", discordgo.PermissionAttachFiles, s.channel.ID, withFile, 50013},
		{"no history", discordgo.PermissionReadMessageHistory, s.channel.ID, reply, 160002},
		{"no history, no reply", discordgo.PermissionReadMessageHistory, s.channel.ID, plain, 0},
	}
	for _, test := range tests {
		s.SetPermissions(s.channel.ID, all&^test.without)
		if got := s.Permissions(test.channel); got != all&^test.without {
			t.Errorf("%s: the permissions are %b", test.name, got)
		}
		_, err := s.rest.ChannelMessageSendComplex(test.channel, test.message)
		if got := code(t, err); got != test.want {
			t.Errorf("%s: code %d, want %d", test.name, got, test.want)
		}
	}
	s.SetPermissions(s.channel.ID, all&^discordgo.PermissionReadMessageHistory)
	if _, err := s.rest.ChannelMessage(s.channel.ID, theirs.ID); code(t, err) != 50001 {
		t.Errorf("reading the history: %v", err)
	}
}

// TestRolesAndOverwrites checks the algorithm beyond the bot's own overwrite.
func TestRolesAndOverwrites(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	admin := s.NewRole(s.guild.ID, "admin", discordgo.PermissionAdministrator)
	s.AddMember(s.guild.ID, s.Bot(), admin.ID)
	s.SetPermissions(s.channel.ID, 0)
	if s.Permissions(s.channel.ID)&discordgo.PermissionManageMessages == 0 {
		t.Error("an overwrite takes an administrator's permissions away")
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	m := text("see there")
	m.Files = []*discordgo.File{{Name: "a.txt", ContentType: "text/plain", Reader: strings.NewReader("hello")}}
	sent, err := s.rest.ChannelMessageSendComplex(s.channel.ID, m)
	if err != nil || len(sent.Attachments) != 1 || sent.Attachments[0].Filename != "a.txt" || sent.Attachments[0].Size != 5 {
		t.Fatalf("sent %+v, %v", sent, err)
	}
	request := s.Wait(t.Context(), "POST /channels/{channel}/messages", 1)[0]
	if len(request.Files) != 1 || string(request.Files[0].Data) != "hello" || request.Status != 200 {
		t.Errorf("recorded %+v", request)
	}
	var body struct{ Content string }
	if err := request.Decode(&body); err != nil || body.Content != "see there" {
		t.Errorf("recorded %+v, %v", body, err)
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	const route = "POST /channels/{channel}/messages"
	tests := []struct {
		name      string
		failure   *discordtest.Failure
		status    int // 0: no answer
		words     string
		header    map[string]string
		processed bool
	}{
		{"429", discordtest.RateLimited(1500 * time.Millisecond), 429, `"retry_after": 1.5`, map[string]string{
			"Retry-After": "2", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "1.500", "X-RateLimit-Scope": "user",
		}, false},
		{"global 429", discordtest.RateLimitedGlobally(time.Second), 429, `"global": true`, map[string]string{
			"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global", "X-RateLimit-Remaining": "",
		}, false},
		{"503", discordtest.ServerError(503), 503, "Service Unavailable", nil, false},
		{"502 after all", discordtest.ServerErrorAfter(502), 502, "Bad Gateway", nil, true},
		{"API error", discordtest.APIError(400, 50035, "Invalid Form Body"), 400, "50035", nil, false},
		{"no answer after all", discordtest.UnansweredAfter(), 0, "", nil, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.Fail(route, test.failure)
			response, body, err := post(t, s, `{"content":"x","allowed_mentions":{"parse":[]}}`)
			if test.status == 0 && err == nil || test.status != 0 && response.StatusCode != test.status {
				t.Fatalf("answered %v %q, %v", response, body, err)
			}
			if (err == nil) == (strings.Contains(test.name, "answer")) || !strings.Contains(body, test.words) {
				t.Errorf("answered %q, %v", body, err)
			}
			for key, want := range test.header {
				if got := response.Header.Get(key); got != want {
					t.Errorf("%s: %q, want %q", key, got, want)
				}
			}
			if got := len(s.Messages(s.channel.ID)) == 1; got != test.processed {
				t.Errorf("processed: %t, want %t", got, test.processed)
			}
			if got := s.RequestsFor(route); len(got) != 1 || got[0].Status != test.status {
				t.Errorf("recorded %v", got)
			}
			if response, _, err := post(t, s, `{"content":"x","allowed_mentions":{"parse":[]}}`); err != nil || response.StatusCode != 200 {
				t.Errorf("the next request fails too: %v, %v", response, err)
			}
		})
	}
}

// post sends a message by net/http, so that no library mends what is broken.
func post(t *testing.T, s *scene, body string) (*http.Response, string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", discordgo.EndpointChannelMessages(s.channel.ID), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{
		"Authorization": {"Bot " + discordtest.Token}, "Content-Type": {"application/json"}, "User-Agent": {"DiscordBot (test, 1)"},
	}
	response, err := s.rest.Client.Do(r)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	return response, string(read), err
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	other := s.NewChannel(s.guild.ID, "other")
	s.SetRateLimit("POST /channels/{channel}/messages", 2, 4*time.Second)
	for i, want := range []struct {
		status    int
		remaining string
	}{{200, "1"}, {200, "0"}, {429, "0"}} {
		response, _, err := post(t, s, `{"content":"x","allowed_mentions":{"parse":[]}}`)
		if err != nil || response.StatusCode != want.status || response.Header.Get("X-RateLimit-Remaining") != want.remaining {
			t.Errorf("request %d: %v, %v", i, response, err)
		}
	}
	if _, err := s.rest.ChannelMessageSendComplex(other.ID, text("x")); err != nil {
		t.Errorf("another channel: %v", err)
	}
	s.clock.advance(4 * time.Second)
	if response, _, err := post(t, s, `{"content":"x","allowed_mentions":{"parse":[]}}`); err != nil || response.StatusCode != 200 {
		t.Errorf("after the window: %v, %v", response, err)
	}
}

// TestStrict checks that what a bot does wrong fails its test.
func TestStrict(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		do   func(*scene)
		want string
	}{
		{"unknown route", func(s *scene) { s.rest.GuildEmojis(s.guild.ID) }, "unexpected request GET /guilds/"},
		{"unknown method", func(s *scene) { s.rest.ChannelDelete(s.channel.ID) }, "unexpected request DELETE /channels/"},
		{"another host", func(s *scene) { s.rest.Client.Get("https://example.com/") }, "example.com"},
		{"pings", func(s *scene) { s.rest.ChannelMessageSend(s.channel.ID, "x") }, "allowed_mentions"},
		{"too long", func(s *scene) {
			s.rest.ChannelMessageSendComplex(s.channel.ID, text(strings.Repeat("x", 2001)))
		}, "content"},
		{"user agent", func(s *scene) {
			s.rest.UserAgent = "curl"
			s.rest.User("@me")
		}, "User-Agent"},
		{"no JSON", func(s *scene) {
			s.rest.RequestRaw("POST", discordgo.EndpointChannelMessages(s.channel.ID), "application/json", []byte("{"), "", 0)
		}, "not JSON"},
		{"no such command", func(s *scene) {
			s.rest.ApplicationCommandBulkOverwrite(s.AppID(), "", []*discordgo.ApplicationCommand{{Name: "ask", Description: "Ask"}})
			s.SlashCommand(s.channel.ID, s.ada, "answer")
		}, "/answer"},
		{"no such option", func(s *scene) {
			s.rest.ApplicationCommandBulkOverwrite(s.AppID(), "", []*discordgo.ApplicationCommand{{Name: "ask", Description: "Ask"}})
			s.SlashCommand(s.channel.ID, s.ada, "ask", discordtest.Text("question", "where?"))
		}, "no option"},
		{"not a member", func(s *scene) { s.MessageCreate(s.channel.ID, s.NewUser("eve"), "hello") }, "AddMember"},
		{"intents", func(s *scene) {
			c := s.dial(s.t, s.GatewayURL())
			c.send(2, identity(discordtest.Token, discordgo.IntentGuilds))
			c.next()
		}, "intents"},
		{"opcode", func(s *scene) {
			c := s.dial(s.t, s.GatewayURL())
			c.send(8, nil)
			c.closed()
		}, "opcode 8"},
		{"waiting in vain", func(s *scene) {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			s.WaitMessage(ctx, s.channel.ID)
		}, "waited in vain for a message"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			rec := &recorder{TB: t}
			s := newScene(rec, discordtest.WithIntents(discordgo.IntentGuildMessages))
			s.t = t
			done := make(chan struct{})
			go func() {
				defer close(done)
				test.do(s)
			}()
			<-done
			if got := strings.Join(rec.said(), "\n"); !strings.Contains(got, test.want) {
				t.Errorf("said %q, want %q", got, test.want)
			}
		})
	}
}

func TestHandle(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.Handle("GET /guilds/{guild}/emojis", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `[{"id":"1","name":"`+r.PathValue("guild")+`"}]`)
	})
	emojis, err := s.rest.GuildEmojis(s.guild.ID)
	if err != nil || len(emojis) != 1 || emojis[0].Name != s.guild.ID {
		t.Errorf("got %+v, %v", emojis, err)
	}
}

func TestUnauthorized(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.rest.Token = "Bot wrong"
	if _, err := s.rest.User("@me"); err == nil || !strings.Contains(err.Error(), "401") {
		t.Errorf("got %v", err)
	}
}

func TestRequestIs(t *testing.T) {
	t.Parallel()
	r := discordtest.Request{Method: "GET", Path: "/channels/1/messages/2", Query: url.Values{}}
	for route, want := range map[string]bool{
		"":                                    true,
		"GET /channels/1/messages/2":          true,
		"GET /channels/{channel}/messages/{}": true,
		"GET /channels/{channel}/messages":    false,
		"POST /channels/1/messages/2":         false,
		"GET /channels/9/messages/{id}":       false,
	} {
		if r.Is(route) != want {
			t.Errorf("Is(%q) is %t", route, !want)
		}
	}
}

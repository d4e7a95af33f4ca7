package rest_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"docent/bot/rest"
)

func file(name string) *discordgo.File {
	return &discordgo.File{Name: name, ContentType: "text/plain", Reader: strings.NewReader("content of " + name)}
}

// loud is what a message must not be able to say.
func loud() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{"everyone"}, Users: []string{userID}, RepliedUser: true}
}

// sameJSON fails the test unless got holds the JSON want, keys in any order.
func sameJSON(t *testing.T, got, want string) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal([]byte(got), &g); err != nil {
		t.Fatalf("%v: %s", err, got)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(g, w) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSendMessage(t *testing.T) {
	t.Parallel()
	r := newRig(t, answer(200, `{"id":"`+messageID+`","content":"hi"}`))
	id, err := r.client.SendMessage(t.Context(), channelID, &rest.Message{
		Content: "hi", ReplyTo: "9",
		Embeds:     []*discordgo.MessageEmbed{{Title: "t"}},
		Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.Button{Label: "b", CustomID: "c", Style: discordgo.PrimaryButton}}}},
	})
	if err != nil || id != messageID {
		t.Fatalf("got %q, %v", id, err)
	}
	got := r.requests()[0]
	if got.method != "POST" || got.path != "/api/v10/channels/"+channelID+"/messages" {
		t.Errorf("%s %s", got.method, got.path)
	}
	nonce := regexp.MustCompile(`"nonce":"[A-Z0-9]{25}"`)
	sameJSON(t, nonce.ReplaceAllString(got.body, `"nonce":"n"`), `{"content":"hi","nonce":"n","enforce_nonce":true,"embeds":[{"title":"t"}],
		"allowed_mentions":{"parse":[],"replied_user":false},
		"message_reference":{"message_id":"9","channel_id":"`+channelID+`","fail_if_not_exists":false},
		"components":[{"type":1,"components":[{"type":2,"label":"b","style":1,"custom_id":"c","disabled":false}]}]}`)
}

func TestSendMessageKeepsItsNonce(t *testing.T) {
	t.Parallel()
	r := newRig(t, dropped(), page(502), limited("1"), ok(), ok())
	for range 2 {
		if err := say(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	var nonces []string
	for _, q := range r.requests() {
		var body struct{ Nonce string }
		if err := json.Unmarshal([]byte(q.body), &body); err != nil {
			t.Fatal(err)
		}
		nonces = append(nonces, body.Nonce)
	}
	for i, n := range nonces[:4] {
		if n != nonces[0] || len(n) != 25 {
			t.Errorf("attempt %d has nonce %q, the first %q", i+1, n, nonces[0])
		}
	}
	if nonces[4] == nonces[0] {
		t.Error("two messages have one nonce")
	}
}

func TestSendMessageWithFiles(t *testing.T) {
	t.Parallel()
	r := newRig(t, dropped(), ok())
	_, err := r.client.SendMessage(t.Context(), channelID, &rest.Message{Files: []*discordgo.File{file("a.txt"), file("b.txt")}})
	if err != nil {
		t.Fatal(err)
	}
	got := r.requests()
	if got[0].body != got[1].body {
		t.Error("the second attempt sent something else than the first")
	}
	for _, want := range []string{`name="payload_json"`, `"parse":[]`, `name="files[0]"; filename="a.txt"`, `name="files[1]"; filename="b.txt"`, "content of b.txt"} {
		if !strings.Contains(got[1].body, want) {
			t.Errorf("no %s in %s", want, got[1].body)
		}
	}
}

func TestRespond(t *testing.T) {
	t.Parallel()
	text := func(more string) string { return `{"type":4,"data":` + more + `}` }
	tests := []struct {
		name string
		resp discordgo.InteractionResponse
		want string
	}{
		{"message", discordgo.InteractionResponse{Type: 4, Data: &discordgo.InteractionResponseData{Content: "hi", Flags: 64, AllowedMentions: loud()}},
			text(`{"content":"hi","flags":64,"tts":false,"components":null,"embeds":null,"allowed_mentions":{"parse":[],"replied_user":false}}`)},
		{"deferral", discordgo.InteractionResponse{Type: 5}, `{"type":5,"data":{}}`},
		{"private deferral", discordgo.InteractionResponse{Type: 5, Data: &discordgo.InteractionResponseData{Flags: 64, Content: "ignored"}}, `{"type":5,"data":{"flags":64}}`},
		{"deferred update", discordgo.InteractionResponse{Type: 6}, `{"type":6}`},
		{"update", discordgo.InteractionResponse{Type: 7, Data: &discordgo.InteractionResponseData{Content: "hi"}},
			`{"type":7,"data":{"content":"hi","embeds":[],"components":[],"attachments":[],"allowed_mentions":{"parse":[],"replied_user":false}}}`},
		{"update of components", discordgo.InteractionResponse{Type: 7, Data: &discordgo.InteractionResponseData{}},
			`{"type":7,"data":{"components":[],"allowed_mentions":{"parse":[],"replied_user":false}}}`},
		{"suggestions", discordgo.InteractionResponse{Type: 8, Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "a", Value: "b"}}}},
			`{"type":8,"data":{"choices":[{"name":"a","value":"b"}]}}`},
		{"no suggestions", discordgo.InteractionResponse{Type: 8}, `{"type":8,"data":{"choices":[]}}`},
		{"modal", discordgo.InteractionResponse{Type: 9, Data: &discordgo.InteractionResponseData{CustomID: "m", Title: "t",
			Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.TextInput{CustomID: "q", Label: "l", Style: discordgo.TextInputShort}}}}}},
			""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, noContent())
			if err := r.client.Respond(t.Context(), interaction(), &test.resp); err != nil {
				t.Fatal(err)
			}
			got := r.requests()[0]
			if want := "/api/v10/interactions/600000000000000006/" + interactionToken + "/callback"; got.path != want {
				t.Errorf("path %s", got.path)
			}
			if test.want != "" {
				sameJSON(t, got.body, test.want)
			}
		})
	}
}

func TestRespondWithAFile(t *testing.T) {
	t.Parallel()
	r := newRig(t, noContent())
	data := &discordgo.InteractionResponseData{Files: []*discordgo.File{file("a.txt")}, AllowedMentions: loud()}
	if err := r.client.Respond(t.Context(), interaction(), &discordgo.InteractionResponse{Type: 4, Data: data}); err != nil {
		t.Fatal(err)
	}
	if len(data.AllowedMentions.Users) != 1 {
		t.Error("the caller's data was changed")
	}
}

func TestRespondTwice(t *testing.T) {
	t.Parallel()
	again := failed(400, rest.CodeAlreadyAcknowledged)
	r := newRig(t, dropped(), again)
	if err := respond(t.Context(), r); err != nil {
		t.Errorf("answered already, after an unknown outcome: %v", err)
	}
	r = newRig(t, page(502), again)
	if err := respond(t.Context(), r); err != nil {
		t.Errorf("answered already, after a 502: %v", err)
	}
	r = newRig(t, limited("0.1"), again)
	if err := respond(t.Context(), r); rest.Code(err) != rest.CodeAlreadyAcknowledged {
		t.Errorf("answered already by somebody else: got %v", err)
	}
	r = newRig(t, again)
	if err := respond(t.Context(), r); rest.Code(err) != rest.CodeAlreadyAcknowledged {
		t.Errorf("answered already: got %v", err)
	}
	r = newRig(t, dropped(), failed(404, rest.CodeUnknownInteraction))
	if err := respond(t.Context(), r); rest.Code(err) != rest.CodeUnknownInteraction || !rest.NotFound(err) {
		t.Errorf("too late: got %v", err)
	}
}

func TestFollowUp(t *testing.T) {
	t.Parallel()
	r := newRig(t, ok())
	id, err := r.client.FollowUp(t.Context(), interaction(), &discordgo.WebhookParams{Content: "hi", Flags: 64, AllowedMentions: loud(), Files: []*discordgo.File{file("a.txt")}})
	if err != nil || id != messageID {
		t.Fatalf("got %q, %v", id, err)
	}
	if got := r.requests()[0]; got.path != "/api/v10/webhooks/"+appID+"/"+interactionToken+"?wait=true" {
		t.Errorf("path %s", got.path)
	}
}

func TestEditResponse(t *testing.T) {
	t.Parallel()
	r := newRig(t, ok())
	content := "hi"
	err := r.client.EditResponse(t.Context(), interaction(), &discordgo.WebhookEdit{Content: &content, AllowedMentions: loud()})
	if err != nil {
		t.Fatal(err)
	}
	got := r.requests()[0]
	if want := "/api/v10/webhooks/" + appID + "/" + interactionToken + "/messages/@original"; got.method != "PATCH" || got.path != want {
		t.Errorf("%s %s", got.method, got.path)
	}
	sameJSON(t, got.body, `{"content":"hi","allowed_mentions":{"parse":[],"replied_user":false}}`)
}

func TestDeleteResponse(t *testing.T) {
	t.Parallel()
	r := newRig(t, noContent(), failed(404, rest.CodeUnknownMessage), failed(404, rest.CodeUnknownWebhook))
	for range 2 {
		if err := r.client.DeleteResponse(t.Context(), interaction()); err != nil {
			t.Error(err)
		}
	}
	if err := r.client.DeleteResponse(t.Context(), interaction()); !rest.NotFound(err) {
		t.Errorf("got %v", err)
	}
}

func TestDeleteMessage(t *testing.T) {
	t.Parallel()
	r := newRig(t, answer(204, ""), answer(404, `{"code":10008,"message":"Unknown Message"}`), answer(403, `{"code":50013,"message":"Missing Permissions"}`))
	for i, want := range []int{0, 0, rest.CodeMissingPermissions} {
		if err := r.client.DeleteMessage(t.Context(), channelID, messageID); rest.Code(err) != want || (err == nil) != (want == 0) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if got := r.requests()[0]; got.method != "DELETE" || got.path != "/api/v10/channels/"+channelID+"/messages/"+messageID {
		t.Errorf("%s %s", got.method, got.path)
	}
}

func TestLookups(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	tests := []struct {
		name, path, answer string
		do                 func(c *rest.Client) (any, error)
		id                 func(any) string
	}{
		{"me", "/users/@me", `{"id":"1"}`, func(c *rest.Client) (any, error) { return c.Me(ctx) }, func(v any) string { return v.(string) }},
		{"application", "/applications/@me", `{"id":"1"}`, func(c *rest.Client) (any, error) { return c.Application(ctx) }, func(v any) string { return v.(string) }},
		{"channel", "/channels/" + channelID, `{"id":"1","permission_overwrites":[{"id":"2","type":0,"allow":"1","deny":"2"}]}`, func(c *rest.Client) (any, error) { return c.Channel(ctx, channelID) }, func(v any) string { return v.(*discordgo.Channel).ID }},
		{"guild", "/guilds/" + guildID, `{"id":"1","roles":[]}`, func(c *rest.Client) (any, error) { return c.Guild(ctx, guildID) }, func(v any) string { return v.(*discordgo.Guild).ID }},
		{"member", "/guilds/" + guildID + "/members/" + userID, `{"user":{"id":"1"}}`, func(c *rest.Client) (any, error) { return c.Member(ctx, guildID, userID) }, func(v any) string { return v.(*discordgo.Member).User.ID }},
		{"message", "/channels/" + channelID + "/messages/" + messageID, `{"id":"1","channel_id":"2","author":{"id":"3"}}`, func(c *rest.Client) (any, error) { return c.Message(ctx, channelID, messageID) }, func(v any) string { return v.(*discordgo.Message).ID }},
		{"response", "/webhooks/" + appID + "/" + interactionToken + "/messages/@original", `{"id":"1"}`, func(c *rest.Client) (any, error) { return c.ResponseID(ctx, interaction()) }, func(v any) string { return v.(string) }},
		{"guilds", "/users/@me/guilds?limit=200", `[{"id":"1"}]`, func(c *rest.Client) (any, error) { return c.Guilds(ctx) }, func(v any) string { return v.([]*discordgo.UserGuild)[0].ID }},
		{"commands", "/applications/" + appID + "/commands?with_localizations=true", `[{"name":"1"}]`, func(c *rest.Client) (any, error) { return c.Commands(ctx, appID, "") }, func(v any) string { return v.([]*discordgo.ApplicationCommand)[0].Name }},
		{"a guild's commands", "/applications/" + appID + "/guilds/" + guildID + "/commands?with_localizations=true", `[{"name":"1"}]`, func(c *rest.Client) (any, error) { return c.Commands(ctx, appID, guildID) }, func(v any) string { return v.([]*discordgo.ApplicationCommand)[0].Name }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, answer(200, test.answer), failed(403, rest.CodeMissingAccess))
			v, err := test.do(r.client)
			if err != nil || test.id(v) != "1" {
				t.Errorf("got %v, %v", v, err)
			}
			if got := r.requests()[0]; got.method != "GET" || got.path != "/api/v10"+test.path {
				t.Errorf("%s %s", got.method, got.path)
			}
			v, err = test.do(r.client)
			if !rest.Forbidden(err) || rest.NotFound(err) || rest.Code(err) != rest.CodeMissingAccess || !reflect.ValueOf(v).IsZero() {
				t.Errorf("got %v, %v", v, err)
			}
			r.clean(err)
		})
	}
}

func TestGuildsGoesThroughThePages(t *testing.T) {
	t.Parallel()
	page := "[" + strings.Repeat(`{"id":"5"},`, 199) + `{"id":"6"}]`
	r := newRig(t, answer(200, page), answer(200, `[{"id":"7"}]`))
	all, err := r.client.Guilds(t.Context())
	if err != nil || len(all) != 201 {
		t.Fatalf("got %d, %v", len(all), err)
	}
	if got := r.requests()[1].path; got != "/api/v10/users/@me/guilds?after=6&limit=200" {
		t.Error(got)
	}
}

func TestSetCommands(t *testing.T) {
	t.Parallel()
	r := newRig(t, answer(200, `[{"id":"1","name":"ask"}]`), answer(200, `[]`))
	err := r.client.SetCommands(t.Context(), appID, guildID, []*discordgo.ApplicationCommand{{
		Name: "ask", Description: "Ask the documents",
		Options: []*discordgo.ApplicationCommandOption{{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "What you want to know", Required: true}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.requests()[0]; got.method != "PUT" || got.path != "/api/v10/applications/"+appID+"/guilds/"+guildID+"/commands" {
		t.Errorf("%s %s", got.method, got.path)
	}
	if err := r.client.SetCommands(t.Context(), appID, "", nil); err != nil {
		t.Fatal(err)
	}
	if got := r.requests()[1]; got.body != "[]" || got.path != "/api/v10/applications/"+appID+"/commands" {
		t.Errorf("%s %s", got.path, got.body)
	}
}

func TestGatewayURL(t *testing.T) {
	t.Parallel()
	r := newRig(t,
		answer(200, `{"url":"wss://gateway.example","shards":1,"session_start_limit":{"total":1000,"remaining":999,"reset_after":5000}}`),
		answer(200, `{"url":"wss://gateway.example","session_start_limit":{"total":1000,"remaining":0,"reset_after":60000}}`),
		answer(200, `{}`))
	if u, err := r.client.GatewayURL(t.Context()); err != nil || u != "wss://gateway.example" {
		t.Errorf("got %q, %v", u, err)
	}
	if _, err := r.client.GatewayURL(t.Context()); err == nil || !strings.Contains(err.Error(), "wait 1m0s") {
		t.Errorf("no sessions left: got %v", err)
	}
	if _, err := r.client.GatewayURL(t.Context()); err == nil {
		t.Error("no address: no error")
	}
}

func TestAMissingIDSendsNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if _, err := r.client.Message(t.Context(), channelID, ""); err == nil {
		t.Error("no message: no error")
	}
	if _, err := r.client.SendMessage(t.Context(), "..", &rest.Message{Content: "hi"}); err == nil {
		t.Error("two dots: no error")
	}
	i := interaction()
	i.AppID = ""
	_, err := r.client.ResponseID(t.Context(), i)
	if err == nil {
		t.Error("no application: no error")
	}
	r.clean(err)
	r.want(0)
}

func TestIDsAreEscaped(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	base := &refusal{}
	r.connect(base)
	if _, err := r.client.Channel(t.Context(), "1/../../users?x=#"); err == nil || !strings.Contains(err.Error(), "/channels/") {
		t.Errorf("got %v", err)
	}
}

func TestReadsMessagesWithUnknownComponents(t *testing.T) {
	t.Parallel()
	r := newRig(t, answer(200, `{"id":"1","channel_id":"5","content":"hi","author":{"id":"2"},"components":[{"type":99}],
		"referenced_message":{"id":"3","author":{"id":"4"},"components":[{"type":98}]}}`))
	m, err := r.client.Message(t.Context(), channelID, messageID)
	if err != nil || m.Author == nil || m.Author.ID != "2" || m.ReferencedMessage.Author.ID != "4" {
		t.Errorf("got %+v, %v", m, err)
	}
}

func TestAnAnswerThatIsNoJSON(t *testing.T) {
	t.Parallel()
	r := newRig(t, page(200), page(200))
	if err := me(t.Context(), r); err == nil || rest.Unknown(err) {
		t.Errorf("got %v", err)
	}
	if err := say(t.Context(), r); !rest.Unknown(err) {
		t.Errorf("got %v", err)
	}
}

func TestErrorsSayWhatWasWrong(t *testing.T) {
	t.Parallel()
	r := newRig(t,
		answer(400, `{"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH"}]}}}`),
		answer(404, `{"code":10015,"message":"Unknown Webhook `+interactionToken+`"}`))
	err := say(t.Context(), r)
	for _, want := range []string{"POST /channels/" + channelID + "/messages", "HTTP 400", "Invalid Form Body", "BASE_TYPE_MAX_LENGTH", "50035"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %q", want, err)
		}
	}
	err = edit(t.Context(), r)
	if want := "/webhooks/" + appID + "/{token}/messages/@original"; !strings.Contains(err.Error(), want) {
		t.Errorf("no %q in %q", want, err)
	}
	r.clean(err)
	if rest.Code(errors.New("x")) != 0 || rest.Code(nil) != 0 || rest.Unknown(nil) || rest.NotFound(nil) || rest.Forbidden(nil) {
		t.Error("an error that isn't Discord's has a code")
	}
}

// TestUnneededFields: a message that was sent is sent, and what was asked for is there, whatever else Discord says of it.
func TestUnneededFields(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	const user = `{"id":"1","username":"ann","public_flags":"64","avatar":5,"primary_guild":7}`
	const message = `{"id":"1","channel_id":"2","author":` + user + `,"flags":"0","timestamp":1,"edited_timestamp":"now","embeds":7,
		"components":[{"type":"x"}],"mentions":[` + user + `],"content":"hi","reactions":"none","thread":[]}`
	for name, test := range map[string]struct {
		answer string
		do     func(c *rest.Client) error
	}{
		"message": {message, func(c *rest.Client) error {
			_, err := c.SendMessage(ctx, channelID, &rest.Message{Content: "hi"})
			return err
		}},
		"follow-up": {message, func(c *rest.Client) error {
			_, err := c.FollowUp(ctx, interaction(), &discordgo.WebhookParams{Content: "hi"})
			return err
		}},
		"edit": {message, func(c *rest.Client) error {
			return c.EditResponse(ctx, interaction(), &discordgo.WebhookEdit{Components: &[]discordgo.MessageComponent{}})
		}},
		"read back":   {message, func(c *rest.Client) error { _, err := c.Message(ctx, channelID, messageID); return err }},
		"me":          {user, func(c *rest.Client) error { _, err := c.Me(ctx); return err }},
		"application": {`{"id":"1","flags":"1","install_params":7,"team":"none"}`, func(c *rest.Client) error { _, err := c.Application(ctx); return err }},
		"gateway":     {`{"url":"wss://gateway.example","shards":"1","session_start_limit":"none"}`, func(c *rest.Client) error { _, err := c.GatewayURL(ctx); return err }},
		"channel":     {`{"id":"1","type":0,"position":"1","nsfw":"no","last_pin_timestamp":5,"permission_overwrites":[]}`, func(c *rest.Client) error { _, err := c.Channel(ctx, channelID); return err }},
		"guild":       {`{"id":"1","joined_at":5,"verification_level":"x","roles":[{"id":"1","permissions":"8","color":"red","position":"x"}],"emojis":7}`, func(c *rest.Client) error { _, err := c.Guild(ctx, guildID); return err }},
		"guilds":      {`[{"id":"1","permissions":5,"owner":"me"}]`, func(c *rest.Client) error { _, err := c.Guilds(ctx); return err }},
		"member":      {`{"user":` + user + `,"roles":[],"joined_at":5,"deaf":"no","flags":"0"}`, func(c *rest.Client) error { _, err := c.Member(ctx, guildID, userID); return err }},
		"commands":    {`[{"id":1,"name":"ask","version":7}]`, func(c *rest.Client) error { _, err := c.Commands(ctx, appID, ""); return err }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := test.do(newRig(t, answer(200, test.answer)).client); err != nil {
				t.Error(err)
			}
		})
	}
}

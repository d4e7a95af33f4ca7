package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// sentJSON is JSON in the making.
type sentJSON = map[string]any

// times repeats what make returns, n times.
func times(n int, make func(i int) any) []any {
	all := slices.Repeat([]any{nil}, n)
	for i := range all {
		all[i] = make(i)
	}
	return all
}

func xs(n int) string { return strings.Repeat("x", n) }

// messageWith is a message that is right but for what more holds.
func messageWith(more sentJSON) sentJSON {
	m := sentJSON{"content": "hi", "allowed_mentions": sentJSON{"parse": []string{}}}
	for k, v := range more {
		m[k] = v
	}
	return m
}

func messageEmbeds(e ...any) sentJSON { return messageWith(sentJSON{"embeds": e}) }

func messageRows(r ...any) sentJSON { return messageWith(sentJSON{"components": r}) }

func actionRow(c ...any) sentJSON { return sentJSON{"type": 1, "components": c} }

func plainButton(id string) sentJSON {
	return sentJSON{"type": 2, "style": 1, "label": "b", "custom_id": id}
}

func buttonRow(n int, prefix string) sentJSON {
	return sentJSON{"type": 1, "components": times(n, func(i int) any { return plainButton(fmt.Sprint(prefix, i)) })}
}

func optionRow(n int, more sentJSON) sentJSON {
	s := sentJSON{"type": 3, "custom_id": "s", "options": times(n, func(i int) any {
		return sentJSON{"label": fmt.Sprint(i), "value": fmt.Sprint(i)}
	})}
	for k, v := range more {
		s[k] = v
	}
	return actionRow(s)
}

func singleOption(more sentJSON) sentJSON {
	return optionRow(0, sentJSON{"options": []any{merged(sentJSON{"label": "l", "value": "v"}, more)}})
}

func merged(a, b sentJSON) sentJSON {
	out := sentJSON{}
	for _, m := range []sentJSON{a, b} {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}

func TestLimitsOfMessages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		body sentJSON
		want []string
	}{
		{"right", messageWith(nil), nil},
		{"a live mention, disarmed", messageWith(sentJSON{"content": "@everyone"}), nil},
		{"no allowed_mentions", sentJSON{"content": "hi"}, []string{"/allowed_mentions: missing"}},
		{"allowed_mentions null", sentJSON{"content": "hi", "allowed_mentions": nil}, []string{"/allowed_mentions: missing"}},
		{"no parse", messageWith(sentJSON{"allowed_mentions": sentJSON{}}), []string{"/allowed_mentions/parse: missing"}},
		{"parse null", messageWith(sentJSON{"allowed_mentions": sentJSON{"parse": nil}}), []string{"/allowed_mentions/parse: missing"}},
		{"parse users", messageWith(sentJSON{"allowed_mentions": sentJSON{"parse": []string{"users"}}}), []string{"/allowed_mentions/parse: must be []"}},
		{"users named", messageWith(sentJSON{"allowed_mentions": sentJSON{"parse": []string{}, "users": []string{"1"}}}), []string{"/allowed_mentions: must name nobody"}},
		{"roles named", messageWith(sentJSON{"allowed_mentions": sentJSON{"parse": []string{}, "roles": []string{"1"}}}), []string{"/allowed_mentions: must name nobody"}},
		{"the author pinged", messageWith(sentJSON{"allowed_mentions": sentJSON{"parse": []string{}, "replied_user": true}}), []string{"/allowed_mentions: must name nobody"}},
		{"empty", messageWith(sentJSON{"content": ""}), []string{"body: the message is empty"}},
		{"blank", messageWith(sentJSON{"content": " \n"}), []string{"body: the message is empty"}},
		{"a forward", messageWith(sentJSON{"content": nil, "message_reference": sentJSON{"type": 1, "message_id": "1", "channel_id": "2"}}), nil},
		{"content", messageWith(sentJSON{"content": xs(2000)}), nil},
		{"content too long", messageWith(sentJSON{"content": xs(2001)}), []string{"/content: 2001 characters, the limit is 2000"}},
		{"content in code units", messageWith(sentJSON{"content": strings.Repeat("🎈", 1001)}), []string{"/content: 2002 characters"}},
		{"nonce", messageWith(sentJSON{"nonce": xs(25)}), nil},
		{"nonce too long", messageWith(sentJSON{"nonce": xs(26)}), []string{"/nonce: 26"}},
		{"nonce as a number", messageWith(sentJSON{"nonce": 12}), nil},
		{"a reply to a name", messageWith(sentJSON{"message_reference": sentJSON{"message_id": "x"}}), []string{`/message_reference/message_id: "x" is not a snowflake`}},
		{"wrong types", messageWith(sentJSON{"content": 1}), []string{"body: not the JSON it should be"}},

		{"10 embeds", messageEmbeds(times(10, func(int) any { return sentJSON{"title": "t"} })...), nil},
		{"11 embeds", messageEmbeds(times(11, func(int) any { return sentJSON{"title": "t"} })...), []string{"/embeds: 11 embeds"}},
		{"embed title", messageEmbeds(sentJSON{"title": xs(257)}), []string{"/embeds/0/title: 257"}},
		{"embed description", messageEmbeds(sentJSON{"description": xs(4096)}), nil},
		{"embed description too long", messageEmbeds(sentJSON{"description": xs(4097)}), []string{"/embeds/0/description: 4097"}},
		{"embed footer", messageEmbeds(sentJSON{"footer": sentJSON{"text": xs(2049)}}), []string{"/embeds/0/footer/text: 2049"}},
		{"embed author", messageEmbeds(sentJSON{"author": sentJSON{"name": xs(257)}}), []string{"/embeds/0/author/name: 257"}},
		{"embed url", messageEmbeds(sentJSON{"title": "t", "url": "javascript:x"}), []string{"/embeds/0/url: "}},
		{"embed without anything", messageEmbeds(sentJSON{"color": 1}), []string{"/embeds/0: the embed is empty"}},
		{"embed with an image only", messageEmbeds(sentJSON{"image": sentJSON{"url": "https://example.org/x.png"}}), nil},
		{"26 fields", messageEmbeds(sentJSON{"fields": times(26, func(int) any { return sentJSON{"name": "n", "value": "v"} })}), []string{"/embeds/0/fields: 26 fields"}},
		{"field name", messageEmbeds(sentJSON{"fields": []any{sentJSON{"name": xs(257), "value": "v"}}}), []string{"/embeds/0/fields/0/name: 257"}},
		{"field value", messageEmbeds(sentJSON{"fields": []any{sentJSON{"name": "n", "value": xs(1025)}}}), []string{"/embeds/0/fields/0/value: 1025"}},
		{"blank field", messageEmbeds(sentJSON{"fields": []any{sentJSON{"name": "n", "value": " "}}}), []string{"/embeds/0/fields/0/value: is blank"}},
		{"6,000 in all", messageEmbeds(sentJSON{"description": xs(4000)}, sentJSON{"description": xs(1000), "footer": sentJSON{"text": xs(1000)}}), nil},
		{"6,001 in all", messageEmbeds(sentJSON{"description": xs(4000)}, sentJSON{"title": "t", "author": sentJSON{"name": xs(250)}, "fields": []any{sentJSON{"name": xs(250), "value": xs(1000)}}, "footer": sentJSON{"text": xs(500)}}), []string{"/embeds: 6001 characters in all"}},

		{"5 rows of 5", messageRows(buttonRow(5, "a"), buttonRow(5, "b"), buttonRow(5, "c"), buttonRow(5, "d"), buttonRow(5, "e")), nil},
		{"6 rows", messageRows(buttonRow(1, "a"), buttonRow(1, "b"), buttonRow(1, "c"), buttonRow(1, "d"), buttonRow(1, "e"), buttonRow(1, "f")), []string{"/components: 6 rows"}},
		{"6 buttons", messageRows(buttonRow(6, "a")), []string{"/components/0/components: 6 buttons"}},
		{"an empty row", messageRows(actionRow()), []string{"/components/0/components: the row is empty"}},
		{"a button on its own", messageRows(plainButton("a")), []string{"/components/0: type 2 at the top"}},
		{"custom_id", messageRows(actionRow(plainButton(xs(101)))), []string{"/components/0/components/0/custom_id: 101"}},
		{"custom_id twice", messageRows(actionRow(plainButton("a")), actionRow(plainButton("a"))), []string{`/components/1/components/0/custom_id: "a" is taken`}},
		{"button label", messageRows(actionRow(merged(plainButton("a"), sentJSON{"label": xs(81)}))), []string{"/components/0/components/0/label: 81"}},
		{"button without a label", messageRows(actionRow(merged(plainButton("a"), sentJSON{"label": ""}))), []string{"neither label nor emoji"}},
		{"button with an emoji", messageRows(actionRow(merged(plainButton("a"), sentJSON{"label": "", "emoji": sentJSON{"name": "🎈"}}))), nil},
		{"button without a custom_id", messageRows(actionRow(sentJSON{"type": 2, "style": 1, "label": "x"})), []string{"a button has a custom_id"}},
		{"link", messageRows(actionRow(sentJSON{"type": 2, "style": 5, "label": "x", "url": "https://example.org"})), nil},
		{"link with a custom_id", messageRows(actionRow(sentJSON{"type": 2, "style": 5, "label": "x", "url": "https://example.org", "custom_id": "x"})), []string{"a link button has a url"}},
		{"25 options", messageRows(optionRow(25, nil)), nil},
		{"26 options", messageRows(optionRow(26, nil)), []string{"/components/0/components/0/options: 26 options"}},
		{"option label", messageRows(singleOption(sentJSON{"label": xs(101)})), []string{"/options/0/label: 101"}},
		{"option value", messageRows(singleOption(sentJSON{"value": xs(101)})), []string{"/options/0/value: 101"}},
		{"option description", messageRows(singleOption(sentJSON{"description": xs(101)})), []string{"/options/0/description: 101"}},
		{"placeholder", messageRows(optionRow(1, sentJSON{"placeholder": xs(151)})), []string{"/placeholder: 151"}},
		{"max_values", messageRows(optionRow(1, sentJSON{"max_values": 2})), []string{"/max_values: 2"}},
		{"option twice", messageRows(optionRow(0, sentJSON{"options": []any{sentJSON{"label": "a", "value": "v"}, sentJSON{"label": "b", "value": "v"}}})), []string{`/options/1/value: "v" is taken`}},
		{"a select beside a button", messageRows(actionRow(plainButton("a"), sentJSON{"type": 3, "custom_id": "s"})), []string{"shares its row"}},

		{"components only", sentJSON{"flags": 1 << 15, "allowed_mentions": sentJSON{"parse": []string{}}, "components": []any{sentJSON{"type": 10, "content": "x"}}}, nil},
		{"components and content", messageWith(sentJSON{"flags": 1 << 15, "components": []any{sentJSON{"type": 10, "content": "x"}}}), []string{"content or embeds together with IS_COMPONENTS_V2"}},
		{"components, too much text", sentJSON{"flags": 1 << 15, "allowed_mentions": sentJSON{"parse": []string{}}, "components": times(2, func(int) any { return sentJSON{"type": 10, "content": xs(2001)} })}, []string{"/components: 4002 characters"}},
		{"components, too many", sentJSON{"flags": 1 << 15, "allowed_mentions": sentJSON{"parse": []string{}}, "components": []any{sentJSON{"type": 17, "components": times(40, func(int) any { return sentJSON{"type": 10} })}}}, []string{"/components: 41 components"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			faultsMatch(t, limitsOf(t, "POST", "/channels/1/messages", test.body), test.want...)
		})
	}
}

func limitsOf(t *testing.T, method, path string, body any) []error {
	t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return CheckLimits(method, path, jsonHeader(), b)
}

// Every way to send or change a message is held to the same rules.
func TestLimitsOfEveryWayToSend(t *testing.T) {
	t.Parallel()
	bad := sentJSON{"content": xs(2001)}
	want := []string{"/content: 2001", "/allowed_mentions: missing"}
	for _, path := range []string{"/channels/1/messages", "/api/v10/channels/1/messages", "/webhooks/1/token", "/webhooks/1/token?wait=true"} {
		faultsMatch(t, limitsOf(t, "POST", path, bad), want...)
		faultsMatch(t, limitsOf(t, "POST", path, messageWith(sentJSON{"content": ""})), "the message is empty")
	}
	for _, path := range []string{"/channels/1/messages/2", "/webhooks/1/token/messages/@original", "/webhooks/1/token/messages/2"} {
		faultsMatch(t, limitsOf(t, "PATCH", path, bad), want...)
		faultsMatch(t, limitsOf(t, "PATCH", path, messageWith(sentJSON{"content": ""})))
	}
	for _, kind := range []int{4, 7} {
		faultsMatch(t, limitsOf(t, "POST", "/interactions/1/token/callback", sentJSON{"type": kind, "data": bad}), "/data"+want[0], "/data"+want[1])
	}
}

func TestLimitsOfCallbacks(t *testing.T) {
	t.Parallel()
	input := sentJSON{"type": 4, "custom_id": "q", "style": 1, "label": "l"}
	modal := func(more sentJSON) sentJSON {
		return sentJSON{"type": 9, "data": merged(sentJSON{"custom_id": "m", "title": "t", "components": []any{actionRow(input)}}, more)}
	}
	tests := []struct {
		name string
		body sentJSON
		want []string
	}{
		{"no data", sentJSON{"type": 4}, []string{"/data/allowed_mentions: missing", "/data: the message is empty"}},
		{"deferral", sentJSON{"type": 5}, nil},
		{"deferral, private", sentJSON{"type": 5, "data": sentJSON{"flags": 64}}, nil},
		{"no change", sentJSON{"type": 6}, nil},
		{"suggestions", sentJSON{"type": 8, "data": sentJSON{"choices": times(25, func(i int) any { return sentJSON{"name": fmt.Sprint(i), "value": "v"} })}}, nil},
		{"too many suggestions", sentJSON{"type": 8, "data": sentJSON{"choices": times(26, func(i int) any { return sentJSON{"name": fmt.Sprint(i), "value": "v"} })}}, []string{"/data/choices: 26 choices"}},
		{"long suggestion", sentJSON{"type": 8, "data": sentJSON{"choices": []any{sentJSON{"name": xs(101), "value": xs(101)}}}}, []string{"/data/choices/0/name: 101", "/data/choices/0/value: 101"}},
		{"modal", modal(nil), nil},
		{"modal title", modal(sentJSON{"title": xs(46)}), []string{"/data/title: 46"}},
		{"modal custom_id", modal(sentJSON{"custom_id": ""}), []string{"/data/custom_id: is blank"}},
		{"empty modal", modal(sentJSON{"components": []any{}}), []string{"/data/components: the modal is empty"}},
		{"6 rows in a modal", modal(sentJSON{"components": times(6, func(i int) any { return actionRow(merged(input, sentJSON{"custom_id": fmt.Sprint(i)})) })}), []string{"/data/components: 6 components"}},
		{"text input", modal(sentJSON{"components": []any{actionRow(merged(input, sentJSON{"label": xs(46), "placeholder": xs(101), "value": xs(4001), "max_length": 4001}))}}),
			[]string{"/label: 46", "/placeholder: 101", "/value: 4001", "/max_length: 4001"}},
		{"text input below a label", modal(sentJSON{"components": []any{sentJSON{"type": 18, "label": xs(46), "component": merged(input, sentJSON{"custom_id": ""})}}}),
			[]string{"/data/components/0/label: 46", "/data/components/0/component/custom_id: is blank"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			faultsMatch(t, limitsOf(t, "POST", "/interactions/1/token/callback", test.body), test.want...)
		})
	}
}

func TestLimitsOfCommands(t *testing.T) {
	t.Parallel()
	command := func(more sentJSON) sentJSON { return merged(sentJSON{"name": "ask", "description": "d"}, more) }
	opts := func(o ...any) sentJSON { return command(sentJSON{"options": o}) }
	opt := func(more sentJSON) sentJSON {
		return merged(sentJSON{"type": 3, "name": "q", "description": "d"}, more)
	}
	tests := []struct {
		name string
		body sentJSON
		want []string
	}{
		{"right", opts(opt(sentJSON{"required": true}), opt(sentJSON{"name": "source"})), nil},
		{"letters of other scripts", command(sentJSON{"name": "sucheä-検索_ค้นหา"}), nil},
		{"capitals", command(sentJSON{"name": "Ask"}), []string{`/name: "Ask" is not in lower case`}},
		{"space", command(sentJSON{"name": "ask me"}), []string{"/name: "}},
		{"long name", command(sentJSON{"name": xs(33)}), []string{"/name: "}},
		{"localized name", command(sentJSON{"name_localizations": sentJSON{"de": "Frag mich"}}), []string{"/name_localizations/de: ", "/name_localizations/de: "}},
		{"no description", command(sentJSON{"description": ""}), []string{"/description: is blank"}},
		{"long description", command(sentJSON{"description": xs(101)}), []string{"/description: 101"}},
		{"26 options", command(sentJSON{"options": times(26, func(i int) any { return opt(sentJSON{"name": fmt.Sprint("o", i)}) })}), []string{"/options: 26 options"}},
		{"26 choices", opts(opt(sentJSON{"choices": times(26, func(i int) any { return sentJSON{"name": "n", "value": i} })})), []string{"/options/0/choices: 26 choices"}},
		{"long choice", opts(opt(sentJSON{"choices": []any{sentJSON{"name": xs(101), "value": xs(101)}}})), []string{"/choices/0/name: 101", "/choices/0/value: 101"}},
		{"option twice", opts(opt(nil), opt(nil)), []string{`/options/1/name: "q" is taken`}},
		{"required behind optional", opts(opt(nil), opt(sentJSON{"name": "r", "required": true})), []string{"/options/1/required"}},
		{"autocomplete and choices", opts(opt(sentJSON{"autocomplete": true, "choices": []any{sentJSON{"name": "n", "value": "v"}}})), []string{"autocomplete together with choices"}},
		{"a subcommand beside an option", opts(sentJSON{"type": 1, "name": "s", "description": "d"}, opt(nil)), []string{"/options: subcommands beside plain options"}},
		{"options of subcommands", opts(sentJSON{"type": 1, "name": "s", "description": "d", "options": []any{opt(sentJSON{"name": "Q"})}}), []string{"/options/0/options/0/name"}},
		{"8,001 in all", command(sentJSON{"name": "n", "description": "", "description_localizations": sentJSON{"de": xs(1)}, "options": times(25, func(i int) any {
			return opt(sentJSON{"name": string(rune('a' + i)), "description": xs(100), "choices": times(3, func(int) any { return sentJSON{"name": xs(53), "value": xs(20)} })})
		})}), []string{"body: 8002 characters in all", "/description: is blank"}},
		{"menu command", sentJSON{"type": 3, "name": "Ask the documents"}, nil},
		{"menu command with a description", sentJSON{"type": 3, "name": "Ask", "description": "d"}, []string{"a menu command has neither"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			faultsMatch(t, limitsOf(t, "POST", "/applications/1/commands", test.body), test.want...)
			for _, err := range limitsOf(t, "PUT", "/applications/1/guilds/2/commands", []any{test.body}) {
				if !strings.HasPrefix(err.Error(), "/0") {
					t.Errorf("in a list: %v doesn't say in which", err)
				}
			}
		})
	}
	faultsMatch(t, limitsOf(t, "PUT", "/applications/1/commands", []any{command(nil), command(nil)}), `/1/name: "ask" is taken`)
	many := times(101, func(i int) any { return command(sentJSON{"name": fmt.Sprint("c", i)}) })
	faultsMatch(t, limitsOf(t, "PUT", "/applications/1/commands", many), "body: 101 commands of type 1")
	menus := times(16, func(i int) any { return sentJSON{"type": 3, "name": fmt.Sprint("c", i)} })
	faultsMatch(t, limitsOf(t, "PUT", "/applications/1/commands", menus), "body: 16 commands of type 3")
}

func TestLimitsOfFiles(t *testing.T) {
	t.Parallel()
	post := func(payload string, names ...string) []error {
		t.Helper()
		header, body := multipartBody(t, payload, names...)
		return CheckLimits("POST", "/channels/1/messages", header, body)
	}
	const quiet = `"allowed_mentions":{"parse":[]}`
	faultsMatch(t, post("{"+quiet+"}", "a.txt"))
	faultsMatch(t, post(`{`+quiet+`,"attachments":[{"id":"0","filename":"a.txt"},{"id":1},{"id":"123456789012345678"}]}`, "a.txt", "b.txt"))
	faultsMatch(t, post(`{`+quiet+`,"attachments":[{"id":2}]}`, "a.txt"), "/attachments/0/id: no file was sent as files[2]")
	faultsMatch(t, post(`{`+quiet+`,"attachments":[{"id":"x"}]}`, "a.txt"), `/attachments/0/id: "x" is not a snowflake`)
	faultsMatch(t, post(`{`+quiet+`}`, slices.Repeat([]string{"a.txt"}, 11)...), "body: 11 files")
	faultsMatch(t, post(`{`+quiet+`}`, ""), "has no file name")
	faultsMatch(t, post("", "a.txt"), "multipart without payload_json")
}

func TestLimitsOfPaths(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][]string{
		"/channels/1/messages/2":                   nil,
		"/users/@me":                               nil,
		"/gateway/bot":                             nil,
		"/webhooks/1/token/messages/@original":     nil,
		"/channels/general/messages":               {`path channels: "general"`},
		"/guilds//members/1":                       {`path guilds: ""`},
		"/api/v10/guilds/1/members/12345x":         {`path members: "12345x"`},
		"/channels/123456789012345678901/messages": {"path channels"},
		"/applications/1/commands/2?x=%zz":         nil,
		"/channels/%zz":                            {"path: "},
	} {
		faultsMatch(t, CheckLimits("GET", path, http.Header{}, nil), want...)
	}
}

func TestLiveMentions(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"nobody":                        nil,
		"@everyone and @here":           {"@everyone", "@here"},
		"<@123> <@!4> <@&5>":            {"<@123>", "<@!4>", "<@&5>"},
		"`@everyone` ``<@1> ` `` @here": {"@here"},
		"```\n@everyone\n```\n<@1>":     {"<@1>"},
		`\<@123> \@everyone`:            nil,
		"@\u200beveryone @evey":         nil,
		"mail@everyone":                 {"@everyone"},
	}
	for text, want := range tests {
		if got := LiveMentions(text); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Whatever is sent, it is judged and nothing panics.
func FuzzCheckLimits(f *testing.F) {
	f.Add("POST", "/channels/1/messages", []byte(`{"content":"hi","embeds":[{"fields":[{}]}],"components":[{"type":1,"components":[null]}]}`))
	f.Add("POST", "/interactions/1/t/callback", []byte(`{"type":9,"data":{"components":[{"type":18,"component":{"type":3}}]}}`))
	f.Add("PUT", "/applications/1/commands", []byte(`[{"options":[{"choices":[null]}]}]`))
	f.Add("PATCH", "/webhooks/1/t/messages/@original", []byte(`{"attachments":[{"id":{}}]}`))
	f.Fuzz(func(_ *testing.T, method, path string, body []byte) {
		CheckLimits(method, path, jsonHeader(), body)
	})
}

package bot

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/discordtest"
	"docent/bot/locale"
	"docent/retrieval"
)

// The documents of the tests that go all the way: two reports that disagree, and a long one.
var reports = map[string]string{
	"talks.md": `---
title: Talks in Nara
date: 2026-01-14
status: agreed
---
# Talks in Nara

## Meeting

Takaichi and Lee met in Nara on 13 January. They spoke of supply chains for two hours.

The talks were the third in three months. Reporters asked about the ferry. @everyone was told <@1> of it, and [more](https://example.org).

## Outlook

The next meeting is planned for October in Seoul.

| Topic | Result |
| --- | --- |
| Ferry | resumed in May |
| Fishing | put off |
`,
	"older/notes.md": `---
title: Notes on the talks
date: 2024-05-02
status: open
---

The ferry between Busan and Fukuoka was suspended in 2020 for want of passengers.
`,
	"long.md": "# Long\n\n" + strings.Repeat("The archive keeps letters from the harbour office and the customs house.\n\n", 160),
}

// newLibraryScene is a scene on a real library over reports, whose commands are registered.
func newLibraryScene(t testing.TB, change func(*scene, *Config)) *scene {
	t.Helper()
	docs := t.TempDir()
	for name, content := range reports {
		path := filepath.Join(docs, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := retrieval.Open(t.Context(), retrieval.Config{Docs: docs, Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	if _, err := lib.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	links, err := command.NewSourceURL("https://example.org/blob/main/{path}#L{line}")
	if err != nil {
		t.Fatal(err)
	}
	s := newScene(t, func(s *scene, c *Config) {
		c.Library, c.Links = lib, links
		if change != nil {
			change(s, c)
		}
	})
	if err := s.bot.Register(s.ctx); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestEveryRow uses every command, in two languages, and looks for what must be in the response: text of the documents,
// and text of a key in the person's language.
func TestEveryRow(t *testing.T) {
	t.Parallel()
	text := discordtest.Text
	rows := []struct {
		name    string
		command string
		options []*discordgo.ApplicationCommandInteractionDataOption
		quotes  []string // in the documents' words
		key     string   // said in the person's language
		args    locale.Args
	}{
		{"ask", "ask", options(text("question", "Where did Takaichi and Lee meet?"), text("source", "talks"), text("since", "2026"),
			text("until", "2026-12"), discordtest.Number("passages", 1)), []string{"Takaichi", "Nara", "talks.md"}, "button.share", nil},
		{"ask, silent", "ask", options(text("question", "Who won the chess olympiad in Budapest?")), nil, "say.silence", locale.Args{"count": 3}},
		{"ask, before the documents", "ask", options(text("question", "Where did Takaichi and Lee meet?"), text("until", "2019")), nil, "button.ask_again", nil},
		{"ask, bad date", "ask", options(text("question", "where?"), text("since", "yesterday")), nil, "say.bad_date", locale.Args{"text": "yesterday"}},
		{"fact", "fact", options(text("name", "ferry"), text("source", "talks")), []string{"resumed in May"}, "button.more_context", nil},
		{"fact, disagreeing", "fact", options(text("name", "STATUS")), []string{"agreed", "open"}, "say.facts_disagree", nil},
		{"fact, none", "fact", options(text("name", "zeppelin")), nil, "say.no_fact", locale.Args{"count": 3}},
		{"find", "find", options(text("query", "archive letters")), []string{"archive", "long.md"}, "button.next_page", nil},
		{"find, phrase", "find", options(text("query", "third in three months"), text("match", "phrase"), text("type", "md"), text("sort", "newest"), text("since", "2026-01")),
			[]string{"third", "talks.md"}, "say.hits", locale.Args{"count": 1}},
		{"find, prefix", "find", options(text("query", "ferr"), text("match", "prefix")), []string{"ferry"}, "", nil},
		{"find, fuzzy", "find", options(text("query", "pasengers"), text("match", "fuzzy")), []string{"passengers"}, "", nil},
		{"quote lines", "quote", options(text("source", "talks.md"), text("lines", "10")), []string{"two hours", "10"}, "button.more_context", nil},
		{"quote heading", "quote", options(text("source", "talks.md"), text("heading", "outlook")), []string{"Seoul"}, "button.share", nil},
		{"quote, beyond the end", "quote", options(text("source", "talks.md"), text("lines", "900-901")), nil, "say.no_such_lines", locale.Args{"count": 21}},
		{"quote, no lines", "quote", options(text("source", "talks.md"), text("lines", "9-2")), nil, "say.bad_lines", locale.Args{"text": "9-2"}},
		{"quote, nothing named", "quote", options(text("source", "talks.md")), nil, "say.unspecified", nil},
		{"quote, no such document", "quote", options(text("source", "zzz"), text("lines", "1")), nil, "say.no_such_source", nil},
		{"sources list", "sources", options(discordtest.Sub("list", text("filter", "talks"))), []string{"talks.md", "notes.md"}, "say.sources", locale.Args{"count": 2}},
		{"sources show", "sources", options(discordtest.Sub("show", text("source", "talks.md"))), []string{"Outlook", "Meeting"}, "label.outline", nil},
		{"sources file", "sources", options(discordtest.Sub("file", text("source", "talks.md"))), []string{"talks.md"}, "say.file_here", nil},
		{"verify", "verify", options(text("text", "Takaichi and Lee met in Nara on 13 January. They spoke of supply chains for five hours. Nobody came.")),
			[]string{"Nara"}, "verdict.verbatim", nil},
		{"verify, close", "verify", options(text("text", "They spoke of supply chains for five hours.")), []string{"five", "two"}, "verdict.close", nil},
		{"verify, nothing", "verify", nil, nil, "say.nothing_to_check", nil},
		{"help", "help", nil, []string{"/ask", "/quote"}, "help.verify", nil},
		{"help, topic", "help", options(text("topic", "find")), []string{"match:"}, "option.sort", nil},
	}
	for _, code := range []discordgo.Locale{discordgo.EnglishUS, discordgo.German} {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()
			s := newLibraryScene(t, nil)
			words := locales().For(string(code))
			for _, row := range rows {
				person := s.NewUser("Person")
				s.AddMember(s.guild.ID, person)
				s.SetLocale(person.ID, code)
				r := s.SlashCommand(s.channel.ID, person, row.command, row.options...).Response(s.ctx)
				if !r.Private {
					t.Errorf("%s: the response is public", row.name)
				}
				said := everything(t, r.Message)
				for _, quote := range row.quotes {
					if !strings.Contains(said, quote) {
						t.Errorf("%s: no %q in %q", row.name, quote, said)
					}
				}
				if want := words.Text(row.key, row.args); row.key != "" && !strings.Contains(said, written(want)) && !strings.Contains(said, want) {
					t.Errorf("%s: no %q in %q", row.name, want, said)
				}
			}
		})
	}
}

func options(all ...*discordgo.ApplicationCommandInteractionDataOption) []*discordgo.ApplicationCommandInteractionDataOption {
	return all
}

// everything is all that a message shows, its buttons and files included.
func everything(t testing.TB, m *discordgo.Message) string {
	t.Helper()
	all := []string{shown(m), labels(t, m)}
	for _, e := range m.Embeds {
		for _, f := range e.Fields {
			all = append(all, f.Name, f.Value)
		}
	}
	for _, a := range m.Attachments {
		all = append(all, a.Filename)
	}
	return strings.Join(all, "\n")
}

func TestMessageMenus(t *testing.T) {
	t.Parallel()
	s := newLibraryScene(t, nil)
	use := func(name, messageID string) *discordtest.Interaction {
		person := s.NewUser("Person")
		s.AddMember(s.guild.ID, person)
		return s.MessageCommand(s.channel.ID, person, name, messageID)
	}
	said := s.ask("Where did Takaichi and Lee meet?") // it doesn't mention the bot
	r := use(menuAsk, said.ID).Response(s.ctx)
	if !r.Private || !strings.Contains(shown(r.Message), "Nara") {
		t.Errorf("asked: %q", shown(r.Message))
	}
	said = s.ask("Takaichi and Lee met in Nara on 13 January. They ate fish.")
	r = use(menuCheck, said.ID).Response(s.ctx)
	if all := everything(t, r.Message); !r.Private || !strings.Contains(all, say("verdict.verbatim")) || !strings.Contains(all, say("verdict.absent")) {
		t.Errorf("checked: %q", all)
	}
	forwarded := s.ask("", discordtest.With(map[string]any{
		"message_reference": map[string]any{"type": 1, "message_id": said.ID, "channel_id": s.channel.ID},
		"message_snapshots": []any{map[string]any{"message": map[string]any{"content": "Where did Takaichi and Lee meet?", "type": 0}}},
	}))
	if r := use(menuAsk, forwarded.ID).Response(s.ctx); !strings.Contains(shown(r.Message), "Nara") {
		t.Errorf("a forwarded question: %q", shown(r.Message))
	}
	poll := s.ask("", discordtest.With(map[string]any{"poll": map[string]any{
		"question": map[string]any{"text": "Where did Takaichi and Lee meet?"}, "answers": []any{}, "expiry": "2026-01-01T00:00:00Z",
	}}))
	if r := use(menuAsk, poll.ID).Response(s.ctx); !strings.Contains(shown(r.Message), "Nara") {
		t.Errorf("a poll: %q", shown(r.Message))
	}
	file := s.ask("", discordtest.Attach("cat.png", "image/png", 10))
	s.wantNotice(use(menuAsk, file.ID), "say.nothing_in_message")
	strange := s.ask("Where did Takaichi and Lee meet?", discordtest.With(map[string]any{"components": []any{map[string]any{"type": 99, "id": 1}}}))
	if r := use(menuAsk, strange.ID).Response(s.ctx); !strings.Contains(shown(r.Message), "Nara") {
		t.Errorf("a message with a strange component: %q", shown(r.Message))
	}
}

// TestVerifyLink: people check what they may read themselves, and nothing else.
func TestVerifyLink(t *testing.T) {
	t.Parallel()
	s := newLibraryScene(t, nil)
	link := func(guildID, channelID, messageID string) string {
		return "https://discord.com/channels/" + guildID + "/" + channelID + "/" + messageID
	}
	verify := func(option, value string) *discordtest.Interaction {
		person := s.NewUser("Person")
		s.AddMember(s.guild.ID, person)
		return s.SlashCommand(s.channel.ID, person, "verify", discordtest.Text(option, value))
	}
	seen := s.ask(s.mention() + " is it so that Takaichi and Lee met in Nara on 13 January.")
	s.answer()
	for _, option := range []string{optionText, optionMessage} {
		r := verify(option, link(s.guild.ID, s.channel.ID, seen.ID)).Response(s.ctx)
		if all := everything(t, r.Message); !strings.Contains(all, "Nara") {
			t.Errorf("%s: %q", option, all)
		}
	}
	unseen := s.ask("The bot isn't mentioned here.")
	s.wantNotice(verify(optionMessage, link(s.guild.ID, s.channel.ID, unseen.ID)), "say.hint_menu")
	secret := s.NewChannel(s.guild.ID, "secret")
	told := s.MessageCreate(secret.ID, s.ann, s.mention()+" the secret is out.")
	s.WaitMessage(s.ctx, secret.ID)
	bob := s.NewUser("Bob")
	s.AddMember(s.guild.ID, bob)
	s.SetMemberPermissions(secret.ID, bob.ID, 0)
	s.wantNotice(s.SlashCommand(s.channel.ID, bob, "verify", discordtest.Text(optionMessage, link(s.guild.ID, secret.ID, told.ID))), "say.no_such_message")
	s.wantNotice(verify(optionMessage, link("77", s.channel.ID, seen.ID)), "say.only_this_server")
	s.wantNotice(verify(optionMessage, link(s.guild.ID, "77", seen.ID)), "say.no_such_message")
	s.wantNotice(verify(optionMessage, link(s.guild.ID, s.channel.ID, "77")), "say.no_such_message")
	s.wantNotice(verify(optionMessage, "https://example.org/channels/1/2/3"), "say.no_such_message")
}

func TestAutocompletion(t *testing.T) {
	t.Parallel()
	s := newLibraryScene(t, nil)
	for name, it := range map[string]*discordtest.Interaction{
		"Outlook":  s.Autocomplete(s.channel.ID, s.ann, "quote", discordtest.Text("source", "talks.md"), discordtest.Text("heading", "out")),
		"talks.md": s.Autocomplete(s.channel.ID, s.ann, "sources", discordtest.Sub("show", discordtest.Text("source", "tal"))),
		"Ferry":    s.Autocomplete(s.channel.ID, s.ann, "fact", discordtest.Text("name", "FÉR")),
		"Meeting":  s.Autocomplete(s.channel.ID, s.ann, "ask", discordtest.Text("question", "meet")),
	} {
		found := false
		for _, c := range it.Response(s.ctx).Choices {
			value, _ := c.Value.(string)
			found = found || strings.Contains(c.Name, name) || strings.Contains(value, name)
		}
		if !found {
			t.Errorf("%s isn't among %+v", name, it.Response(s.ctx).Choices)
		}
	}
	stranger := s.NewUser("Stranger")
	if got := s.Autocomplete(s.NewDM(stranger).ID, stranger, "sources", discordtest.Sub("show", discordtest.Text("source", "tal"))).Response(s.ctx).Choices; len(got) != 0 {
		t.Errorf("a stranger was offered %+v", got)
	}
}

// TestPaging turns the pages of a search, forth and back.
func TestPaging(t *testing.T) {
	t.Parallel()
	s := newLibraryScene(t, nil)
	m := s.SlashCommand(s.channel.ID, s.ann, "find", discordtest.Text("query", "archive letters harbour")).Response(s.ctx).Message
	first := m.Content
	r := s.press(m, s.ann, "button.next_page").Response(s.ctx)
	if r.Type != discordgo.InteractionResponseUpdateMessage || r.Message.Content == first {
		t.Errorf("the second page is %q", r.Message.Content)
	}
	if r = s.press(r.Message, s.ann, "button.previous_page").Response(s.ctx); r.Message.Content != first {
		t.Errorf("back on the first page is %q, not %q", r.Message.Content, first)
	}
}

// TestNothingLive: what documents and questions say mentions nobody and links nowhere.
func TestNothingLive(t *testing.T) {
	t.Parallel()
	s := newLibraryScene(t, nil)
	question := "@everyone @here <@&" + s.guild.ID + "> <#" + s.channel.ID + "> </ask:1> <t:1> <:x:1> who was told of the ferry by reporters?"
	for _, it := range []*discordtest.Interaction{
		s.SlashCommand(s.channel.ID, s.ann, "ask", discordtest.Text("question", question), discordtest.Text("show", showEveryone)),
		s.SlashCommand(s.channel.ID, s.ann, "quote", discordtest.Text("source", "talks.md"), discordtest.Text("lines", "12")),
	} {
		m := it.Response(s.ctx).Message
		for _, e := range append(m.Embeds, &discordgo.MessageEmbed{Description: m.Content}) {
			if live := discordtest.LiveMentions(e.Description); len(live) > 0 {
				t.Errorf("%q mentions %q", e.Description, live)
			}
		}
	}
}

// TestSharedIsWhatWasShown: the passage in the channel is the one that its sharer saw, of whichever command, expanded or not.
func TestSharedIsWhatWasShown(t *testing.T) {
	t.Parallel()
	s := newLibraryScene(t, nil)
	text := discordtest.Text
	for name, options := range map[string][]*discordgo.ApplicationCommandInteractionDataOption{
		"ask":               options(text("question", "Where did Takaichi and Lee meet?"), discordtest.Number("passages", 1)),
		"fact":              options(text("name", "ferry"), text("source", "talks")),
		"quote":             options(text("source", "talks.md"), text("lines", "8-12")),
		"quote, by heading": options(text("source", "talks.md"), text("heading", "outlook")),
		"quote, metadata":   options(text("source", "talks.md"), text("lines", "1-5")),
	} {
		s.settleAsk()
		command, _, _ := strings.Cut(name, ",")
		m := s.SlashCommand(s.channel.ID, s.ann, command, options...).Response(s.ctx).Message
		for step := range 3 {
			s.clock.advance(time.Minute)
			s.wantNotice(s.press(m, s.ann, "button.share"), "say.shared")
			shared := s.answer()
			if len(m.Embeds) != 1 || len(shared.Embeds) != 1 || !reflect.DeepEqual(shared.Embeds[0], m.Embeds[0]) {
				t.Errorf("%s, step %d: shared %q, not %q", name, step, shown(shared), shown(m))
			}
			if !strings.Contains(labels(t, m), say("button.more_context")) {
				break
			}
			m = s.press(m, s.ann, "button.more_context").Response(s.ctx).Message
		}
	}
}

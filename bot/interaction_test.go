package bot

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/retrieval"
)

// slash has Ann use /ask in the channel.
func (s *scene) slash(options ...string) *discordtest.Interaction {
	s.t.Helper()
	var all []*discordgo.ApplicationCommandInteractionDataOption
	for i := 0; i < len(options); i += 2 {
		all = append(all, discordtest.Text(options[i], options[i+1]))
	}
	return s.SlashCommand(s.channel.ID, s.ann, askName, all...)
}

func TestAskIsPrivate(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, listening(&asked))
	for _, options := range [][]string{
		{optionQuestion, "where did they meet?", optionSource, "talks"},
		{optionQuestion, "where did they meet?", optionSource, "talks", optionShow, showMe},
	} {
		r := s.slash(options...).Response(s.ctx)
		if r.Type != discordgo.InteractionResponseChannelMessageWithSource || !r.Private {
			t.Errorf("%q: response of type %d, private %v", options, r.Type, r.Private)
		}
		if !strings.Contains(shown(r.Message), "talks.txt") || len(r.Message.Embeds) != 1 {
			t.Errorf("%q: response %q", options, shown(r.Message))
		}
	}
	for _, q := range asked() {
		if q.Text != "where did they meet?" || q.Source != "talks" {
			t.Errorf("asked %+v", q)
		}
	}
	for _, r := range s.RequestsFor("POST /interactions/{id}/{token}/callback") {
		if !strings.Contains(string(r.JSON), `"allowed_mentions":{"parse":[]`) {
			t.Errorf("a response without allowed_mentions: %s", r.JSON)
		}
	}
	s.sent(0)
}

// TestAskInPublic: everybody sees what was asked, and a reply to it is a follow-up.
func TestAskInPublic(t *testing.T) {
	t.Parallel()
	var asked func() []retrieval.Question
	s := newScene(t, listening(&asked))
	r := s.slash(optionQuestion, "Where did *Takaichi* & Lee meet [in Nara]?", optionShow, showEveryone).Response(s.ctx)
	if r.Private || !strings.Contains(shown(r.Message), "Takaichi") || len(r.Message.Embeds) != 1 {
		t.Errorf("response %q, private %v", shown(r.Message), r.Private)
	}
	s.ask("and in October?", discordtest.ReplyTo(s.answer().ID))
	s.answer()
	if q := asked()[1]; q.Text != "and in October?" || q.Earlier != "Where did *Takaichi* & Lee meet [in Nara]?" {
		t.Errorf("asked %q after %q", q.Text, q.Earlier)
	}
}

func TestAskRefusalsArePrivate(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	r := s.slash(optionQuestion, "👍", optionShow, showEveryone).Response(s.ctx)
	if !r.Private || r.Message.Content != written(say("say.no_words")) {
		t.Errorf("response %q, private %v", shown(r.Message), r.Private)
	}
}

func TestAskWithoutEmbedLinks(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	s.SetPermissions(s.channel.ID, discordgo.PermissionViewChannel)
	r := s.slash(optionQuestion, "where did they meet?").Response(s.ctx)
	if len(r.Message.Embeds) != 0 || !strings.Contains(r.Message.Content, "talks.txt") {
		t.Errorf("response %q with %d embeds", shown(r.Message), len(r.Message.Embeds))
	}
}

func TestAskInDirectMessages(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	stranger := s.NewUser("Stranger")
	question := discordtest.Text(optionQuestion, "where did they meet?")
	r := s.SlashCommand(s.NewDM(s.ann).ID, s.ann, askName, question).Response(s.ctx)
	if len(r.Message.Embeds) != 1 {
		t.Errorf("a member's response is %q", shown(r.Message))
	}
	r = s.SlashCommand(s.NewDM(stranger).ID, stranger, askName, question).Response(s.ctx)
	if r.Message.Content != written(say("say.elsewhere")) || !r.Private {
		t.Errorf("a stranger's response is %q", shown(r.Message))
	}
}

// TestAskFromElsewhere: servers that aren't served, group chats, and what people installed for themselves.
func TestAskFromElsewhere(t *testing.T) {
	t.Parallel()
	s := newScene(t, func(s *scene, c *Config) {
		c.Guilds = []string{s.guild.ID}
		s.lib.answer = nil // a question would panic
	})
	user := map[string]any{"id": s.ann.ID, "username": "Ann", "discriminator": "0"}
	cases := map[string]map[string]any{
		"another server": {"guild_id": "77", "context": 0, "authorizing_integration_owners": map[string]any{"0": "77"}, "member": map[string]any{"user": user}},
		"group chat":     {"context": 2, "authorizing_integration_owners": map[string]any{"1": s.ann.ID}, "user": user},
		"direct chat":    {"context": 2, "authorizing_integration_owners": map[string]any{"0": "77"}, "user": user},
		"user install":   {"guild_id": s.guild.ID, "context": 0, "authorizing_integration_owners": map[string]any{"1": s.ann.ID}, "member": map[string]any{"user": user}},
	}
	serial := 0
	for name, fields := range cases {
		serial++
		id := snowflake(time.Now(), serial)
		event := map[string]any{
			"id": id, "application_id": s.AppID(), "type": 2, "token": "token-" + id, "channel_id": "78", "version": 1,
			"data": map[string]any{"id": "79", "name": askName, "type": 1, "options": []any{}},
		}
		for key, value := range fields {
			event[key] = value
		}
		s.Dispatch("INTERACTION_CREATE", event)
		r := s.WaitFunc(s.ctx, name, func(r discordtest.Request) bool { return strings.Contains(r.Path, id) })
		var body struct {
			Data struct {
				Content string
				Flags   discordgo.MessageFlags
			}
		}
		if err := json.Unmarshal(r.JSON, &body); err != nil {
			t.Fatal(err)
		}
		if body.Data.Content != written(say("say.elsewhere")) || body.Data.Flags != discordgo.MessageFlagsEphemeral {
			t.Errorf("%s: response %s", name, r.JSON)
		}
	}
}

func TestUnknownCommandsHaveAResponse(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	r := s.SlashCommand(s.channel.ID, s.ann, "forgotten").Response(s.ctx)
	if !r.Private || r.Message.Content != written(say("say.unknown_form")) {
		t.Errorf("response %q", shown(r.Message))
	}
	if r := s.Autocomplete(s.channel.ID, s.ann, askName, discordtest.Text(optionSource, "t")).Response(s.ctx); len(r.Choices) != 0 {
		t.Errorf("completions %+v", r.Choices)
	}
}

// TestSlowAnswerIsDeferred: private or public as it was decided, and the answer takes the deferral's place.
func TestSlowAnswerIsDeferred(t *testing.T) {
	t.Parallel()
	for show, private := range map[string]bool{showMe: true, showEveryone: false} {
		t.Run(show, func(t *testing.T) {
			t.Parallel()
			started, release := make(chan struct{}, 1), make(chan struct{})
			s := newScene(t, func(s *scene, _ *Config) { s.lib.answer = announce(started, blockUntil(release, s.lib.answer)) })
			it := s.slash(optionQuestion, "where did they meet?", optionShow, show)
			<-started
			s.late <- time.Time{}
			r := it.Response(s.ctx)
			if r.Type != discordgo.InteractionResponseDeferredChannelMessageWithSource || r.Private != private {
				t.Errorf("response of type %d, private %v", r.Type, r.Private)
			}
			close(release)
			if m := it.Original(s.ctx); len(m.Embeds) != 1 || !strings.Contains(shown(m), "talks.txt") {
				t.Errorf("the answer is %q", shown(m))
			}
		})
	}
}

// TestWaitingAskIsDeferred: a public question waits for those before it in its channel, but not its response.
func TestWaitingAskIsDeferred(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}, 2), make(chan struct{})
	s := newScene(t, func(s *scene, c *Config) {
		c.Workers = 1
		s.lib.answer = announce(started, blockUntil(release, s.lib.answer))
	})
	s.ask(s.mention() + " where did they meet?")
	<-started
	it := s.slash(optionQuestion, "where did they meet?", optionShow, showEveryone)
	// Two wait for the time to pass: the typing indicator of the first, and this.
	s.late <- time.Time{}
	s.late <- time.Time{}
	if r := it.Response(s.ctx); r.Type != discordgo.InteractionResponseDeferredChannelMessageWithSource {
		t.Errorf("response of type %d", r.Type)
	}
	close(release)
	it.Original(s.ctx)
}

func TestFaultAfterDeferral(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}, 1), make(chan struct{})
	s := newScene(t, func(s *scene, _ *Config) {
		s.lib.answer = announce(started, blockUntil(release, func(context.Context, retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{}, errDisk
		}))
	})
	it := s.slash(optionQuestion, "where did they meet?")
	<-started
	s.late <- time.Time{}
	it.Response(s.ctx)
	close(release)
	if m := it.Original(s.ctx); !strings.Contains(m.Content, "reference") {
		t.Errorf("the asker was told %q", shown(m))
	}
}

func TestAskFaultIsPrivate(t *testing.T) {
	t.Parallel()
	s := newScene(t, func(s *scene, _ *Config) {
		s.lib.answer = func(context.Context, retrieval.Question) (retrieval.Answer, error) { panic(errDisk) }
	})
	r := s.slash(optionQuestion, "where did they meet?", optionShow, showEveryone).Response(s.ctx)
	if !r.Private || !strings.Contains(r.Message.Content, "reference") {
		t.Errorf("response %q, private %v", shown(r.Message), r.Private)
	}
	if log := s.log.String(); strings.Count(log, "level=ERROR") != 1 || !strings.Contains(log, errDisk.Error()) {
		t.Errorf("the log is %s", log)
	}
}

func TestAskLimits(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	for range perMinute {
		s.slash(optionQuestion, "where?").Response(s.ctx)
		s.settleAsk()
	}
	for range 2 { // each: an interaction without a response shows as an error
		r := s.slash(optionQuestion, "where?", optionShow, showEveryone).Response(s.ctx)
		if !r.Private || r.Message.Content != written(say("say.too_many")) {
			t.Errorf("response %q, private %v", shown(r.Message), r.Private)
		}
	}
}

// settleAsk waits until nothing of Ann's is in flight: a response is seen a moment before its question counts as done.
func (s *scene) settleAsk() {
	for {
		s.bot.limiter.mu.Lock()
		ann := s.bot.limiter.askers[s.ann.ID]
		idle := ann == nil || ann.flying == 0
		s.bot.limiter.mu.Unlock()
		if idle {
			return
		}
	}
}

func TestOldAskIsDropped(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}, 10), make(chan struct{})
	s := newScene(t, func(s *scene, _ *Config) { s.lib.answer = announce(started, blockUntil(release, s.lib.answer)) })
	s.ask(s.mention() + " where did they meet?")
	<-started
	it := s.slash(optionQuestion, "where?", optionShow, showEveryone)
	s.late <- time.Time{}
	s.late <- time.Time{}
	it.Response(s.ctx)
	s.clock.advance(patience + time.Second)
	close(release)
	if m := it.Original(s.ctx); m.Content != written(say("say.too_old")) {
		t.Errorf("an old question was answered %q", shown(m))
	}
	if len(started) != 0 {
		t.Error("the library was asked the old question")
	}
}

func TestDuplicateInteractionIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t, nil)
	it := s.slash(optionQuestion, "where?")
	it.Response(s.ctx)
	s.Dispatch("INTERACTION_CREATE", map[string]any{
		"id": it.ID, "application_id": s.AppID(), "type": 2, "token": it.Token, "channel_id": s.channel.ID, "guild_id": s.guild.ID, "version": 1,
		"data":   map[string]any{"id": "79", "name": askName, "type": 1, "options": []any{}},
		"member": map[string]any{"user": map[string]any{"id": s.ann.ID, "username": "Ann", "discriminator": "0"}},
	})
	s.settle()
	if got := len(s.RequestsFor("POST /interactions/{id}/{token}/callback")); got != 1 {
		t.Errorf("%d responses", got)
	}
}

func TestReadCommand(t *testing.T) {
	t.Parallel()
	options := []*discordgo.ApplicationCommandInteractionDataOption{
		discordtest.Text("question", "q"), discordtest.Text("source", "s"), discordtest.Text("show", "everyone"), discordtest.Number("new", 3),
		{Name: "passages", Value: 2.0, Type: discordgo.ApplicationCommandOptionInteger},
		{Name: "since", Value: 3.0, Type: discordgo.ApplicationCommandOptionNumber},
	}
	_, got, ok := readCommand(discordgo.ApplicationCommandInteractionData{Name: "ask", Options: options})
	want := map[string]string{"question": "q", "source": "s", "show": "everyone", "passages": "2"}
	if !ok || got.Command != askName || !maps.Equal(got.Options, want) {
		t.Errorf("read %+v", got)
	}
	sub := []*discordgo.ApplicationCommandInteractionDataOption{discordtest.Sub("show", discordtest.Text("source", "s"))}
	if _, got, ok := readCommand(discordgo.ApplicationCommandInteractionData{Name: "sources", Options: sub}); !ok || got.Text("source") != "s" {
		t.Errorf("read %+v", got)
	}
	for _, name := range []string{"", "expand", menuAsk, "sources", "sources none"} {
		if _, got, ok := readCommand(discordgo.ApplicationCommandInteractionData{Name: name}); ok {
			t.Errorf("%q was read as %+v", name, got)
		}
	}
}

// TestDeferralInDoubt: Discord has the deferral, but the bot never heard so.
func TestDeferralInDoubt(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}, 1), make(chan struct{})
	s := newScene(t, func(s *scene, _ *Config) { s.lib.answer = announce(started, blockUntil(release, s.lib.answer)) })
	const callback = "POST /interactions/{id}/{token}/callback"
	s.Fail(callback, discordtest.UnansweredAfter(), discordtest.ServerError(500))
	it := s.slash(optionQuestion, "where did they meet?")
	<-started
	s.late <- time.Time{}
	s.Wait(s.ctx, callback, 2)
	close(release)
	if m := it.Original(s.ctx); len(m.Embeds) != 1 {
		t.Errorf("the answer is %q", shown(m))
	}
}

// TestLongResponse: a list that takes several messages, and a file with the whole of it.
func TestLongResponse(t *testing.T) {
	t.Parallel()
	s := newScene(t, func(s *scene, _ *Config) {
		heading := retrieval.Suggestion{Kind: retrieval.SuggestHeading, Text: strings.Repeat("Nara ", 20)}
		s.lib.answer = func(context.Context, retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{Documents: 1, Suggestions: slices.Repeat([]retrieval.Suggestion{heading}, 100)}, nil
		}
	})
	s.SetPermissions(s.channel.ID, invitePermissions&^discordgo.PermissionEmbedLinks)
	it := s.slash(optionQuestion, "where did they meet?")
	it.Response(s.ctx)
	files := 0
	for range 2 {
		m := it.WaitFollowUp(s.ctx)
		files += len(m.Attachments)
		if m.Flags&discordgo.MessageFlagsEphemeral == 0 {
			t.Errorf("a follow-up to a private response is public: %q", shown(m))
		}
	}
	if files != 1 {
		t.Errorf("%d files were attached", files)
	}
}

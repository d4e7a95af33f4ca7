package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/bot/locale"
	"docent/retrieval"
)

// A control is a button or menu as a message has it.
type control struct {
	id, label string
	options   []string
	chosen    string
}

func controlsOf(t testing.TB, m *discordgo.Message) []control {
	t.Helper()
	var all []control
	for _, row := range m.Components {
		for _, c := range row.(*discordgo.ActionsRow).Components {
			switch c := c.(type) {
			case *discordgo.Button:
				all = append(all, control{id: c.CustomID, label: c.Label})
			case *discordgo.SelectMenu:
				menu := control{id: c.CustomID, label: c.Placeholder}
				for _, o := range c.Options {
					menu.options = append(menu.options, o.Label)
					if o.Default {
						menu.chosen = o.Label
					}
				}
				all = append(all, menu)
			default:
				t.Fatalf("a component of type %T", c)
			}
		}
	}
	return all
}

func labels(t testing.TB, m *discordgo.Message) string {
	t.Helper()
	var all []string
	for _, c := range controlsOf(t, m) {
		all = append(all, c.label)
	}
	return strings.Join(all, ", ")
}

// button is the custom_id of what a message has under a label.
func button(t testing.TB, m *discordgo.Message, key string) string {
	t.Helper()
	for _, c := range controlsOf(t, m) {
		if c.label == say(key) {
			return c.id
		}
	}
	t.Fatalf("under %q there is no %q, only %s", shown(m), say(key), labels(t, m))
	return ""
}

// press has somebody press what a message has under a label, some seconds after what was pressed before.
func (s *scene) press(m *discordgo.Message, who *discordgo.User, key string, values ...string) *discordtest.Interaction {
	s.t.Helper()
	s.clock.advance(2 * pressWithin)
	return s.Press(m.ChannelID, m.ID, who, button(s.t, m, key), values...)
}

// answered is the private answer to a question of Ann's.
func (s *scene) answered(options ...string) *discordgo.Message {
	s.t.Helper()
	s.settleAsk()
	return s.slash(append([]string{optionQuestion, "where did they meet?"}, options...)...).Response(s.ctx).Message
}

// numbered are passages that can be told apart: "Passage 1 says so.", on line 10, and so on.
func numbered(n int) []retrieval.Snippet {
	var all []retrieval.Snippet
	for i := 1; i <= n; i++ {
		text := fmt.Sprintf("Passage %d says so.", i)
		all = append(all, retrieval.Snippet{
			Text: text, Sentence: [2]int{0, len(text)}, Citation: citation("talks.txt", 10*i, 10*i),
			Pieces: []retrieval.Piece{{End: len(text), Span: retrieval.Span{Start: 100 * i, End: 100*i + len(text), First: 10 * i, Last: 10 * i}}},
		})
	}
	return all
}

// answeringWith is a library that answers every question with the first of these passages, as many as are asked for.
func answeringWith(all []retrieval.Snippet) answerFunc {
	return func(_ context.Context, q retrieval.Question) (retrieval.Answer, error) {
		return retrieval.Answer{Found: true, Documents: 12, Snippets: slices.Clone(all[:min(len(all), q.Limit)])}, nil
	}
}

func passages(n int) func(*scene, *Config) {
	return func(s *scene, _ *Config) {
		s.lib.answer, s.lib.quote = answeringWith(numbered(n)), quoting(numbered(n)...)
	}
}

// quoting is a library that quotes these passages, nothing marked, where their spans are asked for.
func quoting(all ...retrieval.Snippet) func(context.Context, retrieval.Place) (retrieval.Snippet, error) {
	return func(_ context.Context, at retrieval.Place) (retrieval.Snippet, error) {
		for _, s := range all {
			span := s.Pieces[0].Span
			if s.Citation.Path == at.Source && slices.Equal(at.Spans, [][2]int{{span.Start, span.End}}) {
				s.Sentence, s.Matches = [2]int{0, len(s.Text)}, nil
				return s, nil
			}
		}
		return retrieval.Snippet{}, &retrieval.PlaceError{Fault: retrieval.NothingThere}
	}
}

// responseTo asserts that a response is private, and says the text of a key.
func (s *scene) wantNotice(it *discordtest.Interaction, key string, args ...locale.Args) *discordgo.Message {
	s.t.Helper()
	r := it.Response(s.ctx)
	if r.Message == nil || !r.Private || r.Message.Content != written(say(key, args...)) {
		s.t.Errorf("the presser was told %+v, want %q in private", r.Message, say(key, args...))
	}
	return r.Message
}

func TestControlsUnderAnAnswer(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(5))
	private := s.answered()
	if got, want := labels(t, private), "Choose a passage, Share, More context, Next, Not it, Delete, Ask again"; got != want {
		t.Errorf("under a private answer: %s", got)
	}
	if rows := len(private.Components); rows != 3 {
		t.Errorf("%d rows", rows)
	}
	s.ask(s.mention() + " where did they meet?")
	if got, want := labels(t, s.answer()), "Choose a passage, Share, More context, Next, Not it, Delete"; got != want {
		t.Errorf("under an answer to a mention: %s", got)
	}
	s.settleAsk()
	dm := s.SlashCommand(s.NewDM(s.ann).ID, s.ann, askName, discordtest.Text(optionQuestion, "where?"), discordtest.Number(optionPassages, 1))
	if got, want := labels(t, dm.Response(s.ctx).Message), "More context, Next, Not it, Delete, Ask again"; got != want {
		t.Errorf("in direct messages: %s", got)
	}
	s.lib.answer = answeringWith(numbered(1))
	if got, want := labels(t, s.answered()), "Share, More context, Not it, Delete, Ask again"; got != want {
		t.Errorf("under one passage: %s", got)
	}
	s.lib.answer = func(context.Context, retrieval.Question) (retrieval.Answer, error) {
		return retrieval.Answer{Documents: 3}, nil
	}
	if got, want := labels(t, s.answered()), "Weak matches, Ask again"; got != want {
		t.Errorf("under silence: %s", got)
	}
}

// TestDoublePress: the same press within a moment changes nothing more.
func TestDoublePress(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(9))
	m := s.answered()
	next := button(t, m, "button.next")
	first := s.Press(m.ChannelID, m.ID, s.ann, next)
	second := s.Press(m.ChannelID, m.ID, s.ann, next)
	if r := second.Response(s.ctx); r.Type != discordgo.InteractionResponseDeferredMessageUpdate {
		t.Errorf("the second press had a response of type %d", r.Type)
	}
	if got := shown(first.Response(s.ctx).Message); !strings.Contains(got, "Passage 4") || strings.Contains(got, "Passage 7") {
		t.Errorf("the page is %q", got)
	}
}

// expands has the library expand by adding words, twice.
func expands(s *scene, _ *Config) {
	s.lib.answer = answeringWith(numbered(1))
	wide := func(step int) retrieval.Snippet {
		wide := numbered(1)[0]
		wide.Text += strings.Repeat(" More.", step)
		wide.Pieces[0].End, wide.Pieces[0].Span.End = len(wide.Text), wide.Pieces[0].Span.Start+len(wide.Text)
		wide.Citation.Lines = [2]int{10 - step, 10 + step}
		return wide
	}
	s.lib.quote = quoting(append(numbered(4), wide(1), wide(2))...)
	s.lib.expand = func(_ context.Context, at retrieval.Citation, step int) (retrieval.Snippet, bool, error) {
		if want := citation("talks.txt", 10, 10).Lines; at.Lines != want {
			s.t.Errorf("expanded from lines %v, not %v, where it began", at.Lines, want)
		}
		return wide(step), step == 2, nil
	}
	s.lib.open = func(_ context.Context, source string, _ int64) (retrieval.File, error) {
		return retrieval.File{Path: source, Data: []byte("the whole")}, nil
	}
}

func TestMoreContext(t *testing.T) {
	t.Parallel()
	s := newScene(t, expands)
	m := s.answered()
	for step := range 2 {
		r := s.press(m, s.ann, "button.more_context").Response(s.ctx)
		if r.Type != discordgo.InteractionResponseUpdateMessage || strings.Count(shown(r.Message), "More.") != step+1 {
			t.Fatalf("step %d: %q", step, shown(r.Message))
		}
		m = r.Message
	}
	if got, want := labels(t, m), "Share, The file, Not it, Delete"; got != want {
		t.Errorf("under the whole section: %s", got)
	}
	file := s.press(m, s.ann, "button.file").Response(s.ctx)
	if !file.Private || len(file.Message.Attachments) != 1 || file.Message.Attachments[0].Filename != "talks.txt" {
		t.Errorf("the file came as %+v", file.Message)
	}
	// What was expanded is what is shared.
	s.press(m, s.ann, "button.share").Response(s.ctx)
	if shared := s.answer(); strings.Count(shown(shared), "More.") != 2 {
		t.Errorf("shared %q", shown(shared))
	}
	s.lib.expand = func(context.Context, retrieval.Citation, int) (retrieval.Snippet, bool, error) {
		return retrieval.Snippet{}, false, &retrieval.PlaceError{Fault: retrieval.NoSuchSource}
	}
	s.wantNotice(s.press(s.answered(), s.ann, "button.more_context"), "say.deleted_source")
}

// TestFileWithoutAttachFiles: the reply says how to read on.
func TestFileWithoutAttachFiles(t *testing.T) {
	t.Parallel()
	s := newScene(t, expands)
	s.SetPermissions(s.channel.ID, discordtest.DefaultPermissions&^discordgo.PermissionAttachFiles)
	it := s.SlashCommand(s.channel.ID, s.ann, "sources", discordtest.Sub("file", discordtest.Text(optionSource, "talks.txt")))
	s.wantNotice(it, "say.file_not_allowed")
}

func TestNext(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(4))
	m := s.answered()
	next := button(t, m, "button.next")
	r := s.press(m, s.ann, "button.next").Response(s.ctx)
	if got := shown(r.Message); r.Type != discordgo.InteractionResponseUpdateMessage || !strings.Contains(got, "Passage 4") || strings.Contains(got, "Passage 3") {
		t.Errorf("the next page is %q", got)
	}
	if got, want := labels(t, r.Message), "Share, More context, Not it, Delete, Ask again"; got != want {
		t.Errorf("under the last page: %s", got)
	}
	// The same button again, as in a message that another client shows still, leads to the same page.
	again := s.PressForged(s.channel.ID, m.ID, s.ann, discordgo.ButtonComponent, next).Response(s.ctx)
	if again.Message != nil && !strings.Contains(shown(again.Message), "Passage 4") {
		t.Errorf("the same button again leads to %q", shown(again.Message))
	}
}

// TestPressesOfOthers: on a public answer everyone may look, but only the asker changes it.
func TestPressesOfOthers(t *testing.T) {
	t.Parallel()
	s := newScene(t, func(s *scene, c *Config) {
		expands(s, c)
		s.lib.answer = answeringWith(numbered(4))
	})
	s.ask(s.mention() + " where did they meet?")
	m := s.answer()
	bob := s.NewUser("Bob")
	s.AddMember(s.guild.ID, bob)
	for key, values := range map[string][]string{"button.next": nil, "button.more_context": nil, "select.passage": {"1"}} {
		r := s.press(m, bob, key, values...).Response(s.ctx)
		if !r.Private || r.Type != discordgo.InteractionResponseChannelMessageWithSource || len(r.Message.Embeds) != 1 {
			t.Errorf("%s: %+v", key, r.Message)
		}
	}
	s.wantNotice(s.press(m, bob, "button.delete"), "say.only_asker_deletes")
	r := s.press(m, s.ann, "button.next").Response(s.ctx)
	if r.Type != discordgo.InteractionResponseUpdateMessage || r.Private {
		t.Errorf("the asker's press: type %d, private %v", r.Type, r.Private)
	}
	s.press(r.Message, s.ann, "button.delete").Response(s.ctx)
	s.sent(0)
}

func TestDelete(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(1))
	moderator := s.NewUser("Mo")
	s.AddMember(s.guild.ID, moderator, s.NewRole(s.guild.ID, "moderators", discordgo.PermissionManageMessages).ID)
	s.ask(s.mention() + " where did they meet?")
	m := s.answer()
	r := s.press(m, moderator, "button.delete").Response(s.ctx)
	if r.Type != discordgo.InteractionResponseDeferredMessageUpdate {
		t.Errorf("response of type %d", r.Type)
	}
	private := s.answered()
	s.press(private, s.ann, "button.delete").Response(s.ctx)
	s.Wait(s.ctx, "DELETE /webhooks/{id}/{token}/messages/@original", 2)
	s.sent(0)
}

// TestDeleteOfSeveralMessages: an answer that took several goes as a whole.
func TestDeleteOfSeveralMessages(t *testing.T) {
	t.Parallel()
	s := newScene(t, func(s *scene, _ *Config) {
		heading := retrieval.Suggestion{Kind: retrieval.SuggestHeading, Text: strings.Repeat("Nara ", 20)}
		s.lib.answer = func(context.Context, retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{Documents: 1, Suggestions: slices.Repeat([]retrieval.Suggestion{heading}, 100)}, nil
		}
	})
	s.SetPermissions(s.channel.ID, discordtest.DefaultPermissions&^discordgo.PermissionEmbedLinks)
	s.ask(s.mention() + " where did they meet?")
	var last *discordgo.Message
	for last == nil || len(last.Components) == 0 {
		last = s.answer()
	}
	if len(s.Messages(s.channel.ID)) < 2 {
		t.Fatal("the answer is one message")
	}
	s.settleState(button(t, last, "button.delete"), `"messages"`)
	s.press(last, s.ann, "button.delete").Response(s.ctx)
	s.Wait(s.ctx, "DELETE /webhooks/{id}/{token}/messages/@original", 1)
	s.sent(0)
}

// settleState waits until the state behind a button has something in it: a message is seen a moment before what is noted
// of it.
func (s *scene) settleState(customID, want string) {
	s.t.Helper()
	p, _ := parsePress(customID)
	for s.ctx.Err() == nil {
		if raw, err := s.memory.State(p.state); err != nil || strings.Contains(string(raw), want) {
			return
		}
	}
	s.t.Fatalf("the state behind %s never had %s", customID, want)
}

func TestWeakMatches(t *testing.T) {
	t.Parallel()
	var searched atomic.Value
	s := newScene(t, func(s *scene, _ *Config) {
		s.lib.answer = func(context.Context, retrieval.Question) (retrieval.Answer, error) {
			return retrieval.Answer{Documents: 3}, nil
		}
		s.lib.find = func(_ context.Context, q retrieval.Search) (retrieval.Hits, error) {
			searched.Store(q.Text)
			return retrieval.Hits{Snippets: numbered(2), Total: 2}, nil
		}
	})
	r := s.press(s.answered(), s.ann, "button.weak").Response(s.ctx)
	if !r.Private || !strings.HasPrefix(r.Message.Content, written(say("say.weak"))) || searched.Load() != "where did they meet?" {
		t.Errorf("the weak matches of %v are %q", searched.Load(), shown(r.Message))
	}
}

// TestNextInPublic: the question stays above the answer, and what stood in a plain answer doesn't.
func TestNextInPublic(t *testing.T) {
	t.Parallel()
	s := newScene(t, passages(4))
	s.answered(optionShow, showEveryone)
	m := s.answer()
	r := s.press(m, s.ann, "button.next").Response(s.ctx)
	if got := shown(r.Message); !strings.HasPrefix(got, written(say("say.asked", locale.Args{"question": "where did they meet?"}))) || !strings.Contains(got, "Passage 4") {
		t.Errorf("the next page is %q", got)
	}
	s.SetPermissions(s.channel.ID, discordtest.DefaultPermissions&^discordgo.PermissionEmbedLinks)
	s.ask(s.mention() + " where did they meet?")
	for m = s.answer(); len(m.Components) == 0 || m.Content == ""; {
		m = s.answer()
	}
	r = s.press(m, s.ann, "button.next").Response(s.ctx)
	if got := shown(r.Message); strings.Contains(got, "Passage 1") || !strings.Contains(got, "Passage 4") {
		t.Errorf("the next page is %q", got)
	}
}

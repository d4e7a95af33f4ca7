package bot

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/discordtest"
	"docent/bot/gateway"
	"docent/bot/rest"
	"docent/retrieval"
)

// BenchmarkEvents measures from an event on Discord to what is shown for it, by the fake Discord's clock: /ask, a
// completion, a button and a mention, asked by 1, 10 and 100 people at once. Beside it, in the same run, runs a handler
// over the same clients that answers the same events with a fixed text; "x/trivial" is the one median over the other. The
// documents are 4,320 news articles where DOCENT_EVAL_DIR names the question sets, and made up otherwise.
func BenchmarkEvents(b *testing.B) {
	lib, questions := benchLibrary(b)
	docent := newEventBench(b, lib, questions)
	trivial := newTrivialBench(b, questions)
	for _, kind := range []string{"ask", "completion", "button", "mention"} {
		for _, askers := range []int{1, 10, 100} {
			b.Run(fmt.Sprintf("%s/%d", kind, askers), func(b *testing.B) {
				var ours, theirs []time.Duration
				for b.Loop() {
					ours = append(ours, docent.round(kind, askers)...)
					theirs = append(theirs, trivial.round(kind, askers)...)
				}
				b.ReportMetric(quantile(ours, 0.5), "ms/median")
				b.ReportMetric(quantile(ours, 0.99), "ms/p99")
				b.ReportMetric(quantile(theirs, 0.5), "ms/trivial-median")
				b.ReportMetric(quantile(ours, 0.5)/quantile(theirs, 0.5), "x/trivial")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// quantile is a quantile of durations in milliseconds.
func quantile(all []time.Duration, q float64) float64 {
	slices.Sort(all)
	return float64(all[min(int(q*float64(len(all))), len(all)-1)].Microseconds()) / 1000
}

// An eventBench is a fake Discord with a bot on it, and people to ask it something.
type eventBench struct {
	*discordtest.Server
	ctx       context.Context
	pass      func(time.Duration) // lets time pass, so that nobody has asked too much
	channels  []*discordgo.Channel
	people    []*discordgo.User
	questions []string
	next      int
}

func (e *eventBench) populate(guildID string) {
	for range 100 {
		person := e.NewUser("Person")
		e.AddMember(guildID, person)
		e.people = append(e.people, person)
		e.channels = append(e.channels, e.NewChannel(guildID, "general"))
	}
}

func (e *eventBench) question() string {
	e.next++
	return e.questions[e.next%len(e.questions)]
}

// round has so many people do something at once, and returns how long each waited.
func (e *eventBench) round(kind string, askers int) []time.Duration {
	e.pass(2 * time.Minute)
	var waits []func() time.Duration
	for i := range askers {
		who, channel := e.people[i], e.channels[i].ID
		switch kind {
		case "mention":
			asked := e.MessageCreate(channel, who, "<@"+e.Bot().ID+"> "+e.question())
			waits = append(waits, func() time.Duration { return e.WaitMessage(e.ctx, channel).Timestamp.Sub(asked.Timestamp) })
		case "ask":
			it := e.SlashCommand(channel, who, askName, discordtest.Text(optionQuestion, e.question()))
			waits = append(waits, e.answerTo(it))
		case "completion":
			word := strings.Fields(e.question())
			typed := word[len(word)/2]
			it := e.Autocomplete(channel, who, askName, discordtest.Text(optionQuestion, typed[:min(len(typed), 4)]))
			waits = append(waits, func() time.Duration { return it.Response(e.ctx).After })
		}
	}
	if kind == "button" {
		for i, m := range e.answers(askers) {
			it := e.Press(e.channels[i].ID, m.ID, e.people[i], firstButton(m))
			waits = append(waits, e.answerTo(it))
		}
	}
	var took []time.Duration
	for _, wait := range waits {
		took = append(took, wait())
	}
	return took
}

// answerTo returns how long the answer to an interaction took. One that took so long that it was deferred is timed here.
func (e *eventBench) answerTo(it *discordtest.Interaction) func() time.Duration {
	start := time.Now()
	return func() time.Duration {
		r := it.Response(e.ctx)
		if r.Type != discordgo.InteractionResponseDeferredChannelMessageWithSource {
			return r.After
		}
		it.Original(e.ctx)
		return time.Since(start)
	}
}

// answers are private answers with a button, one to each of so many people. They aren't measured.
func (e *eventBench) answers(people int) []*discordgo.Message {
	var all []*discordgo.Message
	for i := range people {
		for {
			it := e.SlashCommand(e.channels[i].ID, e.people[i], askName, discordtest.Text(optionQuestion, e.question()))
			m := it.Original(e.ctx)
			e.pass(30 * time.Second)
			if firstButton(m) != "" {
				all = append(all, m)
				break
			}
		}
	}
	return all
}

// firstButton is the button that is measured: More context of a passage.
func firstButton(m *discordgo.Message) string {
	for _, row := range m.Components {
		for _, c := range row.(*discordgo.ActionsRow).Components {
			if button, ok := c.(*discordgo.Button); ok && strings.HasPrefix(button.CustomID, string(verbMore)) {
				return button.CustomID
			}
		}
	}
	return ""
}

func newEventBench(b *testing.B, lib command.Library, questions []string) *eventBench {
	s := newScene(b, func(s *scene, c *Config) {
		c.Library, c.Log, c.After = lib, nil, time.After
		c.REST = s.restOver(rest.Config{Base: s.RoundTripper(), PerSecond: 1_000_000})
	})
	e := &eventBench{Server: s.Server, ctx: context.Background(), pass: s.clock.advance, questions: questions}
	e.populate(s.guild.ID)
	return e
}

// newTrivialBench is a handler that answers every event with a fixed text.
func newTrivialBench(b *testing.B, questions []string) *eventBench {
	clock := &handClock{}
	e := &eventBench{ctx: context.Background(), pass: clock.advance, questions: questions}
	e.Server = discordtest.New(b, discordtest.WithNow(clock.now))
	guild := e.NewGuild("Team")
	client, err := rest.New(discordtest.Token, rest.Config{Base: e.RoundTripper(), PerSecond: 1_000_000})
	if err != nil {
		b.Fatal(err)
	}
	connection := gateway.New(gateway.Config{
		Token: discordtest.Token, Intents: Intents, Dialer: e.Dialer(), Log: slog.New(slog.DiscardHandler),
		URL:    func(context.Context) (string, error) { return e.GatewayURL(), nil },
		Handle: func(_ context.Context, event any) { go answerTrivially(b, client, e.Bot().ID, event) },
	})
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = connection.Run(ctx) })
	b.Cleanup(func() { cancel(); running.Wait() })
	e.WaitConnected(e.ctx)
	e.populate(guild.ID)
	return e
}

func answerTrivially(b *testing.B, client *rest.Client, self string, event any) {
	var err error
	const text = "They met in Nara."
	switch e := event.(type) {
	case *discordgo.MessageCreate:
		if e.Author.ID != self {
			_, err = client.SendMessage(context.Background(), e.ChannelID, &rest.Message{Content: text, ReplyTo: e.ID})
		}
	case *discordgo.InteractionCreate:
		response := &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: &discordgo.InteractionResponseData{
			Content: text, Flags: discordgo.MessageFlagsEphemeral,
			Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
				discordgo.Button{Label: "More", Style: discordgo.SecondaryButton, CustomID: "more"},
			}}},
		}}
		switch e.Type {
		case discordgo.InteractionMessageComponent:
			response.Type = discordgo.InteractionResponseUpdateMessage
		case discordgo.InteractionApplicationCommandAutocomplete:
			response = &discordgo.InteractionResponse{Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: &discordgo.InteractionResponseData{
				Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: text, Value: text}},
			}}
		}
		err = client.Respond(context.Background(), e.Interaction, response)
	}
	if err != nil {
		b.Errorf("the trivial handler: %v", err)
	}
}

// benchLibrary opens the documents to measure on, and questions about them.
func benchLibrary(b *testing.B) (command.Library, []string) {
	docs, questions := evalSet(b)
	if docs == "" {
		docs, questions = madeUpDocuments(b)
	}
	lib, err := retrieval.Open(context.Background(), retrieval.Config{Docs: docs, Data: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { lib.Close() })
	if _, err := lib.Update(context.Background()); err != nil {
		b.Fatal(err)
	}
	return lib, questions
}

// evalSet is the folder of news articles and the questions about them, "" where there is none.
func evalSet(b *testing.B) (docs string, questions []string) {
	dir := os.Getenv("DOCENT_EVAL_DIR")
	if dir == "" {
		return "", nil
	}
	f, err := os.Open(filepath.Join(dir, "rtqa_2023h1", "questions.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var q struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			b.Fatal(err)
		}
		questions = append(questions, q.Text)
	}
	return filepath.Join(dir, "rtqa_2023h1", "docs"), questions
}

// madeUpDocuments are a hundred short reports.
func madeUpDocuments(b *testing.B) (docs string, questions []string) {
	docs = b.TempDir()
	for i := range 100 {
		place := fmt.Sprintf("Harbour%d", i)
		text := fmt.Sprintf("# %s\n\nThe ferry to %s was resumed in May after %d months.\n\nNobody knows who paid for it.\n", place, place, i+2)
		if err := os.WriteFile(filepath.Join(docs, place+".md"), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
		questions = append(questions, "When was the ferry to "+place+" resumed?")
	}
	return docs, questions
}

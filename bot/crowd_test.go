package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/bot/rest"
	"docent/retrieval"
)

// faster is how much faster time passes in the test of a crowd than on Discord: its limits are shrunk in proportion, so
// that the waits which they ask for are short.
const faster = 20

// A crowd is many people in many channels, none of whom has asked anything yet.
type crowd struct {
	*scene
	people   []*discordgo.User
	channels []*discordgo.Channel
}

func newCrowd(t testing.TB, people, channels int) *crowd {
	t.Helper()
	c := &crowd{}
	start := time.Now()
	c.scene = newScene(t, func(s *scene, config *Config) {
		config.Log = nil
		config.Now = func() time.Time { return start } // a machine that is slow with its tests is no reason to give up
		config.REST = s.restOver(rest.Config{Base: s.RoundTripper(), PerSecond: 50 * faster})
	}, discordtest.WithoutDocument()) // what it sends is checked elsewhere
	c.ctx = context.Background() // each wait has its own end
	c.SetRateLimit("POST /channels/{channel}/messages", 5, 5*time.Second/faster)
	for range channels {
		c.channels = append(c.channels, c.NewChannel(c.guild.ID, "general"))
	}
	for range people {
		person := c.NewUser("Person")
		c.AddMember(c.guild.ID, person)
		c.people = append(c.people, person)
	}
	return c
}

// askAll has everybody ask at once, and returns the ids of their messages by channel, in the order of their arrival.
func (c *crowd) askAll() map[string][]string {
	asked := map[string][]string{}
	for i, person := range c.people {
		channel := c.channels[i%len(c.channels)].ID
		asked[channel] = append(asked[channel], c.MessageCreate(channel, person, fmt.Sprintf("%s question %d?", c.mention(), i)).ID)
	}
	return asked
}

// answers waits for so many answers in a channel, and returns the ids of what they answer.
func (c *crowd) answers(channelID string, n int) []string {
	var answered []string
	for range n {
		m := c.WaitMessage(c.ctx, channelID)
		answered = append(answered, m.MessageReference.MessageID)
	}
	return answered
}

// TestThousandMentions: everybody is answered, in each channel in the order of arrival, and Discord has hardly ever to
// say that it is too much.
func TestThousandMentions(t *testing.T) { // not beside others: it takes all that the machine has
	c := newCrowd(t, 1000, 100)
	asked := c.askAll()
	for channelID, want := range asked {
		if got := c.answers(channelID, len(want)); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("channel %s was answered in the order %q, not %q", channelID, got, want)
		}
	}
	if err := c.bot.Drain(c.ctx); err != nil {
		t.Fatal(err)
	}
	if counts := c.bot.Counts(); counts.Answered != 1000 || counts.Failed+counts.Refused != 0 {
		t.Errorf("the bot counts %+v", counts)
	}
	sent := len(c.RequestsFor("POST /channels/{channel}/messages"))
	if sent > 1010 {
		t.Errorf("%d requests for 1000 answers: Discord's limits were not kept", sent)
	}
	if n := len(c.bot.answers.pending); n != 0 {
		t.Errorf("%d queues are left when nothing is to be done", n)
	}
}

// TestTooManyMentions: beyond what may wait, the asker is told so, and memory doesn't grow.
func TestTooManyMentions(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}, 1), make(chan struct{})
	s := newScene(t, func(s *scene, c *Config) {
		c.Workers, c.Waiting = 1, 3
		s.lib.answer = announce(started, blockUntil(release, answeringWith([]retrieval.Snippet{talks()})))
	})
	var people []*discordgo.User
	for range 5 {
		person := s.NewUser("Person")
		s.AddMember(s.guild.ID, person)
		people = append(people, person)
	}
	s.MessageCreate(s.channel.ID, people[0], s.mention()+" where?")
	<-started
	for _, person := range people[1:] {
		s.MessageCreate(s.channel.ID, person, s.mention()+" where?")
	}
	for range 2 {
		if m := s.answer(); m.Content != written(say("say.busy")) {
			t.Errorf("told %q", shown(m))
		}
	}
	go func() {
		for range started { // the others begin
		}
	}()
	close(release)
	for range 3 {
		if m := s.answer(); len(m.Embeds) != 1 {
			t.Errorf("answered %q", shown(m))
		}
	}
	s.stop()
	if err := s.bot.Drain(s.ctx); err != nil {
		t.Fatal(err)
	}
	close(started)
}

// BenchmarkThousandMentions measures how long it takes until a thousand mentions in a hundred channels are answered, with
// Discord's limits shrunk by the factor faster, beside the time that those limits alone take.
func BenchmarkThousandMentions(b *testing.B) {
	const people = 1000
	var took time.Duration
	rounds := 0
	for b.Loop() {
		b.StopTimer()
		c := newCrowd(b, people, 100)
		b.StartTimer()
		start := time.Now()
		for channelID, want := range c.askAll() {
			c.answers(channelID, len(want))
		}
		took += time.Since(start)
		rounds++
	}
	least := people / 50 * time.Second / faster
	b.ReportMetric(took.Seconds()/float64(rounds), "s/thousand")
	b.ReportMetric(took.Seconds()/float64(rounds)/least.Seconds(), "x/limits")
}

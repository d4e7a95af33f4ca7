package bot

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/bot/rest"
)

// BenchmarkEventToReply measures from a message on Discord to the reply's being there: this bot with a library that
// answers at once, and the least that discordgo needs to answer with a fixed text, by turns in the same run. The metric
// "x/discordgo" is the one over the other.
func BenchmarkEventToReply(b *testing.B) {
	docent, plain := benchDocent(b), benchDiscordgo(b)
	var ours, theirs time.Duration
	for b.Loop() {
		ours += docent.turn()
		theirs += plain.turn()
	}
	b.ReportMetric(float64(ours.Nanoseconds())/float64(b.N), "ns/docent")
	b.ReportMetric(float64(theirs.Nanoseconds())/float64(b.N), "ns/discordgo")
	b.ReportMetric(float64(ours)/float64(theirs), "x/discordgo")
}

// A bench is a fake Discord with people to ask questions, each of them once: the bot limits how much one may ask.
type bench struct {
	*discordtest.Server
	ctx      context.Context
	guild    *discordgo.Guild
	people   []*discordgo.User
	channels []*discordgo.Channel
}

// turn has somebody ask, and returns how long the reply took.
func (s *bench) turn() time.Duration {
	if len(s.people) == 0 {
		s.crowd()
	}
	last := len(s.people) - 1
	person, channel := s.people[last], s.channels[last]
	s.people, s.channels = s.people[:last], s.channels[:last]
	start := time.Now()
	s.MessageCreate(channel.ID, person, "<@"+s.Bot().ID+"> where did they meet?")
	s.WaitMessage(s.ctx, channel.ID)
	return time.Since(start)
}

// crowd brings people in, and waits until the bot has heard of them.
func (s *bench) crowd() {
	for range 200 {
		person := s.NewUser("Person")
		s.AddMember(s.guild.ID, person)
		s.people = append(s.people, person)
		s.channels = append(s.channels, s.NewChannel(s.guild.ID, "general"))
	}
	s.turn()
}

func benchDocent(b *testing.B) *bench {
	s := newScene(b, func(s *scene, c *Config) {
		client, err := rest.New(discordtest.Token, rest.Config{Base: s.RoundTripper(), PerSecond: 1_000_000})
		if err != nil {
			b.Fatal(err)
		}
		c.REST, c.Log = client, nil
	})
	return &bench{Server: s.Server, ctx: b.Context(), guild: s.guild}
}

// lenient overlooks that discordgo speaks an older version of the protocol than the fake Discord wants to hear.
type lenient struct{ testing.TB }

func (lenient) Errorf(string, ...any) {}

func benchDiscordgo(b *testing.B) *bench {
	s := &bench{Server: discordtest.New(lenient{b}), ctx: b.Context()}
	s.guild = s.NewGuild("Team")
	// discordgo puts a slash behind the address it is given; here it lands in the query.
	s.Handle("GET /gateway", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"url": "%s?slash="}`, s.GatewayURL())
	})
	session := s.Session()
	session.Dialer = s.Dialer()
	session.Identify.Token = discordtest.Token
	session.Identify.Intents = Intents
	session.AddHandler(func(session *discordgo.Session, m *discordgo.MessageCreate) {
		if m.Author.Bot {
			return
		}
		_, err := session.ChannelMessageSendComplex(m.ChannelID, &discordgo.MessageSend{
			Content: "They met in Nara.", Reference: m.Reference(), AllowedMentions: &discordgo.MessageAllowedMentions{},
		})
		if err != nil {
			b.Errorf("discordgo: %v", err)
		}
	})
	if err := session.Open(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := session.Close(); err != nil {
			b.Errorf("discordgo: %v", err)
		}
	})
	s.WaitConnected(s.ctx)
	return s
}

package bot

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/discordtest"
	"docent/bot/gateway"
	"docent/bot/locale"
	"docent/bot/render"
	"docent/bot/rest"
	"docent/bot/store"
	"docent/retrieval"
)

// A scene is a bot with the real REST and gateway clients on a fake Discord: one server with one channel and one member,
// Ann.
type scene struct {
	*discordtest.Server
	t       testing.TB
	ctx     context.Context
	bot     *Bot
	lib     *fakeLibrary
	guild   *discordgo.Guild
	channel *discordgo.Channel
	ann     *discordgo.User
	clock   *handClock
	log     *safeBuffer
	folder  string
	memory  *store.Store
	late    chan time.Time // what waits for a while waits for this
	stop    func()         // ends the gateway's connection, and waits for it
}

// newScene sets a scene. The library answers every question with the one passage that talks returns, until the test
// says otherwise; change may alter the bot's configuration.
func newScene(t testing.TB, change func(*scene, *Config), opts ...discordtest.Option) *scene {
	t.Helper()
	s := &scene{t: t, ctx: testContext(t), clock: &handClock{}, log: &safeBuffer{}, late: make(chan time.Time)}
	opts = append([]discordtest.Option{discordtest.WithIntents(Intents), discordtest.WithNow(s.clock.now)}, opts...)
	s.Server = discordtest.New(t, opts...)
	s.guild = s.NewGuild("Team")
	s.channel = s.NewChannel(s.guild.ID, "general")
	s.ann = s.NewUser("Ann")
	s.AddMember(s.guild.ID, s.ann)
	s.lib = answering(retrieval.Answer{Found: true, Documents: 12, Snippets: []retrieval.Snippet{talks()}}, retrieval.Status{Documents: 12})
	config := Config{
		Library: s.lib,
		REST:    s.client(),
		Locales: locales(),
		Self:    s.Server.Bot().ID,
		AppID:   s.AppID(),
		Log:     slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Now:     s.clock.now,
		After:   func(time.Duration) <-chan time.Time { return s.late },
		Rand:    endless("docent"),
		Memory:  s.openMemory(),
	}
	if change != nil {
		change(s, &config)
	}
	s.bot = New(config)
	s.connect()
	t.Cleanup(func() {
		s.stop()
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := s.bot.Drain(ctx); err != nil {
			t.Errorf("drain: %v", err)
		}
	})
	return s
}

// openMemory opens the scene's store: the same file each time, so that a second bot finds what the first has kept.
func (s *scene) openMemory() *store.Store {
	s.t.Helper()
	if s.folder == "" {
		s.folder = s.t.TempDir()
	}
	memory, err := store.Open(filepath.Join(s.folder, "docent.db"), store.Config{Now: s.clock.now})
	if err != nil {
		s.t.Fatal(err)
	}
	s.memory = memory
	s.t.Cleanup(func() {
		if err := memory.Close(); err != nil {
			s.t.Error(err)
		}
	})
	return memory
}

func (s *scene) client() *rest.Client { return s.restOver(rest.Config{Base: s.RoundTripper()}) }

func (s *scene) restOver(c rest.Config) *rest.Client {
	s.t.Helper()
	client, err := rest.New(discordtest.Token, c)
	if err != nil {
		s.t.Fatal(err)
	}
	return client
}

// connect runs the gateway client until stop.
func (s *scene) connect() {
	s.t.Helper()
	client := gateway.New(gateway.Config{
		Token:   discordtest.Token,
		Intents: Intents,
		URL:     func(context.Context) (string, error) { return s.GatewayURL(), nil },
		Handle:  s.bot.Handle,
		Log:     slog.New(slog.DiscardHandler),
		Dialer:  s.Dialer(),
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := client.Run(ctx); err != nil {
			s.t.Errorf("gateway: %v", err)
		}
	}()
	s.stop = sync.OnceFunc(func() { cancel(); <-done })
	s.WaitConnected(s.ctx)
}

// ask has Ann write in the channel.
func (s *scene) ask(content string, opts ...discordtest.MessageOption) *discordgo.Message {
	s.t.Helper()
	return s.MessageCreate(s.channel.ID, s.ann, content, opts...)
}

// mention is how the bot is mentioned.
func (s *scene) mention() string { return "<@" + s.Server.Bot().ID + ">" }

// answer waits for the bot's next message in the channel.
func (s *scene) answer() *discordgo.Message {
	s.t.Helper()
	return s.WaitMessage(s.ctx, s.channel.ID)
}

// settle waits until everything that was done so far has been dealt with. The bot takes no more questions then.
func (s *scene) settle() {
	s.t.Helper()
	s.settleQuestions()
	if err := s.bot.Drain(s.ctx); err != nil {
		s.t.Fatal(err)
	}
}

// sent asserts that the bot has sent so many messages to the channel, all told, and returns them.
func (s *scene) sent(want int) []*discordgo.Message {
	s.t.Helper()
	s.settle()
	all := s.Messages(s.channel.ID)
	if len(all) != want {
		for _, m := range all {
			s.t.Logf("the bot sent %q", shown(m))
		}
		s.t.Fatalf("the bot sent %d messages, want %d", len(all), want)
	}
	return all
}

// shown is all that a message says.
func shown(m *discordgo.Message) string {
	all := []string{m.Content}
	for _, e := range m.Embeds {
		all = append(all, e.Title, e.Description)
	}
	return strings.Join(all, "\n")
}

// handClock is a clock that runs with the real one, and can be set forward.
type handClock struct {
	mu     sync.Mutex
	offset time.Duration
}

func (c *handClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}

// safeBuffer is a bytes.Buffer for several goroutines.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// endless repeats its text.
type endless string

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e[i%len(e)]
	}
	return len(p), nil
}

// listen makes the library note its questions, and answer as before.
func (s *scene) listen() (asked func() []retrieval.Question) {
	var (
		mu  sync.Mutex
		all []retrieval.Question
	)
	answer := s.lib.answer
	s.lib.answer = func(ctx context.Context, q retrieval.Question) (retrieval.Answer, error) {
		mu.Lock()
		all = append(all, q)
		mu.Unlock()
		return answer(ctx, q)
	}
	return func() []retrieval.Question {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(all)
	}
}

func listening(asked *func() []retrieval.Question) func(*scene, *Config) {
	return func(s *scene, _ *Config) { *asked = s.listen() }
}

type answerFunc = func(context.Context, retrieval.Question) (retrieval.Answer, error)

// announce tells when the library is asked.
func announce(started chan<- struct{}, answer answerFunc) answerFunc {
	return func(ctx context.Context, q retrieval.Question) (retrieval.Answer, error) {
		started <- struct{}{}
		return answer(ctx, q)
	}
}

// blockUntil makes an answer wait for release.
func blockUntil(release <-chan struct{}, answer answerFunc) answerFunc {
	return func(ctx context.Context, q retrieval.Question) (retrieval.Answer, error) {
		select {
		case <-release:
			return answer(ctx, q)
		case <-ctx.Done():
			return retrieval.Answer{}, ctx.Err()
		}
	}
}

// written is text of ours as it stands in a message.
// locales are the languages that are built in.
var locales = sync.OnceValue(func() *locale.Locales {
	all, err := locale.New()
	if err != nil {
		panic(err)
	}
	return all
})

func english() *locale.Locale { return locales().English() }

// say is a text in English.
func say(key string, args ...locale.Args) string { return english().Text(key, args...) }

func written(words string) string { return render.Escape(words) }

// snowflake makes a Discord id of a time, and of a number that tells it from others of the same time.
func snowflake(at time.Time, serial int) string {
	const epoch = 1420070400000 // of Discord, in Unix milliseconds
	return strconv.FormatInt((at.UnixMilli()-epoch)<<22|int64(serial), 10)
}

package main

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"docent/bot"
	"docent/bot/discordtest"
	"docent/retrieval"
)

// A botTrial is the bot running against a fake Discord.
type botTrial struct {
	*trial
	discord *discordtest.Server
	errs    *watchedBuffer
}

func newBotTrial(t *testing.T, lib *fakeLibrary) *botTrial {
	tr := &botTrial{trial: newTrial(t, lib), discord: discordtest.New(t, discordtest.WithToken(testToken), discordtest.WithIntents(bot.Intents))}
	tr.connect(t)
	return tr
}

// connect makes the fake Discord the one that the program meets.
func (tr *botTrial) connect(t *testing.T) {
	tr.sys.Env = append(tr.sys.Env, "DISCORD_TOKEN="+testToken)
	tr.sys.REST, tr.sys.Dialer = tr.discord.RoundTripper(), tr.discord.Dialer()
	tr.sys.Now = time.Now
	tr.errs = &watchedBuffer{}
	tr.sys.Out, tr.sys.Err = failingWriter{}, tr.errs // the bot has nothing to say on the output
	if err := os.Mkdir(tr.sys.Dir+"/data", 0o700); err != nil {
		t.Fatal(err)
	}
}

// start runs the bot until stop, which returns its exit status.
func (tr *botTrial) start(t *testing.T) (stop func() int) {
	ctx, cancel := context.WithCancel(context.Background())
	status := make(chan int, 1)
	go func() { status <- run(ctx, nil, tr.sys) }()
	stop = sync.OnceValue(func() int {
		cancel()
		return <-status
	})
	t.Cleanup(func() { stop() })
	return stop
}

func TestBotAnswersAndStops(t *testing.T) {
	t.Parallel()
	tr := newBotTrial(t, &fakeLibrary{answer: found})
	guild := tr.discord.NewGuild("news")
	channel := tr.discord.NewChannel(guild.ID, "questions")
	ann := tr.discord.NewUser("ann")
	tr.discord.AddMember(guild.ID, ann)

	stop := tr.start(t)
	ctx := t.Context()
	tr.discord.WaitConnected(ctx)
	asked := tr.discord.MessageCreate(channel.ID, ann, "<@"+tr.discord.Bot().ID+"> where did they meet?")
	answer := tr.discord.WaitMessage(ctx, channel.ID)
	if answer.MessageReference == nil || answer.MessageReference.MessageID != asked.ID {
		t.Errorf("not a reply to the question: %+v", answer.MessageReference)
	}
	tr.discord.Wait(ctx, "PUT /applications/{app}/commands", 1)

	if status := stop(); status != exitOK {
		t.Errorf("status %d", status)
	}
	if tr.lib.closed != 1 {
		t.Errorf("the library was closed %d times", tr.lib.closed)
	}
	if info, err := os.Stat(sessionPath(tr.sys.Dir + "/data")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the session wasn't saved: %v", err)
	}
	log := tr.errs.String()
	if strings.Contains(log, "DISCORD_APP_ID") {
		t.Errorf("a warning about an id that nobody gave:\n%s", log)
	}
	if !strings.Contains(log, "answered=1") || strings.Contains(log, testToken) {
		t.Errorf("log:\n%s", log)
	}
}

// A restart within the minute resumes, and what was asked in between is answered.
func TestBotResumesAfterARestart(t *testing.T) {
	t.Parallel()
	tr := newBotTrial(t, &fakeLibrary{answer: found})
	guild := tr.discord.NewGuild("news")
	channel := tr.discord.NewChannel(guild.ID, "questions")
	ann := tr.discord.NewUser("ann")
	tr.discord.AddMember(guild.ID, ann)

	stop := tr.start(t)
	tr.discord.WaitConnected(t.Context())
	tr.discord.MessageCreate(channel.ID, ann, "<@"+tr.discord.Bot().ID+"> where did they meet?")
	tr.discord.WaitMessage(t.Context(), channel.ID)
	stop()
	tr.discord.MessageCreate(channel.ID, ann, "<@"+tr.discord.Bot().ID+"> and where else?")
	stop = tr.start(t)
	tr.discord.WaitMessage(t.Context(), channel.ID)
	if status := stop(); status != exitOK {
		t.Errorf("status %d", status)
	}
	names := map[string]int{}
	for _, e := range tr.discord.GatewayLog() {
		names[e.Name]++
	}
	if names[discordtest.Identify] != 1 || names[discordtest.Resume] != 1 {
		t.Errorf("at the gateway: %v", names)
	}
}

func TestWrongToken(t *testing.T) {
	t.Parallel()
	tr := newBotTrial(t, &fakeLibrary{})
	tr.sys.Env = []string{"DISCORD_TOKEN=" + strings.Replace(testToken, "Gabc", "Gxyz", 1)}
	r := tr.trial.run(context.Background())
	if r.status != exitFault || !strings.Contains(r.err, "docent: DISCORD_TOKEN: Discord does not accept it; copy it anew") {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
	if n := len(tr.discord.Requests()); n != 1 {
		t.Errorf("%d requests, one was enough to know", n)
	}
	if len(tr.discord.GatewayLog()) > 0 {
		t.Error("it went to the gateway all the same")
	}
	if strings.Contains(r.err, testToken[:26]) {
		t.Errorf("the token is shown: %q", r.err)
	}
}

// A token that has no form of one is refused with another status.
func TestMalformedToken(t *testing.T) {
	t.Parallel()
	tr := newBotTrial(t, &fakeLibrary{})
	tr.discord.Fail("GET /users/@me", discordtest.APIError(http.StatusBadRequest, 0, "400: Bad Request"))
	r := tr.trial.run(context.Background())
	if r.status != exitFault || !strings.Contains(r.err, "docent: DISCORD_TOKEN: Discord does not accept it; copy it anew") {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
}

// A token that is taken back while the bot runs ends it, wherever that shows first.
func TestTokenRefusedLater(t *testing.T) {
	t.Parallel()
	tr := newBotTrial(t, &fakeLibrary{answer: found})
	guild := tr.discord.NewGuild("news")
	channel := tr.discord.NewChannel(guild.ID, "questions")
	ann := tr.discord.NewUser("ann")
	tr.discord.AddMember(guild.ID, ann)
	ended := make(chan int)
	go func() { ended <- run(t.Context(), nil, tr.sys) }()
	tr.discord.WaitConnected(t.Context())
	tr.discord.FailAlways("POST /channels/{channel}/messages", discordtest.APIError(http.StatusUnauthorized, 0, "401: Unauthorized"))
	tr.discord.MessageCreate(channel.ID, ann, "<@"+tr.discord.Bot().ID+"> where did they meet?")
	if status := <-ended; status != exitFault || !strings.Contains(tr.errs.String(), "the connection to Discord has ended for good") {
		t.Errorf("status %d, error stream %q", status, tr.errs)
	}
}

// Discord's refusal at the gateway ends the bot too.
func TestFatalAtTheGateway(t *testing.T) {
	t.Parallel()
	tr := newBotTrial(t, &fakeLibrary{})
	tr.discord.NextConnections(discordtest.Script{Ready: discordtest.CloseWith(4014, "Disallowed intent(s).")})
	r := tr.trial.run(context.Background())
	if r.status != exitFault || !strings.Contains(r.err, "the connection to Discord has ended for good") {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
	if tr.lib.closed != 1 {
		t.Errorf("the library was closed %d times", tr.lib.closed)
	}
}

// A machine may start before its network: the bot waits longer and longer, and stops when it is asked to.
func TestBotWaitsForTheNetwork(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	tr := newTrial(t, &fakeLibrary{})
	tr.sys.Env = []string{"DISCORD_TOKEN=" + testToken}
	tr.sys.REST = roundTripperFunc(func(*http.Request) (*http.Response, error) { return nil, errors.New("no route to host") })
	waits := map[time.Duration]int{}
	tr.sys.Wait = func(ctx context.Context, d time.Duration) error {
		if waits[d]++; waits[lastWait] == 2 {
			cancel()
		}
		return ctx.Err()
	}
	r := tr.run(ctx)
	if r.status != exitOK || !strings.Contains(r.err, "no route to host") {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
	if waits[firstWait] == 0 || waits[2*firstWait] == 0 {
		t.Errorf("waits %v", waits)
	}
	if tr.lib.closed != 1 {
		t.Errorf("the library was closed %d times", tr.lib.closed)
	}
}

func TestWait(t *testing.T) {
	if err := wait(context.Background(), 0); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := wait(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

type roundTripperFunc func(*http.Request) (*http.Response, error)

func (f roundTripperFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A question that is being answered when the bot is asked to stop is answered.
func TestBotFinishesWhatIsBeingAnswered(t *testing.T) {
	t.Parallel()
	asked, release := make(chan struct{}), make(chan struct{})
	tr := newBotTrial(t, &fakeLibrary{answer: func(q retrieval.Question) (retrieval.Answer, error) {
		close(asked)
		<-release
		return found(q)
	}})
	guild := tr.discord.NewGuild("news")
	channel := tr.discord.NewChannel(guild.ID, "questions")
	ann := tr.discord.NewUser("ann")
	tr.discord.AddMember(guild.ID, ann)

	stop := tr.start(t)
	tr.discord.WaitConnected(t.Context())
	tr.discord.MessageCreate(channel.ID, ann, "<@"+tr.discord.Bot().ID+"> where did they meet?")
	<-asked
	go stop()
	tr.discord.WaitGateway(t.Context(), discordtest.Closed, 1)
	close(release)
	tr.discord.WaitMessage(t.Context(), channel.ID)
	if status := stop(); status != exitOK {
		t.Errorf("status %d", status)
	}
}

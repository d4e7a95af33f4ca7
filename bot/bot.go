package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"docent/bot/command"
	"docent/bot/locale"
	"docent/retrieval"
)

const (
	// defaultWorkers questions are looked up at the same time. Looking up is work for the processor, so more than a few
	// only wait for each other; some more than that wait for Discord.
	defaultWorkers = 8
	// defaultWaiting questions may wait or be under way. At Discord's 50 messages a second, even the last is answered
	// within patience. Each takes some kilobytes.
	defaultWaiting = 2048
	// answerWithin is the time one question may take once its turn has come, Discord's share included.
	answerWithin = 20 * time.Second
	// cancelledWithin is the time that questions have to end after Drain has cancelled them.
	cancelledWithin = time.Second
	// patience is how old a question may be when its turn comes: later, the person has gone on.
	patience = time.Minute
	// deferAfter leaves half of the three seconds, within which Discord wants a first response, for its way there.
	deferAfter = 1500 * time.Millisecond
)

// A Config is what a Bot needs. Library, REST, Locales, Self and AppID are required.
type Config struct {
	Library command.Library
	REST    REST
	Locales *locale.Locales
	Self    string   // the bot's user id
	AppID   string   // the application's id; the same as Self for applications made since 2016
	Guilds  []string // the only servers to answer on; all that the bot is in if empty

	Memory Memory            // what stands behind buttons; nil: replies have none
	Links  command.SourceURL // of the places that are quoted

	// DevGuild is where commands are registered, if set, in place of everywhere: there a change shows at once.
	DevGuild string

	Log     *slog.Logger                         // nil: nothing is logged
	Now     func() time.Time                     // nil: time.Now
	After   func(time.Duration) <-chan time.Time // nil: time.After
	Rand    io.Reader                            // of the references to errors; nil: crypto/rand
	Workers int                                  // questions looked up at the same time; 0: eight
	Waiting int                                  // questions taken before more are refused, those under way included; 0: 2048
}

// A Bot answers on Discord. Handle takes events, Drain ends it.
type Bot struct {
	commands *command.Commands
	locales  *locale.Locales
	rest     REST
	self     string
	appID    string
	devGuild string
	log      *slog.Logger
	now      func() time.Time
	after    func(time.Duration) <-chan time.Time

	allowlist     allowlist
	guilds        *guilds
	memory        Memory
	members       *members
	faults        *faults
	limiter       *limiter
	events        deduplicator
	presses       *limiter     // how much one person may press
	recentPresses deduplicator // presses that come a second time
	threads       *threads     // which channels are threads
	limits        channelLimits
	answers       *queues // questions, in the order of their channel
	notices       *queues // refusals of a line and forms, which must not wait behind questions
	quick         *queues // completions, which nothing must wait behind
	counts        counts

	life context.Context // of all work; ends when Drain gives up
	end  context.CancelFunc
}

// New returns a Bot. It does nothing until events are handed to it.
func New(c Config) *Bot {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.After == nil {
		c.After = time.After
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Workers <= 0 {
		c.Workers = defaultWorkers
	}
	if c.Waiting <= 0 {
		c.Waiting = defaultWaiting
	}
	life, end := context.WithCancel(context.Background())
	guilds := newGuilds(c.REST, c.Self)
	return &Bot{
		commands:      command.New(c.Library, c.Locales.English(), c.Links),
		locales:       c.Locales,
		rest:          c.REST,
		self:          c.Self,
		appID:         c.AppID,
		devGuild:      c.DevGuild,
		log:           c.Log,
		now:           c.Now,
		after:         c.After,
		allowlist:     newAllowlist(c.Guilds, guilds),
		guilds:        guilds,
		members:       newMembers(c.REST),
		faults:        &faults{log: c.Log, rand: c.Rand},
		limiter:       newLimiter(perMinute, inFlight, "say.too_many"),
		presses:       newLimiter(pressesPerMinute, pressesInFlight, "say.too_many_presses"),
		recentPresses: newDeduplicator(pressWithin),
		threads:       newThreads(c.REST),
		memory:        c.Memory,
		events:        newDeduplicator(eventWithin),
		limits:        newChannelLimits(),
		answers:       newQueues(c.Workers, c.Waiting),
		notices:       newQueues(c.Workers, defaultWaiting),
		quick:         newQueues(c.Workers, defaultWaiting),
		life:          life,
		end:           end,
	}
}

// Handle takes one gateway event and returns at once; what is to be done is done by workers. Events must come in the
// gateway's order. The context isn't kept: what has been taken is answered even when the connection ends.
func (b *Bot) Handle(_ context.Context, event any) {
	switch e := event.(type) {
	case *discordgo.MessageCreate:
		b.onMessage(e.Message)
	case *discordgo.InteractionCreate:
		b.onInteraction(e.Interaction)
	default:
		b.guilds.learn(event)
	}
}

// Drain takes no more questions and waits until those taken are answered. When ctx ends before, it cancels what is left,
// gives it a moment to end, so that the library may be closed, and returns the context's error.
func (b *Bot) Drain(ctx context.Context) error {
	err := b.drain(ctx)
	b.end()
	if err == nil {
		return nil
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), cancelledWithin)
	defer cancel()
	if b.drain(last) != nil {
		b.log.Warn("some questions did not end when they were cancelled")
	}
	return fmt.Errorf("waiting for answers under way: %w", err)
}

// drain ends the answers first, since they may leave notices.
func (b *Bot) drain(ctx context.Context) error {
	if err := b.answers.drain(ctx); err != nil {
		return err
	}
	if err := b.quick.drain(ctx); err != nil {
		return err
	}
	return b.notices.drain(ctx)
}

// Counts is how many questions became what since the start.
type Counts struct {
	Answered int64 // a reply was sent, silence included
	Failed   int64 // an error; the asker has a reference, unless that couldn't be sent either
	Refused  int64 // beyond a limit, too old, or from where the bot doesn't serve
}

type counts struct{ answered, failed, refused atomic.Int64 }

// Counts reads the counters.
func (b *Bot) Counts() Counts {
	return Counts{Answered: b.counts.answered.Load(), Failed: b.counts.failed.Load(), Refused: b.counts.refused.Load()}
}

// run does what a request asks for, in the language of words.
func (b *Bot) run(ctx context.Context, words *locale.Locale, req command.Request) (command.Result, error) {
	return unlessAway(b.commands.In(words).Run(ctx, req))
}

// unlessAway drops the error that the library can't answer now. That is for the asker to know, and logged where it begins.
func unlessAway(res command.Result, err error) (command.Result, error) {
	if away := (*retrieval.UnavailableError)(nil); errors.As(err, &away) {
		return res, nil
	}
	return res, err
}

// guard runs one piece of work with a deadline, and turns a panic into an error.
func (b *Bot) guard(work func(ctx context.Context) error) (err error) {
	ctx, cancel := context.WithTimeout(b.life, answerWithin)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return work(ctx)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"docent/bot"
	"docent/bot/gateway"
	"docent/bot/locale"
	"docent/bot/rest"

	"golang.org/x/sync/errgroup"
)

// drainWithin is how long a stop waits for answers under way. One takes milliseconds, and seconds where Discord asks for
// patience; service managers kill after some 90 s.
const drainWithin = 10 * time.Second

// presenceEvery is how often the status line is compared with the documents: within what Discord takes, and soon enough.
const presenceEvery = 15 * time.Second

// presence is the bot's status line in Discord: how many documents it answers from.
func presence(sys system, lib library) string {
	return sys.Words.English().Text("presence.documents", locale.Args{"count": lib.Status().Documents})
}

// runDefault is docent without a command: the Discord bot where there is a token, else the chat.
func runDefault(ctx context.Context, sys system) error {
	cfg, err := folders{}.readConfig(sys)
	if err != nil {
		return err
	}
	if cfg.Token == "" {
		return runChat(ctx, sys, cfg)
	}
	return runBot(ctx, sys, cfg)
}

// runBot answers on Discord until ctx ends, and then stops in order: no more events, the answers under way, the
// gateway's session for the next start, the index.
func runBot(ctx context.Context, sys system, cfg config) (err error) {
	log := newLog(sys.Err, cfg, slog.LevelDebug)
	lib, err := openLibrary(ctx, sys, cfg, log, logProgress(sys, log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lib.Close()) }()

	conn, err := connect(ctx, sys, cfg, log)
	if err != nil {
		return stopped(ctx, err)
	}
	if cfg.AppID != conn.appID && cfg.AppID != "" {
		log.Warn("DISCORD_APP_ID is not the id of the token's application", "given", cfg.AppID, "is", conn.appID)
	}
	session, err := takeSession(cfg.Data, conn.appID, sys.Now())
	if err != nil {
		log.Warn("starting with a fresh session", "error", err)
	}
	memory, err := openMemory(cfg.Data, sys.Now, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, memory.Close()) }()
	b := bot.New(bot.Config{
		Library: lib, REST: conn.calls, Locales: sys.Words, Self: conn.userID, AppID: conn.appID,
		Guilds: cfg.Guilds, DevGuild: cfg.DevGuild, Log: log, Now: sys.Now,
		Memory: memory, Links: cfg.SourceURL,
	})
	gw := gateway.New(gateway.Config{
		Token: cfg.Token, Intents: bot.Intents, Presence: presence(sys, lib), URL: conn.calls.GatewayURL, Session: session,
		Handle: b.Handle, Log: log, Dialer: sys.Dialer, Now: sys.Now,
	})
	log.Info("docent starts", "application", conn.appID, "documents", lib.Status().Documents, "process", os.Getpid())
	err = runTogether(ctx, sys, lib, b, gw, conn.calls.Refused(), log)
	drain(b, log)
	if saveErr := saveSession(cfg.Data, conn.appID, gw.Session(), sys.Now()); saveErr != nil {
		log.Warn("the next start will begin a fresh session", "error", saveErr)
	}
	counts := b.Counts()
	log.Info("docent stops", "answered", counts.Answered, "failed", counts.Failed, "refused", counts.Refused)
	return err
}

// runTogether follows the documents, registers the commands and holds the gateway's connection, until ctx ends or
// Discord won't have the bot any more: the gateway says so, or a request's token was refused.
func runTogether(ctx context.Context, sys system, lib library, b *bot.Bot, gw *gateway.Client, refused <-chan struct{}, log *slog.Logger) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := lib.Run(ctx); err != nil {
			log.Error("the documents folder is no longer watched", "error", err)
		}
		return nil
	})
	g.Go(func() error {
		// Without it the bot still answers mentions, so that no failure here is a reason to end.
		_ = persist(ctx, log, sys.Wait, "registering the commands", func() error { return b.Register(ctx) })
		return nil
	})
	g.Go(func() error {
		for sys.Wait(ctx, presenceEvery) == nil {
			gw.SetPresence(presence(sys, lib))
		}
		return nil
	})
	g.Go(func() error { return ended(gw.Run(ctx)) })
	g.Go(func() error {
		select {
		case <-ctx.Done():
			return nil
		case <-refused:
			return ended(rest.ErrUnauthorized)
		}
	})
	return g.Wait()
}

// ended is why the bot ends, nil where it was asked to.
func ended(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the connection to Discord has ended for good: %w", err)
}

// drain finishes the answers under way. It has time of its own, since the program's has ended.
func drain(b *bot.Bot, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), drainWithin)
	defer cancel()
	if err := b.Drain(ctx); err != nil {
		log.Warn("stopping before every question was answered", "error", err)
	}
}

// stopped is nil where err only says that the program was asked to stop.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

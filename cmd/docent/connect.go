package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"docent/bot/rest"
)

// A connection is Discord's REST API with who the bot is there.
type connection struct {
	calls  *rest.Client
	userID string
	appID  string
}

// connect asks Discord who the bot is. It fails at once when Discord refuses the token, and otherwise tries until it has
// an answer or ctx ends: a machine may start before its network does.
func connect(ctx context.Context, sys system, cfg config, log *slog.Logger) (*connection, error) {
	calls, err := rest.New(cfg.Token, rest.Config{Base: sys.REST, Log: log, Now: sys.Now, Sleep: sys.Wait})
	if err != nil {
		return nil, err
	}
	c := &connection{calls: calls}
	err = persist(ctx, log, sys.Wait, "asking Discord who this is", func() error {
		if c.userID, err = c.calls.Me(ctx); err != nil {
			return err
		}
		c.appID, err = c.calls.Application(ctx)
		return err
	})
	if errors.Is(err, rest.ErrUnauthorized) {
		return nil, errors.New("DISCORD_TOKEN: Discord does not accept it; copy it anew from the developer portal, page Bot, Reset Token")
	}
	return c, err
}

// The waits between attempts begin at firstWait and double up to lastWait.
const (
	firstWait = time.Second
	lastWait  = time.Minute
)

// persist repeats do until it succeeds, the token is refused, or ctx ends. Each failure is logged.
func persist(ctx context.Context, log *slog.Logger, wait func(context.Context, time.Duration) error, what string, do func() error) error {
	for pause := firstWait; ; pause = min(2*pause, lastWait) {
		err := do()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, rest.ErrUnauthorized) {
			return fmt.Errorf("%s: %w", what, err)
		}
		log.Warn(what+" failed", "error", err, "again_in", pause)
		if err := wait(ctx, pause); err != nil {
			return err
		}
	}
}

// wait sleeps, unless ctx ends first.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

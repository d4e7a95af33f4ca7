package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"docent/bot"
)

// runInvite prints the link that adds the bot to a server.
func runInvite(_ context.Context, sys system, args []string) error {
	fs := newFlags("invite", sys.Out)
	if err := parseFlags(fs, args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return usageFault("invite", "it takes no arguments")
	}
	cfg, err := readConfig(sys.Env, sys.Dir)
	if err != nil {
		return err
	}
	app := cmp.Or(cfg.AppID, appIDOfToken(cfg.Token))
	if app == "" {
		return errors.New("invite: expected DISCORD_APP_ID, or a DISCORD_TOKEN to read it from; the id stands under General Information in the developer portal")
	}
	_, err = fmt.Fprintln(sys.Out, bot.InviteURL(app))
	return err
}

package gateway_test

import (
	"testing"

	"docent/bot/discordtest"
)

// status is the line of a presence, or of that in an identify.
func status(t *testing.T, e discordtest.GatewayEvent) string {
	t.Helper()
	type presence struct {
		Activities []struct{ State string }
	}
	var sent struct {
		presence
		Presence *presence
	}
	if err := e.Decode(&sent); err != nil {
		t.Fatal(err)
	}
	p := sent.presence
	if sent.Presence != nil {
		p = *sent.Presence
	}
	if len(p.Activities) == 0 {
		return ""
	}
	return p.Activities[0].State
}

func TestPresence(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.config.Presence = "one document"
	run := r.start()
	r.WaitConnected(t.Context())
	r.echo()
	sent := 0
	change := func(line string) {
		t.Helper()
		run.SetPresence(line)
		run.SetPresence(line) // is told once
		sent++
		if got := status(t, r.WaitGateway(t.Context(), discordtest.Presence, sent)[sent-1]); got != line {
			t.Errorf("the status is %q, want %q", got, line)
		}
	}
	if got := status(t, r.WaitGateway(t.Context(), discordtest.Identify, 1)[0]); got != "one document" {
		t.Errorf("identified with the status %q", got)
	}
	change("two documents")

	// A resumed session has its status still.
	r.Play(discordtest.Reconnect())
	r.WaitGateway(t.Context(), discordtest.Resume, 1)
	r.WaitConnected(t.Context())
	r.echo()
	change("")
	change("three documents")

	// A new session begins with the status as it is.
	r.Play(discordtest.InvalidSession(false))
	if got := status(t, r.WaitGateway(t.Context(), discordtest.Identify, 2)[1]); got != "three documents" {
		t.Errorf("identified anew with the status %q", got)
	}
}

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
	run.SetPresence("two documents") // before there is a connection, or just after: told once
	r.echo()
	run.SetPresence("two documents")
	run.SetPresence("three documents")
	r.echo()
	var lines []string
	for _, e := range r.GatewayLog() {
		if e.Name == discordtest.Identify || e.Name == discordtest.Presence {
			if line := status(t, e); len(lines) == 0 || lines[len(lines)-1] != line {
				lines = append(lines, line)
			} else {
				t.Errorf("%q was sent twice in a row", line)
			}
		}
	}
	if last := lines[len(lines)-1]; last != "three documents" {
		t.Errorf("the status lines were %q", lines)
	}

	// A resumed session has its status still.
	n := len(r.WaitGateway(t.Context(), discordtest.Presence, 1))
	r.Play(discordtest.Reconnect())
	r.WaitGateway(t.Context(), discordtest.Resume, 1)
	r.WaitConnected(t.Context())
	r.echo()
	run.SetPresence("")
	events := r.WaitGateway(t.Context(), discordtest.Presence, n+1)
	if line := status(t, events[len(events)-1]); line != "" && line != "three documents" {
		t.Errorf("after the resume the status is %q", line)
	}

	// A new session begins with the status as it is.
	run.SetPresence("four documents")
	r.Play(discordtest.InvalidSession(false))
	if line := status(t, r.WaitGateway(t.Context(), discordtest.Identify, 2)[1]); line != "four documents" {
		t.Errorf("identified with the status %q", line)
	}
}

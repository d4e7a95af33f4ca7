package discordtest

import (
	"encoding/json"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// A gatewaySession is what a client may resume: every event since its READY.
type gatewaySession struct {
	id      string
	intents discordgo.Intent
	seq     int64
	sent    []frame // all dispatches, to replay
	conn    *gatewayConn
	dead    bool
}

// knownIntents are the bits that Discord knows; any other is close code 4013.
const knownIntents = discordgo.IntentsAll | discordgo.IntentGuildMessagePolls | discordgo.IntentDirectMessagePolls

// privilegedIntents have to be switched on in the developer portal, which they are not.
const privilegedIntents = discordgo.IntentGuildMembers | discordgo.IntentGuildPresences | discordgo.IntentMessageContent

// dispatch sends an event to the session, at once if it is connected, and keeps it for a resume.
func (g *gatewaySession) dispatch(event string, data any) {
	raw, err := json.Marshal(data)
	if err != nil {
		panic(err) // a test gave Dispatch what can't be JSON
	}
	g.seq++
	seq := g.seq
	f := frame{Op: opDispatch, D: json.RawMessage(raw), S: &seq, T: event}
	g.sent = append(g.sent, f)
	if g.conn != nil {
		g.conn.out.put(f)
	}
}

// identify starts a session, after the checks that Discord makes.
func (c *gatewayConn) identify(f clientFrame) {
	s := c.server
	s.logGateway(GatewayEvent{Name: Identify, Conn: c.number, Path: c.path, Data: f.D})
	var d struct {
		Token      string            `json:"token"`
		Intents    *discordgo.Intent `json:"intents"`
		Properties map[string]string `json:"properties"`
	}
	if err := json.Unmarshal(f.D, &d); err != nil || d.Intents == nil {
		s.t.Errorf("discordtest: identify without intents or malformed: %v", err)
		c.play(CloseWith(4002, "Error while decoding payload."))
		return
	}
	for _, key := range []string{"os", "browser", "device"} {
		if d.Properties[key] == "" {
			s.t.Errorf("discordtest: identify without the property %q", key)
		}
	}
	if s.hub.wantIntents != nil && *s.hub.wantIntents != *d.Intents {
		s.t.Errorf("discordtest: identify with intents %b, want %b", *d.Intents, *s.hub.wantIntents)
	}
	switch {
	case c.session != nil:
		c.play(CloseWith(4005, "Already authenticated."))
	case c.script.Ready.set:
		c.play(c.script.Ready)
	case d.Token != s.token:
		c.play(CloseWith(4004, "Authentication failed."))
	case *d.Intents&^knownIntents != 0:
		c.play(CloseWith(4013, "Invalid intent(s)."))
	case *d.Intents&privilegedIntents != 0:
		c.play(CloseWith(4014, "Disallowed intent(s)."))
	default:
		c.start(*d.Intents)
	}
}

// start makes a session and sends READY and the guilds.
func (c *gatewayConn) start(intents discordgo.Intent) {
	s := c.server
	s.hub.identified++
	g := &gatewaySession{id: "session-" + s.newID(), intents: intents, conn: c}
	c.session = g
	s.hub.sessions[g.id] = g
	unavailable := []object{}
	for _, guild := range s.botGuilds() {
		unavailable = append(unavailable, object{"id": guild.id, "unavailable": true})
	}
	g.dispatch("READY", object{
		"v": 10, "user": userJSON(s.world.bot), "guilds": unavailable, "session_id": g.id, "session_type": "normal",
		"resume_gateway_url": s.resumeURL(), "private_channels": []any{}, "presences": []any{}, "relationships": []any{},
		"application": object{"id": s.world.appID, "flags": 0},
	})
	if intents&discordgo.IntentGuilds != 0 {
		for _, guild := range s.botGuilds() {
			g.dispatch("GUILD_CREATE", s.guildCreateJSON(guild))
		}
	}
	s.notify()
}

// resume replays what the client has missed, or refuses.
func (c *gatewayConn) resume(f clientFrame) {
	s := c.server
	s.logGateway(GatewayEvent{Name: Resume, Conn: c.number, Path: c.path, Data: f.D})
	var d struct {
		Token     string `json:"token"`
		SessionID string `json:"session_id"`
		Seq       int64  `json:"seq"`
	}
	if err := json.Unmarshal(f.D, &d); err != nil {
		s.t.Errorf("discordtest: malformed resume: %v", err)
		c.play(CloseWith(4002, "Error while decoding payload."))
		return
	}
	g := s.hub.sessions[d.SessionID]
	switch {
	case c.session != nil:
		c.play(CloseWith(4005, "Already authenticated."))
	case c.script.Ready.set:
		c.play(c.script.Ready)
	case d.Token != s.token:
		c.play(CloseWith(4004, "Authentication failed."))
	case g == nil || g.dead:
		c.play(InvalidSession(false))
	case d.Seq > g.seq:
		g.dead = true
		c.play(CloseWith(4007, "Invalid seq."))
	default:
		c.replay(g, d.Seq)
	}
}

// replay sends the events after seq, and RESUMED.
func (c *gatewayConn) replay(g *gatewaySession, seq int64) {
	if g.conn != nil {
		g.conn.play(Drop())
	}
	c.session, g.conn = g, c
	for _, f := range g.sent {
		if *f.S > seq {
			c.out.put(f)
		}
	}
	g.dispatch("RESUMED", object{"_trace": []string{"discordtest"}})
	c.server.notify()
}

// Dispatch sends an event to every session: at once to those connected, at their resume to the others. Data is anything
// that encoding/json can marshal.
func (s *Server) Dispatch(event string, data any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.hub.sessions {
		if !g.dead {
			g.dispatch(event, data)
		}
	}
}

// emit sends an event to the sessions that asked for one of the intents. The lock is held.
func (s *Server) emit(event string, intents discordgo.Intent, data any) {
	for _, g := range s.hub.sessions {
		if !g.dead && g.intents&intents != 0 {
			g.dispatch(event, data)
		}
	}
}

// botGuilds are the guilds that the bot is in, in the order of their making.
func (s *Server) botGuilds() []*guild {
	var in []*guild
	for _, g := range s.world.guilds {
		if g.members[s.world.bot.ID] != nil {
			in = append(in, g)
		}
	}
	slices.SortFunc(in, func(a, b *guild) int { return compareIDs(a.id, b.id) })
	return in
}

// compareIDs orders snowflakes by time.
func compareIDs(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// A Move is something that the gateway does to a connection.
type Move struct {
	set   bool
	steps []step
}

func send1(f frame) Move {
	data, err := json.Marshal(f)
	if err != nil {
		panic(err) // frames of this file are made of numbers and strings
	}
	return Raw(string(data))
}

// Reconnect is opcode 7: connect anew and resume.
func Reconnect() Move { return send1(frame{Op: opReconnect}) }

// InvalidSession is opcode 9: resume, or start a new session.
func InvalidSession(resumable bool) Move {
	return send1(frame{Op: opInvalidSession, D: resumable})
}

// RequestHeartbeat is opcode 1: a heartbeat is wanted at once.
func RequestHeartbeat() Move { return send1(frame{Op: opHeartbeat}) }

// CloseWith closes the connection with a code.
func CloseWith(code int, reason string) Move {
	return Move{set: true, steps: []step{{code: code, reason: reason}}}
}

// Drop cuts the connection without a word.
func Drop() Move { return Move{set: true, steps: []step{{cut: true}}} }

// Raw sends a text as it is, sequence number and all.
func Raw(text string) Move { return Move{set: true, steps: []step{{data: []byte(text)}}} }

// Nothing is silence.
func Nothing() Move { return Move{set: true} }

// A Script says what is out of the ordinary about one connection. A zero field is the ordinary.
type Script struct {
	Refuse int  // an HTTP status in place of the upgrade to a websocket
	Hello  Move // in place of HELLO
	Ready  Move // in place of READY, or of the replay and RESUMED
	NoAcks bool // heartbeats aren't acknowledged
}

// NextConnections gives the next connections a script each.
func (s *Server) NextConnections(scripts ...Script) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hub.scripts = append(s.hub.scripts, scripts...)
}

// Play makes moves on every connection there is.
func (s *Server) Play(moves ...Move) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.hub.live {
		for _, m := range moves {
			c.play(m)
		}
	}
}

// endsSession are the close codes after which Discord knows the session no more.
func endsSession(code int) bool {
	return code == 4004 || code == 4007 || code == 4009 || code >= 4010 && code <= 4014
}

// play makes a move. Nothing is dispatched to a connection after a close. The lock is held.
func (c *gatewayConn) play(m Move) {
	for _, st := range m.steps {
		if st.code == 0 && !st.cut {
			continue
		}
		c.closing = true
		if c.session != nil {
			c.session.conn = nil
			c.session.dead = c.session.dead || endsSession(st.code)
		}
	}
	c.out.add(m.steps...)
}

// What a GatewayEvent may be.
const (
	Connect   = "connect"
	Identify  = "identify"
	Resume    = "resume"
	Heartbeat = "heartbeat"
	Presence  = "presence"
	Closed    = "closed"
)

// A GatewayEvent is something that the client did at the gateway.
type GatewayEvent struct {
	Name   string          // one of the constants above
	Conn   int             // which connection, from 1
	Path   string          // "/", or "/resume" for resume_gateway_url
	Header http.Header     // of a Connect
	Data   json.RawMessage // "d" of an Identify, Resume, Heartbeat or Presence
	Code   int             // of a Closed: the close code, 1006 if there was none
}

// Decode reads the event's data into v.
func (e GatewayEvent) Decode(v any) error { return json.Unmarshal(e.Data, v) }

// logGateway records an event. The lock is held.
func (s *Server) logGateway(e GatewayEvent) {
	s.hub.log = append(s.hub.log, e)
	s.notify()
}

// GatewayLog is everything that the client did at the gateway, in order.
func (s *Server) GatewayLog() []GatewayEvent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]GatewayEvent(nil), s.hub.log...)
}

// WaitGateway returns the first n events of a name, once there are so many.
func (s *Server) WaitGateway(ctx context.Context, name string, n int) []GatewayEvent {
	s.t.Helper()
	var found []GatewayEvent
	s.await(ctx, strconv.Itoa(n)+" of "+name+" at the gateway", func() bool {
		found = nil
		for _, e := range s.hub.log {
			if e.Name == name {
				found = append(found, e)
			}
		}
		return len(found) >= n
	})
	return found[:n]
}

// WaitConnected returns once a session is connected, by an identify or a resume. Events that are made from then on reach
// the client.
func (s *Server) WaitConnected(ctx context.Context) {
	s.t.Helper()
	s.await(ctx, "a session at the gateway", func() bool {
		for c := range s.hub.live {
			if c.session != nil && !c.closing {
				return true
			}
		}
		return false
	})
}

// String is the event in one line.
func (e GatewayEvent) String() string {
	if e.Name == Closed {
		return fmt.Sprintf("%d %s %d", e.Conn, e.Name, e.Code)
	}
	return fmt.Sprintf("%d %s", e.Conn, e.Name)
}

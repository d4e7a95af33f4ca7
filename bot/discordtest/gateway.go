package discordtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Where the gateway listens. Sessions are resumed at a path of their own, as Discord resumes them at a host of their own.
const (
	gatewayPath = "/"
	resumePath  = "/resume"
)

// The gateway's opcodes.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// maxGatewayPayload is Discord's bound of what a client may send at once, in bytes.
const maxGatewayPayload = 4096

// heartbeat is the interval that heartbeats are wanted at.
const heartbeat = 41250 * time.Millisecond

// closeWait is how long a closed connection waits for the client's own close.
const closeWait = time.Second

// A hub is the gateway: its connections, its sessions, and what it was told to do amiss. The server's lock guards it.
type hub struct {
	wantIntents *discordgo.Intent
	identified  int
	connected   int // connections so far
	live        map[*gatewayConn]bool
	sessions    map[string]*gatewaySession
	scripts     []Script
	log         []GatewayEvent
}

func newHub() hub {
	return hub{live: map[*gatewayConn]bool{}, sessions: map[string]*gatewaySession{}}
}

// A gatewayConn is one connection of the bot to the gateway.
type gatewayConn struct {
	server  *Server
	number  int
	path    string
	ws      *websocket.Conn
	out     *outbox
	script  Script
	session *gatewaySession // nil before READY or RESUMED
	closing bool            // the server has said goodbye
}

// A frame is a gateway payload.
type frame struct {
	Op int    `json:"op"`
	D  any    `json:"d"`
	S  *int64 `json:"s"`
	T  string `json:"t,omitempty"`
}

// clientFrame is a payload as the client sent it.
type clientFrame struct {
	Op int             `json:"op"`
	D  json.RawMessage `json:"d"`
}

// serveGateway holds one connection from its upgrade to its end.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	c := s.newConn(r)
	if c == nil {
		http.Error(w, "the test is over", http.StatusServiceUnavailable)
		return
	}
	defer s.work.Done()
	if c.script.Refuse != 0 {
		http.Error(w, http.StatusText(c.script.Refuse), c.script.Refuse)
		return
	}
	if r.URL.Query().Get("v") != "10" || r.URL.Query().Get("encoding") != "json" {
		s.t.Errorf("discordtest: gateway connection with %q, want v=10&encoding=json", r.URL.RawQuery)
	}
	upgrader := websocket.Upgrader{}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		s.t.Errorf("discordtest: not a websocket connection: %v", err)
		return
	}
	c.ws, c.out = ws, newOutbox(ws)
	if !s.open(c) {
		ws.Close()
		return
	}
	written := make(chan struct{})
	go func() {
		defer close(written)
		c.out.run()
	}()
	code := c.read()
	c.out.stop()
	ws.Close()
	<-written
	s.shut(c, code)
}

// newConn counts a connection and takes the script it goes by. It is nil when the server is closing.
func (s *Server) newConn(r *http.Request) *gatewayConn {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing() {
		return nil
	}
	s.work.Add(1)
	s.hub.connected++
	c := &gatewayConn{server: s, number: s.hub.connected, path: r.URL.Path}
	if len(s.hub.scripts) > 0 {
		c.script, s.hub.scripts = s.hub.scripts[0], s.hub.scripts[1:]
	}
	s.logGateway(GatewayEvent{Name: Connect, Conn: c.number, Path: c.path, Header: r.Header.Clone()})
	return c
}

// open says hello. It is false when the server is closing.
func (s *Server) open(c *gatewayConn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing() {
		return false
	}
	s.hub.live[c] = true
	hello := c.script.Hello
	if !hello.set {
		hello = send1(frame{Op: opHello, D: object{"heartbeat_interval": heartbeat.Milliseconds()}})
	}
	c.play(hello)
	return true
}

func (s *Server) closing() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

// shut forgets a connection. A session lives on unless the client has closed with 1000 or 1001.
func (s *Server) shut(c *gatewayConn, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.hub.live, c)
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
		if !c.closing && (code == websocket.CloseNormalClosure || code == websocket.CloseGoingAway) {
			c.session.dead = true
		}
	}
	s.logGateway(GatewayEvent{Name: Closed, Conn: c.number, Path: c.path, Code: code})
}

// read handles what the client sends until the connection ends, and returns the close code: 1006 if there was none.
func (c *gatewayConn) read() int {
	for {
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			var closed *websocket.CloseError
			if errors.As(err, &closed) {
				return closed.Code
			}
			return websocket.CloseAbnormalClosure
		}
		c.receive(data)
	}
}

// receive handles one payload.
func (c *gatewayConn) receive(data []byte) {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	var f clientFrame
	if err := json.Unmarshal(data, &f); err != nil || len(data) > maxGatewayPayload {
		s.t.Errorf("discordtest: gateway payload of %d bytes that Discord takes no notice of: %v", len(data), err)
		c.play(CloseWith(4002, "Error while decoding payload."))
		return
	}
	if c.closing {
		return
	}
	switch f.Op {
	case opHeartbeat:
		c.heartbeat(f)
	case opIdentify:
		c.identify(f)
	case opResume:
		c.resume(f)
	case opPresence:
		c.presence(f)
	default:
		s.t.Errorf("discordtest: gateway payload with opcode %d, which Docent has no use for", f.Op)
		c.play(CloseWith(4001, "Unknown opcode."))
	}
}

func (c *gatewayConn) heartbeat(f clientFrame) {
	s := c.server
	s.logGateway(GatewayEvent{Name: Heartbeat, Conn: c.number, Path: c.path, Data: f.D})
	var seq *int64
	if err := json.Unmarshal(f.D, &seq); err != nil {
		s.t.Errorf("discordtest: heartbeat with %s, want a sequence number or null", f.D)
	}
	if seq != nil && c.session != nil && *seq > c.session.seq {
		s.t.Errorf("discordtest: heartbeat with sequence number %d, the last one sent is %d", *seq, c.session.seq)
	}
	if !c.script.NoAcks {
		c.out.put(frame{Op: opHeartbeatAck})
	}
}

// presence notes a change of the bot's status. Discord closes the connection of a client that hasn't identified.
func (c *gatewayConn) presence(f clientFrame) {
	s := c.server
	s.logGateway(GatewayEvent{Name: Presence, Conn: c.number, Path: c.path, Data: f.D})
	var d struct {
		Activities *[]object `json:"activities"`
		Status     *string   `json:"status"`
		AFK        *bool     `json:"afk"`
	}
	if err := json.Unmarshal(f.D, &d); err != nil || d.Activities == nil || d.Status == nil || d.AFK == nil {
		s.t.Errorf("discordtest: malformed presence %s: %v", f.D, err)
	}
	if c.session == nil {
		c.play(CloseWith(4003, "Not authenticated."))
	}
}

// An outbox writes to a connection in order and without making anybody wait.
type outbox struct {
	ws      *websocket.Conn
	mu      sync.Mutex
	waiting []step
	stopped bool
	more    chan struct{} // holds a token when there is something to do
}

// A step is one thing to write: a payload, a close, or the cutting of the connection.
type step struct {
	data   []byte
	code   int
	reason string
	cut    bool
}

func newOutbox(ws *websocket.Conn) *outbox { return &outbox{ws: ws, more: make(chan struct{}, 1)} }

// put queues a payload.
func (o *outbox) put(f frame) {
	data, err := json.Marshal(f)
	if err != nil {
		panic(err) // frames are numbers, strings and JSON that was made before
	}
	o.add(step{data: data})
}

func (o *outbox) add(steps ...step) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting = append(o.waiting, steps...)
	o.wake()
}

// stop ends run; what is still queued is dropped.
func (o *outbox) stop() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.stopped = true
	o.wake()
}

func (o *outbox) wake() {
	select {
	case o.more <- struct{}{}:
	default:
	}
}

// run writes until stop is called.
func (o *outbox) run() {
	for range o.more {
		o.mu.Lock()
		steps, stopped := o.waiting, o.stopped
		o.waiting = nil
		o.mu.Unlock()
		if stopped {
			return
		}
		for _, st := range steps {
			o.write(st)
		}
	}
}

// write does one step. Its errors are the reader's to notice.
func (o *outbox) write(st step) {
	switch {
	case st.cut:
		o.ws.NetConn().Close()
	case st.code != 0:
		o.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(st.code, st.reason), time.Now().Add(closeWait))
		o.ws.SetReadDeadline(time.Now().Add(closeWait))
	default:
		o.ws.SetWriteDeadline(time.Now().Add(patience))
		o.ws.WriteMessage(websocket.TextMessage, st.data)
	}
}

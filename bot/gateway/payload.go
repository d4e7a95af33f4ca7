package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/bwmarrin/discordgo"
)

// The gateway's opcodes that this client sends or understands.
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

// maxInterval is the longest interval of heartbeats that is believed. Discord's is 41.25 s.
const maxInterval = 10 * time.Minute

// A payload is what Discord sends.
type payload struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s"` // 0 if there is none
	Type string          `json:"t"`
}

func decodePayload(data []byte) (payload, error) {
	if len(data) == 0 {
		return payload{}, errors.New("empty, or too large")
	}
	p := payload{Op: -1}
	err := json.Unmarshal(data, &p)
	if err == nil && p.Op < 0 {
		err = errors.New("no opcode")
	}
	return p, err
}

// outgoing is what the client sends.
type outgoing struct {
	Op int `json:"op"`
	D  any `json:"d"`
}

// receive handles one payload. An error ends the connection.
func (k *conn) receive(ctx context.Context, p payload) error {
	switch p.Op {
	case opHello:
		return k.hello(p.Data)
	case opDispatch:
		return k.dispatch(ctx, p)
	case opHeartbeat:
		return k.heartbeat()
	case opHeartbeatAck:
		k.acked.Store(true)
	case opReconnect:
		return errReconnect
	case opInvalidSession:
		if bytes.Equal(bytes.TrimSpace(p.Data), []byte("true")) {
			return errResumable
		}
		return errSessionLost
	default:
		k.client.cfg.Log.Warn("gateway opcode dropped", "op", p.Op)
	}
	return nil
}

// hello starts the heartbeats, and identifies or resumes.
func (k *conn) hello(data json.RawMessage) error {
	var d struct {
		Interval int64 `json:"heartbeat_interval"` // milliseconds
	}
	if err := json.Unmarshal(data, &d); err != nil || d.Interval <= 0 || d.Interval > maxInterval.Milliseconds() {
		return fmt.Errorf("%w: HELLO without a sane heartbeat interval", errMalformed)
	}
	k.acked.Store(true)
	select {
	case k.interval <- time.Duration(d.Interval) * time.Millisecond:
	default:
		return fmt.Errorf("%w: HELLO again", errMalformed)
	}
	if k.resuming {
		return k.resume()
	}
	return k.identify()
}

func (k *conn) resume() error {
	s := k.client.Session()
	return k.send(outgoing{opResume, struct {
		Token string `json:"token"`
		ID    string `json:"session_id"`
		Seq   int64  `json:"seq"`
	}{k.client.cfg.Token, s.ID, s.Seq}})
}

// An identify asks for a new session.
type identify struct {
	Token      string            `json:"token"`
	Intents    discordgo.Intent  `json:"intents"`
	Properties map[string]string `json:"properties"`
	Presence   *presence         `json:"presence,omitempty"`
}

func (k *conn) identify() error {
	d := identify{
		Token:      k.client.cfg.Token,
		Intents:    k.client.cfg.Intents,
		Properties: map[string]string{"os": runtime.GOOS, "browser": "docent", "device": "docent"},
	}
	if line := k.client.identifyPresence(); line != "" {
		p := newPresence(line)
		d.Presence = &p
	}
	k.client.countIdentify()
	return k.send(outgoing{opIdentify, d})
}

// dispatch hands an event on. One that can't be read is dropped, and counts as seen.
func (k *conn) dispatch(ctx context.Context, p payload) error {
	switch p.Type {
	case "READY":
		if err := k.start(p.Data); err != nil {
			return err
		}
	case "RESUMED":
		k.setReady()
	}
	k.client.advance(p.Seq)
	event, err := decodeEvent(p.Type, p.Data)
	switch {
	case err != nil:
		k.client.cfg.Log.Warn("gateway event dropped", "event", p.Type, "error", err)
	case event != nil:
		k.handle(ctx, p.Type, event)
	}
	if !k.loggedIn {
		select {
		case k.alive <- struct{}{}:
		default:
		}
	}
	return nil
}

// start takes note of a new session.
func (k *conn) start(data json.RawMessage) error {
	var d struct {
		ID        string `json:"session_id"`
		ResumeURL string `json:"resume_gateway_url"`
	}
	if err := json.Unmarshal(data, &d); d.ID == "" { // where only the address can't be read, there is another
		return fmt.Errorf("%w: READY without a session: %v", errMalformed, err)
	}
	k.client.setSession(Session{ID: d.ID, ResumeURL: d.ResumeURL, Intents: k.client.cfg.Intents})
	k.setReady()
	return nil
}

func (k *conn) setReady() {
	if !k.loggedIn {
		k.loggedIn = true
		k.client.cfg.Log.Info("gateway connected", "resumed", k.resuming)
		close(k.ready)
		k.client.setLive(k)
	}
}

// handle calls Handle and survives it.
func (k *conn) handle(ctx context.Context, name string, event any) {
	defer func() {
		if r := recover(); r != nil {
			k.client.cfg.Log.Error("gateway handler panicked", "event", name, "panic", r, "stack", string(debug.Stack()))
		}
	}()
	k.client.cfg.Handle(ctx, event)
}

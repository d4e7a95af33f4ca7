package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// helloTimeout is how long HELLO may take, readyTimeout how long READY or RESUMED may, counted anew at each event of a
	// replay. In an outage READY takes long, and to try again would cost an identify.
	helloTimeout = 20 * time.Second
	readyTimeout = time.Minute

	// writeTimeout bounds every write, closeTimeout the wait for Discord's answer to our close.
	writeTimeout = 10 * time.Second
	closeTimeout = time.Second

	// maxPayload is the largest payload that is looked at, in bytes. The largest that Discord sends is the GUILD_CREATE of
	// a server with thousands of channels and roles: a few MB.
	maxPayload = 32 << 20

	// closeResumable is the code that a connection is closed with from here. Any but 1000 and 1001 keeps the session;
	// discord.py closes with the same.
	closeResumable = 4000
)

// A conn is one connection.
type conn struct {
	client   *Client
	ws       *websocket.Conn
	resuming bool
	loggedIn bool // since READY or RESUMED

	acked    atomic.Bool        // the last heartbeat was acknowledged
	interval chan time.Duration // gets the interval of heartbeats at HELLO
	alive    chan struct{}      // gets a token at each event before the connection is ready
	ready    chan struct{}      // closed when it is ready

	writing sync.Mutex
	mu      sync.Mutex
	cause   error // why this side has ended the connection; guarded by mu
}

func newConn(c *Client, ws *websocket.Conn, resuming bool) *conn {
	return &conn{
		client:   c,
		ws:       ws,
		resuming: resuming,
		interval: make(chan time.Duration, 1),
		alive:    make(chan struct{}, 1),
		ready:    make(chan struct{}),
	}
}

// dial opens a websocket.
func (c *Client) dial(ctx context.Context, address string) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	ws, response, err := c.cfg.Dialer.DialContext(ctx, address, http.Header{"User-Agent": {userAgent}})
	if response != nil && err != nil {
		return nil, fmt.Errorf("dialling the gateway: %w: %s", err, response.Status)
	}
	if err != nil {
		return nil, fmt.Errorf("dialling the gateway: %w", err)
	}
	return ws, nil
}

// run reads until the connection ends, while the watch keeps the time, and returns why it ended.
func (k *conn) run(ctx context.Context) error {
	done := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() { k.watch(ctx, done) })
	err := k.readAll(ctx)
	k.client.setLive(nil)
	k.leave(err)
	if cause := k.ended(); cause != nil {
		k.drain()
		err = cause
	}
	close(done)
	k.ws.Close()
	watch.Wait()
	return err
}

// leave closes a connection that isn't wanted any more, unless the other side has ended it.
func (k *conn) leave(err error) {
	if errors.Is(err, errReconnect) || errors.Is(err, errResumable) || errors.Is(err, errSessionLost) || errors.Is(err, errMalformed) {
		k.end(err)
	}
}

// end closes the connection from this side; the first cause counts. The other side has closeTimeout to answer.
func (k *conn) end(cause error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.cause != nil {
		return
	}
	k.cause = cause
	message := websocket.FormatCloseMessage(closeResumable, "")
	deadline := time.Now().Add(closeTimeout)
	if err := k.ws.WriteControl(websocket.CloseMessage, message, deadline); err != nil {
		k.ws.NetConn().Close()
		return
	}
	k.ws.SetReadDeadline(deadline)
}

// ended is why this side has ended the connection, nil if it hasn't.
func (k *conn) ended() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.cause
}

// drain reads on until the other side has answered the close. What it says meanwhile is not lost: a resume brings it again.
func (k *conn) drain() {
	for {
		if _, _, err := k.ws.NextReader(); err != nil {
			return
		}
	}
}

// readAll handles one payload after the other until something ends it.
func (k *conn) readAll(ctx context.Context) error {
	for {
		data, err := k.read()
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			k.end(ctx.Err())
		}
		if ended := k.ended(); ended != nil {
			return ended
		}
		p, err := decodePayload(data)
		if err != nil {
			k.client.cfg.Log.Warn("gateway payload dropped", "bytes", len(data), "error", err)
			continue
		}
		if err := k.receive(ctx, p); err != nil {
			return err
		}
	}
}

// read returns the next payload; of one beyond maxPayload nothing, which is no payload and so is dropped. It has no
// deadline of its own, since the watch ends the connection when anything is overdue.
func (k *conn) read() ([]byte, error) {
	_, r, err := k.ws.NextReader()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(r, maxPayload+1))
	if err != nil || len(data) <= maxPayload {
		return data, err
	}
	_, err = io.Copy(io.Discard, r)
	return nil, err
}

// send writes a payload.
func (k *conn) send(p any) error {
	k.writing.Lock()
	defer k.writing.Unlock()
	if err := k.ws.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	return k.ws.WriteJSON(p)
}

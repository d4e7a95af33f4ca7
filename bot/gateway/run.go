package gateway

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"net/url"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// minBackoff is the bound of the first wait; each failed attempt doubles it.
	minBackoff = time.Second

	// maxBackoff is the bound of all waits. Waits are half of it on average, so that a bot which is turned away all day
	// long makes 960 attempts: Discord resets the token of a bot that identifies 1,000 times a day.
	maxBackoff = 3 * time.Minute

	// identifyEvery is how far apart identifies must be where max_concurrency is 1, as it is for every bot in fewer than
	// 150,000 servers.
	identifyEvery = 5 * time.Second

	// identifyBurst identifies may follow each other at that distance. Each is made up for in identifyRefill, so that a day
	// has 964 at most, even where each login succeeds and its session is lost at once.
	identifyBurst  = 100
	identifyRefill = 100 * time.Second

	// atOnceEvery is how often Discord's wish that the bot connect anew is followed without a pause.
	atOnceEvery = time.Minute

	// maxRefused is how many resumes in a row may come to nothing before a new session is started.
	maxRefused = 5

	// urlTimeout bounds a call of Config.URL, dialTimeout a dial with its handshakes.
	urlTimeout  = time.Minute
	dialTimeout = 20 * time.Second
)

// How a connection may end, beside the errors of the network and Discord's close codes.
var (
	errReconnect   = errors.New("asked by Discord to connect anew")
	errResumable   = errors.New("asked by Discord to resume anew")
	errSessionLost = errors.New("the session is not known to Discord any more")
	errSilent      = errors.New("nothing heard from Discord in time")
	errNoAck       = errors.New("the last heartbeat was not acknowledged")
	errMalformed   = errors.New("malformed payload")
)

// Run keeps the connection until the context ends, and then closes it in a way that keeps the session, and returns nil;
// or until Discord won't have the bot any more, and returns a *FatalError. It may be called again after it has returned.
func (c *Client) Run(ctx context.Context) error {
	for {
		loggedIn, err := c.connect(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if fatal := c.fatal(err); fatal != nil {
			return fatal
		}
		wait := c.learn(loggedIn, err)
		c.cfg.Log.Info("gateway connection ended", "error", err, "wait", wait, "resume", c.Session().ID != "")
		if c.sleep(ctx, wait) {
			return nil
		}
	}
}

// learn draws its conclusions from a connection that ended with an error, and returns how long to wait before the next
// attempt. A login that succeeded begins the count of failures anew.
func (c *Client) learn(loggedIn bool, err error) time.Duration {
	if loggedIn {
		c.failures = 0
	}
	if lost(err) || c.refused >= maxRefused {
		c.setSession(Session{})
		c.refused = 0
	}
	wait := c.backoff(c.failures)
	c.failures++
	switch now := c.cfg.Now(); {
	case errors.Is(err, errSessionLost):
		// Discord wants a random time of one to five seconds before the identify.
		return max(wait, time.Second+time.Duration(c.cfg.Rand()*float64(4*time.Second)))
	case errors.Is(err, errReconnect) && c.failures == 1 && now.Sub(c.atOnce) >= atOnceEvery:
		c.atOnce = now
		return 0
	}
	return wait
}

// identifyWait is how long to wait before the next identify, and countIdentify says that one is sent.
func (c *Client) identifyWait() time.Duration {
	now := c.cfg.Now()
	return max(c.identified.Add(identifyEvery).Sub(now), c.owed.Add(-identifyBurst*identifyRefill).Sub(now))
}

func (c *Client) countIdentify() {
	c.identified = c.cfg.Now()
	if c.owed.Before(c.identified) {
		c.owed = c.identified
	}
	c.owed = c.owed.Add(identifyRefill)
}

// backoff is a random time up to a bound that doubles with every failure ("full jitter"), so that a thousand bots that
// lost their connection together don't come back together.
func (c *Client) backoff(failures int) time.Duration {
	bound := float64(minBackoff) * math.Pow(2, float64(failures))
	return time.Duration(c.cfg.Rand() * min(bound, float64(maxBackoff)))
}

// connect holds one connection, from finding the address to the end of its goroutines. It reports whether the login
// succeeded, and returns why the connection ended.
func (c *Client) connect(ctx context.Context) (loggedIn bool, err error) {
	session := c.Session()
	if session.ID == "" {
		if c.sleep(ctx, c.identifyWait()) {
			return false, ctx.Err()
		}
	}
	ws, err := c.open(ctx, session)
	c.strayed = err != nil && session.ID != "" && !c.strayed
	if err != nil {
		return false, err
	}
	conn := newConn(c, ws, session.ID != "")
	err = conn.run(ctx)
	if session.ID != "" {
		c.refused++
	}
	if conn.loggedIn {
		c.refused = 0
	}
	return conn.loggedIn, err
}

// open finds the address and dials it.
func (c *Client) open(ctx context.Context, session Session) (*websocket.Conn, error) {
	address, err := c.address(ctx, session)
	if err != nil {
		return nil, err
	}
	return c.dial(ctx, address)
}

// address is where to connect: where Discord wants the session resumed, or where the gateway is in general.
func (c *Client) address(ctx context.Context, session Session) (string, error) {
	raw := session.ResumeURL
	if session.ID == "" || raw == "" || c.strayed {
		ctx, cancel := context.WithTimeout(ctx, urlTimeout)
		defer cancel()
		var err error
		if raw, err = c.cfg.URL(ctx); err != nil {
			return "", fmt.Errorf("asking for the gateway's address: %w", err)
		}
	}
	return complete(raw)
}

// version is the gateway's, as Discord numbers it.
const version = "10"

// complete checks a gateway address and adds the version and the encoding. The token goes there, so it must be encrypted,
// unless it stays on this machine.
func complete(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return "", fmt.Errorf("the gateway's address: %w", err)
	}
	local := net.ParseIP(u.Hostname()).IsLoopback()
	if u.Host == "" || u.Scheme != "wss" && !(u.Scheme == "ws" && local) {
		return "", fmt.Errorf("the gateway's address %q is not one of an encrypted websocket", raw)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.RawQuery = url.Values{"v": {version}, "encoding": {"json"}}.Encode()
	return u.String(), nil
}

package gateway

import "github.com/bwmarrin/discordgo"

// A presence is what the bot's status shows. discordgo's type lacks the activities.
type presence struct {
	Since      *int64     `json:"since"`
	Activities []activity `json:"activities"`
	Status     string     `json:"status"`
	AFK        bool       `json:"afk"`
}

type activity struct {
	Name  string                 `json:"name"`
	Type  discordgo.ActivityType `json:"type"`
	State string                 `json:"state"`
}

func newPresence(line string) presence {
	p := presence{Activities: []activity{}, Status: "online"}
	if line != "" {
		p.Activities = append(p.Activities, activity{Name: "Custom Status", Type: discordgo.ActivityTypeCustom, State: line})
	}
	return p
}

// SetPresence changes the status line: at once, or as soon as there is a connection. Discord takes five changes in 20
// seconds; the caller sees to it that there are fewer.
func (c *Client) SetPresence(line string) {
	c.mu.Lock()
	c.presence = line
	c.mu.Unlock()
	c.showPresence()
}

// setLive notes which connection is ready, nil for none, and brings its session's status up to date.
func (c *Client) setLive(k *conn) {
	c.mu.Lock()
	c.live = k
	c.mu.Unlock()
	c.showPresence()
}

// showPresence sends the status line where Discord has another one. What fails is sent again with the next connection.
func (c *Client) showPresence() {
	c.mu.Lock()
	k, line := c.live, c.presence
	if k == nil || line == c.shown {
		c.mu.Unlock()
		return
	}
	c.shown = line
	c.mu.Unlock()
	if err := k.send(outgoing{opPresence, newPresence(line)}); err != nil {
		c.cfg.Log.Debug("the status line was not sent", "error", err)
		c.mu.Lock()
		c.shown = ""
		c.mu.Unlock()
	}
}

// identifyPresence is the status line that a new session begins with.
func (c *Client) identifyPresence() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shown = c.presence
	return c.presence
}

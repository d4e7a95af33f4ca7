package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"docent/bot/command"
	"docent/bot/store"
)

// A Memory is what the bot keeps between an answer and a press on its buttons; store.Store is one.
type Memory interface {
	// Keep keeps a state without waiting, and returns the id to find it by.
	Keep(state []byte) (id string, err error)
	// State finds a state; store.ErrUnknown where there is none, or none any more.
	State(id string) ([]byte, error)
	Replace(id string, state []byte) error
	// TakeKey takes an idempotency key of a state, and reports whether nobody had taken it before.
	TakeKey(id, key string) (first bool, err error)
	ReleaseKey(id, key string) error
	// AddFeedback keeps what somebody said about an answer, once a person.
	AddFeedback(id string, f store.Feedback) (added bool, err error)
}

var _ Memory = (*store.Store)(nil)

// A state is what stands behind the buttons of one reply.
type state struct {
	Asker    string            `json:"asker"`             // the person's id
	Private  bool              `json:"private,omitempty"` // only the asker sees the reply
	Guild    string            `json:"guild,omitempty"`   // "" in direct messages
	Request  command.Request   `json:"request"`           // what brings the reply about
	Passages []command.Passage `json:"passages,omitempty"`
	Source   string            `json:"source,omitempty"`   // the document that the reply is about
	Messages []string          `json:"messages,omitempty"` // the reply's messages before the one with the buttons
	More     bool              `json:"more,omitempty"`     // there is another page
	Whole    bool              `json:"whole,omitempty"`    // its quote can't be expanded further
	Headed   bool              `json:"headed,omitempty"`   // it repeats the question, for everyone to see
	Silent   bool              `json:"silent,omitempty"`   // the documents said nothing
}

// errExpired says that there is nothing behind a button any more.
var errExpired = errors.New("the state has expired")

// recall reads a state. One that this version can't read has expired too.
func (b *Bot) recall(id string) (state, error) {
	if id == "" || b.memory == nil {
		return state{}, errExpired
	}
	raw, err := b.memory.State(id)
	if errors.Is(err, store.ErrUnknown) {
		return state{}, errExpired
	}
	if err != nil {
		return state{}, fmt.Errorf("recalling what stands behind a button: %w", err)
	}
	var st state
	if json.Unmarshal(raw, &st) != nil {
		return state{}, errExpired
	}
	return st, nil
}

// keep keeps a state and returns its id; "" where there is no place to keep it, and so no button.
func (b *Bot) keep(st state) string {
	if b.memory == nil {
		return ""
	}
	raw, err := json.Marshal(st)
	if err == nil {
		var id string
		if id, err = b.memory.Keep(raw); err == nil {
			return id
		}
	}
	b.log.Warn("an answer goes without its buttons", "error", err)
	return ""
}

// keepMessages notes the messages of a reply that came before the one with the buttons, for Delete.
func (b *Bot) keepMessages(id string, st state, messages []string) {
	messages = slices.DeleteFunc(messages, func(id string) bool { return id == "" })
	if id == "" || len(messages) == 0 {
		return
	}
	st.Messages = messages
	raw, err := json.Marshal(st)
	if err == nil {
		err = b.memory.Replace(id, raw)
	}
	if err != nil {
		b.log.Warn("a part of an answer will outlive it", "error", err)
	}
}

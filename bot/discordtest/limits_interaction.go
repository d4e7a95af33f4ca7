package discordtest

import (
	"encoding/json"
	"fmt"
)

// A sentCallback is what the limits look at in the answer to an interaction.
type sentCallback struct {
	Type int             `json:"type"`
	Data json.RawMessage `json:"data"`
}

// The types of callback that carry something to check.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type
const (
	callbackMessage      = 4
	callbackUpdate       = 7
	callbackAutocomplete = 8
	callbackModal        = 9
)

type sentSuggestions struct {
	Choices []sentChoice `json:"choices"`
}

type sentModal struct {
	CustomID   string          `json:"custom_id"`
	Title      string          `json:"title"`
	Components []sentComponent `json:"components"`
}

func (c *checker) callbackBody(body []byte) error {
	cb, err := decodeBody[sentCallback](body)
	if err != nil {
		return err
	}
	if absent(cb.Data) {
		cb.Data = json.RawMessage("{}")
	}
	switch cb.Type {
	case callbackMessage, callbackUpdate:
		return c.callbackMessage(cb)
	case callbackAutocomplete:
		s, err := decodeBody[sentSuggestions](cb.Data)
		c.choices("/data/choices", s.Choices, maxSuggestions)
		return err
	case callbackModal:
		m, err := decodeBody[sentModal](cb.Data)
		c.modal("/data", m)
		return err
	}
	return nil
}

func (c *checker) callbackMessage(cb sentCallback) error {
	m, err := decodeBody[sentMessage](cb.Data)
	switch {
	case err != nil:
		return err
	case cb.Type == callbackMessage:
		c.create("/data", m)
	default:
		c.message("/data", m)
	}
	return nil
}

func (c *checker) modal(at string, m sentModal) {
	c.needed(at+"/custom_id", m.CustomID, maxCustomID)
	c.needed(at+"/title", m.Title, maxModalTitle)
	c.count(at+"/components", len(m.Components), maxModalRows, "components")
	if len(m.Components) == 0 {
		c.fault(at+"/components", "the modal is empty")
	}
	w := &componentWalk{checker: c, ids: map[string]bool{}}
	for i, x := range m.Components {
		w.component(fmt.Sprintf("%s/components/%d", at, i), x)
	}
}

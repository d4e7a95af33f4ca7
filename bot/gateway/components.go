package gateway

import (
	"bytes"
	"encoding/json"

	"github.com/bwmarrin/discordgo"
)

// maxNesting is how deep components are looked into. Discord's own bound is three: a button in a row in a container.
const maxNesting = 8

// withoutUnreadableComponents drops the message components that discordgo can't read, wherever they stand, and keeps all
// else.
func withoutUnreadableComponents(data json.RawMessage) (json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	strip(v, 0)
	return json.Marshal(v)
}

// strip walks a JSON value and shortens its component lists, the innermost first. Nesting counts the lists around it.
func strip(v any, nesting int) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			strip(e, nesting)
		}
	case map[string]any:
		if list, ok := v["components"].([]any); ok {
			v["components"] = readableComponents(list, nesting+1)
		}
		if a, ok := v["accessory"]; ok && !readable(a) {
			delete(v, "accessory")
		}
		for key, e := range v {
			if key != "components" {
				strip(e, nesting)
			}
		}
	}
}

// readableComponents keeps the components that can be read.
func readableComponents(list []any, nesting int) []any {
	kept := []any{}
	if nesting > maxNesting {
		return kept
	}
	for _, e := range list {
		strip(e, nesting)
		if readable(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// readable tells whether discordgo can read a component.
func readable(v any) bool {
	raw, err := json.Marshal(v)
	if err != nil {
		return false
	}
	_, err = discordgo.MessageComponentFromJSON(raw)
	return err == nil
}

package gateway

import (
	"bytes"
	"encoding/json"

	"github.com/bwmarrin/discordgo"
)

// maxNesting is how deep components are looked into. Discord's own bound is three: a button in a row in a container.
const maxNesting = 8

// withoutUnreadableComponents drops the message components that discordgo can't read, wherever they stand, and keeps all
// else. A form's labelled field, which discordgo doesn't know either, becomes a row with a text input that holds what was
// typed or chosen.
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
		e = unlabelled(e)
		strip(e, nesting)
		if readable(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// The types of component that forms are made of, beside those that discordgo knows.
// https://docs.discord.com/developers/components/reference#label
const (
	typeActionRow    = "1"
	typeStringSelect = "3"
	typeTextInput    = "4"
	typeLabel        = "18"
)

// unlabelled makes a row of a label, and leaves every other component as it is. A select's one chosen value becomes the
// text of an input, since discordgo's select has no place for it.
func unlabelled(v any) any {
	label, ok := v.(map[string]any)
	if !ok || label["type"] != json.Number(typeLabel) {
		return v
	}
	field, ok := label["component"].(map[string]any)
	if !ok {
		return v
	}
	if values, ok := field["values"].([]any); ok && field["type"] == json.Number(typeStringSelect) {
		chosen := ""
		if len(values) > 0 {
			chosen, _ = values[0].(string)
		}
		field = map[string]any{"type": json.Number(typeTextInput), "custom_id": field["custom_id"], "value": chosen}
	}
	return map[string]any{"type": json.Number(typeActionRow), "components": []any{field}}
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

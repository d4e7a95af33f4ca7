package discordtest

import (
	"encoding/json"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

// Press has a person press a component of one of the bot's messages; values are what they chose, if it is a select menu.
// What people can't press or choose fails the test.
func (s *Server) Press(channelID, messageID string, user *discordgo.User, customID string, values ...string) *Interaction {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.findMessage(channelID, messageID)
	component := s.findComponent(m["components"], customID)
	if component == nil {
		s.t.Fatalf("discordtest: message %s has no component with custom_id %q", messageID, customID)
	}
	kind := int(component["type"].(float64))
	if component["disabled"] == true {
		s.t.Fatalf("discordtest: the component with custom_id %q is disabled", customID)
	}
	if kind == typeStringSelect {
		s.mustChoose(component, values)
	}
	data := object{"custom_id": customID, "component_type": kind, "values": append([]string{}, values...)}
	return s.interact(channelID, user, discordgo.InteractionMessageComponent, data, m)
}

// PressForged is a press that no client of Discord's makes, such as that of a button which the message doesn't have.
func (s *Server) PressForged(channelID, messageID string, user *discordgo.User, kind discordgo.ComponentType, customID string, values ...string) *Interaction {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	data := object{"custom_id": customID, "component_type": int(kind), "values": append([]string{}, values...)}
	return s.interact(channelID, user, discordgo.InteractionMessageComponent, data, s.findMessage(channelID, messageID))
}

// mustChoose fails the test if a person couldn't have chosen these values of a select.
func (s *Server) mustChoose(component object, values []string) {
	s.t.Helper()
	for _, value := range values {
		offered := slices.ContainsFunc(component["options"].([]any), func(o any) bool { return o.(object)["value"] == value })
		if !offered {
			s.t.Fatalf("discordtest: the select %v does not offer %q", component["custom_id"], value)
		}
	}
	least, most := 1, 1
	if n, ok := component["min_values"].(float64); ok {
		least = int(n)
	}
	if n, ok := component["max_values"].(float64); ok {
		most = int(n)
	}
	if len(values) < least || len(values) > most {
		s.t.Fatalf("discordtest: the select %v takes %d to %d values, not %d", component["custom_id"], least, most, len(values))
	}
}

// findMessage finds a message, also one of the bot's that only a person can see.
func (s *Server) findMessage(channelID, messageID string) object {
	s.t.Helper()
	if m := s.channel(channelID).message(messageID); m != nil {
		return m
	}
	for _, it := range s.world.interactions {
		if m := it.message(messageID); m != nil {
			return m
		}
	}
	s.t.Fatalf("discordtest: there is no message %q in channel %q", messageID, channelID)
	return nil
}

// findComponent finds the component with a custom_id, at any depth; nil if there is none.
func (s *Server) findComponent(v any, customID string) object {
	s.t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		s.t.Fatalf("discordtest: %v", err)
	}
	var plain any
	if err := json.Unmarshal(raw, &plain); err != nil {
		s.t.Fatalf("discordtest: %v", err)
	}
	return componentIn(plain, customID)
}

func componentIn(v any, customID string) object {
	switch v := v.(type) {
	case []any:
		for _, o := range v {
			if found := componentIn(o, customID); found != nil {
				return found
			}
		}
	case object:
		if v["custom_id"] == customID {
			return v
		}
		for _, key := range []string{"components", "component", "accessory"} {
			if found := componentIn(v[key], customID); found != nil {
				return found
			}
		}
	}
	return nil
}

// SubmitModal has a person fill in a modal that the bot has shown them: values by the custom_id of its text inputs and
// selects. Inputs that aren't named stay as they were. What the modal doesn't allow fails the test.
func (s *Server) SubmitModal(channelID string, user *discordgo.User, customID string, values map[string]string) *Interaction {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	shown := s.lastModal(user.ID, customID)
	if shown == nil {
		s.t.Fatalf("discordtest: %s was shown no modal with custom_id %q", user.Username, customID)
	}
	var modal struct {
		Components []object `json:"components"`
	}
	if err := json.Unmarshal(shown.response.Data, &modal); err != nil {
		s.t.Fatalf("discordtest: reading a modal: %v", err)
	}
	left := maps.Clone(values)
	for _, x := range modal.Components {
		s.fillIn(x, left)
	}
	for id := range left {
		s.t.Fatalf("discordtest: the modal %q has no input %q", customID, id)
	}
	data := object{"custom_id": customID, "components": modal.Components}
	return s.interact(channelID, user, discordgo.InteractionModalSubmit, data, shown.source)
}

// SubmitForged is a modal that nobody was shown.
func (s *Server) SubmitForged(channelID string, user *discordgo.User, customID string, values map[string]string) *Interaction {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := []object{}
	for _, id := range slices.Sorted(maps.Keys(values)) {
		rows = append(rows, object{"type": typeActionRow, "components": []object{{"type": typeTextInput, "custom_id": id, "value": values[id]}}})
	}
	return s.interact(channelID, user, discordgo.InteractionModalSubmit, object{"custom_id": customID, "components": rows}, nil)
}

// lastModal is the last interaction of a person that was answered with a modal.
func (s *Server) lastModal(userID, customID string) *Interaction {
	var last *Interaction
	for _, it := range s.world.interactions {
		if it.user != userID || it.response == nil || it.response.Type != discordgo.InteractionResponseModal {
			continue
		}
		var modal sentModal
		if json.Unmarshal(it.response.Data, &modal) != nil || modal.CustomID != customID {
			continue
		}
		if last == nil || compareIDs(it.ID, last.ID) > 0 {
			last = it
		}
	}
	return last
}

// fillIn turns a component of a modal into what is submitted of it, and takes the values used from left.
func (s *Server) fillIn(x object, left map[string]string) {
	s.t.Helper()
	switch kind, _ := x["type"].(float64); int(kind) {
	case typeLabel:
		inner := x["component"].(object)
		s.fillIn(inner, left)
		clearBut(x, "type", "component", "id")
	case typeActionRow:
		for _, inner := range x["components"].([]any) {
			s.fillIn(inner.(object), left)
		}
	case typeTextInput:
		s.typeIn(x, left)
		clearBut(x, "type", "custom_id", "value", "id")
	case typeStringSelect:
		id := x["custom_id"].(string)
		values := []string{}
		if value, ok := left[id]; ok {
			values = append(values, value)
		}
		if len(values) > 0 || x["required"] != false {
			s.mustChoose(x, values)
		}
		delete(left, id)
		x["values"] = values
		clearBut(x, "type", "custom_id", "values", "id")
	}
}

// typeIn puts a value into a text input.
func (s *Server) typeIn(x object, left map[string]string) {
	s.t.Helper()
	id := x["custom_id"].(string)
	value, given := left[id]
	if !given {
		value, _ = x["value"].(string)
	}
	delete(left, id)
	n := float64(utf8.RuneCountInString(value))
	if least, ok := x["min_length"].(float64); ok && n < least && (n > 0 || x["required"] != false) {
		s.t.Fatalf("discordtest: the input %q takes at least %g characters, not %g", id, least, n)
	}
	if most, ok := x["max_length"].(float64); ok && n > most {
		s.t.Fatalf("discordtest: the input %q takes at most %g characters, not %g", id, most, n)
	}
	if n == 0 && x["required"] != false {
		s.t.Fatalf("discordtest: the input %q must be filled in", id)
	}
	x["value"] = value
}

func clearBut(o object, keys ...string) {
	maps.DeleteFunc(o, func(k string, _ any) bool { return !slices.Contains(keys, k) })
}

package discordtest

import "encoding/json"

// correct changes the places where Discord's document of 2026-07-18 disagrees with its reference pages and with the
// service itself. A place that isn't there is left alone, so other documents pass unchanged.
func correct(doc map[string]any) {
	components, _ := doc["components"].(map[string]any)
	schemas, _ := components["schemas"].(map[string]any)
	for _, name := range []string{"ApplicationCommandUpdateRequest", "ApplicationCommandCreateRequest", "ApplicationCommandPatchRequestPartial"} {
		correctCommand(schemas[name])
	}
	correctReferenceType(schemas)
}

// correctCommand corrects the body that registers a command.
func correctCommand(schema any) {
	s, _ := schema.(map[string]any)
	properties, ok := s["properties"].(map[string]any)
	if !ok {
		return
	}
	// The document says integer. The reference ("Application Command Object") says "?string, set of permissions
	// represented as a bit set", the service answers with a string, and libraries send one.
	properties["default_member_permissions"] = map[string]any{
		"type": []any{"string", "integer", "null"}, "pattern": "^[0-9]{1,20}$",
	}
	// The reference has "nsfw" ("indicates whether the command is age-restricted"); the document leaves it out.
	if properties["nsfw"] == nil {
		properties["nsfw"] = map[string]any{"type": []any{"boolean", "null"}}
	}
}

// correctReferenceType adds type 1 (FORWARD) to message references: the reference ("Message Reference Types") has it,
// the document knows 0 only.
func correctReferenceType(schemas map[string]any) {
	if schemas["MessageReferenceType"] != nil {
		schemas["MessageReferenceType"] = map[string]any{
			"type": "integer", "enum": []any{json.Number("0"), json.Number("1")},
		}
	}
}

// closeObjects forbids unknown keys in every object that lists its properties: a document says what is known, and is
// silent on the rest. The members of an allOf stay open, since each lists a part of the keys only; in Discord's
// document those stand in multipart schemas, which aren't used (the JSON beside them is).
func closeObjects(node any) {
	switch n := node.(type) {
	case map[string]any:
		_, lists := n["properties"].(map[string]any)
		if _, says := n["additionalProperties"]; lists && !says {
			n["additionalProperties"] = false
		}
		for key, child := range n {
			if key != "allOf" {
				closeObjects(child)
			}
		}
	case []any:
		for _, child := range n {
			closeObjects(child)
		}
	}
}

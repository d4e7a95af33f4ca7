package wire

import "encoding/json"

// A form is the fields of a form that was filled in. Discord has each in a label, which discordgo doesn't know; here each
// is a text input by itself.
type form []field

type field struct {
	Type     int    `json:"type"`
	CustomID string `json:"custom_id"`
	Value    string `json:"value"`
}

// The types of component that Docent's forms are made of. https://docs.discord.com/developers/components/reference#label
const (
	typeSelect = 3
	typeInput  = 4
)

// UnmarshalJSON reads the text inputs and selects, and passes over the rest.
func (f *form) UnmarshalJSON(data []byte) error {
	var labels []optional[struct {
		Component json.RawMessage `json:"component"`
	}]
	if err := json.Unmarshal(data, &labels); err != nil {
		return err
	}
	for _, l := range labels {
		if err := f.add(l.value.Component); err != nil {
			return err
		}
	}
	return nil
}

func (f *form) add(data []byte) error {
	var kind struct {
		Type optional[int] `json:"type"`
	}
	if json.Unmarshal(data, &kind) != nil {
		return nil
	}
	var in struct {
		field
		Values []string `json:"values"` // of a select
	}
	switch kind.Type.value {
	case typeInput, typeSelect:
		if err := json.Unmarshal(data, &in); err != nil {
			return err
		}
		if len(in.Values) > 0 {
			in.Value = in.Values[0]
		}
		*f = append(*f, field{typeInput, in.CustomID, in.Value})
	}
	return nil
}

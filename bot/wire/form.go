package wire

import "encoding/json"

// A form is the fields of a form that was filled in. discordgo doesn't know the labels that fields stand in, so that a
// form is written as rows of text inputs, which it does.
type form []field

type field struct {
	Type     int    `json:"type"`
	CustomID string `json:"custom_id"`
	Value    string `json:"value"`
}

// The types of component that forms are made of. https://docs.discord.com/developers/components/reference#label
const (
	typeRow    = 1
	typeSelect = 3
	typeInput  = 4
)

// UnmarshalJSON reads the text inputs and selects, whether they stand in labels or in rows, and passes over the rest.
func (f *form) UnmarshalJSON(data []byte) error {
	var all []json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	for _, raw := range all {
		var in struct {
			Label json.RawMessage             `json:"component"`
			Row   optional[[]json.RawMessage] `json:"components"`
		}
		if json.Unmarshal(raw, &in) != nil {
			continue
		}
		for _, one := range append(in.Row.value, in.Label) {
			if err := f.add(one); err != nil {
				return err
			}
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
	one := field{Type: typeInput}
	switch kind.Type.value {
	default:
		return nil
	case typeInput:
		if err := json.Unmarshal(data, &one); err != nil {
			return err
		}
	case typeSelect:
		var chosen struct {
			CustomID string   `json:"custom_id"`
			Values   []string `json:"values"`
		}
		if err := json.Unmarshal(data, &chosen); err != nil {
			return err
		}
		one.CustomID = chosen.CustomID
		if len(chosen.Values) > 0 {
			one.Value = chosen.Values[0]
		}
	}
	*f = append(*f, one)
	return nil
}

// MarshalJSON writes each field in a row of its own.
func (f form) MarshalJSON() ([]byte, error) {
	type row struct {
		Type       int     `json:"type"`
		Components []field `json:"components"`
	}
	rows := []row{}
	for _, one := range f {
		rows = append(rows, row{Type: typeRow, Components: []field{one}})
	}
	return json.Marshal(rows)
}

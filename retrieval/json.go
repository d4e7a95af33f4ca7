package retrieval

import (
	"bytes"
	"encoding/json"
	"time"
)

// This file writes as JSON what struct tags can't say. The JSON of this package's types is an interface to other programs:
// fields are added, never changed.

// A jsonDate is written as RFC 3339, and as YYYY-MM-DD at midnight UTC, which is how a date without a time of day is kept.
type jsonDate time.Time

// MarshalJSON writes the date.
func (d jsonDate) MarshalJSON() ([]byte, error) {
	t := time.Time(d)
	layout := time.RFC3339
	if t.Equal(t.UTC().Truncate(24*time.Hour)) && t.Location() == time.UTC {
		layout = time.DateOnly
	}
	return json.Marshal(t.Format(layout))
}

// dateOf is a date to be written; nil for the zero time.
func dateOf(t time.Time) *jsonDate {
	if t.IsZero() {
		return nil
	}
	d := jsonDate(t)
	return &d
}

// MarshalJSON writes the citation. Its date is null where the document has none.
func (c Citation) MarshalJSON() ([]byte, error) {
	type plain Citation
	return marshal(struct {
		plain
		Date *jsonDate `json:"date"`
	}{plain(c), dateOf(c.Date)})
}

// MarshalJSON writes how the question was read.
func (r Reading) MarshalJSON() ([]byte, error) {
	type plain Reading
	return marshal(struct {
		plain
		Since *jsonDate `json:"since,omitempty"`
		Until *jsonDate `json:"until,omitempty"`
	}{plain(r), dateOf(r.Since), dateOf(r.Until)})
}

// MarshalJSON writes the time that a question names.
func (p Period) MarshalJSON() ([]byte, error) {
	type plain Period
	return marshal(struct {
		plain
		Since *jsonDate `json:"since,omitempty"`
		Until *jsonDate `json:"until,omitempty"`
	}{plain(p), dateOf(p.Since), dateOf(p.Until)})
}

// MarshalJSON writes the fact with the text of its row or line, and where that stands.
func (f FactHit) MarshalJSON() ([]byte, error) {
	type plain FactHit
	return marshal(struct {
		plain
		Text     string   `json:"text"`
		Citation Citation `json:"citation"`
	}{plain(f), f.Snippet.Text, f.Snippet.Citation})
}

// marshal writes v with < > & as they are: whether they are escaped is for whoever encodes the whole to say.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}

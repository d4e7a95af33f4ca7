package document

import (
	"bytes"
	"encoding/json"
	"time"
)

// This file helps types write as JSON what struct tags can't say.

// A JSONDate is written as RFC 3339, and as YYYY-MM-DD at midnight UTC, which is how a date without a time of day is kept.
type JSONDate time.Time

// MarshalJSON writes the date.
func (d JSONDate) MarshalJSON() ([]byte, error) {
	t := time.Time(d)
	layout := time.RFC3339
	if t.Equal(t.UTC().Truncate(24*time.Hour)) && t.Location() == time.UTC {
		layout = time.DateOnly
	}
	return json.Marshal(t.Format(layout))
}

// DateOrNull is a date to be written, nil for the zero time.
func DateOrNull(t time.Time) *JSONDate {
	if t.IsZero() {
		return nil
	}
	d := JSONDate(t)
	return &d
}

// Marshal writes v with < > & as they are: whether they are escaped is for whoever encodes the whole to say.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}

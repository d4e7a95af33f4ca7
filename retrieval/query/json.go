package query

import "docent/retrieval/document"

// MarshalJSON writes the parsed question. Dates are written as document.JSONDate.
func (r Parsed) MarshalJSON() ([]byte, error) {
	type plain Parsed
	return document.Marshal(struct {
		plain
		Since *document.JSONDate `json:"since,omitempty"`
		Until *document.JSONDate `json:"until,omitempty"`
	}{plain(r), document.DateOrNull(r.Since), document.DateOrNull(r.Until)})
}

// MarshalJSON writes the time that a question names. Dates are written as document.JSONDate.
func (p Period) MarshalJSON() ([]byte, error) {
	type plain Period
	return document.Marshal(struct {
		plain
		Since *document.JSONDate `json:"since,omitempty"`
		Until *document.JSONDate `json:"until,omitempty"`
	}{plain(p), document.DateOrNull(p.Since), document.DateOrNull(p.Until)})
}

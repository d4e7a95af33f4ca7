package retrieval

import "docent/retrieval/document"

// This file writes as JSON what struct tags can't say. The JSON of this package's types is an interface to other programs:
// fields are added, never changed.

// MarshalJSON writes the citation. Its date is null where the document has none.
func (c Citation) MarshalJSON() ([]byte, error) {
	type plain Citation
	return document.Marshal(struct {
		plain
		Date *document.JSONDate `json:"date"`
	}{plain(c), document.DateOrNull(c.Date)})
}

// MarshalJSON writes the fact with the text of its row or line, and where that stands.
func (f FactHit) MarshalJSON() ([]byte, error) {
	type plain FactHit
	return document.Marshal(struct {
		plain
		Text     string   `json:"text"`
		Citation Citation `json:"citation"`
	}{plain(f), f.Snippet.Text, f.Snippet.Citation})
}

package index

import "github.com/blevesearch/bleve/v2"

// Bleve is the index that holds the postings, for comparing Search with Bleve's own search. It is only to be read. Its
// documents' ids are those of Hit, in base 36.
func (s *Store) Bleve() bleve.Index { return s.bleve }

// BodyField is the field of Bleve's index that the bodies of a language are searched in.
func BodyField(language string) string { return fieldIn(fieldNames[fieldBody], language) }

// Package query says what a question asks for.
//
// Parse parses a question once: required phrases, excluded terms, source:, since: and until:, the time it names, the kind of
// answer it expects by its question pattern. A Query is the parsed question in the terms of one language, weighed by how rare
// they are; Expand corrects its misspelt words and adds alternatives: synonyms, abbreviations, other spellings. The synonym
// rules and pins that an admin writes are parsed here too. How the terms stand in a text (proximity, phrases, exact matches) is
// measured here, since it is one idea with their weights.
//
//	text -> Parsed -> a Query for each language of the index -> Lookups, and measures over the positions in a text
//
// What it must know of the documents it asks a Vocabulary, which an index's snapshot is. It knows no passages and no files,
// and orders nothing.
package query

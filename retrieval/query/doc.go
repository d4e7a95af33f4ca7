// Package query says what a question asks for.
//
// Parse reads a question once: quoted phrases, excluded words, source:, since: and until:, the time it names, the kind of
// answer it expects. A Query is the parsed question in the terms of one language, weighed by how rare they are, with
// corrections of misspelt words, synonyms, abbreviations and other spellings beside them. The file of synonyms and pinned
// passages that an admin writes is read here too. How a query's terms stand in a text (close together, in order, as typed)
// is measured here, since it is one idea with their weights.
//
//	text -> Parsed -> a Query for each language of the index -> lookups, and measures over the hits in a text
//
// What it must know of the documents it asks a Vocabulary, which an index's snapshot is. It knows no passages and no files,
// and orders nothing.
package query

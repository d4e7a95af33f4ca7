// Package passage cuts a document into passages, and says how a passage is stored.
//
// A Passage is what is indexed, ranked and quoted: a headed stretch of a document, with the place of every piece in the
// source. Cut makes the passages of a document's text, Facts those of its facts and metadata fields; Encode and Decode are
// the form in which the index keeps them beside the postings. It doesn't know the index, nor where documents come from.
package passage

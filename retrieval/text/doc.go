// Package text reads plain text: it decodes a file's bytes to UTF-8, and finds the title, headings, tables, lists and
// metadata of what was decoded. Every byte that isn't white space ends in exactly one block, so nothing is lost by a
// wrong guess; what belongs to a web page rather than to its article is marked as furniture, and only in a text that
// looks like a saved article.
package text

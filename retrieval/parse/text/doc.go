// Package text reads plain text: it finds the title, headings, tables, lists and metadata of a text in UTF-8. Every byte that isn't white space ends in exactly one block, so nothing is lost by a
// wrong guess; what belongs to a web page rather than to its article is marked as boilerplate, and only in a text that
// looks like a saved article.
package text

// Package markdown reads Markdown: front matter, headings, paragraphs, lists, tables, quotes and code, each with the
// whole lines it stands on. The structure is goldmark's; what goldmark leaves out (link definitions, rules, stray lines)
// is kept as well, so that every line that isn't blank belongs to exactly one block. Hostile input costs linear time:
// where it would not, it is read as plain paragraphs.
package markdown

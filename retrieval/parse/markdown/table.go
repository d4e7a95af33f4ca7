package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	gparser "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"docent/retrieval/document"
)

// A table is a table's lines: its head, the line of dashes, and its rows. goldmark's own extension makes a node of each
// cell and adds the cells that rows lack, which costs a wide and long table quadratic time and memory.
type table struct {
	ast.BaseBlock
}

var kindTable = ast.NewNodeKind("Table")

// Kind is part of ast.Node.
func (*table) Kind() ast.NodeKind { return kindTable }

// IsRaw says that there is no inline markup to be parsed.
func (*table) IsRaw() bool { return true }

// Dump is part of ast.Node.
func (t *table) Dump(source []byte, level int) { ast.DumpHelper(t, source, level, nil, nil) }

// A tableTransformer makes tables of the paragraphs that are, by the rules of GitHub's Markdown.
type tableTransformer struct{}

// Transform is called by goldmark for each paragraph.
func (tableTransformer) Transform(node *ast.Paragraph, reader text.Reader, _ gparser.Context) {
	lines := node.Lines()
	source := reader.Source()
	for i := 1; i < lines.Len(); i++ {
		dashes := lines.At(i)
		columns := delimiterColumns(string(dashes.Value(source)))
		if columns == 0 {
			continue
		}
		head := lines.At(i - 1)
		if len(cells(string(head.Value(source)))) != columns {
			return
		}
		t := &table{}
		t.Lines().AppendAll(lines.Sliced(i-1, lines.Len()))
		parent := node.Parent()
		parent.InsertAfter(parent, node, t)
		lines.SetSliced(0, i-1)
		if lines.Len() == 0 {
			parent.RemoveChild(parent, node)
		}
		return
	}
}

// delimiterColumns counts the columns of the line between a table's head and its rows, 0 for other lines.
func delimiterColumns(line string) int {
	line = strings.TrimSpace(line)
	if strings.Trim(line, "|:- \t") != "" || !strings.Contains(line, "-") || !strings.ContainsAny(line, "|:") {
		return 0
	}
	columns := cells(line)
	for _, c := range columns {
		dashes := strings.TrimSuffix(strings.TrimPrefix(line[c.start:c.end], ":"), ":")
		if dashes == "" || strings.Trim(dashes, "-") != "" {
			return 0
		}
	}
	return len(columns)
}

// A cell is where a cell stands in its line, without the white space around it.
type cell struct{ start, end int }

// cells parts a row at its bars; a bar after a backslash is text.
func cells(line string) []cell {
	trimmed := strings.TrimRight(line, " \t\r\n")
	start, end := len(trimmed)-len(strings.TrimLeft(trimmed, " \t")), len(trimmed)
	if start < end && line[start] == '|' {
		start++
	}
	if end > start && line[end-1] == '|' && (end < 2 || line[end-2] != '\\') {
		end--
	}
	var out []cell
	from := start
	for i := start; i <= end; i++ {
		if i == end || line[i] == '|' && line[i-1] != '\\' {
			out = append(out, trimCell(line, from, i))
			from = i + 1
		}
	}
	return out
}

func trimCell(line string, start, end int) cell {
	left := strings.TrimLeft(line[start:end], " \t")
	start = end - len(left)
	return cell{start, start + len(strings.TrimRight(left, " \t"))}
}

// table appends a leaf for the head with the dashes below it, and one for each row.
func (w *walker) table(t *table) {
	lines := t.Lines()
	for i := 0; i < lines.Len(); i++ {
		segment := lines.At(i)
		segment = segment.TrimLeftSpace(w.markup)
		l := leaf{kind: document.TableRow, start: segment.Start, end: segment.Start + len(bytes.TrimRight(w.markup[segment.Start:segment.Stop], " \t\n"))}
		end := l.end
		if i == 0 {
			l.kind = document.TableHead
			i++
			end = lines.At(i).Start + 1
		}
		if l.end > l.start {
			w.add(l, l.start, end)
		}
	}
}

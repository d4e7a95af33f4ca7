package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gast "github.com/yuin/goldmark/extension/ast"
	gparser "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"docent/retrieval/document"
)

// A leaf is a piece of structure that holds text: what becomes a block.
type leaf struct {
	kind        document.Kind
	level       int
	first, last int      // lines, both inclusive
	start, end  int      // the content, without markers; both 0 where there is none
	text        string   // the content's lines joined, without the markers of quotes and lists between them
	item        ast.Node // the list item it belongs to
	html        bool
	reason      string
}

// outline finds the leaves of markup by goldmark, and the reader of their inline markup. It fails when goldmark does.
//
// Inline markup isn't parsed here: that is what takes goldmark quadratic time, and is done leaf by leaf within a budget.
func outline(markup []byte, lines document.Lines) (leaves []leaf, in *inline, ok bool) {
	if lines.Len() > maxLines {
		return nil, nil, false
	}
	defer func() {
		if fault := recover(); fault != nil {
			leaves, in, ok = nil, nil, false
		}
	}()
	context := gparser.NewContext()
	root := blockParser().Parse(text.NewReader(markup), gparser.WithContext(context))
	w := &walker{markup: markup, lines: lines}
	if err := ast.Walk(root, w.visit); err != nil {
		return nil, nil, false
	}
	return w.leaves, newInline(context, w.footnotes), true
}

// blockParser reads the structure alone.
func blockParser() gparser.Parser {
	return gparser.NewParser(
		gparser.WithBlockParsers(append(gparser.DefaultBlockParsers(), util.Prioritized(extension.NewFootnoteBlockParser(), 950))...),
		gparser.WithParagraphTransformers(util.Prioritized(definitions{}, 100), util.Prioritized(tableTransformer{}, 200)),
	)
}

// definitions finds the link definitions at the head of a paragraph, in paragraphs of a bearable length: goldmark's
// transformer takes time with the square of their number.
type definitions struct{}

// Transform is called by goldmark for each paragraph.
func (definitions) Transform(node *ast.Paragraph, reader text.Reader, context gparser.Context) {
	if node.Lines().Len() <= maxDefinitionLines {
		gparser.LinkReferenceParagraphTransformer.Transform(node, reader, context)
	}
}

// A walker gathers leaves from the syntax tree.
type walker struct {
	markup    []byte
	lines     document.Lines
	leaves    []leaf
	footnotes []string // labels
}

// visit is called by ast.Walk.
func (w *walker) visit(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	if n.Type() == ast.TypeInline {
		return ast.WalkSkipChildren, nil
	}
	switch n := n.(type) {
	case *ast.Document, *ast.List, *ast.ListItem, *ast.Blockquote, *gast.FootnoteList:
	case *gast.Footnote:
		w.footnotes = append(w.footnotes, string(n.Ref))
	case *ast.Heading:
		w.prose(n, document.Heading, n.Level)
	case *ast.Paragraph, *ast.TextBlock:
		w.prose(n, document.Paragraph, 0)
	case *ast.CodeBlock:
		w.code(n, false)
	case *ast.FencedCodeBlock:
		w.code(n, true)
	case *ast.HTMLBlock:
		w.html(n)
	case *ast.ThematicBreak:
		w.add(leaf{kind: document.Boilerplate, reason: "thematic break"}, n.Pos(), n.Pos())
	case *ast.LinkReferenceDefinition:
		w.content(leaf{kind: document.Boilerplate, reason: "link definition"}, n.Lines())
	case *table:
		w.table(n)
	default:
		return ast.WalkStop, fmt.Errorf("unknown node %s", n.Kind())
	}
	return ast.WalkContinue, nil
}

// add appends a leaf that stands on the lines of the bytes from start to end.
func (w *walker) add(l leaf, start, end int) {
	if start < 0 {
		return
	}
	l.first, l.last = w.lines.Line(start), w.lines.Line(max(start, end-1))
	w.leaves = append(w.leaves, l)
}

// content appends a leaf whose content is segments, if they hold anything.
func (w *walker) content(l leaf, segments *text.Segments) bool {
	if segments.Len() == 0 {
		return false
	}
	l.start, l.end = segments.At(0).Start, segments.At(segments.Len()-1).Stop
	if len(bytes.TrimSpace(w.markup[l.start:l.end])) == 0 {
		return false
	}
	w.add(l, l.start, l.end)
	return true
}

// prose appends a heading or a paragraph, as what it is inside a list or a quote.
func (w *walker) prose(n ast.Node, kind document.Kind, level int) {
	l := leaf{kind: kind, level: level, text: string(n.Lines().Value(w.markup))}
	for up := n.Parent(); up != nil; up = up.Parent() {
		switch up.(type) {
		case *ast.ListItem:
			l.kind, l.level, l.item = document.ListItem, 0, up
		case *ast.Blockquote:
			l.kind, l.level = document.Quote, 0
		default:
			continue
		}
		break
	}
	if w.content(l, n.Lines()) && level > 0 {
		w.underline()
	}
}

// underline adds the line of "=" or "-" below a heading to the last leaf.
func (w *walker) underline() {
	l := &w.leaves[len(w.leaves)-1]
	if l.last == w.lines.Len() {
		return
	}
	start, end := w.lines.Bounds(l.last + 1)
	below := bytes.Trim(w.markup[start:end], "> \t")
	if len(below) > 0 && (len(bytes.Trim(below, "=")) == 0 || len(bytes.Trim(below, "-")) == 0) && !w.atx(l) {
		l.last++
	}
}

// atx reports whether a heading begins with "#" rather than being underlined.
func (w *walker) atx(l *leaf) bool {
	start, _ := w.lines.Bounds(l.first)
	before := bytes.TrimRight(w.markup[start:l.start], " \t")
	return bytes.HasSuffix(before, []byte("#"))
}

// code appends a code block, with its fences if it has them.
func (w *walker) code(n ast.Node, fenced bool) {
	segments := n.Lines()
	l := leaf{kind: document.Code, text: string(segments.Value(w.markup))}
	if !fenced {
		w.content(l, segments)
		w.wholeLine()
		return
	}
	start, end := n.Pos(), n.Pos()+1
	if segments.Len() > 0 {
		l.start, l.end = segments.At(0).Start, segments.At(segments.Len()-1).Stop
		end = max(end, l.end)
	}
	w.add(l, start, end)
	w.closingFence(start)
	w.wholeLine()
}

// wholeLine lets the last leaf's content begin where its line does, so that the lines of code keep their alignment.
func (w *walker) wholeLine() {
	if len(w.leaves) == 0 {
		return
	}
	l := &w.leaves[len(w.leaves)-1]
	if l.kind == document.Code && l.end > l.start {
		l.start, _ = w.lines.Bounds(w.lines.Line(l.start))
	}
}

// closingFence adds the line of the closing fence to the last leaf, whose opening fence stands at open.
func (w *walker) closingFence(open int) {
	l := &w.leaves[len(w.leaves)-1]
	if open >= len(w.markup) || l.last == w.lines.Len() {
		return
	}
	start, end := w.lines.Bounds(l.last + 1)
	below := bytes.Trim(w.markup[start:end], "> \t")
	if len(below) >= 3 && len(bytes.Trim(below, string(w.markup[open]))) == 0 {
		l.last++
	}
}

// html appends a block of HTML.
func (w *walker) html(n *ast.HTMLBlock) {
	var all text.Segments
	all.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
	if n.HasClosure() {
		all.Append(n.ClosureLine)
	}
	w.content(leaf{kind: document.Paragraph, html: true}, &all)
}

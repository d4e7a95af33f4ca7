package markdown

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gparser "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// An inline reads inline markup, paragraph by paragraph, as long as its budget lasts.
type inline struct {
	parser    gparser.Parser
	context   gparser.Context // knows the text's link definitions
	footnotes []string
	budget    int
}

func newInline(context gparser.Context, footnotes []string) *inline {
	slices.Sort(footnotes)
	return &inline{
		parser: gparser.NewParser(
			gparser.WithBlockParsers(util.Prioritized(gparser.NewParagraphParser(), 1000)),
			gparser.WithInlineParsers(append(gparser.DefaultInlineParsers(), util.Prioritized(extension.NewStrikethroughParser(), 500))...),
		),
		context:   context,
		footnotes: footnotes,
		budget:    inlineBudget,
	}
}

var (
	taskBox     = regexp.MustCompile(`^\[[ xX]\]\s+`)
	footnoteRef = regexp.MustCompile(`\[\^([^\]\s]+)\]`)
	// imageOnly matches a paragraph of images none of which has a description.
	imageOnly = regexp.MustCompile(`^(?:!\[\s*\](?:\([^)]*\)|\[[^\]]*\])\s*)+$`)
)

// plain is what a reader sees of a paragraph: without emphasis, destinations of links, tags and escapes; an image is its
// description. It is "" when nothing can be seen, when the paragraph is too long, or when the budget is used up.
func (in *inline) plain(markup string) (plain string) {
	markup = strings.TrimSpace(taskBox.ReplaceAllString(markup, ""))
	if !strings.ContainsAny(markup, "*_`[]<&\\~!") {
		return markup
	}
	brackets := strings.Count(markup, "[") + strings.Count(markup, "](")
	if len(markup) > maxInlineBytes || brackets*brackets > in.budget {
		return ""
	}
	in.budget -= brackets * brackets
	defer func() {
		if fault := recover(); fault != nil {
			plain = ""
		}
	}()
	source := []byte(markup)
	root := in.parser.Parse(text.NewReader(source), gparser.WithContext(in.context))
	var b strings.Builder
	writePlain(&b, root, source)
	return strings.TrimSpace(in.withoutRefs(b.String()))
}

// withoutRefs takes out the references to footnotes that the text has.
func (in *inline) withoutRefs(s string) string {
	if len(in.footnotes) == 0 {
		return s
	}
	return footnoteRef.ReplaceAllStringFunc(s, func(ref string) string {
		if _, known := slices.BinarySearch(in.footnotes, ref[2:len(ref)-1]); known {
			return ""
		}
		return ref
	})
}

// writePlain writes what a reader sees of n.
func writePlain(b *strings.Builder, n ast.Node, source []byte) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			writeText(b, c, source)
		case *ast.CodeSpan:
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if t, ok := t.(*ast.Text); ok {
					b.WriteString(strings.ReplaceAll(string(t.Value(source)), "\n", " "))
				}
			}
		case *ast.AutoLink:
			b.Write(c.Label(source))
		case *ast.RawHTML:
			if segment := c.Segments.At(0); strings.HasPrefix(strings.ToLower(string(segment.Value(source))), "<br") {
				b.WriteByte(' ')
			}
		default:
			writePlain(b, c, source)
		}
	}
}

// writeText writes a run of text without escapes and entities; a line break is a space.
func writeText(b *strings.Builder, t *ast.Text, source []byte) {
	value := t.Value(source)
	if !t.IsRaw() {
		value = util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(value)))
	}
	b.Write(value)
	if t.SoftLineBreak() || t.HardLineBreak() {
		b.WriteByte(' ')
	}
}

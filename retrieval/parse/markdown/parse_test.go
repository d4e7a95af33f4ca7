package markdown

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"docent/retrieval/document/documenttest"
)

func TestParseGolden(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.md")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".md")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			doc := Parse(string(raw))
			documenttest.Check(t, string(raw), doc, false)
			documenttest.Golden(t, filepath.Join("testdata", name+".golden"), doc)
		})
	}
}

func FuzzParse(f *testing.F) {
	paths, _ := filepath.Glob("testdata/*.md")
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	for _, s := range []string{"", "\r", "---\n---\n", "---\na: b\n---", "+++\na = 1\n+++\n", "-\n\n  foo", "> - a\n>\n> b\n>", "a|b\n-|-\nc|d",
		"```\n", "[a]: b\nc", "- [ ] x\r\n- y\r\r1. z", "#\n\n===\n", "<div>\n\n</div>\x00", "[^1]: x\n\n    y\n", "**a: b:**"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		doc := Parse(src)
		documenttest.Check(t, src, doc, false)
		l := len(src)
		for _, b := range doc.Blocks {
			wholeStart := b.Span.Start == 0 || src[b.Span.Start-1] == '\n' || src[b.Span.Start-1] == '\r'
			wholeEnd := b.Span.End == l || src[b.Span.End] == '\n' || src[b.Span.End] == '\r'
			if !wholeStart || !wholeEnd {
				t.Fatalf("block %q doesn't span whole lines: %+v", b.Text, b.Span)
			}
		}
	})
}

// TestParseHostile holds Parse to seconds for what takes goldmark up to minutes. The limit is wide, for slow machines
// and the race detector: each of these takes well below a second otherwise.
func TestParseHostile(t *testing.T) {
	t.Parallel()
	const size = 1 << 18
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	tests := map[string]string{
		"images":             fill("![a]("),
		"links":              fill("[a](b"),
		"labels":             fill("[a]["),
		"brackets":           fill("["),
		"bracket lines":      fill("[\n"),
		"image paragraphs":   fill(strings.Repeat("![a](", 3000) + "\n\n"),
		"small paragraphs":   fill(strings.Repeat("![a](", 100) + "\n\n"),
		"definitions":        fill("[a]: b\n"),
		"open definitions":   fill("[a]: b \"\n"),
		"emphasis":           fill("*a _b "),
		"strong":             fill("a**b"),
		"ticks":              ticks(size),
		"tags":               fill("<a b=\""),
		"comments":           fill("<!-- "),
		"html blocks":        fill("<p>a\n\n"),
		"scripts":            fill("<script>a\n"),
		"quotes in a line":   fill(">"),
		"quote lines":        fill(strings.Repeat(">", 60) + "a\n"),
		"quote lines, 30":    fill(strings.Repeat(">", 30) + "a\n"),
		"lazy quote":         strings.Repeat(">", 30) + "a\n" + fill("a\n"),
		"bullets in a line":  fill("- "),
		"numbers in a line":  fill("1. "),
		"bullet lines":       fill(strings.Repeat("- ", 30) + "a\n"),
		"stairs":             stairs(size),
		"stairs, blanks":     stairs(size/4) + strings.Repeat("\n", size/2),
		"long table":         "|a|b|\n|-|-|\n" + fill("|c|d|\n"),
		"wide table":         strings.Repeat("a|", 300) + "\n" + strings.Repeat("-|", 300) + "\n" + fill("a\n"),
		"tables":             fill("a|b\n-|-\nc|d\n\n"),
		"table of images":    "a|b\n-|-\n" + fill("![a](![a](|b\n"),
		"delimiters":         fill("|-|\n"),
		"items":              fill("- a\n"),
		"loose items":        fill("- a\n\n"),
		"pairs":              fill("- a: b\n"),
		"headings":           fill("# a\n"),
		"underlines":         fill("a\n=\n"),
		"rules":              fill("---\n"),
		"fences":             fill("```\n"),
		"open fence":         "```\n" + fill("a\n"),
		"footnotes":          fill("[^1]: a\n\n"),
		"newlines":           fill("\n"),
		"one paragraph":      fill("word word\n"),
		"tabs":               fill("-\t"),
		"entities":           fill("&amp;"),
		"front matter":       "---\n" + fill("a: b\n") + "---\n",
		"front matter, open": "---\n" + fill("[") + "\n---\n",
		"aliases":            "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n" + fill("a\n\n"),
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			doc := Parse(src)
			took := time.Since(start)
			if took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			documenttest.Check(t, src, doc, false)
		})
	}
}

// ticks is runs of backticks of growing length, none of which closes another.
func ticks(size int) string {
	var b strings.Builder
	for i := 1; b.Len() < size; i++ {
		b.WriteString(strings.Repeat("`", i%500+1) + "a")
	}
	return b.String()
}

// stairs is a list whose items are nested ever deeper.
func stairs(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		b.WriteString(strings.Repeat(" ", 2*i) + "- a\n")
	}
	return b.String()
}

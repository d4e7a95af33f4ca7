package markdown

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"docent/retrieval/document"
)

// readFacts finds what tables, lists of pairs and paragraphs of pairs state.
func (p *parser) readFacts() {
	for i := p.front; i < len(p.doc.Blocks); {
		switch p.doc.Blocks[i].Kind {
		case document.TableHead:
			i = p.tableFacts(i)
		case document.ListItem:
			i = p.listFacts(i)
		case document.Paragraph:
			p.paragraphFacts(i)
			i++
		default:
			i++
		}
	}
	p.dropSpeakers()
}

// readingOfRow is what a reader sees of a table's row: its cells without the bars.
func (p *parser) readingOfRow(line string) string {
	var seen []string
	for _, c := range cells(line) {
		if text := p.readingOfCell(line[c.start:c.end]); text != "" {
			seen = append(seen, text)
		}
	}
	return strings.Join(seen, " | ")
}

// readingOfCell is what a reader sees of a cell or a key.
func (p *parser) readingOfCell(cell string) string {
	if p.inline == nil {
		return cell
	}
	if plain := p.inline.plain(cell); plain != "" {
		return plain
	}
	return cell
}

// tableFacts makes a fact of each cell beside a row's first, under its column's heading. It returns the block after the
// table whose head is block i.
func (p *parser) tableFacts(i int) int {
	head := p.doc.Blocks[i]
	columns := p.cellsOf(head)
	for i++; i < len(p.doc.Blocks) && p.doc.Blocks[i].Kind == document.TableRow; i++ {
		row := p.cellsOf(p.doc.Blocks[i])
		if len(row) == 0 || row[0].start == row[0].end {
			continue
		}
		name := p.readingOfCell(p.src[row[0].start:row[0].end])
		for n := 1; n < len(row) && n < len(columns); n++ {
			if row[n].start == row[n].end {
				continue
			}
			f := document.Fact{Name: name, Value: p.src[row[n].start:row[n].end], Span: p.doc.Blocks[i].Span}
			if c := columns[n]; c.start < c.end {
				f.Head, f.HeadSpan = p.src[c.start:c.end], p.lines.Span(c.start, c.end)
			}
			p.doc.Facts = append(p.doc.Facts, f)
		}
	}
	return i
}

// cellsOf are the cells of a row's block, as offsets into the source.
func (p *parser) cellsOf(b document.Block) []cell {
	at := b.Span.Start + strings.Index(p.src[b.Span.Start:b.Span.End], b.Text)
	out := cells(b.Text)
	for i := range out {
		out[i].start += at
		out[i].end += at
	}
	return out
}

// A pair is "key: value" on a line of the source.
type pair struct {
	document.Pair
	bold bool
	span document.Span // of the line or block
}

// splitPair reads text as "key: value", "**key**: value" or "**key:** value".
func (p *parser) splitPair(text string) (pair, bool) {
	text = strings.TrimSpace(text)
	for _, mark := range []string{"**", "__"} {
		inner, found := strings.CutPrefix(text, mark)
		if !found {
			continue
		}
		key, value, closed := strings.Cut(inner, mark)
		if !closed {
			return pair{}, false
		}
		if trimmed := strings.TrimRight(key, " :："); trimmed != key {
			key = trimmed
		} else if rest := strings.TrimLeft(value, " "); strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "：") {
			value = strings.TrimLeft(rest, ":：")
		} else {
			return pair{}, false
		}
		return p.checkPair(key, strings.TrimSpace(value), true)
	}
	split, ok := document.SplitPair(text)
	if !ok {
		return pair{}, false
	}
	return p.checkPair(split.Key, split.Value, false)
}

// checkPair holds a key and its value to the limits of a pair.
func (p *parser) checkPair(key, value string, bold bool) (pair, bool) {
	if len(key)+len(value) > maxPairBytes {
		return pair{}, false
	}
	key = p.readingOfCell(key)
	whole := document.Pair{Key: key, Value: value}
	if split, ok := document.SplitPair(key + ": " + value); !ok || split != whole {
		return pair{}, false
	}
	return pair{Pair: whole, bold: bold}, true
}

// maxPairBytes is the longest pair that is looked at.
const maxPairBytes = 500

// listFacts makes facts of the adjacent items of one list, from block i on, when they are a table in the form of a list.
// It returns the block after them.
func (p *parser) listFacts(i int) int {
	list := p.listOf(i)
	var found []pair
	for ; i < len(p.doc.Blocks) && p.doc.Blocks[i].Kind == document.ListItem && p.listOf(i) == list; i++ {
		b := p.doc.Blocks[i]
		pr, ok := p.splitPair(b.Text)
		if !ok || b.Span.First != b.Span.Last {
			p.addPairs(found)
			return i + 1
		}
		pr.span = b.Span
		found = append(found, pr)
	}
	p.addPairs(found)
	return i
}

// listOf is the list that block i, a list item, belongs to.
func (p *parser) listOf(i int) ast.Node {
	if i >= len(p.leaves)+p.front || p.leaves[i-p.front].item == nil {
		return nil
	}
	return p.leaves[i-p.front].item.Parent()
}

// paragraphFacts makes facts of a paragraph every line of which is a pair, or which is one line with its key in bold.
func (p *parser) paragraphFacts(i int) {
	b := p.doc.Blocks[i]
	if b.Span.Last-b.Span.First >= maxPairLines {
		return
	}
	var found []pair
	for n := b.Span.First; n <= b.Span.Last; n++ {
		start, end := p.lines.Bounds(n)
		pr, ok := p.splitPair(strings.TrimSuffix(p.src[start:end], "\\"))
		if !ok {
			return
		}
		pr.span = p.lines.Span(start, end)
		found = append(found, pr)
	}
	if len(found) == 1 && found[0].bold && !strings.ContainsAny(found[0].Value[len(found[0].Value)-1:], ".!?") {
		p.single = append(p.single, len(p.doc.Facts))
		p.addFact(found[0])
		return
	}
	p.addPairs(found)
}

// maxPairLines is the longest paragraph, in lines, that is looked at for pairs.
const maxPairLines = 200

// addPairs makes facts of pairs that are a table.
func (p *parser) addPairs(found []pair) {
	pairs := make([]document.Pair, len(found))
	for i, f := range found {
		pairs[i] = f.Pair
	}
	if !document.Tabular(pairs) {
		return
	}
	for _, f := range found {
		p.addFact(f)
	}
}

func (p *parser) addFact(f pair) {
	p.doc.Facts = append(p.doc.Facts, document.Fact{Name: f.Key, Value: f.Value, Span: f.span})
}

// dropSpeakers takes back the facts of paragraphs by themselves when a key comes again: "**Alice:** hello" is somebody
// speaking.
func (p *parser) dropSpeakers() {
	seen := make(map[string]bool)
	repeated := false
	for _, i := range p.single {
		repeated = repeated || seen[p.doc.Facts[i].Name]
		seen[p.doc.Facts[i].Name] = true
	}
	if !repeated {
		return
	}
	for _, i := range p.single {
		p.doc.Facts[i].Name = ""
	}
	p.doc.Facts = slices.DeleteFunc(p.doc.Facts, func(f document.Fact) bool { return f.Name == "" })
}

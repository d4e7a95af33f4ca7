package complete

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// MaxCompletion is how long a completion's text and value may be, in runes.
const MaxCompletion = 100

// A candidate is one name that may be offered.
type candidate struct {
	name
	grade int
}

// A bestOf keeps the best names for what is typed, each once.
type bestOf struct {
	kind  Kind
	limit int
	all   []candidate
	full  bool // there are as many as wanted, and those not better than the last need not be looked at
}

func (b *bestOf) add(c candidate) {
	if b.full && b.order(c, b.all[b.limit-1]) >= 0 {
		return
	}
	b.all = append(b.all, c)
	if len(b.all) >= b.limit+512 {
		b.sorted()
	}
}

// sorted are the best so far.
func (b *bestOf) sorted() []candidate {
	slices.SortFunc(b.all, b.order)
	seen := map[string]bool{}
	b.all = slices.DeleteFunc(b.all, func(c candidate) bool {
		known := seen[b.identity(c)]
		seen[b.identity(c)] = true
		return known
	})
	b.full = len(b.all) >= b.limit
	b.all = b.all[:min(len(b.all), b.limit)]
	return b.all
}

// identity is what makes two names one choice: the document, the place, or what is looked for.
func (b *bestOf) identity(c candidate) string {
	switch b.kind {
	case Source:
		return c.doc.path
	case Heading:
		return strconv.Itoa(c.line)
	}
	return c.key
}

// order puts the better grade first; then titles before headings before facts; of documents the newer, of a document's
// headings the earlier, of other names the shorter.
func (b *bestOf) order(x, y candidate) int {
	n := cmp.Compare(x.grade, y.grade)
	switch {
	case b.kind == Source:
		n = cmp.Or(n, y.doc.date.Compare(x.doc.date))
	case b.kind == Heading:
		n = cmp.Or(n, cmp.Compare(x.line, y.line))
	case x.kind == ofDocument:
		n = cmp.Or(n, cmp.Compare(x.kind, y.kind), y.doc.date.Compare(x.doc.date))
	default:
		n = cmp.Or(n, cmp.Compare(x.kind, y.kind))
	}
	if n != 0 {
		return n
	}
	n = cmp.Or(cmp.Compare(len(x.key), len(y.key)), strings.Compare(x.key, y.key))
	return cmp.Or(n, strings.Compare(x.doc.path, y.doc.path), cmp.Compare(x.line, y.line))
}

// offered makes choices of names, leaving out those that are gone. alike is as of nameTable.alike, for headings.
func offered(found []candidate, alike map[string]int, c Request, has func(path string, n Name) (bool, error)) ([]Completion, error) {
	var out []Completion
	seen := map[string]bool{}
	for _, f := range found {
		if len(out) == c.Limit {
			break
		}
		if f.kind == ofSection || f.kind == ofFact {
			there, err := has(f.doc.path, Name{Text: f.shown, Line: f.line, Fact: f.kind == ofFact})
			if err != nil {
				return nil, err
			}
			if !there {
				continue
			}
		}
		var choice Completion
		switch c.Kind {
		case Source:
			choice = f.doc.choice()
			if seen[choice.Text] {
				key := SourceKey(f.doc.path)
				choice.Text = headOf(choice.Text, MaxCompletion-len(key)-1) + " " + key
			}
		case Heading:
			choice = heading(f.shown, f.line, alike)
		default:
			choice = Completion{Text: headOf(f.shown, MaxCompletion), Value: firstRunes(f.shown, MaxCompletion)}
		}
		if !seen[choice.Text] {
			seen[choice.Text] = true
			out = append(out, choice)
		}
	}
	return out, nil
}

// choice is a document as it is offered: by title and path. Its value is the path, or a key where that is too long or
// could be read otherwise.
func (d *docNames) choice() Completion {
	c := Completion{Text: tailOf(analysis.OneLine(d.path), MaxCompletion), Value: d.path}
	if utf8.RuneCountInString(d.path) > MaxCompletion || analysis.OneLine(d.path) != d.path {
		c.Value = SourceKey(d.path)
	}
	const between = " · "
	if title := d.title; title != "" && title != d.path {
		name := c.Text
		if over := utf8.RuneCountInString(title+between+name) - MaxCompletion; over > 0 { // the title gives way as far as the middle
			name = tailOf(name, max(MaxCompletion/2, utf8.RuneCountInString(name)-over))
		}
		c.Text = headOf(title, MaxCompletion-utf8.RuneCountInString(between+name)) + between + name
	}
	return c
}

// alike counts how many headings of a document read alike.
func (t *Table) alike(d *docNames) map[string]int {
	out := map[string]int{}
	for _, n := range t.names[d.first:d.end] {
		if n.kind == ofSection {
			out[analysis.Fold(n.shown)]++
		}
	}
	return out
}

// heading is a heading as it is offered: with its line where another reads alike, where it is too long to be whole, or
// where it could be taken for one with its line.
func heading(shown string, line int, alike map[string]int) Completion {
	_, marked := CutLine(shown)
	if marked == 0 && utf8.RuneCountInString(shown) <= MaxCompletion && alike[analysis.Fold(shown)] == 1 {
		return Completion{shown, shown}
	}
	behind := WithLine("", line)
	room := MaxCompletion - utf8.RuneCountInString(behind)
	return Completion{Text: headOf(shown, room) + behind, Value: firstRunes(shown, room) + behind}
}

// headOf is the beginning of a text, with an ellipsis where it goes on: at most n runes.
func headOf(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	head := firstRunes(s, n-1)
	for head != "" { // not between a character and the marks upon it
		next, _ := utf8.DecodeRuneInString(s[len(head):])
		if !unicode.Is(unicode.M, next) && next != zeroWidthJoiner {
			break
		}
		_, size := utf8.DecodeLastRuneInString(head)
		head = head[:len(head)-size]
	}
	return strings.TrimRight(head, " ") + "…"
}

const zeroWidthJoiner = '\u200d'

// tailOf is the end of a text, with an ellipsis where something is before it: at most n runes.
func tailOf(s string, n int) string {
	over := utf8.RuneCountInString(s) - n
	if over <= 0 {
		return s
	}
	return "…" + s[len(firstRunes(s, over+1)):]
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

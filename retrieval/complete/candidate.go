package complete

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// A candidate is a name that may be a completion.
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

// sorted returns the best so far.
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

// identity returns what makes two names one completion: the document, the line, or the key.
func (b *bestOf) identity(c candidate) string {
	switch b.kind {
	case Source:
		return c.doc.path
	case Heading:
		return strconv.Itoa(c.line)
	}
	return c.key
}

// order compares two candidates. It puts the better grade first; then titles before headings before facts; of documents the
// newer, of a document's headings the earlier, of other names the shorter.
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

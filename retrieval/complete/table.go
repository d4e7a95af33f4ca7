package complete

import (
	"path"
	"strings"
	"sync"
	"time"
	"unicode"

	"docent/retrieval/analysis"
)

// This file keeps the names of the documents in memory: titles, paths, headings and names of facts, for completing what
// is being typed. The rules are:
//
//   - The table is made when it is first needed, by listing the index's dictionary of names, and follows every batch
//     from then on. One that is made of a version of the index holds for that version alone.
//   - It may know a name that is gone: the index keeps those of changed documents for a while. What is returned is looked
//     up in the snapshot.
//   - Names take at most MaxNamesBytes. Documents beyond that are found by title and path only.

// MaxNamesBytes is how much text of names is kept, folded and as written. With what it takes to find them, the table is
// about five times as large: 36 MB for 100,000 passages, each below a heading of its own.
const MaxNamesBytes = 16 << 20

// A Table holds the names of one version of the index. The zero Table is of none. It may be used by several goroutines.
type Table struct {
	mu      sync.RWMutex
	version any // of the index, whose names these are; nil before they are needed
	docs    map[string]*docNames
	names   []name
	gone    int // how many of names are of documents that changed or went
	words   prefixIndex
	bytes   int
}

// A docNames is one document, and the range of the table's names that are its own.
type docNames struct {
	path       string
	date       time.Time
	title      string
	first, end int
}

// A name is a title, path, heading or name of a fact as the table holds it.
type name struct {
	doc   *docNames // nil when it is gone
	shown string    // as written
	key   string    // as it is looked for
	line  int       // where it stands; 0 for a document's own
	kind  nameKind
}

// A nameKind says what a name is of.
type nameKind uint8

const (
	ofDocument nameKind = iota // its title
	ofFile                     // its path, or the last part of that
	ofSection
	ofFact
)

// completes reports whether names of a kind complete what is being typed.
func (k nameKind) completes(typed Kind) bool {
	switch typed {
	case Source:
		return k == ofDocument || k == ofFile
	case Heading:
		return k == ofSection
	case Fact:
		return k == ofFact
	}
	return k != ofFile
}

// nameKey returns a name as it is looked for: case and accents folded, its words one space apart, no punctuation. Signs stay:
// "C++" is not "C".
func nameKey(name string) string {
	return strings.Join(strings.FieldsFunc(analysis.Fold(name), func(r rune) bool {
		return !analysis.IsLetterOrNumber(r) && !unicode.In(r, unicode.M, unicode.S) && r != '#'
	}), " ")
}

// A Document is a document with its names.
type Document struct {
	Path  string
	Title string
	Date  time.Time
	Names []Name
}

// A Name is a heading of a document, or the name of a fact.
type Name struct {
	Text string
	Line int // from 1
	Fact bool
}

// Of reports whether the table is of a version of the index.
func (t *Table) Of(version any) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.version == version
}

// Build makes the table of a version from the documents that list yields, unless it is of that version already. Batches wait
// meanwhile, and follow.
func (t *Table) Build(version any, list func(yield func(Document)) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.version == version {
		return nil
	}
	t.clear()
	if err := list(t.put); err != nil {
		return err
	}
	t.settle()
	t.version = version
	return nil
}

// Follow updates the table by a batch: names of the gone paths are taken out, documents put in. It is a no-op if the table
// isn't of this version.
func (t *Table) Follow(version any, gone []string, put []Document) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.version != version {
		return
	}
	for _, path := range gone {
		t.remove(path)
	}
	for _, d := range put {
		t.put(d)
	}
	t.settle()
}

func (t *Table) clear() {
	t.version, t.docs, t.names, t.gone, t.words, t.bytes = nil, map[string]*docNames{}, nil, 0, newPrefixIndex(), 0
}

// put adds a document that the table doesn't have.
func (t *Table) put(f Document) {
	d := &docNames{path: f.Path, date: f.Date, title: analysis.OneLine(f.Title), first: len(t.names)}
	t.docs[f.Path] = d
	t.add(name{doc: d, shown: d.title, kind: ofDocument})
	t.add(name{doc: d, shown: analysis.OneLine(f.Path), kind: ofFile})
	if base := path.Base(f.Path); base != f.Path {
		t.add(name{doc: d, shown: analysis.OneLine(base), kind: ofFile})
	}
	for _, n := range f.Names {
		if t.bytes > MaxNamesBytes {
			break
		}
		kind := ofSection
		if n.Fact {
			kind = ofFact
		}
		t.add(name{doc: d, shown: n.Text, line: n.Line, kind: kind})
	}
	d.end = len(t.names)
}

func (t *Table) add(n name) {
	if n.shown == "" {
		return
	}
	n.key = nameKey(n.shown)
	if n.key == n.shown {
		n.key = n.shown // one string for both
	}
	t.bytes += len(n.shown) + len(n.key)
	t.words.add(n.key, len(t.names))
	t.names = append(t.names, n)
}

func (t *Table) remove(path string) {
	d := t.docs[path]
	if d == nil {
		return
	}
	delete(t.docs, path)
	for i := d.first; i < d.end; i++ {
		n := &t.names[i]
		t.bytes -= len(n.shown) + len(n.key)
		t.words.drop(n.key)
		*n = name{}
		t.gone++
	}
}

// settle lets what was put be found, and makes the table anew when much of it is gone.
func (t *Table) settle() {
	if t.gone > len(t.names)/4+1000 {
		names, words := make([]name, 0, len(t.names)-t.gone), newPrefixIndex()
		for _, d := range t.docs {
			first := len(names)
			for _, n := range t.names[d.first:d.end] {
				words.add(n.key, len(names))
				names = append(names, n)
			}
			d.first, d.end = first, len(names)
		}
		t.names, t.words, t.gone = names, words, 0
	}
	t.words.settle()
}

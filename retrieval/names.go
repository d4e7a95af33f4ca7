package retrieval

import (
	"context"
	"errors"
	"path"
	"strings"
	"sync"
	"time"
	"unicode"

	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
	"docent/retrieval/index"
)

// This file keeps the names of the documents in memory: titles, paths, headings and names of facts, for completing what
// is being typed. The rules are:
//
//   - The table is made when it is first needed, by listing the index's dictionary of names, and follows every batch
//     from then on. One that is made of an edition holds for that edition alone.
//   - It may know a name that is gone: the index keeps those of changed documents for a while. What is offered is looked
//     up in the snapshot.
//   - Names take at most maxNamesBytes. Documents beyond that are found by title and path only.

// maxNamesBytes is how much text of names is kept, folded and as written. With what it takes to find them, the table is
// about five times as large: 36 MB for 100,000 passages, each below a heading of its own.
const maxNamesBytes = 16 << 20

// A nameTable is what can be completed.
type nameTable struct {
	mu      sync.RWMutex
	edition *corpus.Version // whose names these are; nil before they are needed
	docs    map[string]*docNames
	names   []name
	gone    int // how many of names are of documents that changed or went
	words   nameWords
	bytes   int
}

// docNames is one document, and which of the table's names are its own.
type docNames struct {
	path       string
	date       time.Time
	title      string
	first, end int
}

// A name is one that can be completed.
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

// completes tells whether names of a kind complete what is being typed.
func (k nameKind) completes(typed CompletionKind) bool {
	switch typed {
	case CompleteSource:
		return k == ofDocument || k == ofFile
	case CompleteHeading:
		return k == ofSection
	case CompleteFact:
		return k == ofFact
	}
	return k != ofFile
}

// nameKey is a name as it is looked for: case and accents folded, its words one space apart, no punctuation. Signs stay:
// "C++" is not "C".
func nameKey(name string) string {
	return strings.Join(strings.FieldsFunc(analysis.Fold(name), func(r rune) bool {
		return !analysis.IsLetterOrNumber(r) && !unicode.In(r, unicode.M, unicode.S) && r != '#'
	}), " ")
}

// lockFor makes the table that of an edition, unless it is that already, and leaves it locked for reading.
func (t *nameTable) lockFor(ctx context.Context, e *corpus.Version, snap *index.Snapshot) error {
	t.mu.RLock()
	if t.edition == e {
		return nil
	}
	t.mu.RUnlock()
	if err := t.build(ctx, e, snap); err != nil {
		return err
	}
	t.mu.RLock()
	return nil
}

// of tells whether the table is of an edition.
func (t *nameTable) of(e *corpus.Version) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.edition == e
}

// listNames makes the table of names before it is needed. What goes wrong shows when it is.
func (l *Library) listNames(ctx context.Context) {
	e, release, err := l.corpus.Hold()
	if err != nil {
		return
	}
	defer release()
	snap, err := e.Store.Snapshot()
	if err == nil {
		err = errors.Join(l.names.build(ctx, e, snap), snap.Close())
	}
	if err != nil && ctx.Err() == nil {
		l.cfg.Log.Warn("listing the names of the documents", "error", err)
	}
}

// build makes the table of an edition, unless it is that already. A batch that the snapshot doesn't have yet waits, and
// follows.
func (t *nameTable) build(ctx context.Context, e *corpus.Version, snap *index.Snapshot) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.edition == e {
		return nil
	}
	t.clear()
	byPath := map[string][]index.Name{}
	size := 0
	err := snap.Names(ctx, func(path string, n index.Name) {
		if size < maxNamesBytes { // those that no longer count are left out below
			n.Text = strings.Clone(n.Text) // not to hold on to the whole term
			byPath[path] = append(byPath[path], n)
			size += len(n.Text)
		}
	})
	if err != nil {
		return err
	}
	for f := range e.Files() {
		if f.Failure == "" {
			t.put(f, byPath[f.Path])
		}
	}
	t.settle()
	t.edition = e
	return nil
}

// follow takes a batch of an edition in, if the table is of that edition.
func (t *nameTable) follow(e *corpus.Version, b *corpus.Batch) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.edition != e {
		return
	}
	for _, path := range b.Dropped {
		t.remove(path)
	}
	for _, f := range b.Put {
		names, read := b.Names[f.Path]
		if f.Failure != "" || read {
			t.remove(f.Path)
		}
		if read {
			t.put(f, names)
		}
	}
	t.settle()
}

func (t *nameTable) clear() {
	t.edition, t.docs, t.names, t.gone, t.words, t.bytes = nil, map[string]*docNames{}, nil, 0, newNameWords(), 0
}

// put adds a document that the table doesn't have.
func (t *nameTable) put(f corpus.File, names []index.Name) {
	d := &docNames{path: f.Path, date: f.Date, title: analysis.OneLine(f.Title), first: len(t.names)}
	t.docs[f.Path] = d
	t.add(name{doc: d, shown: d.title, kind: ofDocument})
	t.add(name{doc: d, shown: analysis.OneLine(f.Path), kind: ofFile})
	if base := path.Base(f.Path); base != f.Path {
		t.add(name{doc: d, shown: analysis.OneLine(base), kind: ofFile})
	}
	for _, n := range names {
		if t.bytes > maxNamesBytes {
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

func (t *nameTable) add(n name) {
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

func (t *nameTable) remove(path string) {
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
func (t *nameTable) settle() {
	if t.gone > len(t.names)/4+1000 {
		names, words := make([]name, 0, len(t.names)-t.gone), newNameWords()
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

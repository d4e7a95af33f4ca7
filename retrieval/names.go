package retrieval

import (
	"context"
	"errors"
	"path"
	"strings"
	"sync"
	"time"
	"unicode"

	"docent/retrieval/index"
)

// This file keeps the names of the documents in memory: titles, paths, headings and names of facts, for completing what
// is being typed. The rules are:
//
//   - The table is made when it is first needed, by listing the index's dictionary of names, and follows every batch
//     from then on. One that is made of an edition holds for that edition alone.
//   - It may know a name that is gone: the index keeps those of changed documents for a while. What is offered is looked
//     up in the snapshot.
//   - Names of headings and facts take at most maxNamesBytes. Documents beyond that are found by title and path only.

// maxNamesBytes is how much text of headings and facts is kept, folded and as written.
const maxNamesBytes = 64 << 20

// A nameTable is what can be completed.
type nameTable struct {
	mu      sync.RWMutex
	edition *edition // whose names these are; nil before they are needed
	docs    []*docNames
	at      map[string]int // by path: place in docs
	words   nameWords
	bytes   int
}

// docNames are the names of one document. They never change.
type docNames struct {
	path     string
	date     time.Time
	title    nameList // one name, or none
	called   nameList // its path, and the last part of that
	headings nameList
	facts    nameList
}

// A nameList is names, each as written and in the form in which it is looked for.
type nameList struct {
	shown string  // a line of each
	keys  string  // nameStart and the nameKey of each
	lines []int32 // of the document
}

// nameStart stands before each key, so that what begins a name and what begins a word can be looked for at once.
const nameStart = "\n "

func newNameList(names ...index.Name) nameList {
	var shown, keys strings.Builder
	var l nameList
	for _, n := range names {
		if n.Text == "" {
			continue
		}
		shown.WriteString(n.Text + "\n")
		keys.WriteString(nameStart + nameKey(n.Text))
		l.lines = append(l.lines, int32(n.Line))
	}
	l.shown, l.keys = shown.String(), keys.String()
	return l
}

// show is the n-th name as it is written, from 0.
func (l *nameList) show(n int) string {
	rest := l.shown
	for range n {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	name, _, _ := strings.Cut(rest, "\n")
	return name
}

// nameKey is a name as it is looked for: case and accents folded, its words one space apart, no punctuation. Signs stay:
// "C++" is not "C".
func nameKey(name string) string {
	return strings.Join(strings.FieldsFunc(index.Fold(name), func(r rune) bool {
		return !isLetterOrNumber(r) && !unicode.In(r, unicode.M, unicode.S) && r != '#'
	}), " ")
}

// readable is a name without what would break a list of names.
func readable(name string) string {
	return oneLine(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unseen(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, " ")))
}

// lockFor makes the table that of an edition, unless it is that already, and leaves it locked for reading.
func (t *nameTable) lockFor(ctx context.Context, l *Library, e *edition, snap *index.Snapshot) error {
	t.mu.RLock()
	if t.edition == e {
		return nil
	}
	t.mu.RUnlock()
	if err := t.build(ctx, l, e, snap); err != nil {
		return err
	}
	t.mu.RLock()
	return nil
}

// of tells whether the table is of an edition.
func (t *nameTable) of(e *edition) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.edition == e
}

// listNames makes the table of names before it is needed. What goes wrong shows when it is.
func (l *Library) listNames(ctx context.Context) {
	e, release, err := l.hold()
	if err != nil {
		return
	}
	defer release()
	snap, err := e.store.Snapshot()
	if err == nil {
		err = errors.Join(l.names.build(ctx, l, e, snap), snap.Close())
	}
	if err != nil && ctx.Err() == nil {
		l.cfg.Log.Warn("listing the names of the documents", "error", err)
	}
}

// build makes the table of an edition, unless it is that already. A batch that the snapshot doesn't have yet waits, and
// follows.
func (t *nameTable) build(ctx context.Context, l *Library, e *edition, snap *index.Snapshot) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.edition == e {
		return nil
	}
	t.edition, t.docs, t.at, t.words, t.bytes = nil, nil, map[string]int{}, newNameWords(), 0
	byPath := map[string][]index.Name{}
	size := 0
	err := snap.Names(ctx, func(path string, n index.Name) {
		if size < maxNamesBytes { // those that no longer count are left out below
			byPath[path] = append(byPath[path], n)
			size += len(n.Text)
		}
	})
	if err != nil {
		return err
	}
	l.mu.RLock()
	files := make([]file, 0, len(e.manifest.files))
	for _, f := range e.manifest.files {
		files = append(files, f)
	}
	l.mu.RUnlock()
	for _, f := range files {
		if f.Failure == "" {
			t.put(f, byPath[f.Path])
		}
	}
	t.words.settle()
	t.edition = e
	return nil
}

// follow takes a batch of an edition in, if the table is of that edition.
func (t *nameTable) follow(e *edition, c *change) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.edition != e {
		return
	}
	for _, path := range c.drop {
		t.remove(path)
	}
	names := map[string][]index.Name{}
	for _, d := range c.batch.Add {
		names[d.Path] = d.Names
	}
	for _, f := range c.put {
		_, read := names[f.Path]
		if f.Failure != "" || read {
			t.remove(f.Path)
		}
		if read {
			t.put(f, names[f.Path])
		}
	}
	t.words.settle()
}

// put adds a document that the table doesn't have.
func (t *nameTable) put(f file, names []index.Name) {
	d := &docNames{path: f.Path, date: f.Date}
	d.title = newNameList(index.Name{Text: readable(f.Title)})
	d.called = newNameList(index.Name{Text: readable(f.Path)}, index.Name{Text: readable(path.Base(f.Path))})
	var headings, facts []index.Name
	for _, n := range names {
		if n.Fact {
			facts = append(facts, n)
		} else {
			headings = append(headings, n)
		}
	}
	d.headings, d.facts = newNameList(headings...), newNameList(facts...)
	if t.bytes+d.size() > maxNamesBytes {
		d.headings, d.facts = nameList{}, nameList{}
	}
	t.at[f.Path] = len(t.docs)
	t.docs = append(t.docs, d)
	t.bytes += d.size()
	t.count(d, 1)
}

func (t *nameTable) remove(path string) {
	i, ok := t.at[path]
	if !ok {
		return
	}
	d, last := t.docs[i], len(t.docs)-1
	t.docs[i] = t.docs[last]
	t.at[t.docs[i].path] = i
	t.docs[last] = nil
	t.docs = t.docs[:last]
	delete(t.at, path)
	t.bytes -= d.size()
	t.count(d, -1)
}

// doc are the names of the document at a path; nil for none.
func (t *nameTable) doc(path string) *docNames {
	if i, ok := t.at[path]; ok {
		return t.docs[i]
	}
	return nil
}

// size is what a document's headings and facts take, in bytes.
func (d *docNames) size() int { return d.headings.size() + d.facts.size() }

func (l *nameList) size() int { return len(l.shown) + len(l.keys) + 4*len(l.lines) }

// count notes how often words stand in the names.
func (t *nameTable) count(d *docNames, times int) {
	for _, l := range []*nameList{&d.title, &d.called, &d.headings, &d.facts} {
		for word := range strings.FieldsSeq(l.keys) {
			t.words.add(word, times)
		}
	}
}

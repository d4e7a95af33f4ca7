package retrieval

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"docent/retrieval/complete"
	"docent/retrieval/corpus"
	"docent/retrieval/index"
)

const defaultCompletions = 25

// Complete returns ways to go on with what is being typed, the best first: names that are just that, then those that
// begin so, then those whose words begin so in any order, then, where there are few, those whose words do but for slips
// of the pen. Case, accents and punctuation don't count. Nothing typed brings the newest documents first, and the
// headings of a document in its order. A heading is completed where Source names one document, else not at all. An
// unknown kind is an error.
func (l *Library) Complete(ctx context.Context, c Completing) ([]Completion, error) {
	if !slices.Contains([]CompletionKind{CompleteQuestion, CompleteFact, CompleteSource, CompleteHeading}, c.Kind) {
		return nil, fmt.Errorf("completing a %q; expected %q, %q, %q or %q", c.Kind, CompleteQuestion, CompleteFact, CompleteSource, CompleteHeading)
	}
	if c.Limit <= 0 {
		c.Limit = defaultCompletions
	}
	var out []Completion
	err := l.ask(ctx, func(e *corpus.Version, snap *index.Snapshot, _ *verifier) error {
		paths, ok := l.completable(e, c)
		if !ok {
			out = nil
			return nil
		}
		has := func(path string, n complete.Name) (bool, error) { return snap.HasName(ctx, path, index.Name(n)) }
		for made := false; !made; {
			if err := ctx.Err(); err != nil {
				return err
			}
			err := l.names.Build(e, l.namesOf(ctx, e, snap))
			if err != nil {
				return err
			}
			if out, made, err = l.names.Complete(e, c, paths, has); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// completable are the documents whose names are looked through; nil for all. ok is false when there are none.
func (l *Library) completable(e *corpus.Version, c Completing) (paths []string, ok bool) {
	switch {
	case c.Kind == CompleteHeading:
		path, err := l.one(e, Place{Source: c.Source})
		return []string{path}, err == nil
	case strings.TrimSpace(c.Source) == "" || c.Kind == CompleteSource:
		return nil, true
	}
	paths = l.matching(e, c.Source)
	return paths, len(paths) > 0
}

// namesOf lists the names of a version of the index. Those of documents that a snapshot doesn't have yet are left out.
func (l *Library) namesOf(ctx context.Context, e *corpus.Version, snap *index.Snapshot) func(yield func(complete.Document)) error {
	return func(yield func(complete.Document)) error {
		byPath := map[string][]complete.Name{}
		size := 0
		err := snap.Names(ctx, func(path string, n index.Name) {
			if size < complete.MaxNamesBytes { // those that no longer count are left out below
				n.Text = strings.Clone(n.Text) // not to hold on to the whole term
				byPath[path] = append(byPath[path], complete.Name(n))
				size += len(n.Text)
			}
		})
		if err != nil {
			return err
		}
		for f := range e.Files() {
			if f.Failure == "" {
				yield(complete.Document{Path: f.Path, Title: f.Title, Date: f.Date, Names: byPath[f.Path]})
			}
		}
		return nil
	}
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
		err = errors.Join(l.names.Build(e, l.namesOf(ctx, e, snap)), snap.Close())
	}
	if err != nil && ctx.Err() == nil {
		l.cfg.Log.Warn("listing the names of the documents", "error", err)
	}
}

// followNames hands a batch of the index on to the table of names.
func (l *Library) followNames(e *corpus.Version, b *corpus.Batch) {
	gone := slices.Clone(b.Dropped)
	var put []complete.Document
	for _, f := range b.Put {
		names, read := b.Names[f.Path]
		if f.Failure != "" || read {
			gone = append(gone, f.Path)
		}
		if read {
			d := complete.Document{Path: f.Path, Title: f.Title, Date: f.Date}
			for _, n := range names {
				d.Names = append(d.Names, complete.Name(n))
			}
			put = append(put, d)
		}
	}
	l.names.Follow(e, gone, put)
}

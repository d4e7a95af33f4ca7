package eval

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"docent/retrieval"
)

// changedFile is the document that changes.
const changedFile = "changed.txt"

// change measures how long a change of one document takes to be found.
func (r *measuring) change(ctx context.Context) error {
	return r.with(ctx, func(l *retrieval.Library) error {
		a, err := r.articles(ctx)
		if err != nil {
			return err
		}
		path := filepath.Join(r.docs, changedFile)
		var updates, deletions timings
		for i := range measureChanges {
			r.cfg.Progress("changing a document", i, measureChanges)
			before, after := fmt.Sprintf("before%dx", i), fmt.Sprintf("after%dx", i)
			if _, err := r.changed(ctx, l, before, true, func() error { return writeMarked(path, a, before) }); err != nil {
				return err
			}
			took, err := r.changed(ctx, l, after, true, func() error { return writeMarked(path, a, after) })
			if err != nil {
				return err
			}
			updates = append(updates, took)
			if took, err = r.changed(ctx, l, after, false, func() error { return os.Remove(path) }); err != nil {
				return err
			}
			deletions = append(deletions, took)
		}
		r.m.Update, r.m.Delete = milliseconds(updates.quantile(.5)), milliseconds(deletions.quantile(.5))
		return nil
	})
}

// writeMarked writes an article with a word that no other has.
func writeMarked(path string, a article, marker string) error {
	return os.WriteFile(path, []byte(a.String()+"Its edition is "+marker+".\n"), 0o600)
}

// changed lets a change happen, has it read as the watch of the folder would, and returns how long it takes from there
// until the marker is found, or isn't.
func (r *measuring) changed(ctx context.Context, l *retrieval.Library, marker string, want bool, do func() error) (time.Duration, error) {
	if err := do(); err != nil {
		return 0, err
	}
	begun := r.cfg.Now()
	if _, err := l.Refresh(ctx, []string{changedFile}); err != nil {
		return 0, err
	}
	found, err := hasWord(ctx, l, changedFile, marker)
	took := r.cfg.Now().Sub(begun)
	if err == nil && found != want {
		err = fmt.Errorf("after a change of %s, that %q is found is %t", changedFile, marker, found)
	}
	return took, err
}

// hasWord reports whether a passage of a document, of whatever language, is found by a word.
func hasWord(ctx context.Context, l *retrieval.Library, path, word string) (found bool, err error) {
	err = l.Session(func(x *retrieval.Session) error {
		snap := x.Snapshot
		only, err := snap.OnlyPaths(ctx, []string{path})
		if err != nil {
			return err
		}
		for _, language := range snap.Languages() {
			hits, err := snap.Search(ctx, language, sameWeight(snap.Analyzer(language), word), only, 1)
			if err != nil {
				return err
			}
			found = found || len(hits) > 0
		}
		return nil
	})
	return found, err
}

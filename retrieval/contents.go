package retrieval

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"time"
)

// This file looks, in the background, whether files are still what was indexed when neither their sizes nor their times
// say otherwise: whoever restores a file's time after a change, or a failing disk, would else be noticed only when a quote
// from there is checked.

const (
	contentsAfter = time.Minute      // of Run's beginning: the start belongs to questions
	contentsEvery = 24 * time.Hour   // from one look to the next
	contentsRate  = 20 << 20         // bytes read in a second, so that nothing else waits for the disk
	contentsPause = time.Millisecond // after each file, at least
)

// keepChecked looks at all contents from time to time, until ctx ends.
func (c *Corpus) keepChecked(ctx context.Context) {
	for wait := contentsAfter; sleep(ctx, wait) == nil; wait = contentsEvery {
		changed, err := c.checkContents(ctx, sleep)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			c.cfg.Log.Warn("comparing the documents' contents with the index", "error", err)
		case changed > 0:
			c.cfg.Log.Warn("documents had changed though their sizes and times had not", "changed", changed)
		}
	}
}

// checkContents reads each indexed file and compares its hash. What turns out to have changed is indexed again; it returns
// how many those are. It calls wait between files.
func (c *Corpus) checkContents(ctx context.Context, wait func(context.Context, time.Duration) error) (changed int, err error) {
	root, err := c.folder.open()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	for _, path := range c.indexedPaths() {
		raw, err := readAll(root, path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // the watch sees to that
		}
		if known, ok := c.known(path); ok && known.Failure == "" && (err != nil || hash(raw) != known.Hash) {
			changed++
			if _, err := c.refresh(ctx, []string{path}); err != nil {
				return changed, err
			}
		}
		if err := wait(ctx, max(contentsPause, time.Duration(len(raw))*time.Second/contentsRate)); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// indexedPaths are those of all files that the manifest knows, sorted.
func (c *Corpus) indexedPaths() []string {
	e, release, err := c.Hold()
	if err != nil {
		return nil
	}
	defer release()
	e.mu.RLock()
	defer e.mu.RUnlock()
	return slices.Sorted(maps.Keys(e.manifest.files))
}

// known is what the manifest says of a file.
func (c *Corpus) known(path string) (f file, ok bool) {
	e, release, err := c.Hold()
	if err != nil {
		return file{}, false
	}
	defer release()
	return e.File(path)
}

package corpus

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// This file has the folders watched. Where the system lets no more of them be watched, the rest is noticed by comparing.

// soonest is how often the whole folder is compared at the most.
const soonest = 10 * time.Second

// pollSoon is how long until the whole folder is compared again while some of it isn't watched.
func (c *Corpus) pollSoon() time.Duration {
	return min(max(c.cfg.PollEvery/6, soonest), c.cfg.PollEvery)
}

// An unwatchedError says that the system lets no more folders be watched.
type unwatchedError struct {
	setting string // of Linux, that limits it
	why     error
}

func (e *unwatchedError) Error() string { return e.why.Error() }
func (e *unwatchedError) Unwrap() error { return e.why }

// reconcile watches every folder that is there, then compares everything: in this order, so that nothing falls between. It
// reports whether some folders can't be watched, as it did before by was.
func (c *Corpus) reconcile(ctx context.Context, w watcher, was bool) (unwatched bool) {
	unwatched = c.noteWatching(c.watchAll(ctx, w, "."), was)
	c.Report(c.Update(ctx))
	return unwatched
}

// watchNew watches the folders among the paths of a burst. It reports whether some folders aren't watched, these or those
// of before.
func (c *Corpus) watchNew(ctx context.Context, w watcher, paths []string, was bool) (unwatched bool) {
	unwatched = was
	for _, p := range paths {
		unwatched = c.noteWatching(c.watchAll(ctx, w, p), unwatched) || unwatched
	}
	return unwatched
}

// watchAll watches a folder and all below it. It returns an *unwatchedError when the system lets no more be watched.
func (c *Corpus) watchAll(ctx context.Context, w watcher, below string) error {
	root, err := c.folder.Open()
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), below, func(p string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil || !d.IsDir() {
			return nil // what can't be listed is reported by the comparison
		}
		if p != "." && Ignored(d.Name()) {
			return fs.SkipDir
		}
		err = w.Add(filepath.Join(c.folder.dir, filepath.FromSlash(p)))
		switch {
		case errors.As(err, new(*unwatchedError)):
			return err
		case errors.Is(err, syscall.ENOSPC), exhausted(err): // inotify's answer, and that of systems that open what they watch
			return &unwatchedError{"fs.inotify.max_user_watches", fmt.Errorf("%s: %w", p, err)}
		case err != nil: // it is gone, or can't be listed
			c.cfg.Log.Debug("watching a folder", "path", p, "error", err)
		}
		return nil
	})
}

// noteWatching says once that some folders can't be watched, and how to change that.
func (c *Corpus) noteWatching(err error, was bool) (unwatched bool) {
	var full *unwatchedError
	if !errors.As(err, &full) {
		return was && err != nil // faults of the folder are logged by the comparison
	}
	if !was {
		help := "let processes have more files open"
		if runtime.GOOS == "linux" {
			help = "raise " + full.setting
		}
		c.cfg.Log.Warn("not every folder can be watched: changes are noticed only from time to time", "error", err, "every", c.pollSoon(), "help", help)
	}
	return true
}

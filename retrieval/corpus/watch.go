package corpus

import (
	"context"
	"errors"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// This file watches the documents folder. The rules are:
//
//   - Events only say where to look; what is done is decided by looking.
//   - A burst of events is awaited, but never longer than burstAtMost: a file that is written without end is read on the way.
//   - Events can be lost (a queue overflows, a network share sends none), so the whole folder is compared from time to time;
//     more often while the system doesn't let every folder be watched.

const (
	burstQuiet  = 60 * time.Millisecond  // no event for so long ends a burst
	burstAtMost = 400 * time.Millisecond // as does this age of its first event
	burstPaths  = 256                    // from so many paths on, comparing the folder is cheaper
)

// A watcher reports changes below folders; fsnotify's, or a test's.
type watcher interface {
	Add(dir string) error
	Close() error
}

// Signals drive the watching: the events, and time.
type signals struct {
	events <-chan fsnotify.Event
	errors <-chan error
	poll   <-chan time.Time                     // compare the whole folder
	after  func(time.Duration) <-chan time.Time // fires once
}

// Run brings the index up to date and then follows the folder until ctx ends. ready is called once, when the index is up
// to date for the first time. Faults are logged and tried again; it returns nil when ctx ends.
func (c *Corpus) Run(ctx context.Context, ready func()) error {
	poll := time.NewTicker(c.cfg.PollEvery)
	defer poll.Stop()
	s := signals{poll: poll.C, after: time.After}
	var w watcher
	if fw, err := fsnotify.NewWatcher(); err != nil {
		w = noWatcher{err}
	} else {
		w, s.events, s.errors = fw, fw.Events, fw.Errors
	}
	return errors.Join(c.follow(ctx, w, s, ready), w.Close())
}

// A noWatcher watches nothing, for want of what a watcher needs.
type noWatcher struct{ why error }

func (w noWatcher) Add(string) error { return &unwatchedError{"fs.inotify.max_user_instances", w.why} }
func (noWatcher) Close() error       { return nil }

func (c *Corpus) follow(ctx context.Context, w watcher, s signals, ready func()) error {
	c.followed.Store(true)
	defer c.followed.Store(false)
	unwatched := c.reconcile(ctx, w, false)
	ready()
	var pending []string
	var whole bool
	var quiet, deadline, soon <-chan time.Time
	for {
		if unwatched && soon == nil {
			soon = s.after(c.pollSoon())
		}
		select {
		case <-ctx.Done():
			return nil
		case ev, ok := <-s.events:
			if !ok {
				s.events = nil
				continue
			}
			p, ok := c.relative(ev)
			if !ok {
				continue
			}
			pending = append(pending, p)
			if p == "." || len(pending) > burstPaths {
				whole, pending = true, pending[:0]
			}
			if deadline == nil {
				deadline = s.after(burstAtMost)
			}
			quiet = s.after(burstQuiet)
			continue
		case err, ok := <-s.errors:
			if !ok {
				s.errors = nil
				continue
			}
			c.cfg.Log.Warn("watching the documents folder", "error", err)
			whole = true
		case <-s.poll:
			whole = true
		case <-soon:
			whole, soon = true, nil
		case <-c.wake:
			whole = true
		case <-quiet:
		case <-deadline:
		}
		quiet, deadline = nil, nil
		if whole {
			unwatched = c.reconcile(ctx, w, unwatched)
		} else {
			unwatched = c.watchNew(ctx, w, pending, unwatched) // before looking, so that nothing falls between
			c.Report(c.Refresh(ctx, slices.Clone(pending)))
		}
		pending, whole = pending[:0], false
	}
}

// relative is the path of an event below the documents folder. Events that can't concern a document are left out.
func (c *Corpus) relative(ev fsnotify.Event) (string, bool) {
	if ev.Op == fsnotify.Chmod {
		return "", false // a file that became readable is met by the next comparison
	}
	rel, err := filepath.Rel(c.folder.dir, ev.Name)
	if err != nil || strings.HasPrefix(rel, "..") {
		return "", false
	}
	p := filepath.ToSlash(rel)
	if p != "." && Ignored(path.Base(p)) {
		return "", false
	}
	return p, true
}

// Report logs what an update did, and has a damaged index rebuilt.
func (c *Corpus) Report(r Report, err error) {
	switch {
	case errors.Is(err, context.Canceled):
	case errors.As(err, new(*FolderFault)), errors.As(err, new(*PostponedError)), errors.As(err, new(*LockedError)): // logged when it begins
	case IsCorrupt(err):
		c.SetDamage(err)
	case err != nil:
		c.cfg.Log.Error("updating the index", "error", err)
	case len(r.Added)+len(r.Changed)+len(r.Removed) > 0:
		c.cfg.Log.Info("the index is up to date", "added", len(r.Added), "changed", len(r.Changed), "removed", len(r.Removed),
			"unchanged", r.Unchanged, "failed", len(r.Failed))
	}
}

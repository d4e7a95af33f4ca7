package corpus

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// This file builds the index anew. The rules are:
//
//   - Another version is built beside the one that answers, and takes its place when it is complete.
//   - What the old version knows counts: a folder without any of that is at fault, and empties no index.
//   - While a folder can't be listed of which the old version knows documents, it isn't replaced, unless it is damaged.
//   - Whoever asks for a rebuild soon after the last one waits: a minute at first, then longer each time, up to an hour.

// A PostponedError says that the index must be built anew and can't be for now.
type PostponedError struct{ Reason string }

func (e *PostponedError) Error() string { return "the index can't be built anew yet: " + e.Reason }

func (c *Corpus) update(ctx context.Context) (Report, error) {
	v, damaged := c.updatable()
	if v == nil {
		return Report{}, ErrClosed
	}
	if !c.owns(v) {
		if err := c.reclaim(v); err != nil {
			return Report{}, err
		}
		v, damaged = c.updatable()
	}
	built, current := v.manifest.builder, currentBuilder()
	if !damaged && built.equal(current) && !c.wasteful(v) {
		return c.bring(ctx, v)
	}
	report, err := c.rebuild(ctx, v, damaged)
	if postponed := (*PostponedError)(nil); errors.As(err, &postponed) {
		c.notePostponed(postponed.Reason)
		// Other parsers make other documents, but the index takes them in as it is.
		if !damaged && built.Format == current.Format && built.Mapping == current.Mapping {
			return c.bring(ctx, v)
		}
	}
	return report, err
}

// wasteful reports whether an index is mostly what documents said once, and worth building anew. While the folder is at fault
// there is nothing to build it from.
func (c *Corpus) wasteful(v *Version) bool {
	dead, total := v.Store.Waste()
	return dead > c.cfg.Batch.Waste && dead > total/2 && c.folderFault().Kind == ""
}

// rebuild builds a new version beside the one that answers, and puts it in its place. It returns a *PostponedError when that
// must wait.
func (c *Corpus) rebuild(ctx context.Context, old *Version, damaged bool) (Report, error) {
	now := c.cfg.Now()
	if at := c.rebuilds.next(); now.Before(at) && !now.Before(c.rebuilds.last) {
		return Report{}, &PostponedError{"it was at " + c.rebuilds.last.Format(time.TimeOnly) + ", and is again at " + at.Format(time.TimeOnly) + " at the earliest"}
	}
	p, err := c.planFor(ctx, map[string]File{}, c.heldBy(old), nil)
	c.noteFault(err)
	if err != nil {
		return Report{}, err
	}
	if folder, lost := hidden(old, p.unlisted); lost > 0 && !damaged {
		return Report{}, &PostponedError{fmt.Sprintf("%s can't be listed, and what is known of its %d documents would be lost", folder, lost)}
	}
	before := c.rebuilds
	c.rebuilds.begin(now)
	c.cfg.Log.Info("building the index anew beside the one that answers")
	v, err := c.create(c.nextName())
	if err != nil {
		return Report{}, err
	}
	c.setFault(Notice{})
	report, err := c.carryOut(ctx, v, p)
	if err == nil {
		err = c.replace(v)
	}
	if err != nil {
		if ctx.Err() != nil { // nobody waited for it: that says nothing of the next
			c.rebuilds = before
		}
		if c.owns(v) { // else what has this name may be another process's
			err = errors.Join(err, v.close(), os.RemoveAll(filepath.Join(c.dir, v.Name)))
		} else {
			err = errors.Join(err, v.close())
		}
		return report, err
	}
	c.postponed = ""
	return report, nil
}

// notePostponed logs once why a rebuild waits.
func (c *Corpus) notePostponed(reason string) {
	if c.postponed != reason {
		c.cfg.Log.Warn("the index must be built anew, and can't be yet", "reason", reason)
	}
	c.postponed = reason
}

// hidden is a folder that can't be listed of which a version knows documents, and how many those are.
func hidden(v *Version, unlisted []string) (folder string, documents int) {
	for _, folder := range unlisted {
		n := 0
		for path, f := range v.manifest.files {
			if f.Failure == "" && under(path, []string{folder}) {
				n++
			}
		}
		if n > 0 {
			return folder, n
		}
	}
	return "", 0
}

// heldBy is how many files the folder held, as a version knows; where nothing was ever put into that one, as the version knew
// that was set aside for damage.
func (c *Corpus) heldBy(v *Version) int {
	if v.manifest.untouched() {
		return c.heldAside
	}
	return len(v.manifest.files)
}

// A backoff says when something may be done again that was done before.
type backoff struct {
	last time.Time     // when it was begun last; zero: never
	wait time.Duration // from then on
}

const (
	firstWait   = time.Minute
	longestWait = time.Hour
)

func (b *backoff) next() time.Time { return b.last.Add(b.wait) }

// begin notes that it is done now. After so long a rest as the longest wait, the waits begin anew.
func (b *backoff) begin(now time.Time) {
	if now.Sub(b.next()) > longestWait {
		b.wait = 0
	}
	b.last, b.wait = now, min(max(2*b.wait, firstWait), longestWait)
}

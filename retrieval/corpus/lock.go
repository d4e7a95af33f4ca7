package corpus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// This file keeps two processes from one index. The rules are:
//
//   - The lock of the folder is taken before anything in it is opened or written.
//   - Each version has a lock of its own, held while it is open: the folder's may be deleted while its process goes on.
//   - Before an update, and when a question comes, the locks held are compared with those on disk. When they differ, the
//     folder may be another process's, and nothing is written until it is locked anew.

// A LockedError says that another process has the index open.
type LockedError struct{ PID int }

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return "the index is in use by another process"
	}
	return "the index is in use by another process (its id is " + strconv.Itoa(e.PID) + ")"
}

// ErrDeleted says that an index was deleted while it was open.
var ErrDeleted = errors.New("the index was deleted while it was open")

// lockAt takes the lock at a path. It returns a *LockedError when another process has it.
func (c *Corpus) lockAt(path string) (*flock.Flock, error) {
	lock := flock.New(path, flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("locking the index: %w", err)
	}
	if !ok {
		data, _ := os.ReadFile(filepath.Join(c.dir, pidFile)) // the message is good without it
		n, _ := strconv.Atoi(strings.TrimSpace(string(data)))
		return nil, &LockedError{PID: n}
	}
	return lock, nil
}

// writePID lets whoever finds the index locked say by whom.
func (c *Corpus) writePID() error {
	if err := os.WriteFile(filepath.Join(c.dir, pidFile), []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
		return fmt.Errorf("locking the index: %w", err)
	}
	return nil
}

// owns reports whether the locks held of the folder and of a version are those on disk. The caller holds c.mu or the update's
// token.
func (c *Corpus) owns(v *Version) bool { return c.ownsFolder() && c.ownsVersion(v) }

func (c *Corpus) ownsFolder() bool { return onDisk(c.lock, filepath.Join(c.dir, lockFile)) }

func (c *Corpus) ownsVersion(v *Version) bool {
	return onDisk(v.lock, filepath.Join(c.dir, v.Name, lockFile))
}

// onDisk reports whether a lock that is held is the file at a path.
func onDisk(lock *flock.Flock, path string) bool {
	held, err := lock.Stat()
	if err != nil {
		return false
	}
	found, err := os.Stat(path)
	return err == nil && os.SameFile(held, found)
}

// reclaim locks the folder anew after it was deleted, or its lock was, and opens what is there now; the version that answers
// goes on if it is still there. It returns a *LockedError when another process has come in between.
func (c *Corpus) reclaim(old *Version) error {
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	if !c.ownsFolder() {
		lock, err := c.lockAt(filepath.Join(c.dir, lockFile))
		if err != nil {
			c.noteDamage(err)
			return err
		}
		c.mu.Lock()
		was := c.lock
		c.lock = lock
		c.mu.Unlock()
		if err := was.Unlock(); err != nil {
			c.cfg.Log.Debug("letting go of a lock that was deleted", "error", err)
		}
	}
	if c.ownsVersion(old) {
		if err := errors.Join(c.writePID(), c.makeCurrent(old)); err != nil {
			return err
		}
		c.clearDamage()
		return nil
	}
	c.cfg.Log.Error("the index was deleted while it was open; it is built anew")
	v, err := c.openVersion()
	if err != nil {
		c.noteDamage(err)
		return err
	}
	c.install(v, v.empty())
	return nil
}

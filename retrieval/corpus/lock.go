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

// A LockedError says that another process has the index open.
type LockedError struct{ PID int }

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return "the index is in use by another process"
	}
	return "the index is in use by another process (its id is " + strconv.Itoa(e.PID) + ")"
}

func (c *Corpus) takeLock() error {
	c.lock = flock.New(filepath.Join(c.dir, lockFile), flock.SetPermissions(0o600))
	ok, err := c.lock.TryLock()
	if err != nil {
		return fmt.Errorf("locking the index: %w", err)
	}
	pid := filepath.Join(c.dir, pidFile)
	if !ok {
		data, _ := os.ReadFile(pid) // the message is good without it
		n, _ := strconv.Atoi(strings.TrimSpace(string(data)))
		return &LockedError{PID: n}
	}
	if err := os.WriteFile(pid, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
		return errors.Join(fmt.Errorf("locking the index: %w", err), c.lock.Unlock())
	}
	return nil
}

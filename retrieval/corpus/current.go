package corpus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// This file owns the folder of an index. Its rules are:
//
//   - One process at a time: the lock is taken before anything else is opened, and holds the process's id.
//   - "current" names the version that answers. Another version is built beside it and takes its place by one rename.
//   - Where "current" says nothing sensible, the version with the most files is taken, and none is removed.
//   - What is damaged is moved aside and built anew. The newest of these is kept.

// currentName is the name of the version that answers; "" when there is none. When "current" doesn't name one that is there,
// certain is false and the name is that of the version with the most files.
func (c *Corpus) currentName() (name string, certain bool, err error) {
	data, err := os.ReadFile(filepath.Join(c.dir, currentFile))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", false, fmt.Errorf("opening the index: %w", err)
	}
	name = strings.TrimSpace(string(data))
	if strings.HasPrefix(name, versionPrefix) && name == filepath.Base(name) {
		if _, err := os.Stat(filepath.Join(c.dir, name)); !errors.Is(err, os.ErrNotExist) {
			return name, true, nil
		}
	}
	name = c.fullestVersion()
	if name != "" {
		c.cfg.Log.Warn("which index is the current one isn't written down; the one with the most files is taken", "index", name, "written", string(data))
	}
	return name, false, nil
}

// fullestVersion is the name of the version whose manifest has the most files; "" when no manifest can be read.
func (c *Corpus) fullestVersion() (name string) {
	entries, _ := os.ReadDir(c.dir) // an unreadable folder fails at the creation that follows
	most := -1
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), versionPrefix) {
			continue
		}
		m, err := readManifest(filepath.Join(c.dir, entry.Name(), manifestFile))
		if err == nil && len(m.files) > most {
			name, most = entry.Name(), len(m.files)
		}
	}
	return name
}

// makeCurrent lets a version be the one that is opened from now on.
func (c *Corpus) makeCurrent(v *Version) error {
	tmp := filepath.Join(c.dir, currentFile+".new")
	err := writeSynced(tmp, v.Name+"\n")
	if err == nil {
		err = os.Rename(tmp, filepath.Join(c.dir, currentFile))
	}
	if err == nil {
		err = syncDir(c.dir)
	}
	if err != nil {
		return fmt.Errorf("switching to the new index: %w", err)
	}
	return nil
}

// writeSynced writes a file whose content is on the disk when it returns, so that a rename that follows can't come first.
func writeSynced(path, content string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// moveAside puts a damaged version out of the way and says so.
func (c *Corpus) moveAside(name string, why error) error {
	aside := damagedPrefix + c.cfg.Now().UTC().Format("20060102T150405") + "-" + name
	err := os.Rename(filepath.Join(c.dir, name), filepath.Join(c.dir, aside))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("moving the damaged index aside: %w", err)
	}
	c.cfg.Log.Error("the index was damaged; it is moved aside and built anew", "aside", aside, "error", why)
	return nil
}

// aside is the name of what was moved aside last for damage; "" when there is none.
func (c *Corpus) aside() (name string) {
	entries, _ := os.ReadDir(c.dir) // sorted by name, and so by time
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), damagedPrefix) {
			name = entry.Name()
		}
	}
	return name
}

// filesAside is how many files the index knew that was moved aside last; 0 when that can't be said.
func (c *Corpus) filesAside() int {
	name := c.aside()
	if name == "" {
		return 0
	}
	m, err := readManifest(filepath.Join(c.dir, name, manifestFile))
	if err != nil {
		return 0
	}
	return len(m.files)
}

// nextName is a name that no version has, damaged ones included.
func (c *Corpus) nextName() string {
	highest := 0
	entries, _ := os.ReadDir(c.dir) // an unreadable folder fails at the creation that follows
	for _, entry := range entries {
		if _, after, ok := strings.Cut(entry.Name(), versionPrefix); ok {
			if n, err := strconv.Atoi(after); err == nil {
				highest = max(highest, n)
			}
		}
	}
	return versionPrefix + strconv.Itoa(highest+1)
}

// sweep removes versions that are not in use: what a change of version or a crash in the middle of one left behind. Of those
// that were moved aside for damage it leaves the newest.
func (c *Corpus) sweep(keep string) error {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return fmt.Errorf("opening the index: %w", err)
	}
	aside := c.aside()
	for _, entry := range entries {
		name := entry.Name()
		old := strings.HasPrefix(name, versionPrefix) && name != keep && !c.inUse(name)
		if old || strings.HasPrefix(name, damagedPrefix) && name != aside {
			if err := os.RemoveAll(filepath.Join(c.dir, name)); err != nil {
				return fmt.Errorf("removing an old index: %w", err)
			}
		}
	}
	return nil
}

// inUse reports whether another process has a version open.
func (c *Corpus) inUse(name string) bool {
	lock, err := c.lockAt(filepath.Join(c.dir, name, lockFile))
	if err == nil {
		err = lock.Unlock()
	}
	return errors.As(err, new(*LockedError))
}

package corpus

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/gofrs/flock"

	"docent/retrieval/analysis"
	"docent/retrieval/index"
	"docent/retrieval/passage"
)

// This file owns the folder of an index. Its rules are:
//
//   - One process at a time: the lock is taken before anything else is opened, and holds the process's id.
//   - "current" names the version that answers. Another version is built beside it and takes its place by one rename.
//   - Where "current" says nothing sensible, the version with the most files is taken, and none is removed.
//   - What is damaged is moved aside and built anew. The newest of these is kept.

// A Version is an index with its manifest.
type Version struct {
	Name     string
	lock     *flock.Flock
	Store    *index.Store
	mu       sync.RWMutex // guards manifest
	manifest *manifest
	readers  sync.WaitGroup // questions that hold it
}

// openVersion opens the current version, or begins one where there is none that can be opened. It returns a *LockedError when
// another process has it.
func (c *Corpus) openVersion() (*Version, error) {
	name, certain, err := c.currentName()
	if err != nil {
		return nil, err
	}
	var v *Version
	for name != "" && v == nil {
		v, err = c.load(name)
		switch {
		case err == nil:
		case !IsCorrupt(err):
			return nil, err
		default:
			if err := c.moveAside(name, err); err != nil {
				return nil, err
			}
			if name = ""; !certain {
				name = c.fullestVersion()
			}
		}
	}
	if v == nil {
		if v, err = c.create(c.nextName()); err != nil {
			return nil, err
		}
	}
	err = c.writePID()
	if err == nil && (name == "" || !certain) {
		err = c.makeCurrent(v)
	}
	if err == nil && certain { // else what would be swept away may be the good one
		err = c.sweep(v.Name)
	}
	if err != nil {
		return nil, errors.Join(err, v.close())
	}
	if v.manifest.untouched() {
		c.heldAside = c.filesAside()
	}
	return v, nil
}

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

// load opens a version. It returns a *LockedError when another process has it.
func (c *Corpus) load(name string) (v *Version, err error) {
	dir := filepath.Join(c.dir, name)
	v = &Version{Name: name}
	if v.lock, err = c.lockAt(filepath.Join(dir, lockFile)); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, v.close())
			v = nil
		}
	}()
	if v.manifest, err = openManifest(filepath.Join(dir, manifestFile)); err != nil {
		return v, err
	}
	if format := v.manifest.builder.Format; format != manifestFormat {
		return v, fmt.Errorf("%w: its format is %d, this program reads %d", index.ErrCorrupt, format, manifestFormat)
	}
	if v.Store, err = index.Open(dir, c.indexOptions()); err != nil {
		return v, err
	}
	// Bleve skips segments that it can't read and goes on with an older state, or none.
	if g := v.Store.Mark().Generation; g < v.manifest.generation {
		return v, fmt.Errorf("%w: it is at generation %d, its manifest at %d", index.ErrCorrupt, g, v.manifest.generation)
	}
	return v, nil
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

// create makes an empty version.
func (c *Corpus) create(name string) (v *Version, err error) {
	dir := filepath.Join(c.dir, name)
	v = &Version{Name: name}
	defer func() {
		if err != nil {
			err = errors.Join(err, v.close())
			v = nil
		}
	}()
	if v.Store, err = index.Create(dir, c.indexOptions()); err != nil {
		return v, err
	}
	if v.lock, err = c.lockAt(filepath.Join(dir, lockFile)); err != nil {
		return v, err
	}
	v.manifest, err = createManifest(filepath.Join(dir, manifestFile))
	return v, err
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

// empty reports whether a version knows of no file.
func (v *Version) empty() bool { return len(v.manifest.files) == 0 }

// close closes what is open of a version.
func (v *Version) close() (err error) {
	if v.Store != nil {
		err = v.Store.Close()
	}
	if v.manifest != nil {
		err = errors.Join(err, v.manifest.close())
	}
	if v.lock != nil {
		err = errors.Join(err, v.lock.Unlock())
	}
	return err
}

// replace lets a new version answer, and closes and removes the old one when the last question has let go of it.
func (c *Corpus) replace(v *Version) error {
	if !c.owns(v) {
		return ErrDeleted
	}
	if err := c.makeCurrent(v); err != nil {
		return err
	}
	c.install(v, false)
	c.cfg.Step("before the sweep")
	// The new version answers from here on: what goes wrong with the old one must not take it away again.
	if err := c.sweep(v.Name); err != nil {
		c.cfg.Log.Warn("removing the old index", "error", err)
	}
	return nil
}

// install lets a version answer, and closes the one that did when the last question has let go of it.
func (c *Corpus) install(v *Version, initial bool) {
	c.mu.Lock()
	old := c.version
	c.version, c.initial, c.damage = v, initial, nil
	c.mu.Unlock()
	if c.cfg.Replaced != nil {
		c.cfg.Replaced(old, v)
	}
	old.readers.Wait()
	if err := old.close(); err != nil {
		c.cfg.Log.Warn("closing the old index", "error", err)
	}
}

// IsCorrupt reports whether an error says that the stored index can't be trusted.
func IsCorrupt(err error) bool {
	return errors.Is(err, index.ErrCorrupt) || errors.Is(err, passage.ErrCorrupt) || errors.Is(err, ErrDeleted)
}

// File is what the index knows of one file of the folder; ok is false for one that it doesn't know.
func (v *Version) File(path string) (f File, ok bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	f, ok = v.manifest.files[path]
	return f, ok
}

// Files are all files that the index knows, in any order. The version isn't to be changed meanwhile.
func (v *Version) Files() iter.Seq[File] {
	return func(yield func(File) bool) {
		v.mu.RLock()
		defer v.mu.RUnlock()
		for _, f := range v.manifest.files {
			if !yield(f) {
				return
			}
		}
	}
}

// Documents is how many documents are indexed.
func (v *Version) Documents() int {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.manifest.documents
}

// Abbreviations are the other forms of the abbreviations in a text, as the documents explain them.
func (v *Version) Abbreviations(text string) []analysis.OtherForm {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.manifest.abbreviations.Find(text)
}

// counts are how many documents and passages are indexed, and what failed, sorted.
func (v *Version) counts() (documents, passages int, failed []Failure) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	m := v.manifest
	if len(m.files) > m.documents {
		for _, f := range m.files {
			if f.Failure != "" {
				failed = append(failed, Failure{f.Path, f.Failure})
			}
		}
	}
	sortFailures(failed)
	return m.documents, m.passages, failed
}

package corpus

import (
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"

	"docent/retrieval/analysis"
	"docent/retrieval/index"
	"docent/retrieval/passage"
)

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
	if v.Store, err = index.Open(dir, index.Options{CacheBytes: c.cfg.CacheBytes}); err != nil {
		return v, err
	}
	// Bleve skips segments that it can't read and goes on with an older state, or none.
	if g := v.Store.Mark().Generation; g < v.manifest.generation {
		return v, fmt.Errorf("%w: it is at generation %d, its manifest at %d", index.ErrCorrupt, g, v.manifest.generation)
	}
	return v, nil
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
	if v.Store, err = index.Create(dir, index.Options{CacheBytes: c.cfg.CacheBytes}); err != nil {
		return v, err
	}
	if v.lock, err = c.lockAt(filepath.Join(dir, lockFile)); err != nil {
		return v, err
	}
	v.manifest, err = createManifest(filepath.Join(dir, manifestFile))
	return v, err
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
				failed = append(failed, f.failed())
			}
		}
	}
	sortFailures(failed)
	return m.documents, m.passages, failed
}

package corpus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"docent/retrieval/analysis"
)

// A Config says which folder is kept, where its index is, and who follows it. Fields are required up to Languages.
type Config struct {
	Docs         string           // the documents folder
	Data         string           // where indexes are kept; each documents folder has its own inside
	Log          *slog.Logger     // what goes wrong in the background
	Now          func() time.Time // the time of day
	Progress     func(Progress)   // told how an update goes on
	PollEvery    time.Duration    // how often Run compares the whole folder
	CacheBytes   int64            // what the index may keep of what it has decoded, in bytes
	PassageWords int              // how long a passage may grow
	Languages    *analysis.Detector
	Batch        BatchLimit // how much an update takes in at once; zero: 2,000 passages or 8 MB of text

	Batched  func(*Version, *Batch)      // told of each batch that the index has taken in; may be nil
	Replaced func(old, current *Version) // told that another index answers; may be nil
	Step     func(step string)           // called between the steps of an update; may be nil. Tests crash there
}

// A Corpus is a folder of documents and its index, kept alike. It is safe for concurrent use.
type Corpus struct {
	cfg    Config
	folder Folder
	dir    string // of this folder's editions
	lock   *flock.Flock

	updating chan struct{} // holds a token while an update is at work: one at a time
	followed atomic.Bool   // Run is at work
	wake     chan struct{} // asks Run for an update
	cold     chan struct{} // tells Run that the index has lists to decode ahead

	mu      sync.RWMutex // guards what follows
	edition *Version
	fault   string // what is wrong with the documents folder, a sentence; "" when nothing is
	busy    *Progress
	initial bool   // the edition that answers isn't complete yet
	damage  string // why the index can't be trusted, until it is rebuilt
}

// A Progress says how far an update is.
type Progress struct {
	Done, Total int    // files read, and to be read
	Path        string // the one read last
}

// A LockedError says that another process has the index open.
type LockedError struct{ PID int }

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return "the index is in use by another process"
	}
	return "the index is in use by another process (its id is " + strconv.Itoa(e.PID) + ")"
}

// Open opens the index of a documents folder, or begins an empty one. It returns a *LockedError when another
// process has it. The folder itself may be missing: what was indexed of it stays.
func Open(cfg Config) (*Corpus, error) {
	c, err := newCorpus(cfg)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if err := c.takeLock(); err != nil {
		return nil, err
	}
	if err := c.openEdition(); err != nil {
		return nil, errors.Join(err, c.lock.Unlock())
	}
	return c, nil
}

func newCorpus(cfg Config) (*Corpus, error) {
	abs, err := filepath.Abs(cfg.Docs)
	if err != nil {
		return nil, fmt.Errorf("documents folder: %w", err)
	}
	if cfg.Batch == (BatchLimit{}) {
		cfg.Batch = DefaultBatch()
	}
	if cfg.Step == nil {
		cfg.Step = func(string) {}
	}
	return &Corpus{
		cfg: cfg, folder: NewFolder(abs, cfg.Languages), dir: indexDir(cfg.Data, abs), updating: make(chan struct{}, 1),
		wake: make(chan struct{}, 1), cold: make(chan struct{}, 1),
	}, nil
}

// indexDir is where the index of a documents folder is kept: each folder has its own, whatever they are called.
func indexDir(data, docs string) string {
	sum := sha256.Sum256([]byte(docs))
	return filepath.Join(data, hex.EncodeToString(sum[:8]))
}

const (
	lockFile      = "lock"
	pidFile       = "pid"
	currentFile   = "current"
	manifestFile  = "manifest"
	versionPrefix = "index-"
)

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

// Close waits for whoever holds the index and for an update under way, and closes the index.
func (c *Corpus) Close() error {
	c.updating <- struct{}{}
	defer c.endUpdate()
	c.mu.Lock()
	e := c.edition
	c.edition = nil
	c.mu.Unlock()
	if e == nil {
		return nil
	}
	e.readers.Wait()
	return errors.Join(e.close(), c.lock.Unlock())
}

// beginUpdate waits until no other update is at work.
func (c *Corpus) beginUpdate(ctx context.Context) error {
	select {
	case c.updating <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for another update: %w", ctx.Err())
	}
}

func (c *Corpus) endUpdate() { <-c.updating }

// ErrClosed answers whoever asks after Close.
var ErrClosed = errors.New("the library is closed")

// Hold returns the edition that answers; it stays open until release is called.
func (c *Corpus) Hold() (e *Version, release func(), err error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.edition == nil {
		return nil, nil, ErrClosed
	}
	c.edition.readers.Add(1)
	return c.edition, c.edition.readers.Done, nil
}

// Status says how the corpus stands.
func (c *Corpus) Status() Status {
	c.mu.RLock()
	defer c.mu.RUnlock()
	s := Status{Notice: c.notice(), Busy: c.busy != nil}
	if c.edition == nil {
		return s
	}
	s.Documents, s.Passages, s.Failed = c.edition.counts()
	return s
}

// Notice is what is amiss, in one sentence; "" when nothing is.
func (c *Corpus) Notice() string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.notice()
}

// Documents is how many documents are indexed.
func (c *Corpus) Documents() int {
	e, release, err := c.Hold()
	if err != nil {
		return 0
	}
	defer release()
	return e.Documents()
}

// notice is Notice while c.mu is held.
func (c *Corpus) notice() string {
	switch {
	case c.fault != "":
		return c.fault + " Nothing can be quoted until it is back."
	case c.damage != "":
		return "The index is damaged and is being rebuilt."
	case c.initial && c.busy != nil:
		return fmt.Sprintf("The documents are still being indexed: %d of %d so far.", c.busy.Done, c.busy.Total)
	case c.initial:
		return "The documents have not been indexed yet."
	}
	return ""
}

// Dir is the folder that holds the index.
func (c *Corpus) Dir() string { return c.dir }

// Followed reports whether Run is at work.
func (c *Corpus) Followed() bool { return c.followed.Load() }

// Root opens the documents folder. A *folderFault says that it can't be; then the fault is noted.
func (c *Corpus) Root() (*os.Root, error) {
	root, err := c.folder.Open()
	c.noteFault(err)
	return root, err
}

// Read reads and parses one file of the folder, as folder.read does. A fault of the folder is noted.
func (c *Corpus) Read(ctx context.Context, path string) (Reading, error) {
	r, err := c.folder.Read(ctx, path, c.cfg.Now())
	c.noteFault(err)
	return r, err
}

// noteFault notes an error that is a fault of the folder.
func (c *Corpus) noteFault(err error) {
	if fault := (*FolderFault)(nil); errors.As(err, &fault) {
		c.setFault(fault.reason)
	}
}

func (c *Corpus) setFault(reason string) {
	c.mu.Lock()
	changed := c.fault != reason
	c.fault = reason
	c.mu.Unlock()
	if changed && reason != "" {
		c.cfg.Log.Error("the documents folder is at fault; the index stays as it is", "reason", reason)
	} else if changed {
		c.cfg.Log.Info("the documents folder is back")
	}
}

func (c *Corpus) faulty() bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.fault != ""
}

// File is what the index knows of one file of the folder; ok is false for one that it doesn't know.
func (e *Version) File(path string) (f File, ok bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	f, ok = e.manifest.files[path]
	return f, ok
}

// Files are all files that the index knows, in any order. The edition isn't to be changed meanwhile.
func (e *Version) Files() iter.Seq[File] {
	return func(yield func(File) bool) {
		e.mu.RLock()
		defer e.mu.RUnlock()
		for _, f := range e.manifest.files {
			if !yield(f) {
				return
			}
		}
	}
}

// Documents is how many documents are indexed.
func (e *Version) Documents() int {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.manifest.documents
}

// Abbreviations are the other forms of the abbreviations in a text, as the documents explain them.
func (e *Version) Abbreviations(text string) []analysis.OtherForm {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.manifest.abbreviations.Find(text)
}

// counts are how many documents and passages are indexed, and what failed, sorted.
func (e *Version) counts() (documents, passages int, failed []Failure) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	m := e.manifest
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

// A Status says how the library stands.
type Status struct {
	Documents int
	Passages  int
	Failed    []Failure // files that could not be read
	Notice    string    // what is amiss, one sentence for people who ask; "" when nothing is
	Busy      bool      // an update is under way
}

// A Failure is a file that could not be read, and why.
type Failure struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

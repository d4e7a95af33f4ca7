package corpus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
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
	dir    string       // of this folder's versions
	lock   *flock.Flock // replaced with the update's token and mu held

	updating chan struct{} // holds a token while an update is at work: one at a time. It guards the next three
	rebuilds backoff
	// heldAside is how many files the index knew that was set aside for damage, where nothing was put into this one yet.
	heldAside int
	postponed string // why a rebuild waits, as it was logged

	followed atomic.Bool   // Run is at work
	wake     chan struct{} // asks Run for an update

	mu      sync.RWMutex // guards what follows
	version *Version
	fault   Notice // what is wrong with the documents folder
	busy    *Progress
	initial bool  // the version that answers isn't complete yet
	damage  error // why the index can't be trusted, until it is rebuilt or locked anew
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
	if c.lock, err = c.lockAt(filepath.Join(c.dir, lockFile)); err != nil {
		return nil, err
	}
	v, err := c.openVersion()
	if err != nil {
		return nil, errors.Join(err, c.lock.Unlock())
	}
	c.version, c.initial = v, v.empty()
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
		wake: make(chan struct{}, 1),
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
	damagedPrefix = "damaged-"
)

// Close waits for whoever holds the index and for an update under way, and closes the index.
func (c *Corpus) Close() error {
	c.updating <- struct{}{}
	defer c.endUpdate()
	c.mu.Lock()
	v := c.version
	c.version = nil
	c.mu.Unlock()
	if v == nil {
		return nil
	}
	v.readers.Wait()
	return errors.Join(v.close(), c.lock.Unlock())
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

// Hold returns the version that answers; it stays open until release is called. It returns ErrDeleted when that was deleted.
func (c *Corpus) Hold() (v *Version, release func(), err error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.version != nil && !c.owns(c.version) {
		return nil, nil, ErrDeleted
	}
	return c.hold()
}

// hold is Hold for who doesn't read from the files alone. The caller holds c.mu.
func (c *Corpus) hold() (v *Version, release func(), err error) {
	if c.version == nil {
		return nil, nil, ErrClosed
	}
	c.version.readers.Add(1)
	return c.version, c.version.readers.Done, nil
}

// Dir is the folder that holds the index.
func (c *Corpus) Dir() string { return c.dir }

// Followed reports whether Run is at work.
func (c *Corpus) Followed() bool { return c.followed.Load() }

// Root opens the documents folder for a question. A *FolderFault says that nothing can be read from it; it is noted. One that
// was noted before ends here, as soon as there are documents again, and Run is asked to compare.
func (c *Corpus) Root(ctx context.Context) (*os.Root, error) {
	root, err := c.folder.Open()
	c.noteFault(err)
	if err != nil {
		return nil, err
	}
	fault := c.folderFault()
	if fault.Kind == "" {
		return root, nil
	}
	c.askForUpdate()
	if !anyDocument(ctx, root) {
		return nil, errors.Join(&FolderFault{fault}, root.Close())
	}
	c.setFault(Notice{})
	return root, nil
}

// askForUpdate has Run compare the whole folder.
func (c *Corpus) askForUpdate() {
	select {
	case c.wake <- struct{}{}:
	default: // it is on its way
	}
}

// Read reads and parses one file of the folder, as folder.read does. A fault of the folder is noted.
func (c *Corpus) Read(ctx context.Context, path string) (Reading, error) {
	r, err := c.folder.Read(ctx, path, c.cfg.Now())
	c.noteFault(err)
	return r, err
}

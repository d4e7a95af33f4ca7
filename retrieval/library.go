package retrieval

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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
	"docent/retrieval/passage"
)

// Config says what to open and how.
type Config struct {
	Docs      string           // the documents folder
	Data      string           // where indexes are kept; each documents folder has its own inside
	Log       *slog.Logger     // nil: nothing is logged
	Now       func() time.Time // nil: time.Now
	Progress  func(Progress)   // told how an update goes on; nil: nobody is told
	PollEvery time.Duration    // how often Run compares the whole folder; 0: once a minute
	// CacheBytes is how much memory the index may use to keep what it has decoded, in bytes; 0: 64 MB, negative: none. Less
	// is slower and finds the same.
	CacheBytes int64
	Synonyms   string // a file of synonyms and pinned passages (see synonyms.go); "" for none
	// PassageWords is how long a passage may grow; 0: 200. It is part of no index: one that was built with another length
	// must be kept elsewhere.
	PassageWords int
}

// defaultCacheBytes holds the words of a thousand questions over several hundred thousand passages.
const defaultCacheBytes = 64 << 20

// A Progress says how far an update is.
type Progress struct {
	Done, Total int    // files read, and to be read
	Path        string // the one read last
}

// A Library is the open index over one folder. It is safe for concurrent use.
type Library struct {
	cfg    Config
	folder folder
	dir    string // of this folder's editions
	lock   *flock.Flock

	synonyms *synonymFile

	batch    batchLimit    // how much an update takes in at once
	patience time.Duration // how long a question waits for its turn to update
	updating chan struct{} // holds a token while an update is at work: one at a time
	followed atomic.Bool   // Run is at work
	wake     chan struct{} // asks Run for an update
	cold     chan struct{} // tells Run that the index has lists to decode ahead
	names    nameTable     // what can be completed

	mu      sync.RWMutex // guards what follows
	edition *edition
	fault   string // what is wrong with the documents folder, a sentence; "" when nothing is
	busy    *Progress
	initial bool   // the edition that answers isn't complete yet
	damage  string // why the index can't be trusted, until it is rebuilt

	crash func(step string) // for tests: called between the steps of an update
}

// A LockedError says that another process has the index open.
type LockedError struct{ PID int }

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return "the index is in use by another process"
	}
	return "the index is in use by another process (its id is " + strconv.Itoa(e.PID) + ")"
}

// Open opens the index of a documents folder, or begins an empty one; Update and Run bring it up to date. It returns a
// *LockedError when another process has it, and a *SynonymsError when that file is faulty. The folder itself may be missing: what was indexed of it stays.
func Open(ctx context.Context, cfg Config) (*Library, error) {
	cfg = cfg.withDefaults()
	abs, err := filepath.Abs(cfg.Docs)
	if err != nil {
		return nil, fmt.Errorf("documents folder: %w", err)
	}
	l := &Library{cfg: cfg, folder: folder{abs, analysis.NewDetector()}, dir: indexDir(cfg.Data, abs), updating: make(chan struct{}, 1), wake: make(chan struct{}, 1), cold: make(chan struct{}, 1), batch: defaultBatch, patience: patience, crash: func(string) {}}
	if l.synonyms, err = openSynonyms(cfg.Synonyms, cfg.Log); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if err := l.takeLock(); err != nil {
		return nil, err
	}
	if err := l.openEdition(); err != nil {
		return nil, errors.Join(err, l.lock.Unlock())
	}
	return l, nil
}

func (cfg Config) withDefaults() Config {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Progress == nil {
		cfg.Progress = func(Progress) {}
	}
	if cfg.CacheBytes == 0 {
		cfg.CacheBytes = defaultCacheBytes
	}
	if cfg.PassageWords == 0 {
		cfg.PassageWords = passage.DefaultWords
	}
	if cfg.PollEvery == 0 {
		cfg.PollEvery = time.Minute
	}
	return cfg
}

// indexDir is where the index of a documents folder is kept: each folder has its own, whatever they are called.
func indexDir(data, docs string) string {
	sum := sha256.Sum256([]byte(docs))
	return filepath.Join(data, hex.EncodeToString(sum[:8]))
}

const (
	lockFile     = "lock"
	pidFile      = "pid"
	currentFile  = "current"
	manifestFile = "manifest"
	editionName  = "index-"
)

func (l *Library) takeLock() error {
	l.lock = flock.New(filepath.Join(l.dir, lockFile), flock.SetPermissions(0o600))
	ok, err := l.lock.TryLock()
	if err != nil {
		return fmt.Errorf("locking the index: %w", err)
	}
	pid := filepath.Join(l.dir, pidFile)
	if !ok {
		data, _ := os.ReadFile(pid) // the message is good without it
		n, _ := strconv.Atoi(strings.TrimSpace(string(data)))
		return &LockedError{PID: n}
	}
	if err := os.WriteFile(pid, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
		return errors.Join(fmt.Errorf("locking the index: %w", err), l.lock.Unlock())
	}
	return nil
}

// Close waits for questions and updates under way and closes the index.
func (l *Library) Close() error {
	l.updating <- struct{}{}
	defer l.endUpdate()
	l.mu.Lock()
	e := l.edition
	l.edition = nil
	l.mu.Unlock()
	if e == nil {
		return nil
	}
	e.readers.Wait()
	return errors.Join(e.close(), l.lock.Unlock())
}

// beginUpdate waits until no other update is at work.
func (l *Library) beginUpdate(ctx context.Context) error {
	select {
	case l.updating <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for another update: %w", ctx.Err())
	}
}

func (l *Library) endUpdate() { <-l.updating }

// errClosed answers questions after Close.
var errClosed = errors.New("the library is closed")

// hold returns the edition that answers; it stays open until release is called.
func (l *Library) hold() (e *edition, release func(), err error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.edition == nil {
		return nil, nil, errClosed
	}
	l.edition.readers.Add(1)
	return l.edition, l.edition.readers.Done, nil
}

// Status says how the library stands.
func (l *Library) Status() Status {
	l.mu.RLock()
	defer l.mu.RUnlock()
	s := Status{Notice: l.notice(), Busy: l.busy != nil}
	if l.edition == nil {
		return s
	}
	m := l.edition.manifest
	s.Documents, s.Passages = m.documents, m.passages
	if len(m.files) > m.documents {
		for _, f := range m.files {
			if f.Failure != "" {
				s.Failed = append(s.Failed, Failure{f.Path, f.Failure})
			}
		}
	}
	sortFailures(s.Failed)
	return s
}

// notice is what is amiss, in one sentence. l.mu is held.
func (l *Library) notice() string {
	switch {
	case l.fault != "":
		return l.fault + " Nothing can be quoted until it is back."
	case l.damage != "":
		return "The index is damaged and is being rebuilt."
	case l.initial && l.busy != nil:
		return fmt.Sprintf("The documents are still being indexed: %d of %d so far.", l.busy.Done, l.busy.Total)
	case l.initial:
		return "The documents have not been indexed yet."
	}
	return ""
}

func (l *Library) setFault(reason string) {
	l.mu.Lock()
	changed := l.fault != reason
	l.fault = reason
	l.mu.Unlock()
	if changed && reason != "" {
		l.cfg.Log.Error("the documents folder is at fault; the index stays as it is", "reason", reason)
	} else if changed {
		l.cfg.Log.Info("the documents folder is back")
	}
}

func (l *Library) faulty() bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.fault != ""
}

// An UnavailableError says that the library can't answer now: that is no silence of the documents. Its text is a
// sentence for the asker.
type UnavailableError struct{ Reason string }

func (e *UnavailableError) Error() string { return e.Reason }

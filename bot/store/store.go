// Package store keeps what Docent remembers between one event and another, in one bbolt file: the states behind the
// buttons of its messages, and what people said was wrong with an answer. Everything in it expires, and its size is
// bounded.
//
// It is no cache of answers and doesn't know what a state says: package bot writes and reads it. A state is written behind:
// Keep returns at once, and a goroutine of the Store's brings what has gathered to the disk in one transaction, so that an
// answer never waits for a disk. State finds it in memory or on the disk. A crash loses the states of the last moments, and
// with them only buttons. Idempotency keys, which make sure that something is done once, are on the disk before TakeKey
// returns.
package store

import (
	"bytes"
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

const (
	// DefaultLife is how long a state is kept: a conversation is hardly ever taken up again after that.
	DefaultLife = 14 * 24 * time.Hour
	// DefaultStates is how many states are kept; the oldest give way. At about a kilobyte each, 20 MB.
	DefaultStates = 20_000
	// MaxState is the longest state, in bytes.
	MaxState = 16 << 10

	maxPending = 4096        // states that wait for the disk
	lockWait   = time.Second // for another process to let go of the file
	sweepEvery = time.Hour
	sweepBatch = 1000 // entries that one transaction removes, so that none takes long
)

// Why the Store can't do what it is asked for.
var (
	ErrUnknown = errors.New("store: nothing is kept under this id, or not any more")
	ErrFull    = errors.New("store: too much is waiting for the disk")
	ErrLocked  = errors.New("store: another process has the file open")
	ErrDamaged = errors.New("store: the file is damaged")
	errClosed  = errors.New("store: closed")
)

// A Config sets a Store up. The zero Config is sensible.
type Config struct {
	Life   time.Duration                        // of a state; 0: DefaultLife
	States int                                  // kept at most; 0: DefaultStates
	Log    *slog.Logger                         // nil: nothing is logged
	Now    func() time.Time                     // nil: time.Now
	After  func(time.Duration) <-chan time.Time // nil: time.After
	Rand   io.Reader                            // of ids; nil: crypto/rand
}

// A Store is an open file. It is safe for concurrent use.
type Store struct {
	cfg Config
	db  *bolt.DB

	mu      sync.Mutex
	pending map[string]entry // not yet on the disk
	closed  bool

	count int // states on the disk; only within a writing transaction

	wake chan struct{}
	quit chan struct{}
	work sync.WaitGroup
}

// An entry is a state with its end.
type entry struct {
	until time.Time
	value []byte
}

// The file's buckets.
var (
	bucketStates   = []byte("states")   // id: end, state
	bucketExpiry   = []byte("expiry")   // end, id: nothing; in the order in which states end
	bucketKeys     = []byte("deeds")    // id, idempotency key: nothing; its name is of old
	bucketFeedback = []byte("feedback") // end, number: JSON
)

// Open opens the file at path, or makes it. A file that bbolt can't use is ErrDamaged, one that another process holds
// ErrLocked.
func Open(path string, c Config) (s *Store, err error) {
	defer func() {
		if p := recover(); p != nil { // bbolt panics over some kinds of damage
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	s = &Store{cfg: c.withDefaults(), pending: map[string]entry{}, wake: make(chan struct{}, 1), quit: make(chan struct{})}
	if s.db, err = bolt.Open(path, 0o600, &bolt.Options{Timeout: lockWait}); err != nil {
		return nil, openFault(err)
	}
	if err := s.checkSize(path); err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	s.work.Go(s.write)
	return s, nil
}

func openFault(err error) error {
	for _, damage := range []error{bolterrors.ErrInvalid, bolterrors.ErrChecksum, bolterrors.ErrVersionMismatch} {
		if errors.Is(err, damage) {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	if errors.Is(err, bolterrors.ErrTimeout) {
		return ErrLocked
	}
	return fmt.Errorf("store: %w", err)
}

func (c Config) withDefaults() Config {
	if c.Life <= 0 {
		c.Life = DefaultLife
	}
	if c.States <= 0 {
		c.States = DefaultStates
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.After == nil {
		c.After = time.After
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	return c
}

// checkSize finds a file that was cut short: what is missing of it would be a fault of memory when it is read.
func (s *Store) checkSize(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return s.db.View(func(tx *bolt.Tx) error {
		if info.Size() < tx.Size() {
			return fmt.Errorf("%w: it has %d bytes of %d", ErrDamaged, info.Size(), tx.Size())
		}
		return nil
	})
}

// prepare makes the buckets, sweeps, and counts.
func (s *Store) prepare() error {
	err := s.db.Update(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{bucketStates, bucketExpiry, bucketKeys, bucketFeedback} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		s.count = tx.Bucket(bucketStates).Stats().KeyN
		return s.sweep(tx)
	})
	if err != nil {
		return fmt.Errorf("store: preparing: %w", err)
	}
	return nil
}

// Close writes what is pending and closes the file.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	close(s.quit)
	s.work.Wait()
	err := s.flush()
	if closing := s.db.Close(); err == nil && closing != nil {
		err = fmt.Errorf("store: closing: %w", closing)
	}
	return err
}

// readable leaves out I, L, O and U, as people do who read ids aloud.
var readable = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// IDLength is the length of an id, in bytes; it consists of digits and capital letters.
const IDLength = 16

// newID makes 80 random bits: nobody guesses one of twenty thousand.
func (s *Store) newID() (string, error) {
	var b [10]byte
	if _, err := io.ReadFull(s.cfg.Rand, b[:]); err != nil {
		return "", fmt.Errorf("store: making an id: %w", err)
	}
	return readable.EncodeToString(b[:]), nil
}

// Keep keeps a state of at most MaxState bytes, and returns the id to find it by. ErrFull means that the disk doesn't
// keep up.
func (s *Store) Keep(state []byte) (id string, err error) {
	if len(state) > MaxState {
		return "", fmt.Errorf("store: a state of %d bytes, of at most %d", len(state), MaxState)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return "", errClosed
	case len(s.pending) >= maxPending:
		return "", ErrFull
	}
	if id, err = s.newID(); err != nil {
		return "", err
	}
	s.pending[id] = entry{until: s.cfg.Now().Add(s.cfg.Life), value: bytes.Clone(state)}
	select {
	case s.wake <- struct{}{}:
	default: // the writer has been woken already
	}
	return id, nil
}

// State finds a state by its id; ErrUnknown where there is none, or none any more.
func (s *Store) State(id string) ([]byte, error) {
	s.mu.Lock()
	e, ok := s.pending[id]
	s.mu.Unlock()
	if !ok {
		err := s.db.View(func(tx *bolt.Tx) error {
			e, ok = decodeEntry(tx.Bucket(bucketStates).Get([]byte(id)))
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("store: reading a state: %w", err)
		}
	}
	if !ok || !s.cfg.Now().Before(e.until) {
		return nil, ErrUnknown
	}
	return e.value, nil
}

// Replace puts another state in the place of the one with an id. It still ends when that would have.
func (s *Store) Replace(id string, state []byte) error {
	if len(state) > MaxState {
		return fmt.Errorf("store: a state of %d bytes, of at most %d", len(state), MaxState)
	}
	return s.update(func(tx *bolt.Tx) error {
		states := tx.Bucket(bucketStates)
		e, ok := decodeEntry(states.Get([]byte(id)))
		if !ok {
			return ErrUnknown
		}
		e.value = state
		return states.Put([]byte(id), e.encode())
	})
}

// TakeKey takes an idempotency key of a state, and reports whether nobody had taken it before. ErrUnknown means that there
// is no such state any more.
func (s *Store) TakeKey(id, key string) (first bool, err error) {
	err = s.update(func(tx *bolt.Tx) error {
		e, ok := decodeEntry(tx.Bucket(bucketStates).Get([]byte(id)))
		if !ok || !s.cfg.Now().Before(e.until) {
			return ErrUnknown
		}
		keys, key := tx.Bucket(bucketKeys), keyOf(id, key)
		if keys.Get(key) != nil {
			return nil
		}
		first = true
		return keys.Put(key, []byte{1})
	})
	return first && err == nil, err
}

// ReleaseKey gives a key back where what it was taken for came to nothing, so that it may be tried again.
func (s *Store) ReleaseKey(id, key string) error {
	return s.update(func(tx *bolt.Tx) error { return tx.Bucket(bucketKeys).Delete(keyOf(id, key)) })
}

func keyOf(id, key string) []byte { return []byte(id + "/" + key) }

// write is the goroutine that brings pending states to the disk, and sweeps now and then.
func (s *Store) write() {
	due := s.cfg.After(sweepEvery)
	for {
		select {
		case <-s.quit:
			return
		case <-s.wake:
		case <-due:
			due = s.cfg.After(sweepEvery)
		}
		if err := s.flush(); err != nil {
			s.cfg.Log.Error("what stands behind some buttons was not kept", "error", err)
		}
	}
}

// flush writes all that is pending. What can't be written is forgotten: it would only gather.
func (s *Store) flush() error {
	waiting := s.waiting()
	err := s.update(func(*bolt.Tx) error { return nil })
	if err != nil {
		s.forget(waiting)
	}
	return err
}

func (s *Store) waiting() map[string]entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.pending)
}

func (s *Store) forget(written map[string]entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id := range written {
		delete(s.pending, id)
	}
}

// update runs a writing transaction over all that was kept before, and sweeps. A state that another transaction has just
// written is left as it is: it may have been changed since.
func (s *Store) update(change func(tx *bolt.Tx) error) error {
	var written map[string]entry
	before := 0
	err := s.db.Update(func(tx *bolt.Tx) error {
		before = s.count
		written = s.waiting()
		for id, e := range written {
			if err := s.put(tx, id, e); err != nil {
				return err
			}
		}
		if err := change(tx); err != nil {
			s.count = before
			return err
		}
		if err := s.sweep(tx); err != nil {
			s.count = before
			return err
		}
		return nil
	})
	switch {
	case err == nil:
		s.forget(written)
	case errors.Is(err, ErrUnknown):
		return err
	case err != nil:
		return fmt.Errorf("store: writing: %w", err)
	}
	return nil
}

func (s *Store) put(tx *bolt.Tx, id string, e entry) error {
	states := tx.Bucket(bucketStates)
	if states.Get([]byte(id)) != nil {
		return nil
	}
	s.count++
	if err := tx.Bucket(bucketExpiry).Put(append(stamp(e.until), id...), nil); err != nil {
		return err
	}
	return states.Put([]byte(id), e.encode())
}

// sweep removes what has ended, and the oldest states beyond the bound.
func (s *Store) sweep(tx *bolt.Tx) error {
	now := stamp(s.cfg.Now())
	c := tx.Bucket(bucketExpiry).Cursor()
	for range sweepBatch {
		key, _ := c.First()
		if key == nil || bytes.Compare(key[:stampLength], now) > 0 && s.count <= s.cfg.States {
			break
		}
		id := bytes.Clone(key[stampLength:])
		if err := c.Delete(); err != nil {
			return err
		}
		if err := removeState(tx, id); err != nil {
			return err
		}
		s.count--
	}
	return sweepFeedback(tx, now)
}

func removeState(tx *bolt.Tx, id []byte) error {
	c := tx.Bucket(bucketKeys).Cursor()
	prefix := keyOf(string(id), "")
	for key, _ := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = c.Seek(prefix) {
		if err := c.Delete(); err != nil {
			return err
		}
	}
	return tx.Bucket(bucketStates).Delete(id)
}

// stampLength is the length of a time in a key: seconds since 1970, most significant byte first, so that keys sort by
// time.
const stampLength = 8

func stamp(t time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(max(t.Unix(), 0)))
}

func (e entry) encode() []byte { return append(stamp(e.until), e.value...) }

// decodeEntry copies an entry out of a transaction's memory.
func decodeEntry(raw []byte) (entry, bool) {
	if len(raw) < stampLength {
		return entry{}, false
	}
	until := time.Unix(int64(binary.BigEndian.Uint64(raw)), 0)
	return entry{until: until, value: bytes.Clone(raw[stampLength:])}, true
}

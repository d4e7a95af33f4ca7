package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// clock is a clock that a test sets.
type clock struct{ now atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.now.Store(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Unix())
	return c
}

func (c *clock) time() time.Time         { return time.Unix(c.now.Load(), 0) }
func (c *clock) advance(d time.Duration) { c.now.Add(int64(d / time.Second)) }

func open(t testing.TB, path string, c Config) *Store {
	t.Helper()
	s, err := Open(path, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func keep(t testing.TB, s *Store, state string) string {
	t.Helper()
	id, err := s.Keep([]byte(state))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func wantState(t testing.TB, s *Store, id, want string) {
	t.Helper()
	if got, err := s.State(id); err != nil || string(got) != want {
		t.Errorf("state %q is %q, %v; want %q", id, got, err, want)
	}
}

func TestStateSurvivesARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "docent.db")
	s := open(t, path, Config{})
	id := keep(t, s, "where?")
	wantState(t, s, id, "where?")
	if len(id) != IDLength || strings.Trim(id, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") != "" {
		t.Errorf("the id is %q", id)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, Config{})
	wantState(t, s, id, "where?")
	if _, err := s.State("nothing"); !errors.Is(err, ErrUnknown) {
		t.Errorf("an id that was never given: %v", err)
	}
}

func TestStatesEnd(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := open(t, filepath.Join(t.TempDir(), "db"), Config{Now: c.time, Life: time.Hour})
	old := keep(t, s, "old")
	if _, err := s.TakeKey(old, "share"); err != nil {
		t.Fatal(err)
	}
	c.advance(time.Hour - time.Second)
	young := keep(t, s, "young")
	wantState(t, s, old, "old")
	c.advance(time.Second)
	if _, err := s.State(old); !errors.Is(err, ErrUnknown) {
		t.Errorf("a state that has ended: %v", err)
	}
	if _, err := s.TakeKey(old, "share"); !errors.Is(err, ErrUnknown) {
		t.Errorf("a key of a state that has ended: %v", err)
	}
	if err := s.flush(); err != nil {
		t.Fatal(err)
	}
	wantState(t, s, young, "young")
	if s.count != 1 {
		t.Errorf("%d states are left", s.count)
	}
}

func TestOldestStatesGiveWay(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := open(t, filepath.Join(t.TempDir(), "db"), Config{Now: c.time, States: 3})
	var ids []string
	for i := range 5 {
		ids = append(ids, keep(t, s, fmt.Sprint(i)))
		c.advance(time.Second)
	}
	if err := s.flush(); err != nil {
		t.Fatal(err)
	}
	for i, id := range ids {
		if _, err := s.State(id); (err == nil) != (i >= 2) {
			t.Errorf("state %d: %v", i, err)
		}
	}
}

func TestKeyIsTakenOnce(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "db"), Config{})
	id := keep(t, s, "x")
	var firsts atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			first, err := s.TakeKey(id, "share")
			if err != nil {
				t.Error(err)
			}
			if first {
				firsts.Add(1)
			}
		})
	}
	all.Wait()
	if firsts.Load() != 1 {
		t.Errorf("%d were the first", firsts.Load())
	}
	if first, err := s.TakeKey(id, "delete"); !first || err != nil {
		t.Errorf("another key: %v, %v", first, err)
	}
	if err := s.ReleaseKey(id, "share"); err != nil {
		t.Fatal(err)
	}
	if first, err := s.TakeKey(id, "share"); !first || err != nil {
		t.Errorf("a key that was given back: %v, %v", first, err)
	}
	if first, err := s.TakeKey("nothing", "share"); first || !errors.Is(err, ErrUnknown) {
		t.Errorf("a key of nothing: %v, %v", first, err)
	}
}

func TestReplace(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "db"), Config{})
	id := keep(t, s, "one")
	if err := s.Replace(id, []byte("two")); err != nil {
		t.Fatal(err)
	}
	keep(t, s, "another")
	if err := s.flush(); err != nil {
		t.Fatal(err)
	}
	wantState(t, s, id, "two")
	if err := s.Replace("nothing", nil); !errors.Is(err, ErrUnknown) {
		t.Errorf("replacing nothing: %v", err)
	}
	if err := s.Replace(id, make([]byte, MaxState+1)); err == nil {
		t.Error("a state beyond the bound was taken")
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "db"), Config{})
	if _, err := s.Keep(make([]byte, MaxState+1)); err == nil {
		t.Error("a state beyond the bound was taken")
	}
	s.mu.Lock()
	for i := range maxPending {
		s.pending[fmt.Sprint(i)] = entry{until: time.Now().Add(time.Hour)}
	}
	s.mu.Unlock()
	if _, err := s.Keep(nil); !errors.Is(err, ErrFull) {
		t.Errorf("beyond what may wait: %v", err)
	}
}

func TestFeedbackOnceAPerson(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := open(t, filepath.Join(t.TempDir(), "db"), Config{Now: c.time})
	id := keep(t, s, "x")
	said := Feedback{At: c.time().UTC(), User: "1", Question: "where?", Path: "talks.txt", Lines: [2]int{3, 4}, Reason: "wrong", Text: "no"}
	for i, user := range []string{"1", "1", "2"} {
		said.User = user
		if added, err := s.AddFeedback(id, said); err != nil || added != (i != 1) {
			t.Errorf("%d: added %v, %v", i, added, err)
		}
	}
	all, err := s.Feedback()
	if err != nil || len(all) != 2 || all[1] != said {
		t.Errorf("kept %+v, %v", all, err)
	}
	if _, err := s.AddFeedback("nothing", said); !errors.Is(err, ErrUnknown) {
		t.Errorf("about nothing: %v", err)
	}
	c.advance(feedbackLife)
	if all, err := s.Feedback(); err != nil || len(all) != 0 {
		t.Errorf("after its end there is %+v, %v", all, err)
	}
}

func TestSweepOfAnIdleStore(t *testing.T) {
	t.Parallel()
	c, late := newClock(), make(chan time.Time)
	s := open(t, filepath.Join(t.TempDir(), "db"), Config{Now: c.time, Life: time.Hour, After: func(time.Duration) <-chan time.Time { return late }})
	keep(t, s, "x")
	late <- time.Time{} // the writer comes round to it: what was kept is on the disk when it asks again
	c.advance(2 * time.Hour)
	late <- time.Time{}
	late <- time.Time{}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s.count != 0 {
		t.Errorf("%d states are left of an idle store", s.count)
	}
}

func TestDamagedAndLockedFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "db")
	s := open(t, path, Config{})
	for range 2000 {
		keep(t, s, strings.Repeat("x", 100))
	}
	if err := s.flush(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Config{}); !errors.Is(err, ErrLocked) {
		t.Errorf("a file that is open: %v", err)
	}
	var used int64 // bytes; the file may be much longer, since it grows ahead of its contents
	if err := s.db.View(func(tx *bolt.Tx) error { used = tx.Size(); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"text":  bytes.Repeat([]byte("not a database "), 1000),
		"zeros": make([]byte, 1<<16),
		"short": whole[:used/2],
	} {
		damaged := filepath.Join(dir, name)
		if err := os.WriteFile(damaged, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := Open(damaged, Config{}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}

func TestClosed(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "db"), Config{})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Keep(nil); err == nil {
		t.Error("a closed store took a state")
	}
	if _, err := s.TakeKey("x", "y"); err == nil {
		t.Error("a closed store gave a key")
	}
}

// BenchmarkKeep measures keeping a state beside writing it through to the disk in a transaction of its own.
func BenchmarkKeep(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "db"), Config{})
	state := bytes.Repeat([]byte("x"), 1000)
	var behind, through time.Duration
	for b.Loop() {
		start := time.Now()
		id, err := s.Keep(state)
		behind += time.Since(start)
		if err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		if _, err := s.TakeKey(id, "x"); err != nil {
			b.Fatal(err)
		}
		through += time.Since(start)
	}
	b.ReportMetric(float64(behind.Nanoseconds())/float64(b.N), "ns/behind")
	b.ReportMetric(float64(through.Nanoseconds())/float64(b.N), "ns/through")
}

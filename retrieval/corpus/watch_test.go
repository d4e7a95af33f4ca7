package corpus

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A rig drives the watching by hand: events, polls and the passing of time are the test's.
type rig struct {
	*Corpus
	docs   string
	events chan fsnotify.Event
	errors chan error
	poll   chan time.Time
	timers chan chan time.Time // the timers asked for, in order
	added  chan string         // the folders watched
}

func (r *rig) Add(dir string) error { r.added <- dir; return nil }
func (r *rig) Close() error         { return nil }

// follow starts following a folder by hand. Updates are seen through settle.
func follow(t *testing.T, files map[string]string) *rig {
	t.Helper()
	docs := t.TempDir()
	put(t, docs, files)
	r := &rig{Corpus: open(t, docs), docs: docs, events: make(chan fsnotify.Event), errors: make(chan error),
		poll: make(chan time.Time), timers: make(chan chan time.Time, 100), added: make(chan string, 100)}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- r.Corpus.follow(ctx, r, signals{events: r.events, errors: r.errors, poll: r.poll, after: func(time.Duration) <-chan time.Time {
			c := make(chan time.Time, 1)
			r.timers <- c
			return c
		}}, func() {})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return r
}

// event sends an event; it returns when the loop has taken it.
func (r *rig) event(op fsnotify.Op, name string) {
	r.events <- fsnotify.Event{Name: filepath.Join(r.docs, name), Op: op}
}

// settle lets the burst's time pass, and returns when what it led to is done. The loop takes an event only when it is free,
// and chooses at random between an event and a timer that has fired: after so many events, the timer has been chosen.
func (r *rig) settle() {
	r.event(fsnotify.Chmod, "nothing") // of no effect; when it is taken, the timers of the event before it are there
	for len(r.timers) > 0 {
		c := <-r.timers
		c <- time.Time{}
	}
	for range 64 {
		r.event(fsnotify.Chmod, "nothing")
	}
}

func TestFollow(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		change func(t *testing.T, r *rig)
		text   string
		want   bool // the index holds it
	}{
		{"a new file", func(t *testing.T, r *rig) {
			put(t, r.docs, map[string]string{"b.txt": "Plums ripen in August.\n"})
			r.event(fsnotify.Create, "b.txt")
		}, "Plums ripen in August.", true},
		{"an edit", func(t *testing.T, r *rig) {
			put(t, r.docs, map[string]string{"a.txt": "Pears ripen in May.\n"})
			r.event(fsnotify.Write, "a.txt")
		}, "Pears ripen in May.", true},
		{"an edit by way of a temporary file", func(t *testing.T, r *rig) {
			put(t, r.docs, map[string]string{"a.txt.tmp": "Pears ripen in May.\n"})
			if err := os.Rename(filepath.Join(r.docs, "a.txt.tmp"), filepath.Join(r.docs, "a.txt")); err != nil {
				t.Fatal(err)
			}
			r.event(fsnotify.Create, "a.txt.tmp")
			r.event(fsnotify.Rename, "a.txt.tmp")
			r.event(fsnotify.Create, "a.txt")
		}, "Pears ripen in May.", true},
		{"a deletion", func(t *testing.T, r *rig) {
			if err := os.Remove(filepath.Join(r.docs, "a.txt")); err != nil {
				t.Fatal(err)
			}
			r.event(fsnotify.Remove, "a.txt")
		}, "Pears ripen", false},
		{"a new folder", func(t *testing.T, r *rig) {
			put(t, r.docs, map[string]string{"new/deep/b.txt": "Plums ripen in August.\n"})
			r.event(fsnotify.Create, "new")
		}, "Plums ripen in August.", true},
		{"a folder that went", func(t *testing.T, r *rig) {
			if err := os.RemoveAll(filepath.Join(r.docs, "sub")); err != nil {
				t.Fatal(err)
			}
			r.event(fsnotify.Remove, "sub")
		}, "Quinces ripen", false},
		{"an event that got lost", func(t *testing.T, r *rig) {
			put(t, r.docs, map[string]string{"b.txt": "Plums ripen in August.\n"})
			r.poll <- time.Time{}
		}, "Plums ripen in August.", true},
		{"a queue that overflowed", func(t *testing.T, r *rig) {
			put(t, r.docs, map[string]string{"b.txt": "Plums ripen in August.\n"})
			r.errors <- fsnotify.ErrEventOverflow
		}, "Plums ripen in August.", true},
		{"more events than are worth counting", func(t *testing.T, r *rig) {
			put(t, r.docs, map[string]string{"b.txt": "Plums ripen in August.\n"})
			for range burstPaths + 1 {
				r.event(fsnotify.Write, "a.txt")
				for len(r.timers) > 2 {
					<-r.timers
				}
			}
		}, "Plums ripen in August.", true},
		{"hidden files and what editors leave", func(t *testing.T, r *rig) {
			put(t, r.docs, map[string]string{".b.txt": "Plums ripen in August.\n", "c.txt~": "Plums ripen in August.\n"})
			r.event(fsnotify.Create, ".b.txt")
			r.event(fsnotify.Create, "c.txt~")
			r.poll <- time.Time{}
		}, "Plums ripen", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := follow(t, map[string]string{"a.txt": pearsText, "sub/q.txt": "Quinces ripen in November.\n"})
			tc.change(t, r)
			r.settle()
			if got := strings.Contains(texts(t, r.Corpus), tc.text); got != tc.want {
				t.Errorf("the index holds %q: %v, want %v", tc.text, got, tc.want)
			}
		})
	}
}

func TestNewFoldersAreWatched(t *testing.T) {
	t.Parallel()
	r := follow(t, map[string]string{"a.txt": pearsText, "sub/q.txt": "Quinces.\n", ".git/x.txt": "no document\n"})
	for _, want := range []string{"", "sub"} {
		if got := <-r.added; got != filepath.Join(r.docs, want) {
			t.Errorf("watched %s, want %s", got, want)
		}
	}
	put(t, r.docs, map[string]string{"new/deep/b.txt": "Plums.\n"})
	r.event(fsnotify.Create, "new")
	r.settle()
	for _, want := range []string{"new", "new/deep"} {
		if got := <-r.added; got != filepath.Join(r.docs, want) {
			t.Errorf("watched %s, want %s", got, want)
		}
	}
}

// A narrowWatcher has room for so many folders.
type narrowWatcher struct{ room atomic.Int64 }

func (w *narrowWatcher) Add(string) error {
	if w.room.Add(-1) < 0 {
		return syscall.ENOSPC
	}
	return nil
}

func (w *narrowWatcher) Close() error { return nil }

// TestTooManyFoldersToWatch follows a folder of which the system lets only a part be watched: it is said once, and changes in
// the rest are noticed soon.
func TestTooManyFoldersToWatch(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	put(t, docs, map[string]string{"a.txt": pearsText, "sub/q.txt": "Quinces.\n"})
	c := open(t, docs)
	var log bytes.Buffer
	c.cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
	type timer struct {
		after time.Duration
		fire  chan time.Time
	}
	timers, events := make(chan timer, 100), make(chan fsnotify.Event)
	w := &narrowWatcher{}
	w.room.Store(1)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- c.follow(ctx, w, signals{events: events, after: func(d time.Duration) <-chan time.Time {
			fire := make(chan time.Time, 1)
			timers <- timer{d, fire}
			return fire
		}}, func() {})
	}()
	next := func() timer {
		select {
		case next := <-timers:
			return next
		case <-time.After(10 * time.Second):
			t.Fatal("no sooner comparison is planned")
			return timer{}
		}
	}
	soon := next()
	if soon.after != 10*time.Second {
		t.Errorf("the next comparison is in %v", soon.after)
	}
	put(t, docs, map[string]string{"sub/new.txt": "Plums ripen in August.\n"})
	soon.fire <- time.Time{}
	soon = next() // so the comparison is done
	if got := texts(t, c); !strings.Contains(got, "Plums") {
		t.Errorf("the index holds %q", got)
	}
	if warned := log.String(); strings.Count(warned, "level=WARN") != 1 || runtime.GOOS == "linux" && !strings.Contains(warned, "max_user_watches") {
		t.Errorf("logged: %s", warned)
	}
	w.room.Store(100)
	soon.fire <- time.Time{}
	for range 64 { // the loop chooses at random between an event and a timer
		events <- fsnotify.Event{Name: filepath.Join(docs, "nothing"), Op: fsnotify.Chmod}
	}
	if len(timers) != 0 {
		t.Error("all folders are watched, and yet they are compared soon")
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestRunFollowsTheFileSystem is the one test over real events: it waits for an edit to be answered.
func TestRunFollowsTheFileSystem(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	put(t, docs, map[string]string{"a.txt": pearsText})
	updated := make(chan string, 100)
	c, err := Open(configFor(docs, t.TempDir(), func(cfg *Config) {
		cfg.Progress = func(p Progress) {
			if p.Path != "" {
				updated <- p.Path
			}
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx, func() {}) }()
	<-updated // a.txt, at the start
	put(t, docs, map[string]string{"b.txt": "Plums ripen in August.\n"})
	for p := ""; p != "b.txt"; {
		select {
		case p = <-updated:
		case <-ctx.Done():
			t.Fatal("the new file was never read")
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

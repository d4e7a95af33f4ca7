package retrieval

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"docent/retrieval/corpus"
)

const pears = "Fruit\n\nPears ripen in September. They are kept in the cellar until Christmas.\n"

// first is the text of an answer's first marked sentence, "" for silence.
func first(t *testing.T, l *Library, question string) string {
	t.Helper()
	a, err := l.Answer(t.Context(), Question{Text: question})
	if err != nil {
		t.Fatalf("%q: %v", question, err)
	}
	if !a.Found {
		return ""
	}
	s := a.Snippets[0]
	return s.Text[s.Sentence[0]:s.Sentence[1]]
}

func update(t *testing.T, l *Library) corpus.Report {
	t.Helper()
	r, err := l.Update(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// age sets a file's time back, so that it counts as settled.
func age(t *testing.T, path string) {
	t.Helper()
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
}

func TestUpdateReadsWhatChanged(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.txt": pears, "sub/b.md": "# Apples\n\nApples ripen in October.\n", "c.txt": "Plums ripen in August.\n"})
	for _, f := range []string{"a.txt", "sub/b.md", "c.txt"} {
		age(t, filepath.Join(docs, f))
	}
	data := t.TempDir()
	var read []string
	l, err := Open(t.Context(), Config{Docs: docs, Data: data, Progress: func(p corpus.Progress) {
		if p.Path != "" {
			read = append(read, p.Path)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { l.Close() }()
	if r := update(t, l); !slices.Equal(r.Added, []string{"a.txt", "c.txt", "sub/b.md"}) {
		t.Errorf("first: %+v", r)
	}

	write(t, docs, map[string]string{"a.txt": "Pears ripen in July.\n", "d.txt": "Quinces ripen in November.\n"})
	if err := os.Remove(filepath.Join(docs, "c.txt")); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	checked, err := Check(t.Context(), Config{Docs: docs, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	if l, err = Open(t.Context(), l.cfg); err != nil {
		t.Fatal(err)
	}
	read = nil
	r := update(t, l)
	want := corpus.Report{Added: []string{"d.txt"}, Changed: []string{"a.txt"}, Removed: []string{"c.txt"}, Unchanged: 1}
	for name, got := range map[string]corpus.Report{"update": r, "check": checked} {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
	if !slices.Equal(read, []string{"a.txt", "d.txt"}) {
		t.Errorf("it read %v, want only what changed", read)
	}
	for q, want := range map[string]string{
		"When do pears ripen?": "Pears ripen in July.", "When do quinces ripen?": "Quinces ripen in November.",
		"When do apples ripen?": "Apples ripen in October.", "plums": "",
	} {
		if got := first(t, l, q); got != want {
			t.Errorf("%q: got %q, want %q", q, got, want)
		}
	}
}

func TestTouchedFileIsNotIndexedAgain(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.txt": pears})
	l := open(t, docs)
	generation := current(t, l).Store.Mark().Generation
	age(t, filepath.Join(docs, "a.txt"))
	if r := update(t, l); r.Unchanged != 1 || len(r.Changed) != 0 {
		t.Errorf("got %+v", r)
	}
	if g := current(t, l).Store.Mark().Generation; g != generation {
		t.Errorf("the index was written again: generation %d after %d", g, generation)
	}
}

// TestQuotesAreChecked changes files behind the index's back, between two updates.
func TestQuotesAreChecked(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		change func(t *testing.T, path string)
		want   string // the answer's sentence afterwards
	}{
		{"nothing", func(*testing.T, string) {}, "Pears ripen in September."},
		{"edited", func(t *testing.T, path string) {
			write(t, filepath.Dir(path), map[string]string{"a.txt": "Pears ripen in May, I say.\n"})
		}, "Pears ripen in May, I say."},
		{"deleted", func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, ""},
		{"touched", age, "Pears ripen in September."},
		{"other bytes under the same size and time", func(t *testing.T, path string) {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Dir(path), map[string]string{"a.txt": strings.Replace(pears, "September", "Decembers", 1)})
			if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
				t.Fatal(err)
			}
		}, "Pears ripen in Decembers."},
		{"replaced by a folder", func(t *testing.T, path string) {
			if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o755)); err != nil {
				t.Fatal(err)
			}
		}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			docs := t.TempDir()
			write(t, docs, map[string]string{"a.txt": pears, "b.txt": "Nothing of that is here.\n"})
			age(t, filepath.Join(docs, "a.txt"))
			l := open(t, docs)
			tc.change(t, filepath.Join(docs, "a.txt"))
			if got := first(t, l, "When do pears ripen?"); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestQuotesOfEveryEncoding(t *testing.T) {
	t.Parallel()
	text := "Obst\n\nBirnen reifen im September, sagt Frau Müller.\n"
	utf16 := []byte{0xff, 0xfe}
	for _, r := range text {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	for name, content := range map[string]string{
		"utf-8": text, "BOM": "\ufeff" + text, "utf-16": string(utf16), "latin-1": strings.ReplaceAll(text, "ü", "\xfc"),
		"CRLF": strings.ReplaceAll(text, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := t.TempDir()
			write(t, docs, map[string]string{"a.txt": content})
			age(t, filepath.Join(docs, "a.txt"))
			l := open(t, docs)
			for range 2 { // as indexed, and with the file's time changed
				if got := first(t, l, "Wann reifen Birnen?"); got != "Birnen reifen im September, sagt Frau Müller." {
					t.Errorf("got %q", got)
				}
				now := time.Now()
				if err := os.Chtimes(filepath.Join(docs, "a.txt"), now, now); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestFolderFaults(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		files int
		fault func(t *testing.T, docs string)
		want  Notice // zero if it is no fault
	}{
		{"missing", 2, func(t *testing.T, docs string) {
			if err := os.Rename(docs, docs+"-gone"); err != nil {
				t.Fatal(err)
			}
		}, Notice{Kind: corpus.FolderMissing}},
		{"a file in its place", 2, func(t *testing.T, docs string) {
			if err := errors.Join(os.Rename(docs, docs+"-gone"), os.WriteFile(docs, nil, 0o644)); err != nil {
				t.Fatal(err)
			}
		}, Notice{Kind: corpus.FolderUnreadable}},
		{"suddenly empty", 11, emptyFolder, Notice{Kind: corpus.FolderEmpty, Files: 11}},
		{"emptied of few files", 10, emptyFolder, Notice{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			docs := filepath.Join(t.TempDir(), "docs")
			files := map[string]string{"a.txt": pears}
			for i := 1; i < tc.files; i++ {
				files[fmt.Sprintf("%d.txt", i)] = fmt.Sprintf("Text number %d.\n", i)
			}
			write(t, docs, files)
			l := open(t, docs)
			tc.fault(t, docs)
			_, err := l.Update(t.Context())
			if (err != nil) != (tc.want != Notice{}) {
				t.Fatalf("update: %v", err)
			}
			a, err := l.Answer(t.Context(), Question{Text: "When do pears ripen?"})
			if tc.want == (Notice{}) {
				if err != nil || a.Found || a.Documents != 0 {
					t.Errorf("got %+v, %v; want silence over no documents", a, err)
				}
				return
			}
			var unavailable *UnavailableError
			if !errors.As(err, &unavailable) || unavailable.Notice != tc.want {
				t.Fatalf("answer: %v", err)
			}
			if s := l.Status(); s.Documents != tc.files || s.Notice != tc.want {
				t.Errorf("status: %+v", s)
			}
			// Back again, everything answers as before.
			if err := os.RemoveAll(docs); err != nil {
				t.Fatal(err)
			}
			write(t, docs, files)
			update(t, l)
			if got := first(t, l, "When do pears ripen?"); got != "Pears ripen in September." {
				t.Errorf("after the folder is back: %q", got)
			}
		})
	}
}

func emptyFolder(t *testing.T, docs string) {
	entries, err := os.ReadDir(docs)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.Remove(filepath.Join(docs, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSecondProcessStopsAtOnce(t *testing.T) {
	t.Parallel()
	docs, data := t.TempDir(), t.TempDir()
	l, err := Open(t.Context(), Config{Docs: docs, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = Open(t.Context(), Config{Docs: docs, Data: data})
	var locked *corpus.LockedError
	if !errors.As(err, &locked) || locked.PID != os.Getpid() {
		t.Fatalf("got %v", err)
	}
	if _, err := Check(t.Context(), Config{Docs: docs, Data: data}); !errors.As(err, &locked) {
		t.Errorf("check: %v", err)
	}
	other, err := Open(t.Context(), Config{Docs: t.TempDir(), Data: data})
	if err != nil {
		t.Fatalf("another folder has an index of its own: %v", err)
	}
	if err := other.Close(); err != nil {
		t.Error(err)
	}
}

// TestDamagedIndex damages what is stored, and expects the next start to move it aside and build anew.
func TestDamagedIndex(t *testing.T) {
	t.Parallel()
	docs, built := t.TempDir(), t.TempDir()
	write(t, docs, map[string]string{"a.txt": pears})
	l, err := Open(t.Context(), Config{Docs: docs, Data: built})
	if err != nil {
		t.Fatal(err)
	}
	update(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	var files []string
	err = filepath.WalkDir(built, func(p string, d os.DirEntry, err error) error {
		if rel, _ := filepath.Rel(built, p); err == nil && !d.IsDir() && strings.Contains(rel, "index-") {
			files = append(files, rel)
		}
		return err
	})
	if err != nil || len(files) < 4 {
		t.Fatalf("%v: %v", files, err)
	}
	for _, file := range files {
		for _, how := range []string{"removed", "garbage"} {
			t.Run(filepath.Base(file)+" "+how, func(t *testing.T) {
				t.Parallel()
				data := t.TempDir()
				if err := os.CopyFS(data, os.DirFS(built)); err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(data, file)
				if how == "removed" {
					err = os.Remove(path)
				} else {
					err = os.WriteFile(path, []byte("this was never an index"), 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
				l, err := Open(t.Context(), Config{Docs: docs, Data: data})
				if err != nil {
					t.Fatal(err)
				}
				defer l.Close()
				update(t, l)
				if got := first(t, l, "When do pears ripen?"); got != "Pears ripen in September." {
					t.Errorf("got %q", got)
				}
			})
		}
	}
}

// TestDamageWhileOpen damages the passages of an open index: the question finds out, the index is rebuilt, and the
// question is answered.
func TestDamageWhileOpen(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.txt": pears})
	l := open(t, docs)
	path := filepath.Join(l.corpus.Dir(), current(t, l).Name, "passages")
	if err := os.WriteFile(path, make([]byte, 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := first(t, l, "When do pears ripen?"); got != "Pears ripen in September." {
		t.Errorf("got %q", got)
	}
}

// TestRebuildOutlivesAFailedSweep makes the removal of the old edition fail: the new one must answer all the same.
func TestRebuildOutlivesAFailedSweep(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.txt": pears})
	var l *Library
	elsewhere := filepath.Join(t.TempDir(), "moved")
	l = openTuned(t, docs, func(c *corpus.Config) {
		c.Step = func(step string) {
			if step == "before the sweep" { // the folder can't be listed for a moment
				if err := os.Rename(l.corpus.Dir(), elsewhere); err != nil {
					t.Error(err)
				}
			}
		}
	})
	l.corpus.SetDamage(errors.New("as if"))
	update(t, l)
	if err := os.Rename(elsewhere, l.corpus.Dir()); err != nil {
		t.Fatal(err)
	}
	if got := first(t, l, "When do pears ripen?"); got != "Pears ripen in September." {
		t.Errorf("got %q", got)
	}
}

// TestWasteIsGivenBack edits a file until most of the index's passages are of the past.
func TestWasteIsGivenBack(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.txt": pears})
	l := openTuned(t, docs, func(c *corpus.Config) { c.Batch = corpus.BatchLimit{Passages: 2000, Bytes: 8 << 20, Waste: 2000} })
	first, most := current(t, l).Name, int64(0)
	for i := range 12 {
		write(t, docs, map[string]string{"a.txt": fmt.Sprintf("%s\n\nEdition %d.\n", pears, i)})
		update(t, l)
		_, total := current(t, l).Store.Waste()
		most = max(most, total)
	}
	if current(t, l).Name == first || most > 8000 {
		t.Errorf("after 12 edits it is still edition %s, of up to %d bytes", current(t, l).Name, most)
	}
	if dead, total := current(t, l).Store.Waste(); dead < 0 || dead > total {
		t.Errorf("%d of %d bytes are waste", dead, total)
	}
}

// TestAnswersDontDependOnHistory builds the same folder in different orders and batches, and compares all scores.
func TestAnswersDontDependOnHistory(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("%02d.txt", i)] = fmt.Sprintf("Pears and apples %d\n\nPears ripen in week %d. Apples ripen later, in week %d.\n", i, i, i+1)
	}
	one := t.TempDir()
	write(t, one, files)
	l1 := open(t, one)
	many := t.TempDir()
	l2 := open(t, many)
	for i := 19; i >= 0; i-- {
		name := fmt.Sprintf("%02d.txt", i)
		write(t, many, map[string]string{name: "Pears, at first.\n"})
		update(t, l2)
		write(t, many, map[string]string{name: files[name]})
		update(t, l2)
	}
	for _, q := range []string{"When do pears ripen?", "apples", "pears in week 7"} {
		a1, err1 := l1.Answer(t.Context(), Question{Text: q})
		a2, err2 := l2.Answer(t.Context(), Question{Text: q})
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		for i := range a1.Snippets { // the times of the files differ, the rest may not
			if s1, s2 := a1.Snippets[i], a2.Snippets[i]; s1.Score != s2.Score || s1.Citation.Path != s2.Citation.Path || s1.Text != s2.Text {
				t.Errorf("%q: %d: %f from %s, %f from %s", q, i, s1.Score, s1.Citation.Path, s2.Score, s2.Citation.Path)
			}
		}
	}
}

// TestAnswersDontDependOnTheCache asks the same of caches that hold everything, next to nothing, and nothing.
func TestAnswersDontDependOnTheCache(t *testing.T) {
	t.Parallel()
	var want string
	for _, bytes := range []int64{0, 4096, -1} {
		l, err := Open(t.Context(), Config{Docs: "../seeds", Data: t.TempDir(), CacheBytes: bytes})
		if err != nil {
			t.Fatal(err)
		}
		update(t, l)
		var got strings.Builder
		for _, g := range readQuestionFile(t, "testdata/seed.questions") {
			for _, q := range g.questions {
				a, err := l.Answer(t.Context(), Question{Text: q.text, Why: true})
				if err != nil {
					t.Fatal(err)
				}
				got.WriteString(describe(a))
			}
		}
		if want == "" {
			want = got.String()
		}
		if got.String() != want {
			t.Errorf("with %d bytes: %s", bytes, firstDifference(got.String(), want))
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestQuestionsWhileIndexing(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.txt": pears})
	l := open(t, docs)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		for i := 0; ctx.Err() == nil; i++ {
			if err := os.WriteFile(filepath.Join(docs, fmt.Sprintf("%d.txt", i%3)), fmt.Appendf(nil, "Plums, the %dth time.\n", i), 0o644); err != nil {
				done <- err
				return
			}
			if _, err := l.Update(ctx); err != nil && ctx.Err() == nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for range 100 {
		if got := first(t, l, "When do pears ripen?"); got != "Pears ripen in September." {
			t.Fatalf("got %q", got)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestQuestionDoesNotWaitForALongUpdate asks for what an edited file said, while an update that doesn't end is under way.
func TestQuestionDoesNotWaitForALongUpdate(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.txt": pears, "b.txt": "Plums are blue.\n"})
	var block atomic.Bool
	blocked, release := make(chan struct{}), make(chan struct{})
	l := openTuned(t, docs, func(c *corpus.Config) {
		c.Step = func(string) {
			if block.CompareAndSwap(true, false) {
				close(blocked)
				<-release
			}
		}
	})
	l.patience = time.Millisecond
	write(t, docs, map[string]string{"c.txt": "Quinces are yellow.\n"})
	block.Store(true)
	var updating sync.WaitGroup
	updating.Go(func() { update(t, l) })
	<-blocked
	write(t, docs, map[string]string{"a.txt": "Pears ripen in May, I say.\n"})
	_, err := l.Answer(t.Context(), Question{Text: "When do pears ripen?"})
	var unavailable *UnavailableError
	if !errors.As(err, &unavailable) || unavailable.Notice != (Notice{Kind: corpus.FileChanged}) {
		t.Errorf("got %v", err)
	}
	if got := first(t, l, "Are plums blue?"); got != "Plums are blue." {
		t.Errorf("another file's answer: %q", got)
	}
	close(release)
	updating.Wait()
	l.patience = time.Minute
	if got := first(t, l, "When do pears ripen?"); got != "Pears ripen in May, I say." {
		t.Errorf("after the update: %q", got)
	}
}

func TestClosedLibrary(t *testing.T) {
	t.Parallel()
	l, err := Open(t.Context(), Config{Docs: t.TempDir(), Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Answer(t.Context(), Question{Text: "anything?"}); !errors.Is(err, corpus.ErrClosed) {
		t.Errorf("answer: %v", err)
	}
	if _, err := l.Update(t.Context()); !errors.Is(err, corpus.ErrClosed) {
		t.Errorf("update: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Errorf("a second close: %v", err)
	}
}

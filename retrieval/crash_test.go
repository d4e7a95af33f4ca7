package retrieval

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"docent/retrieval/corpus"
	"docent/retrieval/index"
)

const crashDocs = 12

// crashText is one version of one document: long enough that the folder takes several batches, and with a word that
// tells the version.
func crashText(n, version int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Document number %d\n\n", n)
	for i := range 6 {
		fmt.Fprintf(&b, "Paragraph %d of document%dversion%d. %s\n\n", i, n, version, strings.Repeat("Some words of ballast to fill it. ", 24))
	}
	return b.String()
}

func crashFolder(t *testing.T, dir string, version int) {
	files := map[string]string{}
	for n := range crashDocs {
		if n%4 == 3 && version == 2 {
			if err := os.Remove(filepath.Join(dir, fmt.Sprintf("%02d.txt", n))); err != nil {
				t.Fatal(err)
			}
			continue
		}
		files[fmt.Sprintf("%02d.txt", n)] = crashText(n, version)
	}
	write(t, dir, files)
}

// TestCrashChild is the process that is killed; it isn't a test by itself.
func TestCrashChild(t *testing.T) {
	docs, step := os.Getenv("DOCENT_TEST_CRASH_DOCS"), os.Getenv("DOCENT_TEST_CRASH_STEP")
	if docs == "" {
		t.Skip("run by TestCrash")
	}
	left, _ := strconv.Atoi(step)
	crash := func(string) {
		if left--; left == 0 {
			self, _ := os.FindProcess(os.Getpid())
			_ = self.Kill()
			select {}
		}
	}
	l, err := Open(t.Context(), Config{Docs: docs, Data: os.Getenv("DOCENT_TEST_CRASH_DATA"), Progress: func(p corpus.Progress) {
		fmt.Println("progress", p.Done) // the parent may kill at any of these
	}, tune: func(c *corpus.Config) {
		c.Batch, c.Step = corpus.BatchLimit{Passages: 12, Bytes: 1 << 20, Waste: 64 << 20}, crash // five batches or six
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	fmt.Println("finished")
}

// runChild updates the index in another process and kills it: at the step-th point between the parts of a change, or
// when it has reported so much progress. It reports whether the child came to its end first.
func runChild(t *testing.T, docs, data string, step, progress int) (finished bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCrashChild$")
	cmd.Env = append(os.Environ(), "DOCENT_TEST_CRASH_DOCS="+docs, "DOCENT_TEST_CRASH_DATA="+data, fmt.Sprintf("DOCENT_TEST_CRASH_STEP=%d", step))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		finished = finished || lines.Text() == "finished"
		if lines.Text() == fmt.Sprintf("progress %d", progress) {
			_ = cmd.Process.Kill()
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return finished
}

func TestCrash(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it starts some twenty processes")
	}
	docs, built := t.TempDir(), t.TempDir()
	crashFolder(t, docs, 1)
	if !runChild(t, docs, built, 0, -1) {
		t.Fatal("the first build didn't finish")
	}
	crashFolder(t, docs, 2)
	want := contents(t, docs, t.TempDir())

	type kill struct{ step, progress int }
	kills := []kill{{0, 1}, {0, 3}, {0, 5}, {0, 8}, {0, 9}}
	for step := 1; step <= 12; step++ {
		kills = append(kills, kill{step, -1})
	}
	for _, fresh := range []bool{false, true} {
		for _, k := range kills {
			data := t.TempDir()
			if !fresh {
				if err := os.CopyFS(data, os.DirFS(built)); err != nil {
					t.Fatal(err)
				}
			}
			finished := runChild(t, docs, data, k.step, k.progress)
			name := fmt.Sprintf("fresh %v, killed at step %d, progress %d", fresh, k.step, k.progress)
			if finished && k.step > 0 && k.step <= 6 {
				t.Errorf("%s: it wasn't killed", name)
			}
			oldOrNew(t, name, docs, data, fresh)
			if got := contents(t, docs, data); got != want {
				t.Errorf("%s: the index differs from one built at once:\n%s", name, firstDifference(got, want))
			}
		}
	}
}

// oldOrNew checks that each document is there wholly in one version, or (in a fresh index, or where it was deleted)
// not at all.
func oldOrNew(t *testing.T, name, docs, data string, fresh bool) {
	t.Helper()
	l, err := Open(t.Context(), Config{Docs: docs, Data: data})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	defer l.Close()
	snap, err := current(t, l).Store.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	for n := range crashDocs {
		var counts [3]int
		for version := 1; version <= 2; version++ {
			term := snap.Analyzer("en").Tokens(nil, fmt.Sprintf("document%dversion%d", n, version))[0].Term
			hits, err := snap.Search(t.Context(), "en", []index.Term{{Term: term, Weight: 1}}, nil, 1000)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			counts[version] = len(hits)
		}
		none := counts[1]+counts[2] == 0 && (fresh || n%4 == 3)
		if !none && (counts[1] > 0) == (counts[2] > 0) {
			t.Errorf("%s: document %d has %d passages of the old version and %d of the new", name, n, counts[1], counts[2])
		}
	}
}

// contents brings an index up to date and writes down all that it holds.
func contents(t *testing.T, docs, data string) string {
	t.Helper()
	l, err := Open(t.Context(), Config{Docs: docs, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := l.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	snap, err := current(t, l).Store.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	var b strings.Builder
	for _, language := range snap.Languages() {
		fmt.Fprintf(&b, "%s: %d passages\n", language, snap.Passages(language))
	}
	sources, err := l.Sources(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		fmt.Fprintf(&b, "%s %s %d %d\n", s.Path, s.Title, s.Passages, s.Bytes)
	}
	for n := range crashDocs {
		for _, q := range []string{"document%dversion1 ballast", "document%dversion2 ballast"} {
			hits, err := l.Find(t.Context(), Search{Text: fmt.Sprintf(q, n), Limit: 3})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%d hits\n", hits.Total)
			for _, s := range hits.Snippets {
				fmt.Fprintf(&b, "%s %v %.6f %s\n", s.Citation.Path, s.Citation.Lines, s.Score, s.Text)
			}
		}
	}
	return b.String()
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d: got %.200s\nwant %.200s", i, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

package corpus

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"docent/retrieval/analysis"
	"docent/retrieval/passage"
)

const pearsText = "Fruit\n\nPears ripen in September. They are kept in the cellar until Christmas.\n"

// configFor is the configuration of a corpus, changed by tune where it isn't nil.
func configFor(docs, data string, tune func(*Config)) Config {
	cfg := Config{
		Docs: docs, Data: data, Log: slog.New(slog.DiscardHandler), Now: time.Now, Progress: func(Progress) {}, PollEvery: time.Minute,
		CacheBytes: 1 << 20, PassageWords: passage.DefaultWords, Languages: analysis.NewDetector(),
	}
	if tune != nil {
		tune(&cfg)
	}
	return cfg
}

// open opens a corpus over a documents folder, brings it up to date and closes it with the test.
func open(t testing.TB, docs string) *Corpus {
	t.Helper()
	c, err := Open(configFor(docs, t.TempDir(), nil))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := c.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

// put writes files into a folder, by path and content.
func put(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// texts are those of all passages that the index holds.
func texts(t testing.TB, c *Corpus) string {
	t.Helper()
	v, release, err := c.Hold()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	snap, err := v.Store.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	var paths []string
	for f := range v.Files() {
		paths = append(paths, f.Path)
	}
	live, err := snap.OnlyPaths(t.Context(), paths)
	if err != nil {
		t.Fatal(err)
	}
	hits, err := snap.Each(live, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, h := range hits {
		record, err := snap.Record(h.ID)
		if err != nil {
			t.Fatal(err)
		}
		p, err := passage.Decode(record)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(p.Text() + "\n\n")
	}
	return b.String()
}

// TestNewBuilderRebuilds opens an index that other parsers built: it answers until another stands beside it.
func TestNewBuilderRebuilds(t *testing.T) {
	t.Parallel()
	docs, data := t.TempDir(), t.TempDir()
	put(t, docs, map[string]string{"a.txt": pearsText})
	c, err := Open(configFor(docs, data, nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.version.manifest.builder.Parsers = map[string]int{"text": 0}
	if err := c.version.manifest.rewrite(filepath.Join(c.dir, c.version.Name, manifestFile)); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if c, err = Open(configFor(docs, data, nil)); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	old := c.version.Name
	if got := texts(t, c); !strings.Contains(got, "Pears ripen") {
		t.Errorf("before: %q", got)
	}
	if _, err := c.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c.version.Name == old || !c.version.manifest.builder.equal(currentBuilder()) {
		t.Errorf("%s after %s, built by %+v", c.version.Name, old, c.version.manifest.builder)
	}
	if _, err := os.Stat(filepath.Join(c.dir, old)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old index is still there: %v", err)
	}
	if got := texts(t, c); !strings.Contains(got, "Pears ripen") {
		t.Errorf("after: %q", got)
	}
}

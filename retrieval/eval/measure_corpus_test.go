package eval

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
	"docent/retrieval/document"
	"docent/retrieval/passage"
)

// writeCorpus writes a corpus and returns its files by name.
func writeCorpus(t *testing.T, articles articleSource, passages, questions int) (*madeCorpus, map[string]string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "docs")
	c, err := newMadeCorpus(dir, passages, questions, 1)
	if err != nil {
		t.Fatal(err)
	}
	for !c.full() {
		a, err := articles(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := c.add(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.flush(); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(data)
	}
	return c, files
}

// cutAgain are the passages that a corpus is read and cut into.
func cutAgain(t *testing.T, c *madeCorpus) []passage.Passage {
	t.Helper()
	folder := corpus.NewFolder(c.dir, nil)
	files, _, err := folder.Walk(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []passage.Passage
	for _, f := range files {
		read, err := folder.Read(t.Context(), f.Path, corpusTime)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, passage.Cut(&read.Doc, read.Decoded.Text, "", passage.DefaultWords)...)
	}
	return out
}

func TestGeneratedCorpus(t *testing.T) {
	t.Parallel()
	c, files := writeCorpus(t, generatedArticles(1), 1000, 200)
	if _, again := writeCorpus(t, generatedArticles(1), 1000, 50); !maps.Equal(files, again) {
		t.Error("the same seed gives another text")
	}
	if _, other := writeCorpus(t, generatedArticles(2), 1000, 50); maps.Equal(files, other) {
		t.Error("another seed gives the same text")
	}
	cut := cutAgain(t, c)
	if len(cut) != 1000 || len(files) < 2 || len(files) > 3 {
		t.Errorf("%d passages in %d files, want 1000 in two or three", len(cut), len(files))
	}
	words, headed := 0, 0
	for _, p := range cut {
		words += document.CountWords(p.Text())
		if p.Heading != "" {
			headed++
		}
	}
	if mean := words / len(cut); mean < 150 || mean > 200 {
		t.Errorf("a passage has %d words", mean)
	}
	if headed < len(cut)*9/10 {
		t.Errorf("%d of %d passages stand below a heading", headed, len(cut))
	}
	checkQuestions(t, c, cut, 200)
}

// The words are as common and as rare as in a language.
func TestGeneratedWords(t *testing.T) {
	t.Parallel()
	counts := map[string]int{}
	all := 0
	articles := generatedArticles(1)
	for all < 200_000 {
		a, err := articles(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range analysis.FoldedWords(a.String()) {
			counts[w.Text]++
			all++
		}
	}
	share := func(words ...string) float64 {
		n := 0
		for _, w := range words {
			n += counts[w]
		}
		return float64(n) / float64(all)
	}
	if s := share("the"); s < .05 || s > .09 {
		t.Errorf("one word in %.0f is the first", 1/s)
	}
	if s := share(commonWords[:50]...); s < .28 || s > .45 {
		t.Errorf("the first fifty are %.2f of all", s)
	}
	if n := len(counts); n < 15_000 || n > 50_000 {
		t.Errorf("%d different words among %d", n, all)
	}
	if l := analysis.NewDetector().Text(generatedSample(t)); l != "en" {
		t.Errorf("it reads as %q", l)
	}
}

func generatedSample(t *testing.T) string {
	a, err := generatedArticles(3)(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a.String()
}

func TestCoinedWordsDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]uint64{}
	for n := range uint64(vocabulary) {
		w := coin(n)
		if m, ok := seen[w]; ok {
			t.Fatalf("%d and %d are both %q", m, n, w)
		}
		seen[w] = n
	}
	for _, w := range commonWords {
		if n, ok := seen[w]; ok {
			t.Errorf("%d is the common word %q", n, w)
		}
	}
}

// A folder's documents come again and again with their own sentences, in another order each time.
func TestRepeatedCorpus(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	long := strings.Repeat("One two three four five six seven. ", 60)
	write(t, dir, map[string]string{
		"a.md":  "# Pears\n\nPears are ripe in autumn. They keep until winter. Nobody eats them raw.\n\n## Trees\n\nTheir trees are old. Storms fell them.\n",
		"b.txt": long, "c.txt": "", "d.png": "x",
	})
	source := func() articleSource {
		s, err := repeatedArticles(t.Context(), dir, 1)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	c, files := writeCorpus(t, source(), 200, 30)
	if _, again := writeCorpus(t, source(), 200, 30); !maps.Equal(files, again) {
		t.Error("the same seed gives another text")
	}
	cut := cutAgain(t, c)
	if len(cut) != 200 {
		t.Errorf("%d passages, want 200", len(cut))
	}
	orders := map[string]bool{}
	for _, p := range cut {
		if p.Heading == "Trees" {
			orders[p.Text()] = true
		}
	}
	if len(orders) < 5 {
		t.Errorf("below the heading there is %q", slices.Collect(maps.Keys(orders)))
	}
	checkQuestions(t, c, cut, 5)
}

// checkQuestions wants questions that differ, of five to ten words that stand in some passage.
func checkQuestions(t *testing.T, c *madeCorpus, cut []passage.Passage, least int) {
	t.Helper()
	questions := c.shuffledQuestions()
	if len(questions) < least {
		t.Errorf("%d questions, want %d", len(questions), least)
	}
	seen := map[string]bool{}
	for _, q := range questions {
		if seen[q] {
			t.Errorf("%q is asked twice", q)
		}
		seen[q] = true
		if n := len(analysis.FoldedWords(q)); n < 5 || n > 10 {
			t.Errorf("%q has %d words", q, n)
		}
		if !slices.ContainsFunc(cut, func(p passage.Passage) bool { return strings.Contains(oneLine(p.Text()), q) }) {
			t.Errorf("%q stands in no passage", q)
		}
	}
}

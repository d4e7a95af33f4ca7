package retrieval

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"docent/retrieval/query"
)

const handbook = `# Handbook

## Leave

Parental leave lasts ten months.
It begins with the birth.
Ask the personnel office.

## Machines

Every notebook is encrypted. A portable telephone belongs to the site manager.

## Rooms

The roof terrace is closed in winter.
`

func openWithSynonyms(t *testing.T, synonyms string) (l *Library, path string) {
	t.Helper()
	docs := t.TempDir()
	write(t, docs, map[string]string{"handbook.md": handbook, "other.md": "# Other things\n\nParental leave is discussed here as well, at length, and the leave of parents too.\n\n# Cars\n\nCars are parked below.\n"})
	path = filepath.Join(t.TempDir(), "synonyms.txt")
	if err := os.WriteFile(path, []byte(synonyms), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), Config{Docs: docs, Data: t.TempDir(), Synonyms: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := l.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	return l, path
}

func TestSynonyms(t *testing.T) {
	t.Parallel()
	l, path := openWithSynonyms(t, "\ufeff# ours\nlaptop = notebook = portable computer\n\nhandset => portable telephone\n")
	ask := func(text string) string {
		a, err := l.Answer(t.Context(), Question{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if !a.Found {
			return ""
		}
		return a.Snippets[0].Text[a.Snippets[0].Sentence[0]:a.Snippets[0].Sentence[1]]
	}
	const machines = "Every notebook is encrypted."
	for text, want := range map[string]string{
		"Is every laptop encrypted?":             machines,
		"Are all Laptops encrypted?":             machines,
		"Is a portable computer encrypted?":      machines,
		"Who has a handset, the site manager?":   "A portable telephone belongs to the site manager.",
		"Is every tablet of the firm encrypted?": "",
	} {
		if got := ask(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	rewrite := func(content string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		later := time.Now().Add(time.Hour)
		if err := os.Chtimes(path, later, later); err != nil {
			t.Fatal(err)
		}
	}
	rewrite("tablet of the firm = notebook\n")
	if got := ask("Is every tablet of the firm encrypted?"); got != machines {
		t.Errorf("after the file has changed: %q", got)
	}
	rewrite("nonsense, and much of it\n")
	if got := ask("Is every tablet of the firm encrypted?"); got != machines {
		t.Errorf("while the file is faulty: %q", got)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if got := ask("Is every tablet of the firm encrypted?"); got != machines {
		t.Errorf("while the file is gone: %q", got)
	}
}

func TestPins(t *testing.T) {
	t.Parallel()
	l, _ := openWithSynonyms(t, `pin: parental leave -> handbook.md 6
pin: cars -> handbook.md # Rooms
pin: office hours -> nowhere.md
`)
	for text, want := range map[string]string{ // path, sentence
		"How is parental leave discussed, at length?": "handbook.md It begins with the birth.",
		"Where are the cars?":                         "handbook.md The roof terrace is closed in winter.",
		"Where are the cars? source:other":            "other.md Cars are parked below.",
		"Is it discussed here at length as well?":     "other.md Parental leave is discussed here as well, at length, and the leave of parents too.",
		"What are the office hours?":                  "",
	} {
		a, err := l.Answer(t.Context(), Question{Text: text, Why: true})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if a.Found {
			s := a.Snippets[0]
			got = s.Citation.Path + " " + s.Text[s.Sentence[0]:s.Sentence[1]]
		}
		if got != want {
			t.Errorf("%q: got %q, want %q\n%s", text, got, want, describe(a))
		}
	}
}

func TestSynonymFaults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                          nil,
		"# nothing\n\n":             nil,
		"a = b\nc => d = e":         nil,
		"PIN: a b -> x y.md 3–5":    nil,
		"pin: a -> x.md # A # B":    nil,
		"laptop":                    {`line 1: expected "words = words"`},
		"a = b\n= b\na => \n":       {`line 2: expected words on both sides of "="`, `line 3: expected words on both sides`},
		"a = b c d e f g h i j":     {`line 1: expected at most 8 words`},
		"pin: a b":                  {`line 1: expected "pin: words -> path"`},
		"pin: -> x.md":              {`line 1: expected "pin: words -> path"`},
		"\npin: a -> x.md 9-3":      {`line 2: expected lines from 1 upwards, the first before the last, got "9-3"`},
		"pin: a -> x.md 0":          {`line 1: expected lines from 1 upwards`},
		"a = \xff":                  {"it isn't UTF-8"},
		strings.Repeat("x", 2<<20):  {"it is larger than"},
		strings.Repeat("x\n", 1000): slices.Repeat([]string{"line "}, query.MaxFaults),
	} {
		_, faults := query.ParseSynonyms(text)
		ok := len(faults) == len(want)
		for i := range faults {
			ok = ok && strings.HasPrefix(faults[i], want[i])
		}
		if !ok {
			t.Errorf("%.40q: faults %q, want %q", text, faults, want)
		}
	}
	path := filepath.Join(t.TempDir(), "s.txt")
	if err := os.WriteFile(path, []byte("laptop\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Config{Docs: t.TempDir(), Data: t.TempDir(), Synonyms: path})
	if fault := (*SynonymsError)(nil); !errors.As(err, &fault) || len(fault.Faults) != 1 {
		t.Errorf("opening with a faulty file: %v", err)
	}
	if _, err := Open(t.Context(), Config{Docs: t.TempDir(), Data: t.TempDir(), Synonyms: path + "x"}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("opening with a missing file: %v", err)
	}
}

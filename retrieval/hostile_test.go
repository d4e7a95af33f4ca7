//go:build unix

package retrieval

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"golang.org/x/sys/unix"

	"docent/retrieval/corpus"
)

// TestHostileFiles puts one file of each kind beside a good one: the bad one is reported with its reason, the good one
// answers.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(outside, []byte("The password is swordfish.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		make   func(path string) error
		reason string // part of the report; "" when the file is read
	}{
		{"a binary file with a text name", func(p string) error { return os.WriteFile(p, []byte("\x7fELF\x02\x01\x01\x00\x00\x00"), 0o644) }, "not a text file"},
		{"a picture", func(p string) error { return os.WriteFile(p, []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), 0o644) }, "not a text file"},
		{"50 MB", func(p string) error { return errors.Join(os.WriteFile(p, nil, 0o644), os.Truncate(p, 50<<20)) }, "50 MB; at most 10 MB"},
		{"a link out of the folder", func(p string) error { return os.Symlink(outside, p) }, "leaves the documents folder"},
		{"a relative link out of the folder", func(p string) error { return os.Symlink("../../secret.txt", p) }, "leaves the documents folder"},
		{"a link to nothing", func(p string) error { return os.Symlink("nowhere.txt", p) }, "link to nothing"},
		{"a link to itself", func(p string) error { return os.Symlink(filepath.Base(p), p) }, "link"},
		{"a pipe", func(p string) error { return unix.Mkfifo(p, 0o644) }, "not a regular file"},
		{"nobody may read it", func(p string) error { return os.WriteFile(p, []byte("x"), 0) }, "can't be read"},
		{"empty", func(p string) error { return os.WriteFile(p, nil, 0o644) }, ""},
		{"white space", func(p string) error { return os.WriteFile(p, bytes.Repeat([]byte(" \n"), 1000), 0o644) }, ""},
		{"invalid UTF-8", func(p string) error { return os.WriteFile(p, []byte("caf\xe9 \xff\xfe\xfd\n"), 0o644) }, ""},
		{"one word without end", func(p string) error { return os.WriteFile(p, bytes.Repeat([]byte("a"), 300<<10), 0o644) }, ""},
		{"a link inside the folder", func(p string) error { return os.Symlink("good.txt", p) }, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if tc.name == "nobody may read it" && os.Geteuid() == 0 {
				t.Skip("root may read everything")
			}
			docs := t.TempDir()
			write(t, docs, map[string]string{"good.txt": pears})
			if err := tc.make(filepath.Join(docs, "bad.txt")); err != nil {
				t.Fatal(err)
			}
			l := open(t, docs)
			for range 2 { // the report is the same when nothing has changed
				failed := l.Status().Failed
				switch {
				case tc.reason == "" && len(failed) > 0:
					t.Errorf("reported: %+v", failed)
				case tc.reason != "" && (len(failed) != 1 || failed[0].Path != "bad.txt" || !strings.Contains(failed[0].Reason(), tc.reason)):
					t.Errorf("reported: %+v, want %q", failed, tc.reason)
				}
				generation := current(t, l).Store.Mark().Generation
				update(t, l)
				if g := current(t, l).Store.Mark().Generation; tc.reason != "" && g != generation {
					t.Error("an unchanged failure is written again")
				}
			}
			if got := first(t, l, "When do pears ripen?"); got != "Pears ripen in September." {
				t.Errorf("the good file answers %q", got)
			}
			if got := first(t, l, "What is the password?"); got != "" {
				t.Errorf("quoted from outside: %q", got)
			}
		})
	}
}

func TestUnknownTypesAreReported(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.txt": pears, "b.xyz": "no parser", ".hidden": "x", "c.txt~": "x"})
	failed := open(t, docs).Status().Failed
	if len(failed) != 1 || failed[0].Path != "b.xyz" || !strings.Contains(failed[0].Reason(), ".xyz") {
		t.Errorf("got %+v", failed)
	}
}

func TestFileThatVanishesWhileReading(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	files := map[string]string{"000.txt": pears}
	for i := 1; i < 60; i++ {
		files[fmt.Sprintf("%03d.txt", i)] = fmt.Sprintf("Text number %d.\n", i)
	}
	write(t, docs, files)
	removed := false
	l, err := Open(t.Context(), Config{Docs: docs, Data: t.TempDir(), Progress: func(p corpus.Progress) {
		if p.Done > 0 && !removed {
			removed = true
			if err := os.Remove(filepath.Join(docs, "059.txt")); err != nil {
				t.Error(err)
			}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if r := update(t, l); len(r.Added) != 59 || len(r.Failed) != 0 {
		t.Errorf("added %d, failed %v", len(r.Added), r.Failed)
	}
}

func TestHostileQuestions(t *testing.T) {
	t.Parallel()
	l := open(t, "../seeds")
	for name, q := range map[string]string{
		"empty": "", "white space": " \t\n ", "stop words": "what is it and why was that", "emoji": "😀😀 👍🏽", "controls": "\x00\x01\x1b[31m",
		"everyone": "@everyone @here <@1> <@&2>", "code fence": "```go\nx\n```", "override": "\u202eevil\u202c", "invalid": "\xff\xfe",
		"marks": "\u0301\u0301\u0301", "4,000 letters": strings.Repeat("a", 4000), "4,000 words": strings.Repeat("word ", 4000),
		"500 different words": manyWords("w", 500), "question marks": strings.Repeat("?", 4000), "quotes": `"""''`, "10,000 words": manyWords("word", 10_000), "10,000 exclusions": strings.ReplaceAll(manyWords(" -word", 10_000), "  ", " "),
		"10,000 phrases": strings.Repeat(`"the of" `, 10_000), "only operators": "-a -b", "only exclusions": `-Takaichi -"South Korea"`, "empty quotes": `"" “” «»`, "an open quote": `"`, "only scopes": "source:seeds since:2020 until:2030",
		"marks without bases": "\u0301 \u0301\u0327 \u093f", "mixed scripts": "Τаkаiсhі мeт Lее", "NULs": "\x00\x00where\x00", "only a date": "since:2026-13-45 until:",
		"colons": "source: since: until: source:", "brackets": strings.Repeat("(", 5000), "dashes": strings.Repeat("- ", 3000), "slashes": `\/\/ */ */`,
	} {
		a, err := l.Answer(t.Context(), Question{Text: q})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if a.Found {
			t.Errorf("%s: found %q", name, a.Snippets[0].Text)
		}
		if _, err := l.Find(t.Context(), Search{Text: q}); err != nil {
			t.Errorf("find %s: %v", name, err)
		}
		if _, err := l.Facts(t.Context(), q, "", 3); err != nil {
			t.Errorf("facts %s: %v", name, err)
		}
	}
	// What surrounds the words of a question doesn't keep it from being answered.
	for _, q := range []string{"WHERE DID TAKAICHI AND LEE MEET???", "```where did Takaichi and Lee meet```", "@everyone where did Takaichi and Lee meet", "where did takaichi and lee meet \u202e"} {
		if got := first(t, l, q); !strings.Contains(got, "Nara") {
			t.Errorf("%q: got %q", q, got)
		}
	}
}

func manyWords(prefix string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s%d ", prefix, i)
	}
	return b.String()
}

func TestEmptyFolder(t *testing.T) {
	t.Parallel()
	l := open(t, t.TempDir())
	for _, q := range []string{"anything?", `"foo bar"`, "where is pear -apple", `where is pear -"apple pie"`, `"foo bar" -apple`, "-apple"} {
		a, err := l.Answer(t.Context(), Question{Text: q})
		if err != nil || a.Found || a.Documents != 0 || a.Notice != (Notice{}) {
			t.Errorf("%s: got %+v, %v", q, a, err)
		}
		if r, err := l.Find(t.Context(), Search{Text: q}); err != nil || len(r.Snippets) > 0 {
			t.Errorf("find %s: got %+v, %v", q, r, err)
		}
	}
}

// FuzzAnswer asks anything of the article. Whatever is found must be cut on characters and inside the text.
func FuzzAnswer(f *testing.F) {
	for _, q := range []string{"Where did they meet?", "cooperation scope", "when was it updated", "\"in Nara\" -Lee", "どこ", "\xff", "a\u0301"} {
		f.Add(q, "")
	}
	f.Add("and in October?", "Where did they meet?")
	l := open(f, "../seeds")
	f.Fuzz(func(t *testing.T, text, earlier string) {
		a, err := l.Answer(t.Context(), Question{Text: text, Earlier: earlier, Why: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range a.Snippets {
			at := 0
			for _, m := range append([][2]int{s.Sentence}, s.Matches...) {
				if m[0] < 0 || m[1] > len(s.Text) || m[0] > m[1] || !utf8.ValidString(s.Text[m[0]:m[1]]) {
					t.Fatalf("range %v of %q", m, s.Text)
				}
			}
			for _, m := range s.Matches {
				if m[0] < at {
					t.Fatalf("matches overlap: %v", s.Matches)
				}
				at = m[1]
			}
			sum := 0.0
			for _, w := range s.Why {
				sum += w.Share
			}
			if d := sum - s.Score; d > 1e-4 || d < -1e-4 {
				t.Fatalf("%q: score %f, explained %f", text, s.Score, sum)
			}
		}
	})
}

// TestFullDisk runs an update in a process whose files can't grow, and expects an error and the old answers; then with
// room again, the new ones.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	docs, data := t.TempDir(), t.TempDir()
	write(t, docs, map[string]string{"a.txt": pears})
	l, err := Open(t.Context(), Config{Docs: docs, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	update(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		write(t, docs, map[string]string{fmt.Sprintf("%d.txt", i): crashText(i, 1)})
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFullDiskChild$", "-test.v")
	cmd.Env = append(os.Environ(), "DOCENT_TEST_FULL_DOCS="+docs, "DOCENT_TEST_FULL_DATA="+data)
	if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("--- PASS")) {
		t.Fatalf("%v\n%s", err, out)
	}
	l, err = Open(t.Context(), Config{Docs: docs, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if r := update(t, l); len(r.Failed) > 0 || l.Status().Documents != 41 {
		t.Errorf("with room again: %+v, %+v", r.Failed, l.Status())
	}
}

// TestFullDiskChild is the process whose files can't grow; it isn't a test by itself.
func TestFullDiskChild(t *testing.T) {
	docs := os.Getenv("DOCENT_TEST_FULL_DOCS")
	if docs == "" {
		t.Skip("run by TestFullDisk")
	}
	l, err := Open(t.Context(), Config{Docs: docs, Data: os.Getenv("DOCENT_TEST_FULL_DATA")})
	if err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ) // so that a write beyond the limit is an error, as on a full disk
	const limit = 200 << 10
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: limit, Max: limit}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Update(t.Context()); err == nil {
		t.Fatal("no error on a full disk")
	}
	if got := first(t, l, "When do pears ripen?"); got != "Pears ripen in September." {
		t.Errorf("got %q", got)
	}
}

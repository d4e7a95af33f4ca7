package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/retrieval"
)

// commandsIn are the commands in a language.
func commandsIn(code string, lib Library) *Commands { return commandsOver(lib).In(locales().For(code)) }

// realLibrary opens a library over a folder with these files, and brings it up to date.
func realLibrary(t *testing.T, cfg retrieval.Config, files map[string]string) *retrieval.Library {
	t.Helper()
	cfg.Data = t.TempDir()
	for path, text := range files {
		if err := os.WriteFile(filepath.Join(cfg.Docs, path), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := retrieval.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	return lib
}

func list(t *testing.T, c *Commands) Result {
	t.Helper()
	res, err := c.Run(t.Context(), Request{Command: sourcesList})
	if err != nil {
		t.Error(err)
	}
	return res
}

// TestNoticeWhileIndexing: a German reader reads in German how far the index is.
func TestNoticeWhileIndexing(t *testing.T) {
	t.Parallel()
	var lib *retrieval.Library
	var notices []string
	lib = realLibrary(t, retrieval.Config{Docs: t.TempDir(), Progress: func(retrieval.Progress) {
		notices = append(notices, list(t, commandsIn("de", lib)).Notice)
	}}, map[string]string{"a.txt": "Pears ripen in September.\n", "b.txt": "Plums are blue.\n"})
	if _, err := lib.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := "Die Dokumente werden noch eingelesen: bisher 1 von 2."; len(notices) != 3 || notices[1] != want {
		t.Errorf("got %q, want %q in the middle", notices, want)
	}
}

// TestFolderMissing: a Japanese reader reads in Japanese why there is no answer, and beside a list.
func TestFolderMissing(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	lib := realLibrary(t, retrieval.Config{Docs: docs}, map[string]string{"a.txt": "Pears ripen in September.\n"})
	if _, err := lib.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(docs); err != nil {
		t.Fatal(err)
	}
	c := commandsIn("ja", lib)
	const want = "文書フォルダーが見つかりません。元に戻るまで引用はできません。"
	res, err := c.Run(t.Context(), Request{Command: AskName, Options: map[string]string{OptionQuestion: "When do pears ripen?"}})
	if err == nil || res.Text != want {
		t.Errorf("/ask: %q, %v", res.Text, err)
	}
	if notice := list(t, c).Notice; notice != want {
		t.Errorf("/sources: %q", notice)
	}
}

// TestEnglish: readers of English and of logs read the same.
func TestEnglish(t *testing.T) {
	t.Parallel()
	c := commandsOver(&fakeLibrary{})
	n, f := retrieval.Notice{Done: 3, Total: 20, Files: 11}, retrieval.Failure{Detail: "7"}
	for _, key := range english().Keys() {
		said, logged := "", ""
		switch table, kind, _ := strings.Cut(key, "."); table {
		case "notice":
			n.Kind = retrieval.NoticeKind(kind)
			said, logged = c.notice(n), n.String()
		case "failure":
			f.Kind = retrieval.FailureKind(kind)
			said, logged = c.failure(f), f.Reason()
		}
		if said != logged {
			t.Errorf("%s: %q; the log says %q", key, said, logged)
		}
	}
}

// TestFailures: a German reader reads in German why files can't be read.
func TestFailures(t *testing.T) {
	t.Parallel()
	lib := realLibrary(t, retrieval.Config{Docs: t.TempDir()}, map[string]string{
		"a.txt": "Pears ripen in September.\n", "b.xyz": "x", "c.txt": "%PDF-1.7", "d.txt": "x\x00y", "e.txt": strings.Repeat("x", 11<<20),
		"f.txt": strings.Repeat("\x01", 9),
	})
	if _, err := lib.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range list(t, commandsIn("de", lib)).Lines[1:] {
		got = append(got, l.Label+": "+l.Text)
	}
	want := []string{
		"b.xyz: Dateien vom Typ .xyz werden nicht gelesen",
		"c.txt: keine Textdatei: sie beginnt wie das Format PDF",
		"d.txt: keine Textdatei: Byte 1 ist NUL",
		"e.txt: 11 MB; gelesen werden höchstens 10 MB Text",
		"f.txt: keine Textdatei: 9/9 Bytes sind Steuerzeichen",
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

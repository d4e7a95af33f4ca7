package corpus

import (
	"path/filepath"
	"testing"
	"time"
)

// TestSentencesOfOlderPrograms opens a manifest in which a failure is a sentence: it is kept as what the system says, and
// the file is read anew.
func TestSentencesOfOlderPrograms(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), manifestFile)
	m, err := createManifest(path)
	if err != nil {
		t.Fatal(err)
	}
	read := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	files := []File{
		{Path: "old.txt", Hash: "ab", Read: read, Failure: "not a text file: it begins as a PDF does"},
		{Path: "new.txt", Hash: "cd", Read: read, Failure: binaryFormat, Detail: "PDF"},
		{Path: "read.txt", Hash: "ef"},
	}
	if _, err := m.append(files, nil, 1); err != nil {
		t.Fatal(err)
	}
	if err := m.close(); err != nil {
		t.Fatal(err)
	}
	if m, err = openManifest(path); err != nil {
		t.Fatal(err)
	}
	defer m.close()
	old := m.files["old.txt"]
	if want := (Failure{"old.txt", unreadable, "not a text file: it begins as a PDF does"}); old.failed() != want || sameOnDisk(old, listed{}) {
		t.Errorf("an old failure: %+v", old)
	}
	if got := m.files["new.txt"]; got.failed() != (Failure{"new.txt", binaryFormat, "PDF"}) || !sameOnDisk(got, listed{}) {
		t.Errorf("a new failure: %+v", got)
	}
	if m.documents != 1 {
		t.Errorf("%d documents", m.documents)
	}
}

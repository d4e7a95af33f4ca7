package retrieval

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestFolderComesBack asks while the documents folder is away and once it is back, with no update in between: a reply quotes
// and complains of nothing, or it says what is amiss and quotes nothing.
func TestFolderComesBack(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ takeAway, bringBack func(docs string) error }{
		"a folder that was missing": {
			func(docs string) error { return os.Rename(docs, docs+"-gone") },
			func(docs string) error { return os.Rename(docs+"-gone", docs) },
		},
		"a disk that wasn't mounted": {
			func(docs string) error { return errors.Join(os.Rename(docs, docs+"-gone"), os.Mkdir(docs, 0o755)) },
			func(docs string) error { return errors.Join(os.Remove(docs), os.Rename(docs+"-gone", docs)) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := filepath.Join(t.TempDir(), "docs")
			files := map[string]string{"a.txt": pears}
			for i := range 12 {
				files[fmt.Sprintf("%d.txt", i)] = fmt.Sprintf("Text number %d.\n", i)
			}
			write(t, docs, files)
			l := open(t, docs)
			if err := tc.takeAway(docs); err != nil {
				t.Fatal(err)
			}
			if _, err := l.Update(t.Context()); err == nil {
				t.Fatal("the folder is away, and the update says nothing of it")
			}
			var unavailable *UnavailableError
			a, err := l.Answer(t.Context(), Question{Text: "When do pears ripen?"})
			if !errors.As(err, &unavailable) || len(a.Snippets) > 0 {
				t.Errorf("away: %+v, %v", a, err)
			}
			if err := tc.bringBack(docs); err != nil {
				t.Fatal(err)
			}
			a, err = l.Answer(t.Context(), Question{Text: "When do pears ripen?"})
			if err != nil || !a.Found || a.Notice != (Notice{}) {
				t.Errorf("back: found %v, notice %q, %v", a.Found, a.Notice, err)
			}
			hits, err := l.Find(t.Context(), Search{Text: "pears"})
			if err != nil || len(hits.Snippets) == 0 || hits.Notice != (Notice{}) {
				t.Errorf("back: %d hits, notice %q, %v", len(hits.Snippets), hits.Notice, err)
			}
			if s := l.Status(); s.Notice != (Notice{}) {
				t.Errorf("back: %q", s.Notice)
			}
		})
	}
}

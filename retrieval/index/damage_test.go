package index

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/upsidedown"
	"github.com/blevesearch/bleve/v2/index/upsidedown/store/boltdb"
	bleveindex "github.com/blevesearch/bleve_index_api"
	"go.etcd.io/bbolt"
)

// A faulty analyzer panics.
type faulty struct{}

func (faulty) Analyze([]byte) analysis.TokenStream { panic("a fault") }

// Only what comes out of Bleve is damage; a fault of ours is an error that shows where it is.
func TestGuard(t *testing.T) {
	t.Parallel()
	var empty []int
	var nothing *scorch.IndexSnapshot
	for _, tc := range []struct {
		name    string
		fault   func()
		corrupt bool
	}{
		{"a panic of ours", func() { panic("a fault") }, false},
		{"an index of ours out of range", func() { empty[len(empty)] = 1 }, false},
		{"a nil pointer of ours", func() { (*Snapshot)(nil).state.Live++ }, false},
		{"an error of ours", func() { panic(errors.New("a fault")) }, false},
		{"a bitmap that we didn't make", func() { roaring.And(nil, roaring.New()) }, false},
		{"a panic in Bleve", func() { _, _ = nothing.DocCount() }, true},
		{"a panic in Bleve, beneath a look-up of ours", func() {
			_ = (&Snapshot{reader: nothing}).each(t.Context(), "body:en", "word", false, nil)
		}, true},
		{"a panic of ours beneath Bleve", func() {
			document.NewTextFieldCustom("body", nil, nil, bleveindex.IndexField, faulty{}).Analyze()
		}, false},
	} {
		err := func() (err error) {
			defer guard(&err)()
			tc.fault()
			return nil
		}()
		if err == nil || errors.Is(err, ErrCorrupt) != tc.corrupt {
			t.Errorf("%s: damage %v, want %v: %v", tc.name, errors.Is(err, ErrCorrupt), tc.corrupt, err)
			continue
		}
		if !strings.Contains(err.Error(), "damage_test.go") {
			t.Errorf("%s: the error doesn't say where: %v", tc.name, err)
		}
	}
}

// An index that may not be opened isn't damaged by that, and is as it was once it may.
func TestOpenIsRefused(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := written(t)
	segments, err := filepath.Glob(filepath.Join(dir, bleveDir, "store", "*.zap"))
	if err != nil || len(segments) == 0 {
		t.Fatalf("segments: %v, %v", segments, err)
	}
	for _, name := range []string{filepath.Join(bleveDir, "store", filepath.Base(segments[0])), filepath.Join(bleveDir, "store"),
		filepath.Join(bleveDir, "store", "root.bolt"), filepath.Join(bleveDir, "index_meta.json"), recordsFile} {
		t.Run(filepath.Base(name), func(t *testing.T) {
			copied := filepath.Join(t.TempDir(), "index")
			if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(copied, name)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, 0); err != nil {
				t.Fatal(err)
			}
			refusal := readWhole(copied)
			if err := os.Chmod(path, info.Mode()); err != nil {
				t.Fatal(err)
			}
			if !errors.Is(refusal, fs.ErrPermission) || errors.Is(refusal, ErrCorrupt) {
				t.Errorf("without permission: %v", refusal)
			}
			if err := readWhole(copied); err != nil {
				t.Errorf("with permission again: %v", err)
			}
		})
	}
}

// An index that another process holds isn't damaged.
func TestOpenIsHeld(t *testing.T) {
	t.Parallel()
	dir := written(t)
	held, err := bbolt.Open(filepath.Join(dir, bleveDir, "store", "root.bolt"), 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if err := readWhole(dir); err == nil || errors.Is(err, ErrCorrupt) {
		t.Errorf("while it is held: %v", err)
	}
	if err := held.Close(); err != nil {
		t.Fatal(err)
	}
	if err := readWhole(dir); err != nil {
		t.Errorf("when it was let go: %v", err)
	}
}

// written makes an index of a few segments, closed again, in which readWhole finds something.
func written(t *testing.T) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "index")
	s, err := Create(dir, Options{CacheBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		apply(t, s, Batch{Add: []Document{doc(fmt.Sprintf("%d.txt", i), strings.Repeat("red apples and green pears ", 100))}})
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Running out of files is told by every error that a caller may wrap it in.
func TestRefused(t *testing.T) {
	t.Parallel()
	for _, errno := range []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.EACCES, syscall.EPERM, syscall.ENOMEM} {
		err := damaged(fmt.Errorf("opening: %w", &fs.PathError{Op: "open", Path: "x", Err: errno}))
		if errors.Is(err, ErrCorrupt) || !errors.Is(err, errno) {
			t.Errorf("%v: %v", errno, err)
		}
	}
	if err := damaged(fs.ErrNotExist); !errors.Is(err, ErrCorrupt) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
}

// An index of another kind than scorch's can't be read, and must be built anew.
func TestOpenAnotherKind(t *testing.T) {
	t.Parallel()
	dir := written(t)
	if err := os.RemoveAll(filepath.Join(dir, bleveDir)); err != nil {
		t.Fatal(err)
	}
	other, err := bleve.NewUsing(filepath.Join(dir, bleveDir), bleve.NewIndexMapping(), upsidedown.Name, boltdb.Name, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if err := readWhole(dir); !errors.Is(err, ErrCorrupt) {
		t.Errorf("got %v", err)
	}
}

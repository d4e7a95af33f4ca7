package corpus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"docent/retrieval/analysis"
	"docent/retrieval/document"
	"docent/retrieval/parse"
	"docent/retrieval/parse/charset"
)

// A FolderFault says that the documents folder as a whole can't be read. It is no deletion: the index stays.
type FolderFault struct{ Notice Notice }

func (f *FolderFault) Error() string { return f.Notice.String() }

// suddenlyEmpty is how many files a folder must have held for "now it is empty" to be taken as a fault (an unmounted
// disk, a mistaken move) and not as a wish.
const suddenlyEmpty = 10

// A listed file is one that the walk met: what the file system says of it, or why it can't be asked.
type listed struct {
	Path    string
	size    int64
	modTime time.Time
	failure FailureKind
	detail  string // of the failure
}

// A Folder is the documents folder. It is opened anew for each use, so that one that is replaced is seen; nothing
// outside it is ever opened, whatever links say.
type Folder struct {
	dir       string
	languages *analysis.Detector
}

// NewFolder returns the folder at dir. Without a detector, documents have no language.
func NewFolder(dir string, languages *analysis.Detector) Folder { return Folder{dir, languages} }

// Open opens the folder. The error is a *FolderFault.
func (f Folder) Open() (*os.Root, error) {
	root, err := os.OpenRoot(f.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &FolderFault{Notice{Kind: FolderMissing}}
	case err != nil:
		return nil, &FolderFault{Notice{Kind: FolderUnreadable}}
	}
	return root, nil
}

// Walk lists the folder's documents in sorted order. Under each path in the second result nothing could be listed.
func (f Folder) Walk(ctx context.Context) (files []listed, unlisted []string, err error) {
	root, err := f.Open()
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	err = fs.WalkDir(root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if p == "." {
				return &FolderFault{Notice{Kind: FolderUnreadable}}
			}
			if exhausted(err) {
				return fmt.Errorf("listing %s: %w", p, err)
			}
			unlisted = append(unlisted, p)
			return nil
		}
		if p != "." && Ignored(d.Name()) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		found, ok, err := look(root, p)
		if ok {
			files = append(files, found)
		}
		return err
	})
	return files, unlisted, err
}

// anyDocument reports whether the folder holds a file that isn't ignored. It stops at the first.
func anyDocument(ctx context.Context, root *os.Root) (found bool) {
	_ = fs.WalkDir(root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return fs.SkipAll
		case err != nil:
			return nil
		case p != "." && Ignored(d.Name()) && d.IsDir():
			return fs.SkipDir
		case d.IsDir() || Ignored(d.Name()):
			return nil
		}
		found = true
		return fs.SkipAll
	})
	return found
}

// look asks the file system about one file. ok is false when it is gone or no document. The error is for what isn't the
// file's own fault.
func look(root *os.Root, p string) (found listed, ok bool, err error) {
	info, err := root.Stat(p) // follows links, but none that leaves the folder
	switch {
	case err == nil && info.IsDir():
		return listed{}, false, nil // a link to a folder: its files are met where they are
	case err == nil && !info.Mode().IsRegular():
		return listed{Path: p, failure: notRegular}, true, nil
	case err == nil:
		return listed{Path: p, size: info.Size(), modTime: info.ModTime()}, true, nil
	case exhausted(err):
		return listed{}, false, fmt.Errorf("looking at %s: %w", p, err)
	}
	l, lerr := root.Lstat(p)
	link := lerr == nil && l.Mode()&fs.ModeSymlink != 0
	switch {
	case errors.Is(err, fs.ErrNotExist) && !link:
		return listed{}, false, nil
	case errors.Is(err, fs.ErrNotExist):
		return listed{Path: p, failure: deadLink}, true, nil
	case link:
		return listed{Path: p, failure: outsideLink}, true, nil
	}
	return listed{Path: p, failure: unreadable, detail: Cause(err)}, true, nil
}

// Ignored reports whether a name is nobody's document: hidden files, and what editors leave lying about.
func Ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		strings.HasSuffix(name, ".swp") || strings.HasSuffix(name, ".tmp") || strings.HasSuffix(name, ".part")
}

// Cause is an error without the paths that the operating system's errors begin with.
func Cause(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// A Reading is a file's content at one moment.
type Reading struct {
	File    File
	Decoded charset.Decoded
	Doc     document.Document
}

// Read reads and parses one file. A file that can't be read or parsed is a reading too, with its Failure; the error is
// for what concerns the folder, the context, and files that are gone (fs.ErrNotExist).
func (f Folder) Read(ctx context.Context, p string, now time.Time) (Reading, error) {
	r := Reading{File: File{Path: p, Read: now}}
	if err := ctx.Err(); err != nil {
		return r, err
	}
	root, err := f.Open()
	if err != nil {
		return r, err
	}
	defer root.Close()
	found, ok, err := look(root, p)
	if err != nil {
		return r, err
	}
	if !ok {
		return r, fmt.Errorf("%s: %w", p, fs.ErrNotExist)
	}
	r.File.Size, r.File.ModTime = found.size, found.modTime
	parser := parse.For(p)
	failed := func(kind FailureKind, detail string) (Reading, error) {
		r.File.Failure, r.File.Detail = kind, detail
		return r, nil
	}
	switch {
	case found.failure != "":
		return failed(found.failure, found.detail)
	case parser == nil:
		return failed(unknownType, path.Ext(p))
	case found.size > charset.MaxBytes:
		return failed(tooLarge, strconv.FormatInt((found.size+1<<20-1)>>20, 10))
	}
	raw, err := ReadAll(ctx, root, p, charset.MaxBytes)
	switch {
	case errors.Is(err, fs.ErrNotExist), ctx.Err() != nil, exhausted(err):
		return r, err
	case errors.Is(err, ErrGrew):
		return failed(grew, "")
	case errors.Is(err, ErrNotRegular):
		return failed(notRegular, "")
	case err != nil:
		return failed(unreadable, Cause(err))
	}
	r.File.Hash = Hash(raw)
	r.Decoded, err = charset.Decode(raw)
	if binary := (*charset.BinaryError)(nil); errors.As(err, &binary) {
		return failed(FailureKind("binary_"+binary.Sign), binary.Detail)
	}
	if err != nil {
		return failed(unreadable, err.Error())
	}
	r.Doc, err = parse.Parse(parser, r.Decoded)
	if err != nil {
		return failed(parserFailed, err.Error())
	}
	r.Doc.Path = p
	if f.languages != nil {
		r.Doc.Language = f.languages.Document(&r.Doc)
	}
	// What is kept of a file mustn't hold on to its text.
	r.File.Title, r.File.Date, r.File.Abbreviations = strings.Clone(r.Doc.Title), r.Doc.Date(), analysis.AbbreviationsIn(&r.Doc)
	return r, nil
}

// Hash is how a file's bytes are named: their SHA-256, hex.
func Hash(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

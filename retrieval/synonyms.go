package retrieval

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"docent/retrieval/query"
)

// This file reads the synonyms and pinned passages that an admin keeps in a plain file:
//
//	# what means the same, whichever of them is asked for
//	laptop = notebook = portable computer
//	# who asks for the left is shown the right as well
//	handset => telephone
//	# a question that has these words is answered from this place first: lines, or a heading, or the whole document
//	pin: parental leave -> handbook/leave.md 24-31
//	pin: parental leave -> handbook/leave.md # Parents
//
// Case, accents and endings don't count. The file is read again when it has changed; while it is faulty, what was read before
// goes on to hold.

// A SynonymsError lists what is wrong in a file of synonyms, each fault with its line.
type SynonymsError struct {
	Path   string
	Faults []string
}

func (e *SynonymsError) Error() string {
	if len(e.Faults) == 1 {
		return fmt.Sprintf("synonyms: %s: %s", e.Path, e.Faults[0])
	}
	return fmt.Sprintf("synonyms: %s, %d faults:\n  %s", e.Path, len(e.Faults), strings.Join(e.Faults, "\n  "))
}

// A synonymFile keeps what the file says, and reads it again when it has changed.
type synonymFile struct {
	path string
	log  *slog.Logger

	mu      sync.Mutex
	size    int64
	modTime time.Time
	book    *query.SynonymRules
}

// openSynonyms reads a file of synonyms; none for "".
func openSynonyms(path string, log *slog.Logger) (*synonymFile, error) {
	f := &synonymFile{path: path, log: log, book: &query.SynonymRules{}}
	if path == "" {
		return f, nil
	}
	return f, f.read()
}

// current is what the file says now.
func (f *synonymFile) current() *query.SynonymRules {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.path == "" {
		return f.book
	}
	if info, err := os.Stat(f.path); err == nil && info.Size() == f.size && info.ModTime().Equal(f.modTime) {
		return f.book
	}
	if err := f.read(); err != nil {
		f.log.Warn("the synonyms can't be read; what was read before holds", "error", err)
	}
	return f.book
}

// read reads the file. Of a faulty one, size and time are kept too, so that it is reported once.
func (f *synonymFile) read() error {
	file, err := os.Open(f.path)
	if err != nil {
		if f.size < 0 { // reported already
			return nil
		}
		f.size = -1
		return fmt.Errorf("synonyms: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("synonyms: %w", err)
	}
	f.size, f.modTime = info.Size(), info.ModTime()
	data, err := io.ReadAll(io.LimitReader(file, query.MaxSynonymBytes+1))
	if err != nil {
		return fmt.Errorf("synonyms: %w", err)
	}
	book, faults := query.ParseSynonyms(string(data))
	if len(faults) > 0 {
		return &SynonymsError{f.path, faults}
	}
	f.book = book
	return nil
}

package retrieval

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"docent/retrieval/corpus"
	"docent/retrieval/index"
	"docent/retrieval/passage"
)

// Document returns what is known of the one document that a source names, read anew and checked against what was indexed.
// The error is a *PlaceError where it names none or several, an *UnavailableError when the library can't tell.
func (l *Library) Document(ctx context.Context, source string) (DocumentInfo, error) {
	var info DocumentInfo
	err := l.consult(ctx, Place{Source: source}, l.one, func(s *sourceView) error {
		info = DocumentInfo{
			Source:   Source{Path: s.known.Path, Title: s.known.Title, Date: s.known.Date, Passages: s.known.Passages, Bytes: s.known.Size},
			Language: s.Doc.Language,
			Lines:    s.len(),
			Hash:     s.known.Hash,
			Indexed:  s.known.Read,
			Outline:  s.outline(),
		}
		facts := passage.Facts(&s.Doc, s.Decoded.Text, s.known.Hash)
		for i := range facts {
			hit := factHitOf(&facts[i])
			if facts[i].Fact.Field {
				info.Fields = append(info.Fields, hit)
			} else {
				info.Facts = append(info.Facts, hit)
			}
		}
		return nil
	})
	return info, err
}

// A TooLargeError says that a document has more bytes than were asked for.
type TooLargeError struct {
	Path        string
	Size, Limit int64 // bytes
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("%s has %d bytes; at most %d were asked for", e.Path, e.Size, e.Limit)
}

// Open returns the bytes of the one document that a source names, as they were indexed. It refuses more than limit bytes
// with a *TooLargeError; its other errors are as of Document.
func (l *Library) Open(ctx context.Context, source string, limit int64) (File, error) {
	var out File
	read := false
	err := l.ask(ctx, func(e *corpus.Version, _ *index.Snapshot, v *verifier) error {
		read = false
		path, err := l.one(e, Place{Source: source})
		if err != nil || v.fault {
			return err
		}
		known, _ := e.File(path)
		if known.Size > limit {
			return &TooLargeError{Path: path, Size: known.Size, Limit: limit}
		}
		raw, err := corpus.ReadAll(ctx, v.root, path, known.Size)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, corpus.ErrGrew) || err == nil && corpus.Hash(raw) != known.Hash {
			v.stale = append(v.stale, path)
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading %s: %s", path, corpus.Cause(err))
		}
		out, read = File{Path: path, Data: raw}, true
		return nil
	})
	return out, l.unread(err, read)
}

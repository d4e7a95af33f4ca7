package retrieval

import (
	"context"
	"errors"
	"io"
	"os"

	"docent/retrieval/corpus"
	"docent/retrieval/parse/charset"
	"docent/retrieval/passage"
)

// A verifier checks quotes against the files on disk, for one question. A file whose size and time are those that were
// indexed is taken to be that file; its bytes at the span are compared all the same. Where size or time differ, the
// whole file is read and its hash decides.
type verifier struct {
	corpus  *corpus.Corpus
	version *corpus.Version
	root    *os.Root
	fault   bool
	checked map[string]string // decoded text by path, of files that had to be read whole

	stale   []string // files that are not what was indexed
	dropped int      // quotes that could not be verified
}

func (l *Library) newVerifier(ctx context.Context, e *corpus.Version) *verifier {
	v := &verifier{corpus: l.corpus, version: e, checked: map[string]string{}}
	root, err := l.corpus.Root(ctx)
	v.fault = err != nil
	v.root = root
	return v
}

func (v *verifier) close() error {
	if v.root == nil {
		return nil
	}
	return v.root.Close()
}

// verify reports whether each piece of the passage stands in its file, byte for byte, where the passage says.
func (v *verifier) verify(ctx context.Context, p *passage.Passage) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	ok := !v.fault && v.holds(ctx, p)
	if !ok {
		v.dropped++
		if !v.fault {
			v.stale = append(v.stale, p.Path)
		}
	}
	return ok, nil
}

func (v *verifier) holds(ctx context.Context, p *passage.Passage) bool {
	known, _ := v.version.File(p.Path)
	info, err := v.root.Stat(p.Path)
	if err != nil {
		return false
	}
	// The manifest may not know yet of a batch that the index has just taken in: then the file's hash decides.
	same := known.Hash == p.Hash && info.Size() == known.Size && info.ModTime().Equal(known.ModTime) && !known.Unsettled()
	if same && p.Encoding == "utf-8" {
		return v.standsIn(p)
	}
	source, ok := v.decoded(ctx, p)
	if !ok {
		return false
	}
	for _, piece := range p.Pieces {
		if piece.Span.End > len(source) || source[piece.Span.Start:piece.Span.End] != piece.Text {
			return false
		}
	}
	return true
}

// bomBytes is the length of UTF-8's byte order mark, which spans don't count.
const bomBytes = 3

// standsIn compares a UTF-8 file's bytes at the spans, without reading the rest.
func (v *verifier) standsIn(p *passage.Passage) bool {
	f, err := corpus.OpenFile(v.root, p.Path)
	if err != nil {
		return false
	}
	defer f.Close()
	shift := int64(0)
	if p.BOM {
		shift = bomBytes
	}
	for _, piece := range p.Pieces {
		buf := make([]byte, len(piece.Text))
		if _, err := f.ReadAt(buf, int64(piece.Span.Start)+shift); err != nil && !errors.Is(err, io.EOF) {
			return false
		}
		if string(buf) != piece.Text {
			return false
		}
	}
	return true
}

// decoded returns the file's text if its bytes are those that were indexed.
func (v *verifier) decoded(ctx context.Context, p *passage.Passage) (string, bool) {
	if s, ok := v.checked[p.Path]; ok {
		return s, true
	}
	raw, err := corpus.ReadAll(ctx, v.root, p.Path, charset.MaxBytes)
	if err != nil || corpus.Hash(raw) != p.Hash {
		return "", false
	}
	d, err := charset.Decode(raw)
	if err != nil {
		return "", false
	}
	v.checked[p.Path] = d.Text
	return d.Text, true
}

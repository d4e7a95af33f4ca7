package passage

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"docent/retrieval/document"
)

// This file writes passages as the index stores them, and reads them back. A question reads many and shows few, so it is
// to be cheap: numbers are varints, strings stand behind their lengths, and those that are read share one copy. What the
// bytes mean is part of the mapping's version.

// ErrCorrupt is wrapped by the error for a record that encode didn't write.
var ErrCorrupt = errors.New("the record is damaged")

// Encode is the passage as it is stored.
func (p *Passage) Encode() []byte {
	w := make(recordWriter, 0, 512)
	w.text(p.Path)
	w.number(p.Ordinal)
	w.date(p.Date)
	w.hash(p.Hash)
	w.text(p.Encoding)
	w.text(p.Language)
	w.text(p.Title)
	w.text(p.Heading)
	w.text(p.Headings)
	w.flags(p.BOM, p.Before, p.After, p.Fact != nil)
	w.number(len(p.Pieces))
	for _, piece := range p.Pieces {
		w.text(piece.Text)
		w.text(piece.Plain)
		for _, n := range []int{piece.Span.Start, piece.Span.End, piece.Span.First, piece.Span.Last, piece.Span.Page, int(piece.Kind), piece.Head} {
			w.number(n)
		}
		w.flags(piece.Skipped)
	}
	if f := p.Fact; f != nil {
		w.text(f.Name)
		w.text(f.Value)
		w.text(f.Head)
		w.number(f.At[0])
		w.number(f.At[1])
		w.flags(f.Field)
	}
	return w
}

// Decode reads what encode wrote. An error wraps ErrCorrupt.
func Decode(record []byte) (*Passage, error) {
	r := recordReader{rest: string(record)}
	p := &Passage{}
	r.head(p)
	p.Hash, p.Encoding, p.Language, p.Title, p.Heading, p.Headings = r.hash(), r.text(), r.text(), r.text(), r.text(), r.text()
	flags := r.flags()
	p.BOM, p.Before, p.After = flags&1 != 0, flags&2 != 0, flags&4 != 0
	n := r.number()
	if n > len(r.rest) { // each takes some bytes
		r.fail()
		n = 0
	}
	p.Pieces = make([]Piece, n)
	for i := range p.Pieces {
		p.Pieces[i] = Piece{Text: r.text(), Plain: r.text(),
			Span: document.Span{Start: r.number(), End: r.number(), First: r.number(), Last: r.number(), Page: r.number()},
			Kind: document.Kind(r.number()), Head: r.number(), Skipped: r.flags() != 0}
	}
	if flags&8 != 0 {
		p.Fact = &Fact{Name: r.text(), Value: r.text(), Head: r.text(), At: [2]int{r.number(), r.number()}, Field: r.flags() != 0}
	}
	if r.rest != "" {
		r.fail()
	}
	if r.err != nil {
		return nil, fmt.Errorf("%w: passage: %w", ErrCorrupt, r.err)
	}
	return p, nil
}

// headBytes is as much of a record as decodeHead copies first: enough for all but the longest paths.
const headBytes = 160

// DecodeHead reads of what encode wrote only what tells passages apart and orders them: path, ordinal and date.
func DecodeHead(record []byte) (*Passage, error) {
	p := &Passage{}
	r := recordReader{rest: string(record[:min(headBytes, len(record))])}
	if r.head(p); r.err != nil {
		return Decode(record)
	}
	return p, nil
}

type recordWriter []byte

func (w *recordWriter) number(n int) { *w = binary.AppendUvarint(*w, uint64(n)) }

func (w *recordWriter) text(s string) {
	w.number(len(s))
	*w = append(*w, s...)
}

// hash writes a hash of hex digits in half their length.
func (w *recordWriter) hash(s string) {
	raw, err := hex.DecodeString(s)
	if err != nil {
		raw = nil // not one of ours: it matches no file
	}
	w.text(string(raw))
}

func (w *recordWriter) date(t time.Time) {
	if t.IsZero() {
		w.text("")
		return
	}
	raw, err := t.MarshalBinary()
	if err != nil { // an offset that no time zone has
		raw, _ = t.UTC().MarshalBinary()
	}
	w.text(string(raw))
}

func (w *recordWriter) flags(set ...bool) {
	var b byte
	for i, s := range set {
		if s {
			b |= 1 << i
		}
	}
	*w = append(*w, b)
}

// A recordReader reads on after a fault, and gives zeros from there.
type recordReader struct {
	rest string
	err  error
}

func (r *recordReader) head(p *Passage) { p.Path, p.Ordinal, p.Date = r.text(), r.number(), r.date() }

func (r *recordReader) fail() {
	if r.err == nil {
		r.err = errors.New("it is cut short or damaged")
	}
	r.rest = ""
}

func (r *recordReader) number() int {
	n, shift := uint64(0), 0
	for i := 0; i < len(r.rest) && i < binary.MaxVarintLen64; i++ {
		b := r.rest[i]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			if n > 1<<62 {
				break
			}
			r.rest = r.rest[i+1:]
			return int(n)
		}
		shift += 7
	}
	r.fail()
	return 0
}

func (r *recordReader) text() string {
	n := r.number()
	if n > len(r.rest) {
		r.fail()
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *recordReader) hash() string { return hex.EncodeToString([]byte(r.text())) }

func (r *recordReader) date() (t time.Time) {
	raw := r.text()
	if raw == "" {
		return t
	}
	if err := t.UnmarshalBinary([]byte(raw)); err != nil {
		r.fail()
	}
	return t
}

func (r *recordReader) flags() byte {
	if r.rest == "" {
		r.fail()
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

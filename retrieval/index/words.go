package index

import (
	"encoding/binary"
	"errors"
	"math"

	"docent/retrieval/analysis"
)

// This file keeps a passage's words beside it, so that a question which finds it need not take its text apart again: that
// is most of what reading a passage costs. A word takes six bytes, mostly: its hash and where it stands.

// What the byte behind a word's hashes says of it. The rest of it is the length of the word, in bytes, where it fits.
const (
	wordApart      = 0x80 // how far it begins from where the one before it ended follows, zigzag; else one byte from there
	wordSingle     = 0x40
	wordUnaccented = 0x20 // the hash of Unaccented follows
	wordLength     = 0x1f // all set: the length follows
)

// appendWords appends tokens as they are stored: their number, and then each.
func appendWords(buf []byte, tokens []analysis.Token) []byte {
	buf = binary.AppendUvarint(buf, uint64(len(tokens)))
	before := -1
	for i := range tokens {
		w := tokens[i].Hashed()
		flags := byte(min(w.End-w.Start, wordLength))
		if w.Start != before+1 {
			flags |= wordApart
		}
		if w.Single {
			flags |= wordSingle
		}
		if w.Unaccented != 0 {
			flags |= wordUnaccented
		}
		buf = binary.LittleEndian.AppendUint32(buf, w.Term)
		buf = append(buf, w.Written, flags)
		if flags&wordApart != 0 {
			buf = binary.AppendVarint(buf, int64(w.Start-before))
		}
		if flags&wordUnaccented != 0 {
			buf = binary.LittleEndian.AppendUint32(buf, w.Unaccented)
		}
		if flags&wordLength == wordLength {
			buf = binary.AppendUvarint(buf, uint64(w.End-w.Start))
		}
		before = w.End
	}
	return buf
}

const wordBytes = 6 // a word takes no less

var errWords = errors.New("its words are cut short or damaged")

// readWords appends what appendWords wrote to dst, and returns what stands behind it.
func readWords(dst []analysis.Word, buf []byte) (words []analysis.Word, rest []byte, err error) {
	n, size := binary.Uvarint(buf)
	if size <= 0 || n > uint64(len(buf)/wordBytes) {
		return dst, nil, errWords
	}
	buf = buf[size:]
	before := -1
	for range n {
		if len(buf) < wordBytes {
			return dst, nil, errWords
		}
		flags := buf[5]
		w := analysis.Word{Term: binary.LittleEndian.Uint32(buf), Written: buf[4], Single: flags&wordSingle != 0, Start: before + 1}
		buf = buf[wordBytes:]
		if flags&wordApart != 0 {
			gap, size := binary.Varint(buf)
			if size <= 0 || gap < -math.MaxInt32 || gap > math.MaxInt32 {
				return dst, nil, errWords
			}
			w.Start, buf = before+int(gap), buf[size:]
		}
		if flags&wordUnaccented != 0 {
			if len(buf) < 4 {
				return dst, nil, errWords
			}
			w.Unaccented, buf = binary.LittleEndian.Uint32(buf), buf[4:]
		}
		length := uint64(flags & wordLength)
		if length == wordLength {
			if length, size = binary.Uvarint(buf); size <= 0 || length > math.MaxInt32 {
				return dst, nil, errWords
			}
			buf = buf[size:]
		}
		w.End = w.Start + int(length)
		before = w.End
		dst = append(dst, w)
	}
	return dst, buf, nil
}

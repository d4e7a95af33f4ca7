package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sync"
)

// This file keeps the records: what stands beside the postings. The rules are:
//
//   - The file only grows. A record's offset is its name for as long as the file lives.
//   - A record is complete and synced before a posting points to it.
//   - A record carries its length and a checksum, so that damage is noticed where it is read.
//
// A record is: length of the rest but the checksum (4 bytes, little endian), CRC-32C of it (4 bytes), the tally; of a passage,
// its words and those of its context; the payload.

const (
	recordHead = 8
	maxRecord  = 64 << 20 // bytes; a length beyond it is damage
)

type records struct {
	file *os.File

	mu  sync.Mutex // held while appending
	end int64
}

func openRecords(path string, create bool) (*records, error) {
	flags := os.O_RDWR
	if create {
		flags |= os.O_CREATE | os.O_EXCL
	}
	f, err := os.OpenFile(path, flags, 0o600)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the passages: %w", err)
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the passages: %w", err), f.Close())
	}
	return &records{file: f, end: end}, nil
}

func (r *records) close() error { return r.file.Close() }

// append writes the records of entries and syncs them. It returns their offsets, and how many bytes they take.
func (r *records) append(entries []*entry) (offsets []int64, size int64, err error) {
	if len(entries) == 0 {
		return nil, 0, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	offsets = make([]int64, len(entries))
	var buf []byte
	for i, e := range entries {
		offsets[i] = r.end + int64(len(buf))
		at := len(buf)
		buf = append(buf, make([]byte, recordHead)...)
		buf = e.tally.encode(buf)
		buf = append(buf, e.stored...)
		buf = append(buf, e.record()...)
		body := buf[at+recordHead:]
		if len(body) > maxRecord {
			return nil, 0, fmt.Errorf("a passage of %d bytes; at most %d", len(body), maxRecord)
		}
		binary.LittleEndian.PutUint32(buf[at:], uint32(len(body)))
		binary.LittleEndian.PutUint32(buf[at+4:], crc32.Checksum(body, castagnoli))
	}
	if _, err := r.file.WriteAt(buf, r.end); err != nil {
		return nil, 0, err
	}
	if err := r.file.Sync(); err != nil {
		return nil, 0, err
	}
	r.end += int64(len(buf))
	return offsets, int64(len(buf)), nil
}

// A record is what stands at one offset.
type record struct {
	tally tally
	body  []byte // what stands behind the tally
	size  int64  // in the file, bytes
	buf   []byte // what it lies in
}

// readAhead is how much is read at once: nearly every passage, its length included.
const readAhead = 3 << 10

// read returns the record at offset. It lies in buf, where that has room.
func (r *records) read(offset int64, buf []byte) (record, error) {
	damaged := func(why error) (record, error) {
		return record{}, fmt.Errorf("%w: passage at %d: %w", ErrCorrupt, offset, why)
	}
	if cap(buf) < readAhead {
		buf = make([]byte, readAhead)
	}
	buf = buf[:cap(buf)]
	n, err := r.file.ReadAt(buf, offset)
	if n < recordHead {
		return damaged(err)
	}
	size := binary.LittleEndian.Uint32(buf)
	if size > maxRecord {
		return damaged(fmt.Errorf("length %d", size))
	}
	sum, body := binary.LittleEndian.Uint32(buf[4:]), buf[recordHead:n]
	if int(size) > len(body) {
		if err != nil { // the file ended before
			return damaged(err)
		}
		have := len(body)
		buf = append(make([]byte, 0, recordHead+int(size)), buf[:n]...)[:recordHead+int(size)]
		body = buf[recordHead:]
		if _, err := r.file.ReadAt(body[have:], offset+int64(n)); err != nil {
			return damaged(err)
		}
	}
	body = body[:size]
	if crc32.Checksum(body, castagnoli) != sum {
		return damaged(errors.New("checksum"))
	}
	t, rest, err := decodeTally(body)
	if err != nil {
		return damaged(err)
	}
	return record{tally: t, body: rest, size: recordHead + int64(size), buf: buf}, nil
}

// size is the length of the file, bytes.
func (r *records) size() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.end
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A tally is what one passage adds to the statistics of its language. A fact adds nothing.
type tally struct {
	language string
	passage  bool
	tokens   [fieldCount]uint64
}

func (t *tally) encode(buf []byte) []byte {
	buf = append(buf, byte(len(t.language)))
	buf = append(buf, t.language...)
	if !t.passage {
		return append(buf, 0)
	}
	buf = append(buf, 1)
	for _, n := range t.tokens {
		buf = binary.AppendUvarint(buf, n)
	}
	return buf
}

func decodeTally(buf []byte) (tally, []byte, error) {
	short := errors.New("too short")
	if len(buf) < 1 || len(buf) < 2+int(buf[0]) {
		return tally{}, nil, short
	}
	n := int(buf[0])
	t := tally{language: string(buf[1 : 1+n]), passage: buf[1+n] == 1}
	buf = buf[2+n:]
	if t.passage {
		for i := range t.tokens {
			v, size := binary.Uvarint(buf)
			if size <= 0 {
				return tally{}, nil, short
			}
			t.tokens[i] = v
			buf = buf[size:]
		}
	}
	return t, buf, nil
}

func (t *tally) addTo(stats map[string]*Stats) {
	if !t.passage {
		return
	}
	s := stats[t.language]
	if s == nil {
		s = &Stats{}
		stats[t.language] = s
	}
	s.Passages++
	for i, n := range t.tokens {
		s.Tokens[i] += n
	}
}

func (t *tally) takeFrom(stats map[string]*Stats) {
	s := stats[t.language]
	if !t.passage || s == nil {
		return
	}
	s.Passages--
	for i, n := range t.tokens {
		s.Tokens[i] -= n
	}
	if s.Passages == 0 {
		delete(stats, t.language)
	}
}

package corpus

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"docent/retrieval/analysis"
	"docent/retrieval/index"
	"docent/retrieval/parse"
)

// This file keeps the manifest: which files the index holds, as they were when they were read. The rules are:
//
//   - It is a journal of JSON lines. A change is some "put" and "drop" lines and then one "commit" line, which carries
//     the index's generation and a checksum of the change. What follows the last good commit is ignored.
//   - A change is written after the index has taken it in. So the manifest is never ahead of the index, and at most
//     one batch behind it; the index's mark names the files of that batch.
//   - The first line says what the index was built by. Another mapping or parser means: build anew.

// manifestFormat is the version of this file's own layout.
const manifestFormat = 1

// A builder says what an index was built by. Two indexes of the same builder read alike.
type builder struct {
	Format  int            `json:"format"`
	Mapping int            `json:"mapping"`
	Parsers map[string]int `json:"parsers"`
}

func currentBuilder() builder {
	return builder{Format: manifestFormat, Mapping: index.MappingVersion, Parsers: parse.Versions()}
}

func (b builder) equal(o builder) bool {
	return b.Format == o.Format && b.Mapping == o.Mapping && maps.Equal(b.Parsers, o.Parsers)
}

// A File is what the manifest knows of one file of the folder.
type File struct {
	Path    string    `json:"path"`
	Size    int64     `json:"size"`
	ModTime time.Time `json:"modified"`
	Hash    string    `json:"hash"` // SHA-256 of the file's bytes, hex
	Read    time.Time `json:"read"` // when it was read

	Failure FailureKind `json:"fail,omitempty"`   // why it could not be, and so isn't indexed
	Detail  string      `json:"detail,omitempty"` // of the failure

	Title    string    `json:"title,omitempty"`
	Date     time.Time `json:"date,omitzero"`
	Passages int       `json:"passages,omitempty"`

	Abbreviations []analysis.Abbreviation `json:"abbreviations,omitempty"` // that it explains
}

// Unsettled reports whether the file was read so soon after it was written that it may have been written again within
// the same tick of the file system's clock. Its time then proves nothing.
func (f File) Unsettled() bool { return f.Read.Sub(f.ModTime) < 2*time.Second }

// failed is the file as one that could not be read.
func (f File) failed() Failure { return Failure{f.Path, f.Failure, f.Detail} }

type manifestLine struct {
	Builder *builder `json:"builder,omitempty"`
	Put     *File    `json:"put,omitempty"`
	Drop    string   `json:"drop,omitempty"`
	Commit  *commit  `json:"commit,omitempty"`
}

type commit struct {
	Generation uint64 `json:"generation"`
	Sum        uint32 `json:"sum"` // CRC-32C of the lines since the commit before
}

type manifest struct {
	out        *os.File
	builder    builder
	generation uint64
	files      map[string]File
	lines      int // of the journal

	documents, passages int // that are indexed
	abbreviations       analysis.AbbreviationTable
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func createManifest(path string) (*manifest, error) {
	m := &manifest{builder: currentBuilder(), files: map[string]File{}, abbreviations: analysis.NewAbbreviationTable()}
	if err := m.rewrite(path); err != nil {
		return nil, err
	}
	return m, nil
}

// openManifest reads the journal up to its last good commit and cuts off what follows.
func openManifest(path string) (*manifest, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", index.ErrCorrupt, err)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the manifest: %w", err)
	}
	m := &manifest{out: f, files: map[string]File{}, abbreviations: analysis.NewAbbreviationTable()}
	end, err := m.load(f)
	if err == nil {
		err = f.Truncate(end)
	}
	if err == nil {
		_, err = f.Seek(end, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("reading the manifest: %w", err), f.Close())
	}
	if m.lines > 2*len(m.files)+1000 {
		old := m.out
		if err := m.rewrite(path); err != nil {
			return nil, errors.Join(err, old.Close())
		}
		return m, old.Close()
	}
	return m, nil
}

// readManifest reads the journal up to its last good commit and leaves the file as it is. What it returns can't be written.
func readManifest(path string) (*manifest, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the manifest: %w", err)
	}
	defer f.Close()
	m := &manifest{files: map[string]File{}, abbreviations: analysis.NewAbbreviationTable()}
	if _, err := m.load(f); err != nil {
		return nil, fmt.Errorf("reading the manifest: %w", err)
	}
	return m, nil
}

// load applies the journal's good commits and returns the offset behind the last.
func (m *manifest) load(r io.Reader) (end int64, err error) {
	in := bufio.NewReaderSize(r, 1<<16)
	var change []manifestLine
	var sum uint32
	for offset := int64(0); ; {
		raw, err := in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return 0, err
		}
		if err == io.EOF { // a line without its end was cut off in writing
			break
		}
		offset += int64(len(raw))
		var line manifestLine
		if json.Unmarshal(raw, &line) != nil {
			break
		}
		if line.Commit == nil {
			sum = crc32.Update(sum, castagnoli, raw)
			change = append(change, line)
			continue
		}
		if line.Commit.Sum != sum {
			break
		}
		for _, l := range change {
			m.apply(l)
		}
		m.generation = line.Commit.Generation
		m.lines += len(change) + 1
		change, sum, end = change[:0], 0, offset
	}
	if end == 0 {
		return 0, fmt.Errorf("%w: the manifest has no beginning", index.ErrCorrupt)
	}
	return end, nil
}

func (m *manifest) apply(l manifestLine) {
	switch {
	case l.Builder != nil:
		m.builder = *l.Builder
	case l.Put != nil:
		if kind := l.Put.Failure; kind != "" && reasons[kind] == "" { // a sentence of an older program, which is to be read anew
			l.Put.Failure, l.Put.Detail, l.Put.Hash = unreadable, string(kind), ""
		}
		m.count(m.files[l.Put.Path], -1)
		m.files[l.Put.Path] = *l.Put
		m.count(*l.Put, 1)
	case l.Drop != "":
		m.count(m.files[l.Drop], -1)
		delete(m.files, l.Drop)
	}
}

// untouched reports whether nothing was ever put into the index.
func (m *manifest) untouched() bool { return m.generation == 0 && len(m.files) == 0 }

func (m *manifest) count(f File, sign int) {
	if f.Path != "" && f.Failure == "" {
		m.documents += sign
		m.passages += sign * f.Passages
		m.abbreviations.Count(f.Abbreviations, sign)
	}
}

// append writes a change that the index has taken in as the given generation, and syncs it. The change counts from
// adopt on, which the caller calls with the lock that readers respect.
func (m *manifest) append(put []File, drop []string, generation uint64) ([]manifestLine, error) {
	var lines []manifestLine
	for i := range put {
		lines = append(lines, manifestLine{Put: &put[i]})
	}
	for _, path := range drop {
		lines = append(lines, manifestLine{Drop: path})
	}
	if err := m.write(m.out, lines, generation); err != nil {
		return nil, fmt.Errorf("writing the manifest: %w", err)
	}
	return lines, nil
}

func (m *manifest) adopt(lines []manifestLine, generation uint64) {
	for _, l := range lines {
		m.apply(l)
	}
	m.generation = generation
	m.lines += len(lines) + 1
}

func (m *manifest) write(out *os.File, lines []manifestLine, generation uint64) error {
	start, err := out.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	for _, l := range lines {
		if err := enc.Encode(l); err != nil {
			return err
		}
	}
	sum := crc32.Checksum(buf.Bytes(), castagnoli)
	if err := enc.Encode(manifestLine{Commit: &commit{Generation: generation, Sum: sum}}); err != nil {
		return err
	}
	_, err = out.Write(buf.Bytes())
	if err == nil {
		err = out.Sync()
	}
	if err != nil { // half a change must not stand before the next
		_, seek := out.Seek(start, io.SeekStart)
		return errors.Join(err, seek, out.Truncate(start))
	}
	return nil
}

// rewrite writes the whole manifest anew, beside the old one, and puts it in its place.
func (m *manifest) rewrite(path string) error {
	lines := []manifestLine{{Builder: &m.builder}}
	for _, f := range m.files {
		lines = append(lines, manifestLine{Put: &f})
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "manifest-*")
	if err != nil {
		return fmt.Errorf("writing the manifest: %w", err)
	}
	err = m.write(tmp, lines, m.generation)
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing the manifest: %w", err), tmp.Close(), os.Remove(tmp.Name()))
	}
	m.out, m.lines = tmp, len(lines)+1
	return nil
}

func (m *manifest) close() error { return m.out.Close() }

// syncDir makes a rename in a folder last through a crash. Windows can't, and keeps its own journal of renames.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Package index keeps passages where they can be found: an inverted index (Bleve's scorch) for their words and an
// append-only file for what a hit must bring back. It is the only room that knows Bleve. Bleve holds the postings; the
// scores are this package's own, so that they depend on the documents alone and not on how segments were merged.
//
// What is stored beside a passage or a fact, its record, is opaque here. Records are written and synced before the
// postings that point to them, and never overwritten, so that a snapshot can read every record it knows of for as long
// as it is open.
package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	"golang.org/x/sync/errgroup"

	"docent/retrieval/analysis"
)

// MappingVersion names the layout of fields and the analysis of text. An index of another version answers questions as
// it did, and must be rebuilt.
const MappingVersion = 5

// A Document is what the index keeps of one file.
type Document struct {
	Path     string
	Language string // ISO 639-1 code, "" for unknown
	Passages []Passage
	Facts    []Fact
	Names    []Name
}

// A Passage is a stretch of text to be found by its words. Heading and Title are its context.
type Passage struct {
	Body, Heading, Title string
	Quote                string // the text as it is quoted, where that isn't Body
	Record               []byte
}

// A Fact is found by its name.
type Fact struct {
	Name   string
	Record []byte
}

// A Batch is a change of the index: each path named is removed with all that belonged to it, then the documents are
// added. It takes effect at once or not at all.
type Batch struct {
	Remove []string   // paths that are gone; those of Add need not be repeated
	Add    []Document // new or changed documents
}

// A Mark says which batch an index has last taken in.
type Mark struct {
	Generation uint64
	Paths      []string // what the batch of this generation touched
}

// A Store is one index in a folder of its own. It is safe for concurrent use; batches exclude each other, and readers
// don't wait for them.
type Store struct {
	bleve    bleve.Index
	raw      bleveindex.Index
	records  *records
	postings *postingsCache
	windows  windows
	reads    mappedReads
	automata automata

	mu    sync.Mutex // held by Apply
	state state      // what the last batch left behind
	met   *metWords  // those of the batches since the store was opened

	analyzersMu sync.Mutex
	analyzers   map[string]*analysis.Analyzer
}

// state is kept in Bleve's internal storage, in the same batch as the postings it describes.
type state struct {
	Mark  Mark
	Stats map[string]*Stats // by language
	Live  int64             // bytes of the records that postings point to
}

// Stats are the totals that BM25 needs, of one language.
type Stats struct {
	Passages uint64
	Tokens   [fieldCount]uint64 // in the field, all passages together
}

var stateKey = []byte("docent")

const (
	bleveDir    = "bleve"
	recordsFile = "passages"
)

// Options say how a Store works.
type Options struct {
	CacheBytes int64 // decoded posting lists are kept up to so many bytes
}

// Create makes an empty index in dir, which must not exist.
func Create(dir string, o Options) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("creating the index: %w", err)
	}
	recs, err := openRecords(filepath.Join(dir, recordsFile), true)
	if err != nil {
		return nil, err
	}
	b, err := bleve.NewUsing(filepath.Join(dir, bleveDir), bleve.NewIndexMapping(), scorch.Name, scorch.Name, merging())
	if err != nil {
		recs.close()
		return nil, fmt.Errorf("creating the index: %w", err)
	}
	return newStore(b, recs, o)
}

// Open opens the index in dir. An error that wraps ErrCorrupt means that it must be built anew; any other, that it couldn't be
// opened and is left as it is.
func Open(dir string, o Options) (s *Store, err error) {
	defer guard(&err)()
	if err := openable(dir); err != nil {
		return nil, err
	}
	recs, err := openRecords(filepath.Join(dir, recordsFile), false)
	if err != nil {
		return nil, err
	}
	// Without a limit, scorch waits for ever for a lock that an attempt on a damaged index may have left behind.
	config := merging()
	config["bolt_timeout"] = "1s"
	b, err := bleve.OpenUsing(filepath.Join(dir, bleveDir), config)
	if err != nil {
		recs.close()
		return nil, damaged(err)
	}
	return newStore(b, recs, o)
}

// maxMerged is how many passages a merge of segments may bring together. A merge holds its segments in memory: with more, a
// folder of a million passages would need more memory to be indexed than to be asked.
const maxMerged = 250_000

// merging is how Bleve merges segments: those of a hundred thousand passages and more rest, of others there are few.
func merging() map[string]any {
	return map[string]any{"scorchMergePlanOptions": map[string]any{"MaxSegmentSize": maxMerged, "MaxSegmentsPerTier": 6, "SegmentsPerMergeTask": 6}}
}

func newStore(b bleve.Index, recs *records, o Options) (*Store, error) {
	raw, err := b.Advanced()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the index: %w", err), b.Close(), recs.close())
	}
	s := &Store{bleve: b, raw: raw, records: recs, postings: newPostingsCache(o.CacheBytes), met: new(metWords), analyzers: map[string]*analysis.Analyzer{}}
	if err := s.loadState(); err != nil {
		return nil, errors.Join(err, b.Close(), recs.close())
	}
	return s, nil
}

func (s *Store) loadState() error {
	reader, err := s.reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	s.state, err = readState(reader)
	return err
}

func readState(reader bleveindex.IndexReader) (state, error) {
	st := state{Stats: map[string]*Stats{}}
	data, err := reader.GetInternal(stateKey)
	if err != nil {
		return st, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if data == nil {
		return st, nil
	}
	if err := json.Unmarshal(data, &st); err != nil {
		return st, fmt.Errorf("%w: its state: %w", ErrCorrupt, err)
	}
	return st, nil
}

// Close waits for a batch under way and closes the files. Snapshots must be closed before.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.bleve.Close(), s.records.close())
}

// Mark says which batch was taken in last. A crash can leave the caller's own notes one batch behind it.
func (s *Store) Mark() Mark {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.Mark
}

// Waste is how many bytes of the passages' file nothing points to any more, since their documents changed or went, and how
// many it has in all. Only building the index anew gives them back.
func (s *Store) Waste() (dead, total int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	total = s.records.size()
	return total - s.state.Live, total
}

// Analyzer returns the analyzer of a language; the same one every time.
func (s *Store) Analyzer(language string) *analysis.Analyzer {
	s.analyzersMu.Lock()
	defer s.analyzersMu.Unlock()
	a := s.analyzers[language]
	if a == nil {
		a = analysis.NewAnalyzer(language)
		s.analyzers[language] = a
	}
	return a
}

// Apply takes a batch in and returns the generation it became. When it returns, the batch is on disk and every new
// snapshot sees it. After an error the index holds either all of the batch or none.
func (s *Store) Apply(ctx context.Context, batch Batch) (generation uint64, err error) {
	defer guard(&err)()
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		if err != nil {
			s.met = new(metWords) // what was met isn't in the index
		}
	}()
	reader, err := s.reader()
	if err != nil {
		return 0, err
	}
	defer reader.Close()
	// The state in Bleve, not the one remembered: a batch that failed to reach the disk may be visible all the same.
	next, err := readState(reader)
	if err != nil {
		return 0, err
	}
	next.Mark = Mark{Generation: next.Mark.Generation + 1, Paths: batch.paths()}

	postings := s.bleve.NewBatch()
	for _, path := range next.Mark.Paths {
		if err := s.remove(ctx, reader, path, postings, &next); err != nil {
			return 0, fmt.Errorf("removing %s: %w", path, err)
		}
	}
	entries, err := s.analyze(ctx, batch.Add)
	if err != nil {
		return 0, err
	}
	offsets, size, err := s.records.append(entries)
	if err != nil {
		return 0, fmt.Errorf("writing passages: %w", err)
	}
	next.Live += size
	for i, e := range entries {
		if err := postings.IndexAdvanced(e.document(strconv.FormatInt(offsets[i], 36))); err != nil {
			return 0, fmt.Errorf("indexing %s: %w", e.path, err)
		}
		e.tally.addTo(next.Stats)
	}
	if err := addSpellings(postings, entries, partsOf(reader, &s.reads), next.Mark.Generation); err != nil {
		return 0, fmt.Errorf("indexing the spelling of words: %w", err)
	}
	data, err := json.Marshal(next)
	if err != nil {
		return 0, fmt.Errorf("writing the index's state: %w", err)
	}
	postings.SetInternal(stateKey, data)
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if err := s.bleve.Batch(postings); err != nil {
		return 0, fmt.Errorf("writing the index: %w", err)
	}
	s.state = next
	s.forgetMerged()
	return next.Mark.Generation, nil
}

// forgetMerged drops the decoded lists of segments that were merged into others. That it comes late does no harm: it
// gives memory back, and the next batch comes.
func (s *Store) forgetMerged() {
	reader, err := s.reader()
	if err != nil {
		return
	}
	defer reader.Close()
	s.postings.forget(partsOf(reader, nil))
}

func (b Batch) paths() []string {
	paths := append([]string(nil), b.Remove...)
	for _, d := range b.Add {
		paths = append(paths, d.Path)
	}
	return paths
}

// remove deletes all that the index holds under a path, found by the path itself and not by remembered ids, so that
// nothing is left over from a batch that was interrupted.
func (s *Store) remove(ctx context.Context, reader bleveindex.IndexReader, path string, batch *bleve.Batch, next *state) error {
	it, err := reader.TermFieldReader(ctx, []byte(path), fieldPath, false, false, false)
	if err != nil {
		return err
	}
	defer it.Close()
	for {
		doc, err := it.Next(nil)
		if err != nil || doc == nil {
			return err
		}
		id, err := reader.ExternalID(doc.ID)
		if err != nil {
			return err
		}
		batch.Delete(id)
		offset, err := strconv.ParseInt(id, 36, 64)
		if err != nil {
			return fmt.Errorf("%w: id %q", ErrCorrupt, id)
		}
		r, err := s.records.read(offset, nil)
		if err != nil {
			return err
		}
		r.tally.takeFrom(next.Stats)
		next.Live -= r.size
	}
}

// analyze turns documents into entries, on all cores.
func (s *Store) analyze(ctx context.Context, docs []Document) ([]*entry, error) {
	var entries []*entry
	for _, d := range docs {
		first := len(entries)
		for _, p := range d.Passages {
			entries = append(entries, &entry{path: d.Path, language: d.Language, passage: p})
		}
		for _, f := range d.Facts {
			entries = append(entries, &entry{path: d.Path, language: d.Language, fact: &f})
		}
		if first < len(entries) {
			entries[first].names = nameTerms(d.Path, d.Names)
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		group.Go(func() error {
			buf := tokenBuffers{met: s.met}
			for i := w; i < len(entries); i += workers {
				if err := ctx.Err(); err != nil {
					return err
				}
				entries[i].analyze(s.Analyzer(entries[i].language), &buf)
			}
			return nil
		})
	}
	return entries, group.Wait()
}

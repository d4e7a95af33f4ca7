package index

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"docent/retrieval/analysis"
)

// BM25's parameters. With true lengths and frequencies, .9 and .4 did better on questions over articles than the
// textbook's 1.2 and .75.
const (
	K1 = 0.9
	B  = 0.4
)

// fieldWeights say what a match in the heading or title is worth beside one in the body.
var fieldWeights = [fieldCount]float64{fieldBody: 1, fieldHeading: 0.4, fieldGrams: 1, fieldTitle: 0.3}

// A Term is a word of a query with its weight.
type Term struct {
	Term   string
	Weight float64
	Gram   bool // a character n-gram of a word, looked up among those alone
}

// A Hit is a passage or fact that was found. Its record is read by Snapshot.Record.
type Hit struct {
	ID    int64
	Score float64 // BM25, weighted over the fields
	Grams float64 // the share of Score that character n-grams have
}

// A Snapshot is the index at one moment. What happens later doesn't touch it. It must be closed.
type Snapshot struct {
	store  *Store
	reader *scorch.IndexSnapshot
	parts  []part // the reader's segments
	state  state
}

// Snapshot opens the index as it stands.
func (s *Store) Snapshot() (snap *Snapshot, err error) {
	defer guard(&err)()
	reader, err := s.reader()
	if err != nil {
		return nil, err
	}
	st, err := readState(reader)
	if err != nil {
		return nil, errors.Join(err, reader.Close())
	}
	return &Snapshot{store: s, reader: reader, parts: partsOf(reader, &s.reads), state: st}, nil
}

// Close releases the snapshot.
func (s *Snapshot) Close() error {
	if s.store.reads.full() {
		s.unloadParts()
	}
	return s.reader.Close()
}

// Analyzer is the store's analyzer of a language.
func (s *Snapshot) Analyzer(language string) *analysis.Analyzer { return s.store.Analyzer(language) }

// Languages are those of the passages, sorted.
func (s *Snapshot) Languages() []string {
	var out []string
	for l := range s.state.Stats {
		out = append(out, l)
	}
	slices.Sort(out)
	return out
}

// Passages counts the passages of a language.
func (s *Snapshot) Passages(language string) uint64 {
	if st := s.state.Stats[language]; st != nil {
		return st.Passages
	}
	return 0
}

// Record returns what was stored with a hit.
func (s *Snapshot) Record(id int64) ([]byte, error) {
	var stored Stored
	err := s.Read(id, &stored)
	return stored.Record, err
}

// Stored is what stands beside a passage or a fact, which has no words.
type Stored struct {
	Record  []byte
	Words   []analysis.Word // of the passage's text, as it is quoted
	Context []analysis.Word // of its heading and title, and of its body where that reads otherwise; Start and End mean nothing here

	buf []byte // what Record lies in
}

// Read reads what was stored with a hit. What into holds from a Read before is overwritten.
func (s *Snapshot) Read(id int64, into *Stored) error {
	r, err := s.store.records.read(id, into.buf)
	if err != nil {
		return err
	}
	into.buf = r.buf
	into.Record, into.Words, into.Context = r.body, into.Words[:0], into.Context[:0]
	if !r.tally.passage {
		return nil
	}
	if into.Words, into.Record, err = readWords(into.Words, into.Record); err == nil {
		into.Context, into.Record, err = readWords(into.Context, into.Record)
	}
	if err != nil {
		return fmt.Errorf("%w: passage at %d: %w", ErrCorrupt, id, err)
	}
	return nil
}

// IDF is Robertson and Spärck Jones's weight of a word in the bodies of a language, in the form that never turns
// negative: ln(1 + (N - n + .5) / (n + .5)), of N passages n having the word. A word that none has weighs most.
func IDF(n, total uint64) float64 {
	return math.Log(1 + (float64(total)-float64(n)+.5)/(float64(n)+.5))
}

// IDF is the inverse document frequency of a term that n passages of a language have.
func (s *Snapshot) IDF(language string, n uint64) float64 { return IDF(n, s.Passages(language)) }

// Occurs reports whether a term stands in a passage of a language, or in the headings or the title above one.
func (s *Snapshot) Occurs(ctx context.Context, language, term string) (bool, error) {
	having, err := s.Having(ctx, language, [][]string{{term}})
	return err == nil && !having.Empty(), err
}

// Frequency counts the passages of a language whose body has the term.
func (s *Snapshot) Frequency(ctx context.Context, language, term string) (n uint64, err error) {
	defer guard(&err)()
	return s.count(ctx, fieldIn(fieldNames[fieldBody], language), term)
}

// GramFrequency counts the passages of a language whose body has the character n-gram.
func (s *Snapshot) GramFrequency(ctx context.Context, language, gram string) (n uint64, err error) {
	defer guard(&err)()
	return s.count(ctx, fieldIn(fieldNames[fieldGrams], language), gram)
}

// A Filter is the set of passages and facts that a search may find: nil admits all, the zero Filter none. It holds for its
// snapshot.
type Filter struct{ numbers roaring.Bitmap }

func (f *Filter) admits(number uint64) bool { return f == nil || f.numbers.Contains(uint32(number)) }

// OnlyPaths makes a filter of the documents at these paths.
func (s *Snapshot) OnlyPaths(ctx context.Context, paths []string) (f *Filter, err error) {
	defer guard(&err)()
	f = &Filter{}
	for _, path := range paths {
		err := s.each(ctx, fieldPath, path, false, func(d *bleveindex.TermFieldDoc) { f.numbers.Add(uint32(d.ID.Value())) })
		if err != nil {
			return nil, err
		}
	}
	return f, nil
}

// each calls f for every posting of a term. The posting given to f is reused.
func (s *Snapshot) each(ctx context.Context, field, term string, frequencies bool, f func(*bleveindex.TermFieldDoc)) error {
	it, err := s.reader.TermFieldReader(ctx, []byte(term), field, frequencies, frequencies, false)
	if err != nil {
		return fmt.Errorf("looking up %q: %w", term, err)
	}
	defer it.Close()
	var buf bleveindex.TermFieldDoc
	for i := 0; ; i++ {
		if i&1023 == 1023 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		d, err := it.Next(&buf)
		if err != nil {
			return fmt.Errorf("reading postings of %q: %w", term, err)
		}
		if d == nil {
			return nil
		}
		f(d)
	}
}

// Search returns the k passages of a language that score highest for the terms in body, heading and title, and for n-grams in the body, best first.
// Passages of equal score at the k-th place are returned too, up to a thousand, so that the caller can choose among them by
// something that lasts.
func (s *Snapshot) Search(ctx context.Context, language string, terms []Term, only *Filter, k int) ([]Hit, error) {
	return s.search(ctx, language, terms, []int{fieldBody, fieldHeading, fieldGrams, fieldTitle}, only, k)
}

// SearchBodies is Search in the bodies alone.
func (s *Snapshot) SearchBodies(ctx context.Context, language string, terms []Term, only *Filter, k int) ([]Hit, error) {
	return s.search(ctx, language, terms, []int{fieldBody}, only, k)
}

func (s *Snapshot) search(ctx context.Context, language string, terms []Term, fields []int, only *Filter, k int) (hits []Hit, err error) {
	defer guard(&err)()
	if s.state.Stats[language] == nil || k <= 0 {
		return nil, nil
	}
	plan, err := s.planFor(ctx, language, terms, fields)
	if err != nil {
		return nil, err
	}
	found, err := s.decoded(ctx, plan, only, k)
	if err != nil {
		return nil, err
	}
	if hits, err = s.hits(found, plan.unit); err != nil {
		return nil, err
	}
	return hits, s.addGrams(ctx, plan, found, hits)
}

// Explain returns what each term gives to the score that Search finds for a passage with this text.
func (s *Snapshot) Explain(ctx context.Context, language string, p Passage, terms []Term) (shares []float64, err error) {
	defer guard(&err)()
	shares = make([]float64, len(terms))
	st := s.state.Stats[language]
	if st == nil {
		return shares, nil
	}
	e := &entry{language: language, passage: p}
	e.analyze(s.Analyzer(language), new(tokenBuffers))
	for field, name := range fieldNames {
		average := st.average(field)
		frequency := map[string]uint64{}
		for _, t := range e.streams[field] {
			frequency[string(t.Term)]++
		}
		for i, t := range terms {
			if frequency[t.Term] == 0 || t.Gram != (field == fieldGrams) {
				continue
			}
			n, err := s.count(ctx, fieldIn(name, language), t.Term)
			if err != nil {
				return nil, err
			}
			weight := fieldWeights[field] * t.Weight * IDF(n, st.Passages)
			shares[i] += weight * saturation(float64(min(frequency[t.Term], maxCount)), lengthNorm(min(e.tally.tokens[field], maxCount), average))
		}
	}
	return shares, nil
}

func (st *Stats) average(field int) float64 {
	return math.Max(1, float64(st.Tokens[field])/float64(st.Passages))
}

// count is the number of passages that have a term in a field.
func (s *Snapshot) count(ctx context.Context, field, term string) (n uint64, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	for i := range s.parts {
		in, err := s.store.postings.frequency(&s.parts[i], field, term)
		if err != nil {
			return 0, err
		}
		n += in
	}
	return n, nil
}

// saturation is BM25's share of a word that stands so often in a field with this norm.
func saturation(frequency, norm float64) float64 { return frequency * (K1 + 1) / (frequency + norm) }

// lengthNorm is BM25's measure of a field of the given length, in words.
func lengthNorm(length uint64, average float64) float64 {
	return K1 * (1 - B + B*float64(length)/average)
}

// length undoes scorch's norm, which is 1/sqrt(length) as a float32: exact up to two million words.
func length(norm float64) uint64 { return uint64(min(math.Round(1/(norm*norm)), maxCount)) }

// hits resolves numbers, which hold for this snapshot alone, to ids, and scores of so many parts of 1.
func (s *Snapshot) hits(found []scored, unit float64) ([]Hit, error) {
	hits := make([]Hit, len(found))
	var buf bleveindex.IndexInternalID
	for i, x := range found {
		buf = bleveindex.NewIndexInternalID(buf, x.doc)
		id, err := s.id(buf)
		if err != nil {
			return nil, err
		}
		hits[i] = Hit{ID: id, Score: float64(x.score) / unit}
	}
	return hits, nil
}

func (s *Snapshot) id(internal bleveindex.IndexInternalID) (int64, error) {
	name, err := s.reader.ExternalID(internal)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	id, err := strconv.ParseInt(name, 36, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: id %q", ErrCorrupt, name)
	}
	return id, nil
}

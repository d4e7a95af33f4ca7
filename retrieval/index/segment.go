package index

import (
	"context"
	"errors"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// This file is the way to Bleve's postings beneath its index reader, the only one. The rules are:
//
//   - It uses what Bleve v2.6.3 exports of scorch. TestSearchEqualsByHand holds what it finds against the index reader's own
//     iterators and against scores computed by hand, and is what to look at after an upgrade of Bleve.
//   - A segment never changes, and so neither does a term's list in it. What is deleted is left in it, and left out when
//     it is read.
//   - A dictionary is opened for each look-up: its reader isn't safe for two goroutines.

// A part is a segment as one snapshot sees it.
type part struct {
	id      uint64
	first   uint64 // the number of its first passage in the snapshot
	size    int    // how many passages it holds, deleted ones included
	deleted *roaring.Bitmap
	gone    uint64 // how many are deleted
	segment segment.Segment
	reads   *mappedReads // nil: nobody counts
}

// reader opens Bleve's index as it stands.
func (s *Store) reader() (*scorch.IndexSnapshot, error) {
	reader, err := s.raw.Reader()
	if err != nil {
		return nil, fmt.Errorf("reading the index: %w", err)
	}
	snap, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(fmt.Errorf("%w: it is no index of scorch's", ErrCorrupt), reader.Close())
	}
	return snap, nil
}

// partsOf returns a reader's segments. What is read of them is counted in reads.
func partsOf(reader *scorch.IndexSnapshot, reads *mappedReads) (parts []part) {
	var first uint64
	for _, s := range reader.Segments() {
		p := part{id: s.Id(), first: first, size: int(s.Segment().Count()), deleted: s.Deleted(), segment: s.Segment(), reads: reads}
		if p.deleted != nil {
			p.gone = p.deleted.GetCardinality()
		}
		first += uint64(p.size)
		parts = append(parts, p)
	}
	return parts
}

// mapped is the segment's file in memory; nil for a segment that has none yet.
func (p *part) mapped() []byte {
	if onDisk, ok := p.segment.(interface{ Data() []byte }); ok {
		return onDisk.Data()
	}
	return nil
}

func (p *part) has(doc uint32) bool { return p.deleted == nil || !p.deleted.Contains(doc) }

// look finds a term's list in the segment, without those in except.
func (p *part) look(field, term string, except *roaring.Bitmap) (segment.PostingsList, error) {
	p.reads.look()
	dict, err := p.segment.Dictionary(field)
	if err != nil {
		return nil, fmt.Errorf("looking up %q: %w", term, err)
	}
	list, err := dict.PostingsList([]byte(term), except, nil)
	if err != nil {
		return nil, fmt.Errorf("looking up %q: %w", term, err)
	}
	return list, nil
}

// anyHas reports whether a segment has a term in a field, be it of deleted passages alone.
func anyHas(parts []part, field, term string) (bool, error) {
	for i := range parts {
		parts[i].reads.look()
		dict, err := parts[i].segment.Dictionary(field)
		if err != nil {
			return false, fmt.Errorf("looking up %q: %w", term, err)
		}
		if has, err := dict.Contains([]byte(term)); err != nil || has {
			return has, err
		}
	}
	return false, nil
}

// frequency is the number of passages that have a term and aren't deleted, read without its postings.
func (p *part) frequency(field, term string) (uint64, error) {
	list, err := p.look(field, term, p.deleted)
	if err != nil {
		return 0, err
	}
	return list.Count(), nil
}

// checkEvery is how many postings are read between two looks at the context: a tenth of a millisecond's work.
const checkEvery = 4096

// decode reads a term's list from a segment. It notes the lengths of the field that it meets; average is the length that
// its peaks are for.
func (p *part) decode(ctx context.Context, field, term string, lengths lengths, average float64) (*postings, error) {
	if err := ctx.Err(); err != nil { // a question of many words decodes many short lists
		return nil, err
	}
	list, err := p.look(field, term, nil)
	if err != nil {
		return nil, err
	}
	b := builder{lengths: lengths, average: average}
	if list.Count() == 0 {
		return b.done(), nil
	}
	p.reads.postings(list.Count())
	it := list.Iterator(true, true, false, nil)
	for n := 1; ; n++ {
		posting, err := it.Next()
		if err != nil {
			return nil, fmt.Errorf("reading postings of %q: %w", term, err)
		}
		if posting == nil {
			return b.done(), nil
		}
		b.add(uint32(posting.Number()), posting.Frequency(), lengthIn(posting))
		if n%checkEvery == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
	}
}

// lengthIn is the length of a posting's field, which Bleve's segments keep as it is and show as a norm.
func lengthIn(p segment.Posting) uint64 {
	if exact, ok := p.(interface{ NormUint64() uint64 }); ok {
		return min(exact.NormUint64(), maxCount)
	}
	return length(p.Norm())
}

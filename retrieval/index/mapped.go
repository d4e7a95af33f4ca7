package index

import "sync/atomic"

// This file keeps small what the index has of its files in memory. Bleve maps them, and what was read once stays mapped; as
// far as it was decoded, the cache has it, and it isn't needed again soon. The system would take it back when memory runs
// short; but until then the process looks, and counts, as if it needed memory for the whole index.

// mappedMost is about how many bytes of the files may be in memory before they are let go of.
const mappedMost = 96 << 20

// What reading costs, in bytes of files that come into memory: the system maps 64 KB around each place that is read, and
// looking a term up reads in about two places. A posting takes about three bytes.
const (
	lookBytes    = 128 << 10
	postingBytes = 3
)

// mappedReads adds up what was read of the files since they were last let go of.
type mappedReads struct{ bytes atomic.Int64 }

func (m *mappedReads) look() {
	if m != nil {
		m.bytes.Add(lookBytes)
	}
}

func (m *mappedReads) postings(n uint64) {
	if m != nil {
		m.bytes.Add(postingBytes * int64(n))
	}
}

// full tells that it is time to let go, to one caller alone.
func (m *mappedReads) full() bool {
	n := m.bytes.Load()
	return n > mappedMost && m.bytes.CompareAndSwap(n, 0)
}

// unloadParts lets go of the files of a snapshot's segments. The snapshot keeps them mapped meanwhile.
func (s *Snapshot) unloadParts() {
	for i := range s.parts {
		if data := s.parts[i].mapped(); len(data) > 0 {
			_ = unload(data) // it is a matter of looks
		}
	}
}

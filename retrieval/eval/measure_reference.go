package eval

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
	"docent/retrieval/index"
	"docent/retrieval/passage"
)

// measureReference is how many passages Bleve's own index is built of, at most: what it costs for one is told by then,
// and no more than it would cost for one of a larger index.
const measureReference = 100_000

// reference measures what building costs Bleve by itself: the same files read and cut in the same way, once into the
// leanest index that Bleve makes and once into nothing. The difference is Bleve's.
func (r *measuring) reference(ctx context.Context) error {
	dir := filepath.Join(filepath.Dir(r.data), "reference")
	ref, err := newReference(dir)
	if err != nil {
		return err
	}
	indexing, passages, err := r.readInto(ctx, "indexing with Bleve", ref.add)
	if err == nil {
		cpu := r.cfg.CPU()
		err = r.settle(ctx)
		indexing += r.cfg.CPU() - cpu
	}
	if err := errors.Join(err, ref.close()); err != nil {
		return err
	}
	reading, _, err := r.readInto(ctx, "reading", func([]index.Document) error { return nil })
	if err != nil || passages == 0 {
		return err
	}
	scale := float64(r.m.Passages) / float64(passages)
	r.m.ReadCPU = scale * reading.Seconds()
	r.m.BleveBuildCPU = scale * max(0, indexing-reading).Seconds()
	if r.m.BleveBuildCPU > 0 {
		r.m.BuildRatio = max(0, r.m.BuildCPU-r.m.ReadCPU) / r.m.BleveBuildCPU
	}
	bytes, err := bytesUnder(dir)
	r.m.BleveIndexMB = scale * megabytes(bytes)
	return err
}

// readInto reads and cuts the corpus and hands it on in batches, and returns the CPU time of all that, and the number of
// passages.
func (r *measuring) readInto(ctx context.Context, stage string, add func([]index.Document) error) (cpu time.Duration, passages int, err error) {
	f := corpus.NewFolder(r.docs, analysis.NewDetector())
	found, _, err := f.Walk(ctx)
	if err != nil {
		return 0, 0, err
	}
	want := min(r.m.Passages, measureReference)
	found = found[:max(1, len(found)*want/max(1, r.m.Passages))]
	begun := r.cfg.CPU()
	var batch []index.Document
	size := 0
	for i, file := range found {
		read, err := f.Read(ctx, file.Path, time.Now())
		if err != nil {
			return 0, 0, err
		}
		r.cfg.Progress(stage, i+1, len(found))
		doc, n := corpus.IndexDocument(&read.Doc, read.Decoded.Text, read.File.Hash, passage.DefaultWords)
		batch, size, passages = append(batch, doc), size+n, passages+n
		if size < corpus.DefaultBatch().Passages && i < len(found)-1 {
			continue
		}
		if err := add(batch); err != nil {
			return 0, 0, err
		}
		batch, size = nil, 0
	}
	return r.cfg.CPU() - begun, passages, nil
}

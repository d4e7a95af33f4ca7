package retrieval

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"docent/retrieval/index"
)

// A batchLimit closes a batch of the index at so many passages, or bytes of text, whichever comes first. So many bytes
// that nothing needs any more, and no fewer, are worth building the index anew for.
type batchLimit struct {
	passages, bytes int
	waste           int64
}

// defaultBatch is large enough that Bleve's cost of a batch is spread, and small enough to bound memory and to be found
// soon.
var defaultBatch = batchLimit{passages: 2000, bytes: 8 << 20, waste: 64 << 20}

// Update compares the whole folder with the index and brings the index up to date. A fault of the folder as a whole is
// an error, and changes nothing.
func (l *Library) Update(ctx context.Context) (Report, error) {
	if err := l.beginUpdate(ctx); err != nil {
		return Report{}, err
	}
	defer l.endUpdate()
	return l.update(ctx)
}

func (l *Library) update(ctx context.Context) (Report, error) {
	e, damaged := l.updatable()
	if e == nil {
		return Report{}, errClosed
	}
	if damaged || !e.manifest.builder.equal(currentBuilder()) || l.wasteful(e) {
		return l.rebuild(ctx)
	}
	return l.bring(ctx, e)
}

// wasteful tells that an index is mostly what documents said once, and worth building anew. While the folder is at fault
// there is nothing to build it from.
func (l *Library) wasteful(e *edition) bool {
	dead, total := e.store.Waste()
	return dead > l.batch.waste && dead > total/2 && !l.faulty()
}

func (l *Library) updatable() (e *edition, damaged bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.edition, l.damage != ""
}

// rebuild builds a new edition beside the one that answers, and puts it in its place.
func (l *Library) rebuild(ctx context.Context) (Report, error) {
	l.cfg.Log.Info("building the index anew beside the one that answers")
	e, err := l.create(l.nextName())
	if err != nil {
		return Report{}, err
	}
	report, err := l.bring(ctx, e)
	if err == nil {
		err = l.replace(e)
	}
	if err != nil {
		return report, errors.Join(err, e.close(), os.RemoveAll(filepath.Join(l.dir, e.name)))
	}
	return report, nil
}

// bring brings one edition up to date with the folder.
func (l *Library) bring(ctx context.Context, e *edition) (Report, error) {
	p, err := l.compare(ctx, e)
	if fault := (*folderFault)(nil); errors.As(err, &fault) {
		l.setFault(fault.reason)
	}
	if err != nil {
		return Report{}, err
	}
	l.setFault("")
	return l.carryOut(ctx, e, p)
}

// A change is what one batch does to the index and then to the manifest.
type change struct {
	batch index.Batch
	put   []file
	drop  []string

	passages, bytes int
}

func (c *change) empty() bool { return len(c.put) == 0 && len(c.drop) == 0 }

func (c *change) full(at batchLimit) bool { return c.passages >= at.passages || c.bytes >= at.bytes }

// carryOut reads what the plan names, on all cores, and takes it in, batch by batch.
func (l *Library) carryOut(ctx context.Context, e *edition, p *plan) (Report, error) {
	defer l.setBusy(nil)
	l.setBusy(&Progress{Total: len(p.read)})
	c := &change{}
	for _, path := range p.report.Removed {
		c.batch.Remove = append(c.batch.Remove, path)
		c.drop = append(c.drop, path)
	}
	for _, f := range p.failed {
		l.fail(p, c, f)
	}
	done := 0
	err := l.readAll(ctx, p.read, func(r reading, err error) error {
		done++
		l.setBusy(&Progress{Done: done, Total: len(p.read), Path: r.file.Path})
		if errors.Is(err, fs.ErrNotExist) { // it vanished after the walk
			if _, ok := p.known[r.file.Path]; ok {
				p.report.Removed = append(p.report.Removed, r.file.Path)
				c.batch.Remove = append(c.batch.Remove, r.file.Path)
				c.drop = append(c.drop, r.file.Path)
			}
			return nil
		}
		if err != nil {
			return err
		}
		l.take(p, c, r)
		if !c.full(l.batch) || done < len(p.read) && p.doubted[p.read[done]] {
			return nil
		}
		err = l.apply(ctx, e, c)
		c = &change{}
		return err
	})
	if err == nil && !c.empty() {
		err = l.apply(ctx, e, c)
	}
	if err != nil {
		return p.report.sorted(), err
	}
	l.mu.Lock()
	if e == l.edition {
		l.initial = false
	}
	l.mu.Unlock()
	return p.report.sorted(), nil
}

// take puts one reading into the change.
func (l *Library) take(p *plan, c *change, r reading) {
	if r.file.Failure != "" {
		l.fail(p, c, r.file)
		return
	}
	p.note(r.file)
	old, known := p.known[r.file.Path]
	if known && old.Hash == r.file.Hash && old.Failure == "" && !p.doubted[r.file.Path] {
		r.file.Passages = old.Passages // only its time has changed
		c.put = append(c.put, r.file)
		return
	}
	doc, n := indexDocument(&r.doc, r.decoded.Text, r.file.Hash, l.cfg.PassageWords)
	r.file.Passages = n
	c.batch.Add = append(c.batch.Add, doc)
	c.put = append(c.put, r.file)
	c.passages += n + len(doc.Facts)
	c.bytes += len(r.decoded.Text)
}

// fail notes a file that can't be read: it is reported, and what was indexed of it can't be verified any more.
func (l *Library) fail(p *plan, c *change, f file) {
	p.note(f)
	old, known := p.known[f.Path]
	if known && old.Failure == f.Failure && old.Size == f.Size && !p.doubted[f.Path] {
		return
	}
	c.put = append(c.put, f)
	c.batch.Remove = append(c.batch.Remove, f.Path)
	l.cfg.Log.Warn("a document can't be read", "path", f.Path, "reason", f.Failure)
}

// apply takes a change into the index, and then notes it in the manifest.
func (l *Library) apply(ctx context.Context, e *edition, c *change) error {
	l.crash("before the batch")
	generation := e.manifest.generation
	if len(c.batch.Add)+len(c.batch.Remove) > 0 || e.store.Mark().Generation != generation {
		var err error
		if generation, err = e.store.Apply(ctx, c.batch); err != nil {
			return err
		}
	}
	l.crash("after the batch")
	lines, err := e.manifest.append(c.put, c.drop, generation)
	if err != nil {
		return err
	}
	l.mu.Lock()
	e.manifest.adopt(lines, generation)
	l.mu.Unlock()
	l.names.follow(e, c)
	l.crash("after the manifest")
	return nil
}

func (l *Library) setBusy(p *Progress) {
	l.mu.Lock()
	l.busy = p
	l.mu.Unlock()
	if p != nil && p.Total > 0 {
		l.cfg.Progress(*p)
	}
}

// readAll reads files on all cores and hands the readings to take, one at a time and in the order of paths.
func (l *Library) readAll(ctx context.Context, paths []string, take func(reading, error) error) error {
	type result struct {
		r   reading
		err error
	}
	workers := runtime.GOMAXPROCS(0)
	results := make(chan chan result, 2*workers) // bounds what is read ahead
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(results)
		readers, ctx := errgroup.WithContext(ctx)
		readers.SetLimit(workers)
		for _, path := range paths {
			slot := make(chan result, 1)
			select {
			case results <- slot:
			case <-ctx.Done():
				return errors.Join(ctx.Err(), readers.Wait())
			}
			readers.Go(func() error {
				r, err := l.folder.read(ctx, path, l.cfg.Now())
				slot <- result{r, err}
				return nil
			})
		}
		return readers.Wait()
	})
	group.Go(func() error {
		for slot := range results {
			select {
			case res := <-slot:
				if err := take(res.r, res.err); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	return group.Wait()
}

// refresh brings some files up to date, named by path. Where a path is no single file (a folder came or went), or so much
// is gone that the folder as a whole must be looked at, it compares everything.
func (l *Library) refresh(ctx context.Context, paths []string) (Report, error) {
	if err := l.beginUpdate(ctx); err != nil {
		return Report{}, err
	}
	defer l.endUpdate()
	e, damaged := l.updatable()
	if e == nil {
		return Report{}, errClosed
	}
	if damaged || l.faulty() || !e.manifest.builder.equal(currentBuilder()) || e.store.Mark().Generation != e.manifest.generation {
		return l.update(ctx)
	}
	p, ok, err := l.planSome(e, paths)
	if err != nil || !ok {
		return l.update(ctx) // which tells a fault from a deletion
	}
	l.setFault("")
	return l.carryOut(ctx, e, p)
}

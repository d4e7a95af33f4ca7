package corpus

import (
	"context"
	"errors"
	"io/fs"
	"runtime"

	"golang.org/x/sync/errgroup"

	"docent/retrieval/index"
)

// A BatchLimit closes a batch of the index at so many passages, or bytes of text, whichever comes first. An index with more
// than Waste bytes that nothing needs any more is built anew.
type BatchLimit struct {
	Passages, Bytes int
	Waste           int64
}

// DefaultBatch is large enough that Bleve's cost of a batch is spread, and small enough to bound memory and to be found
// soon.
func DefaultBatch() BatchLimit { return BatchLimit{Passages: 2000, Bytes: 8 << 20, Waste: 64 << 20} }

// Update compares the whole folder with the index and brings the index up to date. A fault of the folder as a whole is
// an error, and changes nothing.
func (c *Corpus) Update(ctx context.Context) (Report, error) {
	if err := c.beginUpdate(ctx); err != nil {
		return Report{}, err
	}
	defer c.endUpdate()
	return c.update(ctx)
}

func (c *Corpus) updatable() (v *Version, damaged bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.version, c.damage != nil
}

// bring brings one version up to date with the folder.
func (c *Corpus) bring(ctx context.Context, v *Version) (Report, error) {
	p, err := c.compare(ctx, v)
	c.noteFault(err)
	if err != nil {
		return Report{}, err
	}
	c.setFault(Notice{})
	return c.carryOut(ctx, v, p)
}

// A change is what one batch does to the index and then to the manifest.
type change struct {
	batch index.Batch
	put   []File
	drop  []string

	passages, bytes int
}

// A Batch is what the index has taken in at once, in this order.
type Batch struct {
	Dropped []string                // paths that are gone
	Put     []File                  // files that are new, were read again, or can't be read
	Names   map[string][]index.Name // by path: what can be completed of the files whose content was taken in
}

// told is the change as followers are told of it.
func (ch *change) told() *Batch {
	b := &Batch{Dropped: ch.drop, Put: ch.put, Names: map[string][]index.Name{}}
	for _, d := range ch.batch.Add {
		b.Names[d.Path] = d.Names
	}
	return b
}

func (ch *change) empty() bool { return len(ch.put) == 0 && len(ch.drop) == 0 }

func (ch *change) full(at BatchLimit) bool { return ch.passages >= at.Passages || ch.bytes >= at.Bytes }

// carryOut reads what the plan names, on all cores, and takes it in, batch by batch.
func (c *Corpus) carryOut(ctx context.Context, v *Version, p *plan) (Report, error) {
	defer c.setBusy(nil)
	c.setBusy(&Progress{Total: len(p.read)})
	ch := &change{}
	for _, path := range p.report.Removed {
		ch.batch.Remove = append(ch.batch.Remove, path)
		ch.drop = append(ch.drop, path)
	}
	for _, f := range p.failed {
		c.fail(p, ch, f)
	}
	done := 0
	err := c.readAll(ctx, p.read, func(r Reading, err error) error {
		done++
		c.setBusy(&Progress{Done: done, Total: len(p.read), Path: r.File.Path})
		if errors.Is(err, fs.ErrNotExist) { // it vanished after the walk
			if _, ok := p.known[r.File.Path]; ok {
				p.report.Removed = append(p.report.Removed, r.File.Path)
				ch.batch.Remove = append(ch.batch.Remove, r.File.Path)
				ch.drop = append(ch.drop, r.File.Path)
			}
			return nil
		}
		if err != nil {
			return err
		}
		c.take(p, ch, r)
		if !ch.full(c.cfg.Batch) || done < len(p.read) && p.unfinished[p.read[done]] {
			return nil
		}
		err = c.apply(ctx, v, ch)
		ch = &change{}
		return err
	})
	if err == nil && !ch.empty() {
		err = c.apply(ctx, v, ch)
	}
	if err != nil {
		return p.report.sorted(), err
	}
	c.mu.Lock()
	if v == c.version {
		c.initial = false
	}
	c.mu.Unlock()
	return p.report.sorted(), nil
}

// take puts one reading into the change.
func (c *Corpus) take(p *plan, ch *change, r Reading) {
	if r.File.Failure != "" {
		c.fail(p, ch, r.File)
		return
	}
	p.note(r.File)
	old, known := p.known[r.File.Path]
	if known && old.Hash == r.File.Hash && old.Failure == "" && !p.unfinished[r.File.Path] {
		r.File.Passages = old.Passages // only its time has changed
		ch.put = append(ch.put, r.File)
		return
	}
	doc, n := IndexDocument(&r.Doc, r.Decoded.Text, r.File.Hash, c.cfg.PassageWords)
	r.File.Passages = n
	ch.batch.Add = append(ch.batch.Add, doc)
	ch.put = append(ch.put, r.File)
	ch.passages += n + len(doc.Facts)
	ch.bytes += len(r.Decoded.Text)
}

// fail notes a file that can't be read: it is reported, and what was indexed of it can't be verified any more.
func (c *Corpus) fail(p *plan, ch *change, f File) {
	p.note(f)
	old, known := p.known[f.Path]
	if known && old.failed() == f.failed() && old.Size == f.Size && !p.unfinished[f.Path] {
		return
	}
	ch.put = append(ch.put, f)
	ch.batch.Remove = append(ch.batch.Remove, f.Path)
	c.cfg.Log.Warn("a document can't be read", "path", f.Path, "reason", f.failed().Reason(), "detail", f.Detail)
}

// apply takes a change into the index, and then notes it in the manifest.
func (c *Corpus) apply(ctx context.Context, v *Version, ch *change) error {
	c.cfg.Step("before the batch")
	if !c.owns(v) {
		return ErrDeleted
	}
	generation := v.manifest.generation
	if len(ch.batch.Add)+len(ch.batch.Remove) > 0 || v.Store.Mark().Generation != generation {
		var err error
		if generation, err = v.Store.Apply(ctx, ch.batch); err != nil {
			return err
		}
	}
	c.cfg.Step("after the batch")
	lines, err := v.manifest.append(ch.put, ch.drop, generation)
	if err != nil {
		return err
	}
	v.mu.Lock()
	v.manifest.adopt(lines, generation)
	v.mu.Unlock()
	if c.cfg.Batched != nil {
		c.cfg.Batched(v, ch.told())
	}
	c.cfg.Step("after the manifest")
	return nil
}

func (c *Corpus) setBusy(p *Progress) {
	c.mu.Lock()
	c.busy = p
	c.mu.Unlock()
	if p != nil && p.Total > 0 {
		c.cfg.Progress(*p)
	}
}

// readAll reads files on all cores and hands the readings to take, one at a time and in the order of paths.
func (c *Corpus) readAll(ctx context.Context, paths []string, take func(Reading, error) error) error {
	type result struct {
		r   Reading
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
				r, err := c.folder.Read(ctx, path, c.cfg.Now())
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

// Refresh brings some files up to date, named by path. Where a path is no single file (a folder came or went), or so much
// is gone that the folder as a whole must be looked at, it compares everything.
func (c *Corpus) Refresh(ctx context.Context, paths []string) (Report, error) {
	if err := c.beginUpdate(ctx); err != nil {
		return Report{}, err
	}
	defer c.endUpdate()
	v, damaged := c.updatable()
	if v == nil {
		return Report{}, ErrClosed
	}
	if damaged || !c.owns(v) || c.folderFault().Kind != "" || !v.manifest.builder.equal(currentBuilder()) || v.Store.Mark().Generation != v.manifest.generation {
		return c.update(ctx)
	}
	p, ok, err := c.planSome(v, paths)
	if err != nil || !ok {
		return c.update(ctx) // which tells a fault from a deletion
	}
	c.setFault(Notice{})
	return c.carryOut(ctx, v, p)
}

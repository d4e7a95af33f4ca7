package corpus

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Report says what an update changed. Paths are sorted.
type Report struct {
	Added     []string  `json:"added"`
	Changed   []string  `json:"changed"`
	Removed   []string  `json:"removed"`
	Unchanged int       `json:"unchanged"`
	Failed    []Failure `json:"failed"`
}

// A plan is what an update is going to do.
type plan struct {
	report Report
	read   []string        // paths to read: new, changed in size or time, or not to be trusted
	known  map[string]File // what the manifest has
	failed []File          // failures found without reading
	// unlisted are the folders that can't be listed.
	unlisted []string
	// unfinished are the files of a batch that the index took in and the manifest doesn't know of. They are read first and
	// indexed again in one batch, whatever the manifest says of them.
	unfinished map[string]bool
}

// Check says what Update would change, and changes nothing.
func Check(ctx context.Context, cfg Config) (Report, error) {
	c, err := newCorpus(cfg)
	if err != nil {
		return Report{}, err
	}
	known, held := map[string]File{}, 0
	if _, err := os.Stat(c.dir); err == nil {
		lock, err := c.lockAt(filepath.Join(c.dir, lockFile))
		if err != nil {
			return Report{}, err
		}
		defer lock.Unlock()
		if known, held, err = c.knownFiles(); err != nil {
			return Report{}, err
		}
	}
	p, err := c.planFor(ctx, known, held, nil)
	if err != nil {
		return Report{}, err
	}
	for _, path := range p.read {
		r, err := c.folder.Read(ctx, path, cfg.Now())
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return Report{}, err
		}
		p.note(r.File)
	}
	for _, f := range p.failed {
		p.note(f)
	}
	return p.report.sorted(), nil
}

// knownFiles reads the manifest alone, and says how many files the folder held. An index that is damaged or was built by
// another builder knows nothing of its files.
func (c *Corpus) knownFiles() (known map[string]File, held int, err error) {
	name, _, err := c.currentName()
	if err != nil {
		return nil, 0, err
	}
	if name == "" {
		return nil, c.filesAside(), nil
	}
	m, err := readManifest(filepath.Join(c.dir, name, manifestFile))
	switch {
	case IsCorrupt(err) || errors.Is(err, fs.ErrNotExist):
		return nil, c.filesAside(), nil
	case err != nil:
		return nil, 0, err
	case m.untouched():
		return nil, c.filesAside(), nil
	case !m.builder.equal(currentBuilder()):
		return nil, len(m.files), nil
	}
	return m.files, len(m.files), nil
}

// compare makes the plan for a version.
func (c *Corpus) compare(ctx context.Context, v *Version) (*plan, error) {
	unfinished := map[string]bool{}
	if mark := v.Store.Mark(); mark.Generation != v.manifest.generation {
		for _, path := range mark.Paths {
			unfinished[path] = true
		}
	}
	return c.planFor(ctx, v.manifest.files, c.heldBy(v), unfinished)
}

// planFor makes the plan for an index that knows these files of the folder, which held so many.
func (c *Corpus) planFor(ctx context.Context, known map[string]File, held int, unfinished map[string]bool) (*plan, error) {
	found, unlisted, err := c.folder.Walk(ctx)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 && held > suddenlyEmpty {
		return nil, &FolderFault{Notice{Kind: FolderEmpty, Files: held}}
	}
	p := &plan{known: known, unlisted: unlisted, unfinished: unfinished}
	seen := map[string]bool{}
	for _, f := range found {
		seen[f.Path] = true
		old, ok := known[f.Path]
		switch {
		case ok && f.failure != "" && old.Failure == f.failure && old.Detail == f.detail:
			p.report.Failed = append(p.report.Failed, old.failed())
		case f.failure != "":
			p.failed = append(p.failed, File{Path: f.Path, Failure: f.failure, Detail: f.detail, Read: c.cfg.Now()})
		case ok && sameOnDisk(old, f) && !unfinished[f.Path]:
			p.note(old)
		default:
			p.read = append(p.read, f.Path)
		}
	}
	for path, old := range known {
		if seen[path] {
			continue
		}
		if under(path, unlisted) { // it can't be seen whether it is there: it stays
			p.note(old)
			continue
		}
		p.report.Removed = append(p.report.Removed, path)
	}
	for path := range unfinished {
		if _, ok := known[path]; !ok && !seen[path] {
			p.report.Removed = append(p.report.Removed, path)
		}
	}
	for _, path := range unlisted {
		p.report.Failed = append(p.report.Failed, Failure{Path: path, Kind: hiddenFolder})
	}
	slices.SortStableFunc(p.read, func(a, b string) int { // the unfinished first
		switch {
		case unfinished[a] == unfinished[b]:
			return 0
		case unfinished[a]:
			return -1
		}
		return 1
	})
	return p, nil
}

// sameOnDisk reports whether a file need not be read again. A file that was never read for its content is tried anew: what
// kept it from being opened may pass without a trace on the file.
func sameOnDisk(old File, f listed) bool {
	unread := old.Failure != "" && old.Hash == ""
	return old.Size == f.size && old.ModTime.Equal(f.modTime) && !old.Unsettled() && !unread
}

func under(path string, folders []string) bool {
	for _, f := range folders {
		if strings.HasPrefix(path, f+"/") {
			return true
		}
	}
	return false
}

// note counts one file, read or left unread, into the report.
func (p *plan) note(f File) {
	old, known := p.known[f.Path]
	switch {
	case f.Failure != "":
		p.report.Failed = append(p.report.Failed, f.failed())
	case !known || old.Failure != "":
		p.report.Added = append(p.report.Added, f.Path)
	case old.Hash != f.Hash:
		p.report.Changed = append(p.report.Changed, f.Path)
	default:
		p.report.Unchanged++
	}
}

func (r Report) sorted() Report {
	slices.Sort(r.Added)
	slices.Sort(r.Changed)
	slices.Sort(r.Removed)
	sortFailures(r.Failed)
	return r
}

func sortFailures(f []Failure) {
	slices.SortFunc(f, func(a, b Failure) int { return cmp.Compare(a.Path, b.Path) })
}

// planSome makes a plan for some paths; ok is false when they don't suffice.
func (c *Corpus) planSome(v *Version, paths []string) (p *plan, ok bool, err error) {
	root, err := c.folder.Open()
	if err != nil {
		return nil, false, err
	}
	defer root.Close()
	p = &plan{known: v.manifest.files}
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		if slices.ContainsFunc(strings.Split(path, "/"), Ignored) {
			continue
		}
		_, known := p.known[path]
		found, ok, err := look(root, path)
		switch {
		case err != nil:
			return nil, false, err
		case !ok && !known:
			if info, err := root.Stat(path); err == nil && info.IsDir() || c.knowsUnder(v, path) {
				return nil, false, nil
			}
		case !ok:
			p.report.Removed = append(p.report.Removed, path)
		case found.failure != "":
			p.failed = append(p.failed, File{Path: path, Failure: found.failure, Detail: found.detail, Read: c.cfg.Now()})
		default:
			p.read = append(p.read, path)
		}
	}
	if len(p.report.Removed) > 0 && len(p.known) > suddenlyEmpty && !anyLeft(root, p.known) {
		return nil, false, nil
	}
	return p, true, nil
}

// anyLeft reports whether one of the files is still there. It stops at the first, mostly at once.
func anyLeft(root *os.Root, files map[string]File) bool {
	for path := range files {
		if _, err := root.Lstat(path); err == nil {
			return true
		}
	}
	return false
}

func (c *Corpus) knowsUnder(v *Version, folder string) bool {
	for path := range v.manifest.files {
		if strings.HasPrefix(path, folder+"/") {
			return true
		}
	}
	return false
}

package eval

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"docent/retrieval"
	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
)

// mix copies the documents of several sets into one folder, each set's into a folder of its name, and lets the sets speak of
// them there.
func (e *evaluating) mix(ctx context.Context, sets []*questionSet) (string, error) {
	root := filepath.Join(e.cfg.Data, "mixed-"+nameOf(sets))
	if err := os.RemoveAll(root); err != nil {
		return "", fmt.Errorf("making a folder for all sets: %w", err)
	}
	for i, s := range sets {
		e.cfg.Progress("copying documents", i, len(sets))
		if err := copyDocuments(ctx, s.Docs, nil, filepath.Join(root, s.Name)); err != nil {
			return "", fmt.Errorf("set %q: %w", s.Name, err)
		}
		s.moveTo(s.Name)
	}
	return root, nil
}

// nameOf is a name for a choice of sets, always the same.
func nameOf(sets []*questionSet) string {
	h := sha256.New()
	for _, s := range sets {
		fmt.Fprintf(h, "%q %q\n", s.Name, s.Docs)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// moveTo lets the questions speak of documents in a folder.
func (s *questionSet) moveTo(folder string) {
	for _, q := range s.questions {
		for i := range q.relevant {
			q.relevant[i].path = folder + "/" + q.relevant[i].path
		}
	}
}

// copyDocuments copies a folder's documents, or those at some paths if there are any. They keep their times, so that an
// index which knows them knows the copies.
func copyDocuments(ctx context.Context, docs string, paths []string, to string) error {
	f := corpus.NewFolder(docs, nil)
	if paths == nil {
		files, _, err := f.Walk(ctx)
		if err != nil {
			return err
		}
		for _, file := range files {
			paths = append(paths, file.Path)
		}
	}
	root, err := f.Open()
	if err != nil {
		return err
	}
	defer root.Close()
	for _, p := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := copyDocument(root, p, filepath.Join(to, filepath.FromSlash(p))); err != nil {
			return fmt.Errorf("copying %s: %w", p, err)
		}
	}
	return nil
}

// copyDocument copies one file. What is no file, or can't be opened, stays behind: it couldn't be indexed either.
func copyDocument(root *os.Root, from, to string) (err error) {
	info, err := root.Stat(from)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	in, err := root.Open(from)
	if err != nil {
		return nil
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Close()); err != nil {
		return err
	}
	return os.Chtimes(to, info.ModTime(), info.ModTime())
}

// toldBy is how many documents of a set its language is told from.
const toldBy = 25

// languages tells the language of each set: that of most of its documents.
func (r *indexRun) languages(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	all, err := r.paths()
	if err != nil {
		return nil, err
	}
	folder := corpus.NewFolder(r.docs, analysis.NewDetector())
	for _, s := range r.own {
		var paths []string
		for _, p := range all {
			if strings.HasPrefix(p, s.Name+"/") {
				paths = append(paths, p)
			}
		}
		counts := map[string]int{}
		n := min(len(paths), toldBy)
		for i := range n {
			read, err := folder.Read(ctx, paths[i*len(paths)/n], r.cfg.Now())
			if err != nil {
				return nil, err
			}
			counts[read.Doc.Language]++
		}
		for _, language := range slices.Sorted(maps.Keys(counts)) {
			if counts[language] > counts[out[s.Name]] {
				out[s.Name] = language
			}
		}
	}
	return out, nil
}

// paths are those of all documents, sorted.
func (r *indexRun) paths() (out []string, err error) {
	err = r.lib.Session(func(x *retrieval.Session) error {
		out = x.Paths()
		return nil
	})
	return out, err
}

package retrieval

import (
	"context"
	"path"
	"slices"
	"strings"
	"time"

	"docent/retrieval/analysis"
	"docent/retrieval/complete"
	"docent/retrieval/corpus"
	"docent/retrieval/index"
)

// A Scope is the part of the documents that a look-up is about. The zero Scope is all of them.
type Scope struct {
	Source string    // what Question.Source says
	Type   string    // what Search.Type says
	Since  time.Time // what Question.Since and Until say
	Until  time.Time
}

func (s Scope) all() bool {
	return strings.TrimSpace(s.Source) == "" && s.Type == "" && s.Since.IsZero() && s.Until.IsZero()
}

// admits reports whether a document belongs to the scope, its source aside.
func (s Scope) admits(f corpus.File) bool {
	if s.Type != "" && !strings.EqualFold(strings.TrimPrefix(path.Ext(f.Path), "."), strings.TrimPrefix(s.Type, ".")) {
		return false
	}
	if s.Since.IsZero() && s.Until.IsZero() {
		return true
	}
	return !f.Date.IsZero() && !f.Date.Before(s.Since) && (s.Until.IsZero() || f.Date.Before(s.Until))
}

// only makes the filter of a scope; nil for all documents.
func (l *Library) only(ctx context.Context, e *corpus.Version, snap *index.Snapshot, s Scope) (*index.Filter, error) {
	if s.all() {
		return nil, nil
	}
	return snap.OnlyPaths(ctx, l.inScope(e, s))
}

// inScope are the paths of the documents in a scope, sorted.
func (l *Library) inScope(e *corpus.Version, s Scope) []string {
	if strings.TrimSpace(s.Source) != "" {
		paths := l.matching(e, s.Source)
		return slices.DeleteFunc(paths, func(path string) bool { f, _ := e.File(path); return !s.admits(f) })
	}
	var paths []string
	for f := range e.Files() {
		if f.Failure == "" && s.admits(f) {
			paths = append(paths, f.Path)
		}
	}
	slices.Sort(paths)
	return paths
}

// matching are the paths of the documents that a source names, sorted: by the very path, else by their whole path, else by
// a folder, else by a part of path or title, else by a key (sourceKey). Case and accents don't count but in the very path.
func (l *Library) matching(e *corpus.Version, source string) []string {
	if f, ok := e.File(source); ok && f.Failure == "" {
		return []string{source}
	}
	want := analysis.Fold(strings.Trim(source, "/ "))
	var exact, below, partly, keyed []string
	for f := range e.Files() {
		path := f.Path
		folded := analysis.Fold(path)
		switch {
		case f.Failure != "":
		case folded == want:
			exact = append(exact, path)
		case strings.HasPrefix(folded, want+"/"):
			below = append(below, path)
		case strings.Contains(folded, want), strings.Contains(analysis.Fold(f.Title), want):
			partly = append(partly, path)
		case complete.IsSourceKey(want) && complete.SourceKey(path) == want:
			keyed = append(keyed, path)
		}
	}
	for _, paths := range [][]string{exact, below, partly, keyed} {
		if len(paths) > 0 {
			slices.Sort(paths)
			return paths
		}
	}
	return nil
}

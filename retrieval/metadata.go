package retrieval

import (
	"context"
	"slices"
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
	"docent/retrieval/document"
	"docent/retrieval/index"
	"docent/retrieval/query"
	"docent/retrieval/rank"
)

// This file answers questions about a document itself from its metadata fields.

// metadataOrRank answers from metadata where a question asks for that, else from the text.
func (l *Library) metadataOrRank(ctx context.Context, e *corpus.Version, snap *index.Snapshot, source string, r *query.Parsed, only *index.Filter) ([]*rank.Candidate, []*query.Query, error) {
	if fields, which := r.Metadata(); fields != nil {
		found, err := l.metadata(ctx, e, snap, source, r, only, fields, which)
		if err != nil || len(found) > 0 {
			return found, nil, err
		}
	}
	return l.rankerFor(e).Rank(ctx, snap, r, only, rank.MaxReranked)
}

// metadata finds the fields of the documents that a question means, in the order of the fields wanted.
func (l *Library) metadata(ctx context.Context, e *corpus.Version, snap *index.Snapshot, source string, r *query.Parsed, only *index.Filter, fields []document.FieldName, which string) ([]*rank.Candidate, error) {
	paths := l.meant(e, source, which)
	if earlier := r.Earlier(); which == "" && len(paths) != 1 && earlier != nil {
		path, err := l.spokenOf(ctx, e, snap, earlier, only)
		if err != nil {
			return nil, err
		}
		paths = path
	}
	if len(paths) == 0 || len(paths) > defaultLimit {
		return nil, nil
	}
	those, err := snap.OnlyPaths(ctx, paths)
	if err != nil {
		return nil, err
	}
	only = those.And(only)
	for i, name := range fields {
		facts, err := rank.LookUpFacts(ctx, snap, string(name), only, rank.MaxHits)
		if err != nil {
			return nil, err
		}
		var out []*rank.Candidate
		for _, p := range facts {
			if p.Fact.Field && p.Fact.Name == string(name) {
				out = append(out, rank.MetadataCandidate(p, 1-0.1*float64(i)))
			}
		}
		if len(out) > 0 {
			return out, nil
		}
	}
	return nil, nil
}

// spokenOf is the document that answered the question before: what "this" means behind an answer.
func (l *Library) spokenOf(ctx context.Context, e *corpus.Version, snap *index.Snapshot, earlier *query.Parsed, only *index.Filter) ([]string, error) {
	ranked, _, err := l.rankerFor(e).Rank(ctx, snap, earlier, only, rank.MaxReranked)
	if err != nil || rank.AnswerProbability(ranked) < rank.AnswerThreshold {
		return nil, err
	}
	return []string{ranked[0].Path}, nil
}

// meant are the documents that a question about a document means: all of a source that was named, the only one there
// is, or those whose title has every word that says which. nil means that it can't be told.
func (l *Library) meant(e *corpus.Version, source, which string) []string {
	var paths []string
	if strings.TrimSpace(source) != "" {
		paths = l.matching(e, source)
	}
	if paths == nil {
		if which == "" && e.Documents() > defaultLimit {
			return nil
		}
		for f := range e.Files() {
			if f.Failure == "" {
				paths = append(paths, f.Path)
			}
		}
		slices.Sort(paths)
	}
	words := strings.Fields(analysis.Fold(which))
	return slices.DeleteFunc(paths, func(path string) bool {
		f, _ := e.File(path)
		title := analysis.PhraseKey(f.Title)
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(title, analysis.PhraseKey(w)) })
	})
}

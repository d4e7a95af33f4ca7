package retrieval

import (
	"context"
	"errors"
	"slices"

	"docent/retrieval/corpus"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
	"docent/retrieval/rank"
)

// What whoever measures ranking must know of it.
const (
	MaxCandidates   = rank.MaxCandidates   // how many passages are ranked for a question
	AnswerThreshold = rank.AnswerThreshold // the least probability with which the first of them is an answer
)

// A Session is one snapshot of the index, for whoever measures ranking or the index itself. It is good until the function
// that it was given to returns, and not safe for concurrent use.
type Session struct {
	Version  *corpus.Version
	Snapshot *index.Snapshot

	library *Library
	all     *index.Filter // admits every document; nil until it is needed
}

// Session runs f over a snapshot of the index and returns its error.
func (l *Library) Session(f func(*Session) error) error {
	v, release, err := l.corpus.Hold()
	if err != nil {
		return err
	}
	defer release()
	snap, err := v.Store.Snapshot()
	if err != nil {
		return err
	}
	return errors.Join(f(&Session{Version: v, Snapshot: snap, library: l}), snap.Close())
}

// Refresh reads some files again and brings the index up to date with them, as Run does when the file system tells of a
// change.
func (l *Library) Refresh(ctx context.Context, paths []string) (Report, error) {
	return l.corpus.Refresh(ctx, paths)
}

// Paths are those of all documents, sorted.
func (s *Session) Paths() []string { return s.library.inScope(s.Version, Scope{}) }

// A Ranked is a passage as it was ranked for a question.
type Ranked struct {
	*passage.Passage
	Sentence    string // the one that answers best
	Score       float64
	Probability float64 // that it answers

	candidate *rank.Candidate
	snap      *index.Snapshot
}

// An Input is one number that a model weighs.
type Input = rank.Input

// Features are what the score is the weighted sum of.
func (r *Ranked) Features() []Input { return r.candidate.Features() }

// Evidence is what the probability is the logistic function of the weighted sum of, unless the passage covers nothing of the
// question. It is nil where the question asked for a field, or the passage is pinned to it.
func (r *Ranked) Evidence() []Input { return r.candidate.Evidence() }

// Why explains the score. The shares of its reasons add up to it, greatest first.
func (r *Ranked) Why(ctx context.Context) ([]Reason, error) { return r.candidate.Explain(ctx, r.snap) }

// Rank ranks the passages for a question's text, best first, without those of some documents. Statistics of words count
// these all the same. With n 0 it returns what Answer chooses from; more than 0, the n best passages, and no fields of documents.
// Only Text, Earlier, Asked and Source of the question count, the last to tell whose fields are asked for.
func (s *Session) Rank(ctx context.Context, q Question, without []string, n int) ([]Ranked, error) {
	only, err := s.but(ctx, without)
	if err != nil {
		return nil, err
	}
	parsed := query.Parse(q.Text, q.Earlier, q.Asked)
	var found []*rank.Candidate
	if n > 0 {
		found, _, err = s.library.rankerFor(s.Version).Rank(ctx, s.Snapshot, parsed, only, n)
	} else {
		found, _, err = s.library.metadataOrRank(ctx, s.Version, s.Snapshot, q.Source, parsed, only)
	}
	if err != nil {
		return nil, err
	}
	out := make([]Ranked, 0, len(found))
	for _, c := range found {
		if slices.Contains(without, c.Path) { // a field, which the filter doesn't bind
			continue
		}
		out = append(out, Ranked{Passage: c.Passage, Sentence: c.Body[c.Sentence[0]:c.Sentence[1]], Score: c.Score, Probability: c.AnswerProbability(), candidate: c, snap: s.Snapshot})
	}
	return out, nil
}

// but is the filter that admits all documents but some; nil for all.
func (s *Session) but(ctx context.Context, paths []string) (*index.Filter, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	if s.all == nil {
		all, err := s.Snapshot.OnlyPaths(ctx, s.Paths())
		if err != nil {
			return nil, err
		}
		s.all = all
	}
	taken, err := s.Snapshot.OnlyPaths(ctx, paths)
	if err != nil {
		return nil, err
	}
	return s.all.Without(taken), nil
}

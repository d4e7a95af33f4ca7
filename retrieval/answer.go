package retrieval

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"docent/retrieval/corpus"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
	"docent/retrieval/rank"
)

const (
	defaultLimit = 3
	// asideOf is how near the best a further passage must come to be worth reading.
	asideOf = 0.5
	// patience is how long a question waits for an update that is under way, before it re-indexes a file that has changed:
	// long enough for a few files, and no more than a person minds.
	patience = time.Second
	// attempts is how often a question is asked in all when files turn out to have changed while it was answered.
	attempts = 3
)

// Answer finds the passages that answer a question, or nothing: then Answer.Found is false, with suggestions. Every
// quote was checked against the file on disk. An *UnavailableError means that the library can't tell.
func (l *Library) Answer(ctx context.Context, q Question) (Answer, error) {
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	if q.Asked.IsZero() {
		q.Asked = l.cfg.Now()
	}
	asked := q.Text
	answer := Answer{Question: asked}
	dropped := false
	err := l.ask(ctx, func(e *corpus.Version, snap *index.Snapshot, v *verifier) error {
		answer = Answer{Question: asked}
		read := query.Parse(q.Text, q.Earlier, q.Asked)
		only, err := l.scope(ctx, e, snap, Scope{Source: q.Source, Since: q.Since, Until: q.Until}, read)
		if err != nil {
			return err
		}
		ranked, queries, err := l.metadataOrRank(ctx, e, snap, q.Source, read, only)
		if err != nil {
			return err
		}
		answer.Read, answer.Confidence = *read, rank.AnswerProbability(ranked)
		if answer.Confidence >= rank.AnswerThreshold {
			if answer.Snippets, answer.Disagree, err = l.snippets(ctx, snap, v, ranked, q); err != nil {
				return err
			}
		}
		answer.Found = len(answer.Snippets) > 0
		dropped = v.dropped > 0
		if !answer.Found && !dropped {
			answer.Suggestions, err = suggest(ctx, snap, read, ranked, queries)
		}
		return err
	})
	answer.Notice, answer.Documents = l.corpus.Notice(answer.Found), l.corpus.Documents()
	if err != nil {
		return Answer{Question: asked, Notice: answer.Notice}, err
	}
	switch {
	case answer.Found:
	case answer.Notice.Kind != "":
		return Answer{Question: asked, Notice: answer.Notice}, &UnavailableError{answer.Notice}
	case dropped: // there is an answer, but its file is changing under our hands
		return Answer{Question: asked}, &UnavailableError{Notice{Kind: corpus.FileChanged}}
	}
	return answer, nil
}

// scope makes the filter of what a scope and the operators of a question admit; nil for all documents.
func (l *Library) scope(ctx context.Context, e *corpus.Version, snap *index.Snapshot, s Scope, r *query.Parsed) (*index.Filter, error) {
	given, err := l.only(ctx, e, snap, s)
	if err != nil {
		return nil, err
	}
	typed, err := l.only(ctx, e, snap, Scope{Source: r.Source, Since: r.Since, Until: r.Until})
	return given.And(typed), err
}

// ask runs a look-up over one snapshot of the index. When a quote no longer matches its file, that file is indexed again
// and the look-up runs again; the last time, such quotes are left out. A damaged index is rebuilt, by Run where it
// is at work, else at once.
func (l *Library) ask(ctx context.Context, look func(*corpus.Version, *index.Snapshot, *verifier) error) error {
	for attempt := 1; ; attempt++ {
		stale, err := l.askOnce(ctx, look)
		if corpus.IsCorrupt(err) {
			l.corpus.SetDamage(err)
			if l.corpus.Followed() || attempt == attempts {
				return l.unusable()
			}
			_, err := l.Update(ctx)
			if errors.As(err, new(*corpus.PostponedError)) || errors.As(err, new(*corpus.LockedError)) {
				return l.unusable()
			}
			if err != nil {
				return fmt.Errorf("rebuilding the index: %w", err)
			}
			continue
		}
		if err != nil || len(stale) == 0 || attempt == attempts {
			return err
		}
		if err := l.refreshSoon(ctx, stale); err != nil {
			return err
		}
	}
}

// unusable is the error while the index can't be used.
func (l *Library) unusable() error {
	if notice := l.corpus.Notice(false); notice.Kind != "" {
		return &UnavailableError{notice}
	}
	return &UnavailableError{Notice{Kind: corpus.IndexDamaged}} // it was, a moment ago
}

// refreshSoon indexes files again that turned out to have changed. What goes wrong with that isn't the question's error:
// a quote that doesn't verify is left out.
func (l *Library) refreshSoon(ctx context.Context, stale []string) error {
	short, cancel := context.WithTimeout(ctx, l.patience)
	defer cancel()
	if _, err := l.corpus.Refresh(short, stale); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		l.corpus.Report(corpus.Report{}, err)
	}
	return ctx.Err()
}

func (l *Library) askOnce(ctx context.Context, look func(*corpus.Version, *index.Snapshot, *verifier) error) (stale []string, err error) {
	e, release, err := l.corpus.Hold()
	if err != nil {
		return nil, err
	}
	defer release()
	snap, err := e.Store.Snapshot()
	if err != nil {
		return nil, err
	}
	v := l.newVerifier(ctx, e)
	// Deferred, since a look-up that panics must not keep the index's files open for good.
	defer func() { err = errors.Join(err, v.close(), snap.Close()) }()
	err = look(e, snap, v)
	return v.stale, err
}

// snippets makes the quotes: the best passages that verify, as long as they come near the best. What only repeats another is
// folded into it; those that contradict the best come right behind it, the newest of them all first.
func (l *Library) snippets(ctx context.Context, snap *index.Snapshot, v *verifier, ranked []*rank.Candidate, q Question) (out []Snippet, disagree []int, err error) {
	best := ranked[0]
	near := func(c *rank.Candidate) bool {
		return c.Score >= asideOf*best.Score && c.AnswerProbability() >= rank.AnswerThreshold
	}
	analyzer := snap.Analyzer("")
	apart := rank.Contradicting(analyzer, ranked, near)
	limit := q.Limit
	if len(apart) > 0 {
		limit = max(limit, 2)
		if len(apart) > limit {
			apart = apart[:limit]
			if !slices.Contains(apart, best) {
				apart[limit-1] = best
			}
		}
		ranked = slices.Concat(apart, slices.DeleteFunc(slices.Clone(ranked), func(c *rank.Candidate) bool { return slices.Contains(apart, c) }))
	}
	chosen := rank.Duplicates{Analyzer: analyzer}
	for _, c := range ranked {
		if len(out) > 0 && !near(c) {
			break
		}
		if i := chosen.Of(c); i >= 0 {
			if err := alsoIn(ctx, v, &out[i], c); err != nil {
				return nil, nil, err
			}
			continue
		}
		if len(out) == limit {
			continue // it may repeat what was chosen
		}
		ok, err := v.verify(ctx, c.Passage)
		if err != nil {
			return nil, nil, err
		}
		if !ok {
			continue
		}
		s := answerOf(c)
		if q.Why {
			if s.Why, err = c.Explain(ctx, snap); err != nil {
				return nil, nil, err
			}
		}
		if slices.Contains(apart, c) {
			disagree = append(disagree, len(out))
		}
		chosen.Add(c)
		out = append(out, s)
	}
	if len(disagree) < 2 { // the others didn't verify
		disagree = nil
	}
	return out, disagree, nil
}

// answerOf is a candidate as it is shown, its sentence and its matches marked.
func answerOf(c *rank.Candidate) Snippet {
	s := snippetOf(c.Passage)
	s.Sentence, s.Matches, s.Score = c.Sentence, c.Matches, c.Score
	return s
}

// snippet is the passage as it is quoted, nothing marked.
func snippetOf(p *passage.Passage) Snippet {
	s := Snippet{Text: p.Text(), Before: p.Before, After: p.After, Citation: Citation{
		Title: p.Title, Heading: p.Heading, Path: p.Path, Lines: p.Lines(), Date: p.Date,
	}}
	at := 0
	for _, piece := range p.Pieces {
		s.Pieces = append(s.Pieces, Piece{Start: at, End: at + len(piece.Text), Span: piece.Span, Kind: piece.Kind, Skipped: piece.Skipped})
		at += len(piece.Text) + len("\n\n")
	}
	if len(p.Pieces) > 0 {
		s.Citation.Page = p.Pieces[0].Span.Page
	}
	return s
}

// maxAlsoIn is how many further places of a passage are told.
const maxAlsoIn = 5

// alsoIn notes that a passage is also in another place, if that place still says so.
func alsoIn(ctx context.Context, v *verifier, into *Snippet, c *rank.Candidate) error {
	if len(into.AlsoIn) == maxAlsoIn {
		return nil
	}
	ok, err := v.verify(ctx, c.Passage)
	if err != nil || !ok {
		return err
	}
	into.AlsoIn = append(into.AlsoIn, snippetOf(c.Passage).Citation)
	return nil
}

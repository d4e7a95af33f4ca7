package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/query"
	"docent/retrieval/rank"
)

const (
	defaultHits  = 5
	defaultFacts = 5
)

// Find returns one page of the places where the words of a search stand. A passage must have at least one of them that
// carries meaning, or what Search.Match asks for. An unknown mode or order is an error.
func (l *Library) Find(ctx context.Context, s Search) (Hits, error) {
	if s.Limit <= 0 {
		s.Limit = defaultHits
	}
	var hits Hits
	err := l.ask(ctx, func(e *corpus.Version, snap *index.Snapshot, v *verifier) error {
		hits = Hits{}
		ranked, err := l.matches(ctx, e, snap, s)
		if err != nil {
			return err
		}
		hits.Total = len(ranked)
		for _, c := range ranked[min(max(s.Offset, 0), len(ranked)):] {
			if len(hits.Snippets) == s.Limit {
				break
			}
			ok, err := v.verify(ctx, c.Passage)
			if err != nil {
				return err
			}
			if ok {
				hits.Snippets = append(hits.Snippets, answerOf(c))
			}
		}
		return nil
	})
	hits.Notice = l.corpus.Notice(len(hits.Snippets) > 0)
	if err == nil && len(hits.Snippets) == 0 && hits.Notice.Kind != "" {
		err = &UnavailableError{hits.Notice}
	}
	return hits, err
}

// matches are the hits of a search in its order, reach at the most.
func (l *Library) matches(ctx context.Context, e *corpus.Version, snap *index.Snapshot, s Search) ([]*rank.Candidate, error) {
	scope := Scope{Source: s.Source, Type: s.Type, Since: s.Since, Until: s.Until}
	var only *index.Filter
	var out []*rank.Candidate
	var err error
	switch s.Match {
	case MatchWords:
		read := query.Parse(s.Text, "", l.cfg.Now())
		if only, err = l.scope(ctx, e, snap, scope, read); err != nil {
			return nil, err
		}
		out, _, err = l.rankerFor(e).Rank(ctx, snap, read, only, rank.MaxHits)
		out = slices.DeleteFunc(out, func(c *rank.Candidate) bool { return c.Coverage == 0 })
	case MatchPhrase, MatchPrefix, MatchFuzzy:
		if only, err = l.only(ctx, e, snap, scope); err != nil {
			return nil, err
		}
		out, err = rank.NewMatcher(s.Text, s.Match).Match(ctx, snap, only)
	default:
		return nil, fmt.Errorf("a search by %q; expected %q, %q, %q, or nothing for its words", s.Match, MatchPhrase, MatchPrefix, MatchFuzzy)
	}
	if err != nil {
		return nil, err
	}
	switch s.Sort {
	case SortRelevance:
	case SortNewest: // the zero time is the oldest
		slices.SortStableFunc(out, func(a, b *rank.Candidate) int { return b.Date.Compare(a.Date) })
	default:
		return nil, fmt.Errorf("a search sorted by %q; expected %q, or nothing for relevance", s.Sort, SortNewest)
	}
	return out, nil
}

// Facts looks facts up by name: those of that very name, then those that differ in case, marks and spacing, each newest
// document first; where there are none, those that share the most of its words. An empty name stands for any. At most
// limit are returned.
func (l *Library) Facts(ctx context.Context, name, source string, limit int) ([]FactHit, error) {
	if limit <= 0 {
		limit = defaultFacts
	}
	var out []FactHit
	err := l.ask(ctx, func(e *corpus.Version, snap *index.Snapshot, v *verifier) error {
		out = nil
		only, err := l.only(ctx, e, snap, Scope{Source: source})
		if err != nil {
			return err
		}
		facts, err := rank.LookUpFacts(ctx, snap, name, only, max(limit, rank.MaxHits))
		if err != nil {
			return err
		}
		for _, p := range facts {
			if len(out) == limit {
				break
			}
			ok, err := v.verify(ctx, p)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, factHitOf(p))
			}
		}
		return nil
	})
	if notice := l.Status().Notice; err == nil && len(out) == 0 && notice.Kind != "" {
		err = &UnavailableError{notice}
	}
	return out, err
}

func factHitOf(p *passage.Passage) FactHit {
	s := snippetOf(p)
	s.Sentence, s.Matches = [2]int{0, len(s.Text)}, [][2]int{p.Fact.At}
	return FactHit{Name: p.Fact.Name, Value: p.Fact.Value, Head: p.Fact.Head, Snippet: s}
}

// Sources lists the documents whose path or title contains filter, case and accents folded, sorted by path.
func (l *Library) Sources(_ context.Context, filter string) ([]Source, error) {
	e, release, err := l.corpus.Hold()
	if err != nil {
		return nil, err
	}
	defer release()
	want := analysis.Fold(filter)
	var out []Source
	for f := range e.Files() {
		if f.Failure != "" || !strings.Contains(analysis.Fold(f.Path), want) && !strings.Contains(analysis.Fold(f.Title), want) {
			continue
		}
		out = append(out, Source{Path: f.Path, Title: f.Title, Date: f.Date, Passages: f.Passages, Bytes: f.Size})
	}
	slices.SortFunc(out, func(a, b Source) int { return cmp.Compare(a.Path, b.Path) })
	return out, nil
}

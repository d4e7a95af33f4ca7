package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"docent/retrieval/analysis"
	"docent/retrieval/compare"
	"docent/retrieval/corpus"
	"docent/retrieval/document"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/rank"
)

// What of a text is checked at once, at most.
const ()

const (
	// sameDepth is how many passages that have every word of a sentence are read for whether it stands there.
	sameDepth = 40
	// likeDepth is how many passages, of those that have the most of a sentence's words, it is laid beside.
	likeDepth = 12
)

// A LeftOutError says that not all of a text was checked, since it is too long.
type LeftOutError struct {
	Checked int // sentences
	LeftOut int
}

func (e *LeftOutError) Error() string {
	return fmt.Sprintf("%d sentences were checked, and %d left out", e.Checked, e.LeftOut)
}

// Verify holds each sentence of a text against the documents: whether it stands there word for word, what comes closest
// to it and in which words that differs, or neither. Of several places it tells the one in the newest document.
// Sentences without a word are left out. Of a longer text, the first 50 sentences and 10,000 characters are checked and
// returned together with a *LeftOutError; an *UnavailableError means that the library can't tell.
func (l *Library) Verify(ctx context.Context, text string) ([]Checked, error) {
	sentences, left := compare.Sentences(text)
	var out []Checked
	err := l.ask(ctx, func(_ *corpus.Version, snap *index.Snapshot, v *verifier) error {
		out = nil
		for _, s := range sentences {
			c, err := l.check(ctx, snap, v, s)
			if err != nil {
				return err
			}
			out = append(out, c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	absent := slices.ContainsFunc(out, func(c Checked) bool { return c.Verdict == Absent })
	if notice := l.Status().Notice; absent && notice.Kind != "" {
		return nil, &UnavailableError{notice}
	}
	if left > 0 {
		return out, &LeftOutError{Checked: len(out), LeftOut: left}
	}
	return out, nil
}

// check holds one sentence against the documents.
func (l *Library) check(ctx context.Context, snap *index.Snapshot, v *verifier, sentence string) (Checked, error) {
	c := Checked{Sentence: sentence, Verdict: Absent}
	said := compare.TrimPunctuation(analysis.Surfaces(sentence))
	found, err := l.findings(ctx, snap, v, sentence, said)
	if err != nil {
		return c, err
	}
	for _, f := range found {
		ok, err := v.verify(ctx, f.Passage)
		if err != nil {
			return c, err
		}
		if !ok {
			continue
		}
		c.Snippet = comparedSnippet(f)
		if c.Verdict = Verbatim; !f.Verbatim {
			c.Verdict = Close
			c.Differences = f.Differences(sentence, said)
		}
		return c, nil
	}
	return c, nil
}

// findings are where a sentence stands; or if nowhere, what is close to it; best first.
func (l *Library) findings(ctx context.Context, snap *index.Snapshot, v *verifier, sentence string, said []analysis.Surface) ([]compare.Finding, error) {
	same, like, err := candidatesFor(ctx, snap, sentence)
	if err != nil {
		return nil, err
	}
	var all, found []compare.Finding
	seen := map[int64]bool{}
	for _, id := range append(same, like...) {
		if seen[id] {
			continue
		}
		seen[id] = true
		p, err := rank.ReadPassage(snap, id)
		if err != nil {
			return nil, err
		}
		f := compare.NewFinding(p)
		all = append(all, f)
		if f.FindVerbatim(said) {
			found = append(found, f)
		}
	}
	if len(found) == 0 {
		if found, err = l.headed(ctx, v, all, said); err != nil {
			return nil, err
		}
	}
	if len(found) == 0 {
		byLanguage := map[string]compare.WordWeights{}
		for _, f := range all {
			w, ok := byLanguage[f.Language]
			if !ok {
				w = compare.NewWeights(snap.Analyzer(f.Language), said)
				byLanguage[f.Language] = w
			}
			if f.FindClose(said, w) {
				found = append(found, f)
			}
		}
	}
	slices.SortFunc(found, func(a, b compare.Finding) int {
		better := cmp.Or(cmp.Compare(b.Share, a.Share), b.Date.Compare(a.Date))
		return cmp.Or(better, cmp.Compare(a.Path, b.Path), cmp.Compare(a.Lines()[0], b.Lines()[0]))
	})
	return found, nil
}

// candidatesFor returns passages and metadata fields that may have a sentence: those with all its words, and those with
// the most.
func candidatesFor(ctx context.Context, snap *index.Snapshot, sentence string) (same, like []int64, err error) {
	var near []index.Hit
	p := rank.NewMatcher(sentence, MatchPhrase)
	for _, language := range snap.Languages() {
		words, terms, err := p.Terms(ctx, snap, language)
		if err != nil {
			return nil, nil, err
		}
		having, err := snap.HavingInBody(ctx, language, words, nil)
		if err != nil {
			return nil, nil, err
		}
		hits, err := snap.Search(ctx, language, terms, having, sameDepth)
		if err != nil {
			return nil, nil, err
		}
		for _, h := range hits[:min(len(hits), sameDepth)] {
			same = append(same, h.ID)
		}
		hits, err = snap.Search(ctx, language, terms, nil, likeDepth)
		if err != nil {
			return nil, nil, err
		}
		near = append(near, hits[:min(len(hits), likeDepth)]...)
	}
	slices.SortFunc(near, func(a, b index.Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	for _, h := range near[:min(len(near), likeDepth)] {
		like = append(like, h.ID)
	}
	facts, _, err := snap.Facts(ctx, sentence, nil, likeDepth)
	if err != nil {
		return nil, nil, err
	}
	for _, h := range facts[:min(len(facts), likeDepth)] {
		like = append(like, h.ID)
	}
	return same, like, nil
}

// headed finds a sentence in the titles and headings of passages, which are no part of the passages. It reads the
// documents for where they stand.
func (l *Library) headed(ctx context.Context, v *verifier, all []compare.Finding, said []analysis.Surface) ([]compare.Finding, error) {
	var found []compare.Finding
	read := map[string]bool{}
	for _, c := range all {
		apart := []passage.Piece{{Text: c.Title}, {Text: c.Heading, Skipped: true}, {Text: c.Headings, Skipped: true}}
		names := compare.NewFinding(&passage.Passage{Pieces: apart})
		if read[c.Path] || !names.FindVerbatim(said) {
			continue
		}
		read[c.Path] = true
		s, ok, err := v.sourceView(ctx, c.Path)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		for _, span := range s.names() {
			if f := compare.NewFinding(s.quote(span.First, span.Last, true)); f.FindVerbatim(said) {
				found = append(found, f)
				break
			}
		}
	}
	return found, nil
}

// names are where a document's title and headings stand.
func (s *sourceView) names() []document.Span {
	var out []document.Span
	if f, ok := s.Doc.Field(document.FieldTitle); ok && f.Span.First > 0 {
		out = append(out, f.Span)
	}
	for _, b := range s.Doc.Blocks {
		if b.Kind == document.Title || b.Kind == document.Heading {
			out = append(out, b.Span)
		}
	}
	return out
}

// comparedSnippet is the paragraphs of the passage that the sentence stands in, or what comes closest to it, with that marked.
func comparedSnippet(f compare.Finding) Snippet {
	marked := f.Stretch()
	p := *f.Passage
	first, last, shift, at := 0, len(p.Pieces)-1, 0, 0
	for i, piece := range p.Pieces {
		end := at + len(piece.Text)
		if end <= marked[0] && i < last {
			first, shift = i+1, end+len("\n\n")
		}
		if at >= marked[1] && i > first {
			last = min(last, i-1)
		}
		at = end + len("\n\n")
	}
	p.Before, p.After = p.Before || first > 0, p.After || last < len(p.Pieces)-1
	p.Pieces = p.Pieces[first : last+1]
	s := snippetOf(&p)
	s.Sentence = [2]int{marked[0] - shift, min(marked[1]-shift, len(s.Text))}
	s.Score = f.Share
	return s
}

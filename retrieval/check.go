package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
	"docent/retrieval/document"
	"docent/retrieval/index"
	"docent/retrieval/passage"
	"docent/retrieval/rank"
)

// What of a text is checked at once, at most.
const (
	maxCheckedSentences = 50
	maxCheckedRunes     = 10_000
)

const (
	// sameDepth is how many passages that have every word of a sentence are read for whether it stands there.
	sameDepth = 40
	// likeDepth is how many passages, of those that have the most of a sentence's words, it is laid beside.
	likeDepth = 12
	// closeEnough is the share of a sentence's words, function words at a quarter, that a stretch of text must have more
	// of, in their order, to come close to it. Of 200 sentences of articles, one word changed, 97 % came close at this,
	// and of 200 sentences of other articles none.
	closeEnough = 0.5
	// closeWords is how many words other than function words it must have, or half of a sentence that has few.
	closeWords = 3
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
	sentences, left := sentencesToCheck(text)
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
	if notice := l.Status().Notice; absent && notice != "" {
		return nil, &UnavailableError{notice}
	}
	if left > 0 {
		return out, &LeftOutError{Checked: len(out), LeftOut: left}
	}
	return out, nil
}

// sentencesToCheck splits a text and says how many sentences are too many.
func sentencesToCheck(text string) (out []string, left int) {
	runes := 0
	for _, paragraph := range unwrapped(strings.ToValidUTF8(text, "\ufffd")) {
		for _, at := range analysis.Sentences(paragraph, false) {
			s := paragraph[at[0]:at[1]]
			if !slices.ContainsFunc(analysis.Surfaces(s), func(w analysis.Surface) bool { return w.Word }) {
				continue
			}
			runes += utf8.RuneCountInString(s)
			if len(out) == maxCheckedSentences || runes > maxCheckedRunes || left > 0 {
				left++
				continue
			}
			out = append(out, s)
		}
	}
	return out, left
}

// wrappedFrom is the width from which a line that ends in no stop is taken to have been wrapped.
const wrappedFrom = 60

// unwrapped are the lines of a text, those joined that were one before they were wrapped: a line goes on where it ends in
// no stop and is long, or the next begins with a small letter.
func unwrapped(text string) []string {
	var out []string
	goesOn := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if n := len(out); n > 0 && line != "" && goesOn && !strings.ContainsAny(line[:1], "-*#>|") {
			first, _ := utf8.DecodeRuneInString(line)
			if wide := utf8.RuneCountInString(out[n-1]) >= wrappedFrom; wide || unicode.IsLower(first) {
				out[n-1] += " " + line
				goesOn = !endsSentence(line)
				continue
			}
		}
		out = append(out, line)
		goesOn = line != "" && !endsSentence(line)
	}
	return out
}

func endsSentence(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(line)
	return strings.ContainsRune(".!?:;…。！？：；؟۔।\"”»)", last)
}

// A finding is a passage laid beside a sentence.
type finding struct {
	*passage.Passage
	tokens   []analysis.Surface
	steps    []column
	verbatim bool
	share    float64 // of the sentence's words, in order
}

// check holds one sentence against the documents.
func (l *Library) check(ctx context.Context, snap *index.Snapshot, v *verifier, sentence string) (Checked, error) {
	c := Checked{Sentence: sentence, Verdict: Absent}
	said := core(analysis.Surfaces(sentence))
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
		if c.Verdict = Verbatim; !f.verbatim {
			c.Verdict = Close
			c.Differences = f.differences(sentence, said)
		}
		return c, nil
	}
	return c, nil
}

// core is a sentence without the marks at its ends: whether it ends in a stop or stands in quotes says nothing of its
// words.
func core(tokens []analysis.Surface) []analysis.Surface {
	plain := func(w analysis.Surface) bool { return !w.Word && !isSign(w.Exact) }
	for len(tokens) > 0 && plain(tokens[0]) {
		tokens = tokens[1:]
	}
	for len(tokens) > 0 && plain(tokens[len(tokens)-1]) {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

// findings are where a sentence stands; or if nowhere, what is close to it; best first.
func (l *Library) findings(ctx context.Context, snap *index.Snapshot, v *verifier, sentence string, said []analysis.Surface) ([]finding, error) {
	same, like, err := candidatesFor(ctx, snap, sentence)
	if err != nil {
		return nil, err
	}
	var all, found []finding
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
		f := newFinding(p)
		all = append(all, f)
		if f.exactly(said) {
			found = append(found, f)
		}
	}
	if len(found) == 0 {
		if found, err = l.headed(ctx, v, all, said); err != nil {
			return nil, err
		}
	}
	if len(found) == 0 {
		byLanguage := map[string]wordWeights{}
		for _, f := range all {
			w, ok := byLanguage[f.Language]
			if !ok {
				w = newWeights(snap.Analyzer(f.Language), said)
				byLanguage[f.Language] = w
			}
			if f.nearly(said, w) {
				found = append(found, f)
			}
		}
	}
	slices.SortFunc(found, func(a, b finding) int {
		better := cmp.Or(cmp.Compare(b.share, a.share), b.Date.Compare(a.Date))
		return cmp.Or(better, cmp.Compare(a.Path, b.Path), cmp.Compare(a.Lines()[0], b.Lines()[0]))
	})
	return found, nil
}

func newFinding(p *passage.Passage) finding { return finding{Passage: p, tokens: p.Surfaces()} }

// exactly looks for a sentence's very words in the passage.
func (f *finding) exactly(said []analysis.Surface) bool {
	at := verbatim(said, f.tokens)
	if at < 0 {
		return false
	}
	f.steps = nil
	for i := range said {
		f.steps = append(f.steps, column{i, at + i})
	}
	f.verbatim, f.share = true, 1
	return true
}

// nearly lays a sentence beside the passage and tells whether it comes close.
func (f *finding) nearly(said []analysis.Surface, w wordWeights) bool {
	f.steps = align(said, f.tokens)
	words := 0
	f.share, words = w.shared(said, f.steps, f.tokens)
	return f.share > closeEnough && words >= max(1, min(closeWords, (w.words+1)/2))
}

// candidatesFor returns passages and metadata fields that may have a sentence: those with all its words, and those with
// the most.
func candidatesFor(ctx context.Context, snap *index.Snapshot, sentence string) (same, like []int64, err error) {
	var near []index.Hit
	p := rank.NewPattern(sentence, MatchPhrase)
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
func (l *Library) headed(ctx context.Context, v *verifier, all []finding, said []analysis.Surface) ([]finding, error) {
	var found []finding
	read := map[string]bool{}
	for _, c := range all {
		apart := []passage.Piece{{Text: c.Title}, {Text: c.Heading, Skipped: true}, {Text: c.Headings, Skipped: true}}
		names := newFinding(&passage.Passage{Pieces: apart})
		if read[c.Path] || !names.exactly(said) {
			continue
		}
		read[c.Path] = true
		s, ok, err := v.sheet(ctx, c.Path)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		for _, span := range s.names() {
			if f := newFinding(s.quote(span.First, span.Last, true)); f.exactly(said) {
				found = append(found, f)
				break
			}
		}
	}
	return found, nil
}

// names are where a document's title and headings stand.
func (s *sheet) names() []document.Span {
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
func comparedSnippet(f finding) Snippet {
	marked := f.marked()
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
	s.Score = f.share
	return s
}

// marked is the stretch of the passage's text that has the sentence or comes close to it, in bytes; the whole where nothing
// of it does.
func (f finding) marked() [2]int {
	if at := stretchOf(f.steps, readsOf); at[0] >= 0 {
		return [2]int{f.tokens[at[0]].Start, f.tokens[at[1]-1].End}
	}
	return [2]int{0, len(f.Text())}
}

// differences are what the sentence says otherwise than the passage.
func (f finding) differences(sentence string, said []analysis.Surface) []Difference {
	text, tokens := f.Passage.Reading()
	names := map[string]bool{}
	addNames(names, f.Language, sentence, said)
	addNames(names, f.Language, text, tokens)
	addNames(names, f.Language, f.Title, analysis.Surfaces(f.Title))
	return differences(f.steps, newSide(sentence, said, names), newSide(text, tokens, names))
}

// WordWeights say how much each token of a sentence counts for whether a text is close to it.
type wordWeights struct {
	of    []float64
	mass  float64
	words int // that are no function words
}

func newWeights(a *analysis.Analyzer, said []analysis.Surface) wordWeights {
	w := wordWeights{of: make([]float64, len(said))}
	for i, t := range said {
		switch {
		case !t.Word:
		case rank.AllStops(a.Tokens(nil, t.Exact)):
			w.of[i] = 0.25
		default:
			w.of[i] = 1
			w.words++
		}
		w.mass += w.of[i]
	}
	return w
}

// shared is the share of the sentence's words that an alignment has in the same written form, but for case and accents,
// and how many of them are no function words.
func (w wordWeights) shared(said []analysis.Surface, steps []column, text []analysis.Surface) (share float64, words int) {
	for _, s := range steps {
		if s.said >= 0 && s.reads >= 0 && said[s.said].Folded == text[s.reads].Folded {
			share += w.of[s.said]
			if w.of[s.said] == 1 {
				words++
			}
		}
	}
	if w.mass > 0 {
		share /= w.mass
	}
	return share, words
}

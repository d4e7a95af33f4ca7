package rank

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"docent/retrieval/analysis"
	"docent/retrieval/index"
	"docent/retrieval/passage"
)

const (
	// matchedWords is how many words of a search the index is asked about; the rest is only read for.
	matchedWords = 32
	// maxForms is how many words of the documents one beginning or one misspelt word may stand for.
	maxForms = 200
	// matchDepth is how many passages that have the words are read for whether they match.
	matchDepth = 1000
)

// A Matcher finds the passages that have every word of a search in its written form: as a phrase, as beginnings of words, or with
// typos. Case and accents are folded.
type Matcher struct {
	mode  MatchMode
	text  string
	words []analysis.Surface
}

// NewMatcher makes the matcher of a search. The mode must not be MatchWords.
func NewMatcher(text string, mode MatchMode) *Matcher {
	p := &Matcher{mode: mode, text: text}
	seen := map[string]bool{}
	for _, w := range analysis.Surfaces(text) {
		if !w.Word || w.Folded == "" || mode != MatchPhrase && seen[w.Folded] {
			continue
		}
		seen[w.Folded] = true
		p.words = append(p.words, w)
	}
	return p
}

// Match returns the passages that match, MaxHits at the most, best first.
func (p *Matcher) Match(ctx context.Context, snap *index.Snapshot, only *index.Filter) ([]*Candidate, error) {
	if len(p.words) == 0 {
		return nil, nil
	}
	var hits []index.Hit
	for _, language := range snap.Languages() {
		words, terms, err := p.Terms(ctx, snap, language)
		if err != nil {
			return nil, err
		}
		having, err := snap.HavingInBody(ctx, language, words, only)
		if err != nil {
			return nil, err
		}
		found, err := snap.Search(ctx, language, terms, having, matchDepth)
		if err != nil {
			return nil, err
		}
		hits = append(hits, found...)
	}
	slices.SortFunc(hits, func(a, b index.Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	var out []*Candidate
	for _, h := range hits[:min(len(hits), matchDepth)] {
		if len(out) == MaxHits {
			break
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		found, err := ReadPassage(snap, h.ID)
		if err != nil {
			return nil, err
		}
		if places := p.places(found.Surfaces(), snap.Analyzer(found.Language)); len(places) > 0 {
			c := &Candidate{Passage: found, Body: found.Text(), Matches: places, Score: h.Score, Coverage: 1}
			c.Sentence = c.mostMatches()
			out = append(out, c)
		}
	}
	return out, nil
}

// ReadPassage reads a passage from the index.
func ReadPassage(snap *index.Snapshot, id int64) (*passage.Passage, error) {
	record, err := snap.Record(id)
	if err != nil {
		return nil, err
	}
	return passage.Decode(record)
}

// places returns where the text has the words of the search; none unless it has all of them.
func (p *Matcher) places(text []analysis.Surface, a *analysis.Analyzer) [][2]int {
	text = slices.DeleteFunc(text, func(w analysis.Surface) bool { return !w.Word })
	if p.mode == MatchPhrase {
		return p.phrases(text)
	}
	var out [][2]int
	for _, w := range p.needed(a) {
		n := len(out)
		for _, t := range text {
			if p.takes(w.Folded, t.Folded) {
				out = append(out, [2]int{t.Start, t.End})
			}
		}
		if len(out) == n {
			return nil
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return slices.Compact(out)
}

// needed returns the words that must be there: no function words of the language, but for one that may be the beginning of
// another word; all words where there are no others.
func (p *Matcher) needed(a *analysis.Analyzer) []analysis.Surface {
	var out []analysis.Surface
	for i, w := range p.words {
		unfinished := p.mode == MatchPrefix && i == len(p.words)-1
		if unfinished || !analysis.AllStops(a.Tokens(nil, p.text[w.Start:w.End])) {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return p.words
	}
	return out
}

// phrases returns where the words of the search follow each other.
func (p *Matcher) phrases(text []analysis.Surface) [][2]int {
	var out [][2]int
	for i := 0; i+len(p.words) <= len(text); {
		n := 0
		for n < len(p.words) && sameWritten(p.words[n].Folded, text[i+n].Folded) {
			n++
		}
		if n < len(p.words) {
			i++
			continue
		}
		out = append(out, [2]int{text[i].Start, text[i+n-1].End})
		i += n
	}
	return out
}

// sameWritten reports whether a word of a search is one of a text, or that is its possessive.
func sameWritten(asked, text string) bool {
	return asked == text || strings.TrimSuffix(text, "'s") == asked
}

// takes reports whether a word of the text is one that was searched for, by its beginning or but for typos.
func (p *Matcher) takes(asked, text string) bool {
	if p.mode == MatchPrefix {
		return strings.HasPrefix(text, asked)
	}
	if sameWritten(asked, text) {
		return true
	}
	most := analysis.MaxEdits(asked)
	return most > 0 && analysis.Edits([]rune(asked), []rune(strings.TrimSuffix(text, "'s")), false, most) <= most
}

// A MatchMode says what of a search's text must stand in a passage. All but the first compare words as they are written,
// case and accents folded.
type MatchMode string

// The modes.
const (
	MatchWords  MatchMode = ""       // any of its words, in any form; those with more of them rank higher
	MatchPhrase MatchMode = "phrase" // all its words, next to each other and in this order
	MatchPrefix MatchMode = "prefix" // for each of its words, one that begins with it
	MatchFuzzy  MatchMode = "fuzzy"  // each of its words, but for a slip of the pen, or two in a long word
)

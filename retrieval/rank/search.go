package rank

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/index"
	"docent/retrieval/passage"
)

const (
	// patternWords is how many words of a search the index is asked about; the rest is only read for.
	patternWords = 32
	// expanded is how many words of the documents one beginning or one misspelt word may stand for.
	expanded = 200
	// patternDepth is how many passages that have the words are read for whether they match.
	patternDepth = 1000
)

// A pattern is a search whose every word must be there, in its written form: as a phrase, as beginnings of words, or but
// for slips of the pen.
type pattern struct {
	mode  MatchMode
	text  string
	words []analysis.Surface
}

func NewPattern(text string, mode MatchMode) *pattern {
	p := &pattern{mode: mode, text: text}
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

// Match finds the passages that a pattern matches, reach at the most, best first.
func (p *pattern) Match(ctx context.Context, snap *index.Snapshot, only *index.Filter) ([]*Candidate, error) {
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
		found, err := snap.Search(ctx, language, terms, having, patternDepth)
		if err != nil {
			return nil, err
		}
		hits = append(hits, found...)
	}
	slices.SortFunc(hits, func(a, b index.Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	var out []*Candidate
	for _, h := range hits[:min(len(hits), patternDepth)] {
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
			c.Sentence = c.fullest()
			out = append(out, c)
		}
	}
	return out, nil
}

func ReadPassage(snap *index.Snapshot, id int64) (*passage.Passage, error) {
	record, err := snap.Record(id)
	if err != nil {
		return nil, err
	}
	return passage.Decode(record)
}

// fullest is the sentence with the most matches, the first of those.
func (c *Candidate) fullest() [2]int {
	best, most := [2]int{0, len(c.Body)}, 0
	for _, s := range c.sentences() {
		n := 0
		for _, m := range c.Matches {
			if m[0] >= s.at[0] && m[0] < s.at[1] {
				n++
			}
		}
		if n > most {
			best, most = s.at, n
		}
	}
	return best
}

// places are where a text has what the pattern asks for, or none unless it has all of it.
func (p *pattern) places(text []analysis.Surface, a *analysis.Analyzer) [][2]int {
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

// needed are the words that must be there: no function words of the language, but for one that may be the beginning of
// another word, unless there are no others.
func (p *pattern) needed(a *analysis.Analyzer) []analysis.Surface {
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

// phrases are where the pattern's words follow each other.
func (p *pattern) phrases(text []analysis.Surface) [][2]int {
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

// sameWritten compares a word of a search with one of a text; a possessive is the same word.
func sameWritten(asked, text string) bool {
	return asked == text || strings.TrimSuffix(text, "'s") == asked
}

// takes tells whether a word of the text is one that was searched for, by its beginning or but for slips.
func (p *pattern) takes(asked, text string) bool {
	if p.mode == MatchPrefix {
		return strings.HasPrefix(text, asked)
	}
	if sameWritten(asked, text) {
		return true
	}
	most := analysis.MaxEdits(asked)
	return most > 0 && analysis.Edits([]rune(asked), []rune(strings.TrimSuffix(text, "'s")), false, most) <= most
}

// Terms are what the index of a language is asked: for each word that is needed the terms of which one must be there, and
// all of them, to order by.
func (p *pattern) Terms(ctx context.Context, snap *index.Snapshot, language string) (words [][]string, all []index.Term, err error) {
	a := snap.Analyzer(language)
	if p.mode == MatchPhrase {
		words, err = p.phraseTerms(ctx, snap, language)
	} else {
		for _, w := range firstOf(p.needed(a)) {
			var terms []string
			for _, tok := range a.Tokens(nil, p.text[w.Start:w.End]) {
				terms = append(terms, forms(tok)...)
			}
			more, err := p.expand(ctx, snap, language, w, terms)
			if err != nil {
				return nil, nil, err
			}
			words = append(words, append(terms, more...))
		}
	}
	seen := map[string]bool{}
	for _, terms := range words {
		for _, t := range terms {
			if !seen[t] {
				seen[t] = true
				all = append(all, index.Term{Term: t, Weight: 1})
			}
		}
	}
	return words, all, err
}

// phraseTerms are those of the words of a phrase. Function words need not be asked for where there are others.
func (p *pattern) phraseTerms(ctx context.Context, snap *index.Snapshot, language string) ([][]string, error) {
	seen := map[string]bool{}
	tokens := slices.DeleteFunc(snap.Analyzer(language).Tokens(nil, p.text), func(t analysis.Token) bool {
		known := seen[t.Term]
		seen[t.Term] = true
		return known
	})
	if !analysis.AllStops(tokens) {
		tokens = slices.DeleteFunc(tokens, func(t analysis.Token) bool { return t.Stop })
	}
	var words [][]string
	for _, tok := range firstOf(tokens) {
		terms := forms(tok)
		if tok.Gram && utf8.RuneCountInString(tok.Term) < 3 { // a run of characters that in the text goes on
			longer, err := snap.Beginning(ctx, language, tok.Term, anyTerm, expanded)
			if err != nil {
				return nil, err
			}
			terms = append(terms, longer...)
		}
		words = append(words, terms)
	}
	return words, nil
}

func firstOf[T any](words []T) []T { return words[:min(len(words), patternWords)] }

func forms(tok analysis.Token) []string {
	if tok.Unaccented == "" {
		return []string{tok.Term}
	}
	return []string{tok.Term, tok.Unaccented}
}

func anyTerm(string) bool { return true }

// expand returns the terms that a word may stand for besides its own. The index has stems: one may be shorter than what
// was typed of the word.
func (p *pattern) expand(ctx context.Context, snap *index.Snapshot, language string, w analysis.Surface, own []string) ([]string, error) {
	typed := []rune(w.Folded)
	if p.mode == MatchPrefix {
		out, err := snap.Beginning(ctx, language, w.Folded, anyTerm, expanded)
		if err != nil {
			return nil, err
		}
		if marked := strings.ToLower(p.text[w.Start:w.End]); marked != w.Folded {
			more, err := snap.Beginning(ctx, language, marked, anyTerm, expanded)
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
		for n := len(typed) - 1; n >= 3 && n >= len(typed)/2; n-- {
			out = append(out, string(typed[:n]))
		}
		return out, nil
	}
	most := analysis.MaxEdits(w.Folded)
	if most == 0 {
		return nil, nil
	}
	var out []string
	for _, term := range own {
		similar, err := snap.Similar(ctx, language, term, expanded)
		if err != nil {
			return nil, err
		}
		out = append(out, similar...)
	}
	// A misspelt word has another stem than the right one, and is like what the documents' stem is a beginning of. Slips among
	// the first two letters are left to Similar.
	resembling, err := snap.Beginning(ctx, language, string(typed[:2]), func(term string) bool {
		t := []rune(term)
		return len(t) >= len(typed)/2 && analysis.Edits(t, typed, true, most) <= most
	}, expanded)
	return append(out, resembling...), err
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

package query

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// This file corrects words that no document has to words that one has. The rules are:
//
//   - Only what is unknown in every language of the folder is corrected: no number, no word of under four letters, and never
//     into a function word.
//   - Where several words are as near, the most frequent takes the place, and the others are looked for beside it: what else is
//     asked decides between them.
//   - A correction is weaker evidence than the word itself, the weaker the shorter the word is, so that a name which the documents
//     don't have isn't taken for another that they have.
//   - Whoever asked is told (Parsed.Corrections).

// A Rewording is a stretch of a question and what was looked for in its place, or beside it.
type Rewording struct {
	Typed string `json:"typed"` // as in the question
	Read  string `json:"read"`
}

// correctionConfidence is how sure it is, as evidence, that a word of so many letters was meant for another, by the edits between
// them.
// Two edits make "currently" of "currency". A name may well be one that the documents don't have. Asking 600 questions of one
// set of another's documents, and a set's own with a typo each, higher values answered more of the former and hardly more of the
// latter; none at all kept a fifteenth fewer of the latter.
func correctionConfidence(edits, letters int, name bool) float64 {
	confidence := 0.45
	switch {
	case edits > 1:
		confidence = 0.15
	case letters >= 8:
		confidence = 0.8
	case letters >= 6:
		confidence = 0.7
	}
	if name {
		confidence -= 0.1
	}
	return confidence
}

// correctedWeight is what a corrected word ranks at, beside one that stands as it was typed.
const correctedWeight = 0.9

// A slip is a misspelt word by where it begins in the question, or in the earlier one.
type slip struct {
	start   int
	earlier bool
}

// correct replaces unknown words in the queries of all languages by the words that were most likely meant. What can be said
// otherwise is known. others are the words that were as likely meant.
func correct(ctx context.Context, v Vocabulary, queries []*Query, expansions []expansion) (others []expansion, err error) {
	slips, known := map[slip]bool{}, map[slip]bool{}
	var order []slip
	for _, q := range queries {
		for _, t := range q.Terms {
			at := slip{t.Start, t.Earlier}
			switch {
			case !t.Misspelt() || t.dated || !t.Earlier && sayable(expansions, t.Token):
				known[at] = true
			case !slips[at]:
				slips[at] = true
				order = append(order, at)
			}
		}
	}
	for _, at := range order {
		if known[at] {
			continue
		}
		if elsewhere, err := inHeadings(ctx, v, queries, at); err != nil || elsewhere {
			if err != nil {
				return nil, err
			}
			continue
		}
		near, err := nearest(ctx, v, queries, at)
		if err != nil {
			return nil, err
		}
		if len(near) == 0 {
			continue
		}
		var place Term
		for _, q := range queries {
			if i := q.slipAt(at); i >= 0 {
				place = q.Terms[i]
			}
		}
		for _, q := range queries {
			if err := q.replace(ctx, v, at, near); err != nil {
				return nil, err
			}
		}
		for _, n := range near[1:] {
			if !at.earlier {
				confidence := correctionConfidence(n.Distance, utf8.RuneCountInString(place.Word), place.name)
				others = append(others, expansion{at: [2]int{place.Start, place.End}, form: n.Word, confidence: confidence * correctedWeight})
			}
		}
	}
	for _, q := range queries {
		q.sum(v)
	}
	return others, nil
}

func sayable(expansions []expansion, tok analysis.Token) bool {
	return slices.ContainsFunc(expansions, func(e expansion) bool { return e.at[0] <= tok.Start && tok.End <= e.at[1] })
}

// inHeadings reports whether a word that stands in no passage's body stands in a heading or title.
func inHeadings(ctx context.Context, v Vocabulary, queries []*Query, at slip) (bool, error) {
	for _, q := range queries {
		if i := q.slipAt(at); i >= 0 {
			if occurs, err := v.Occurs(ctx, q.Language, q.Terms[i].Term); err != nil || occurs {
				return true, err
			}
		}
	}
	return false, nil
}

// asLikely is how many corrections of the same distance are looked for, the one that takes the place included.
const asLikely = 3

// nearest finds the best corrections of a word in the language that has the nearest.
func nearest(ctx context.Context, v Vocabulary, queries []*Query, at slip) ([]analysis.Near, error) {
	var best []analysis.Near
	for _, q := range queries {
		i := q.slipAt(at)
		if i < 0 {
			continue
		}
		t := q.Terms[i]
		word := strings.TrimSuffix(t.Word, "'s")
		found, err := v.Near(ctx, q.Language, word, asLikely)
		if err != nil {
			return best, err
		}
		if len(found) == 0 || t.name && found[0].Distance > 1 { // a name two edits away is another name
			continue
		}
		near := found[0]
		if len(best) == 0 || cmp.Or(cmp.Compare(best[0].Distance, near.Distance), cmp.Compare(Btoi(near.SameStart), Btoi(best[0].SameStart)), cmp.Compare(near.Passages, best[0].Passages)) > 0 {
			best = found
		}
	}
	return best, nil
}

func (q *Query) slipAt(at slip) int {
	for i, t := range q.Terms {
		if t.Start == at.start && t.Earlier == at.earlier && t.Misspelt() {
			return i
		}
	}
	return -1
}

// replace puts the first of some corrections in a word's place, if passages of the query's language have it.
func (q *Query) replace(ctx context.Context, v Vocabulary, at slip, near []analysis.Near) error {
	i, by := q.slipAt(at), near[0]
	if i < 0 {
		return nil
	}
	tok := v.Analyzer(q.Language).Tokens(nil, by.Word)[0]
	n, err := v.Frequency(ctx, q.Language, tok.Term)
	if err != nil || n == 0 {
		return err
	}
	t := &q.Terms[i]
	delete(q.At, t.Term)
	if _, ok := q.At[tok.Term]; ok { // the question has the right word as well
		t.weight, t.Content = 0, false
		return nil
	}
	q.At[tok.Term] = i
	t.weight *= correctedWeight
	t.confidence = correctionConfidence(by.Distance, utf8.RuneCountInString(t.Word), t.name)
	t.Term, t.Unaccented, t.Word, t.near = tok.Term, "", by.Word, near
	t.gain, t.seen = v.IDF(q.Language, n), true
	if by.Distance == 1 {
		t.idf = t.gain
	} // else what the unknown word weighs is still asked for
	return nil
}

// A Wording is a text that was found, and its language.
type Wording struct{ Language, Text string }

// spellingDepth is how many of the passages found are read for how they write a corrected word.
const spellingDepth = 5

// NoteCorrections fills in Corrections and Text: each corrected word as the passages found write it, else with the capital of
// the typed one.
func (r *Parsed) NoteCorrections(v Vocabulary, queries []*Query, found []Wording) {
	r.Corrections = nil
	done := map[int]bool{}
	text, shift := r.Asked, 0
	for _, p := range r.corrected(queries) {
		if done[p.Start] {
			continue
		}
		done[p.Start] = true
		typed := r.Asked[p.Start:p.End]
		written := asWritten(v, found[:min(len(found), spellingDepth)], p.near)
		if written == "" {
			written = LikeTyped(p.Word, typed)
		}
		if bare, ok := analysis.CutPossessive(typed); ok {
			written += typed[len(bare):]
		}
		r.Corrections = append(r.Corrections, Rewording{typed, written})
		text = text[:p.Start+shift] + written + text[p.End+shift:]
		shift += len(written) - len(typed)
	}
	r.Text = text
}

// corrected are the corrected words of the question, in order.
func (r *Parsed) corrected(queries []*Query) []Term {
	var out []Term
	for _, q := range queries {
		for _, p := range q.placed {
			if t := q.Terms[p.term]; t.confidence < 1 && t.Start == p.start {
				out = append(out, t)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Term) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// asWritten finds how passages write one of some words: the first that the best of them has. "" if none has any.
func asWritten(v Vocabulary, found []Wording, near []analysis.Near) string {
	for _, c := range found {
		for _, n := range near {
			for _, tok := range v.Analyzer(c.Language).Tokens(nil, c.Text) {
				if analysis.Fold(tok.Word) == n.Word || analysis.Fold(strings.TrimSuffix(tok.Word, "'s")) == n.Word {
					bare, _ := analysis.CutPossessive(c.Text[tok.Start:tok.End])
					return bare
				}
			}
		}
	}
	return ""
}

// LikeTyped returns a folded word with a capital where the typed one has it.
func LikeTyped(word, typed string) string {
	first, _ := utf8.DecodeRuneInString(typed)
	if !unicode.IsUpper(first) {
		return word
	}
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[size:]
}

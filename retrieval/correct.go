package retrieval

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/index"
)

// This file corrects words that no document has to words that one has. The rules are:
//
//   - Only what is unknown in every language of the folder is corrected: no number, no word of under four letters, and never
//     into a function word.
//   - Where several words are as near, the most frequent takes the place, and the others are looked for beside it: what else is
//     asked decides between them.
//   - A correction is weaker evidence than the word itself, the weaker the shorter the word is, so that a name which the documents
//     don't have isn't taken for another that they have.
//   - Whoever asked is told (Reading.Corrections).

// A Rewording is a stretch of a question and what was looked for in its place, or beside it.
type Rewording struct {
	Typed string // as in the question
	Read  string
}

// trustIn is how sure it is, as evidence, that a word with so many letters was meant for another, by the edits between them.
// Two edits make "currently" of "currency". A name may well be one that the documents don't have. Asking 600 questions of one
// set of another's documents, and a set's own with a typo each, more trust answered more of the former and hardly more of the
// latter; none at all kept a fifteenth fewer of the latter.
func trustIn(edits, letters int, name bool) float64 {
	trust := 0.45
	switch {
	case edits > 1:
		trust = 0.15
	case letters >= 8:
		trust = 0.8
	case letters >= 6:
		trust = 0.7
	}
	if name {
		trust -= 0.1
	}
	return trust
}

// correctedWeight is what a corrected word ranks at, beside one that stands as it was typed.
const correctedWeight = 0.9

// misspelt tells whether a word may be a slip: unknown, long enough, and no number.
func (t term) misspelt() bool {
	return !t.seen && !t.Gram && !t.Stop && t.weight > 0 && utf8.RuneCountInString(t.Word) >= analysis.MinCorrectable && strings.IndexFunc(t.Word, unicode.IsDigit) < 0
}

// A slip is a misspelt word by its place: in the question, or in the one before it.
type slip struct {
	start   int
	earlier bool
}

// correct replaces unknown words in the queries of all languages by the words that were most likely meant. What can be said
// otherwise is known. others are the words that were as likely meant.
func correct(ctx context.Context, snap *index.Snapshot, queries []*query, expansions []expansion) (others []expansion, err error) {
	slips, known := map[slip]bool{}, map[slip]bool{}
	var order []slip
	for _, q := range queries {
		for _, t := range q.terms {
			at := slip{t.Start, t.earlier}
			switch {
			case !t.misspelt() || t.dated || !t.earlier && sayable(expansions, t.Token):
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
		if elsewhere, err := inHeadings(ctx, snap, queries, at); err != nil || elsewhere {
			if err != nil {
				return nil, err
			}
			continue
		}
		near, err := nearest(ctx, snap, queries, at)
		if err != nil {
			return nil, err
		}
		if len(near) == 0 {
			continue
		}
		var place term
		for _, q := range queries {
			if i := q.slipAt(at); i >= 0 {
				place = q.terms[i]
			}
		}
		for _, q := range queries {
			if err := q.replace(ctx, snap, at, near); err != nil {
				return nil, err
			}
		}
		for _, n := range near[1:] {
			if !at.earlier {
				trust := trustIn(n.Distance, utf8.RuneCountInString(place.Word), place.name)
				others = append(others, expansion{at: [2]int{place.Start, place.End}, form: n.Word, trust: trust * correctedWeight})
			}
		}
	}
	for _, q := range queries {
		q.sum(snap.Passages(q.language))
	}
	return others, nil
}

func sayable(expansions []expansion, tok analysis.Token) bool {
	return slices.ContainsFunc(expansions, func(e expansion) bool { return e.at[0] <= tok.Start && tok.End <= e.at[1] })
}

// inHeadings tells whether a word that stands in no passage's body stands in a heading or title.
func inHeadings(ctx context.Context, snap *index.Snapshot, queries []*query, at slip) (bool, error) {
	for _, q := range queries {
		if i := q.slipAt(at); i >= 0 {
			having, err := snap.Having(ctx, q.language, [][]string{{q.terms[i].Term}})
			if err != nil || !having.Empty() {
				return true, err
			}
		}
	}
	return false, nil
}

// asLikely is how many words that are as near are looked for, the one that takes the place included.
const asLikely = 3

// nearest finds the best corrections of a word in the language that has the nearest.
func nearest(ctx context.Context, snap *index.Snapshot, queries []*query, at slip) ([]index.Near, error) {
	var best []index.Near
	for _, q := range queries {
		i := q.slipAt(at)
		if i < 0 {
			continue
		}
		t := q.terms[i]
		word := strings.TrimSuffix(t.Word, "'s")
		found, err := snap.Near(ctx, q.language, word, asLikely)
		if err != nil {
			return best, err
		}
		if len(found) == 0 || t.name && found[0].Distance > 1 { // a name two edits away is another name
			continue
		}
		near := found[0]
		if len(best) == 0 || cmp.Or(cmp.Compare(best[0].Distance, near.Distance), cmp.Compare(btoi(near.SameStart), btoi(best[0].SameStart)), cmp.Compare(near.Passages, best[0].Passages)) > 0 {
			best = found
		}
	}
	return best, nil
}

func (q *query) slipAt(at slip) int {
	for i, t := range q.terms {
		if t.Start == at.start && t.earlier == at.earlier && t.misspelt() {
			return i
		}
	}
	return -1
}

// replace puts the first of some corrections in a word's place, if passages of the query's language have it.
func (q *query) replace(ctx context.Context, snap *index.Snapshot, at slip, near []index.Near) error {
	i, by := q.slipAt(at), near[0]
	if i < 0 {
		return nil
	}
	tok := snap.Analyzer(q.language).Tokens(nil, by.Word)[0]
	n, err := snap.Frequency(ctx, q.language, tok.Term)
	if err != nil || n == 0 {
		return err
	}
	t := &q.terms[i]
	delete(q.at, t.Term)
	if _, ok := q.at[tok.Term]; ok { // the question has the right word as well
		t.weight, t.content = 0, false
		return nil
	}
	q.at[tok.Term] = i
	t.weight *= correctedWeight
	t.trust = trustIn(by.Distance, utf8.RuneCountInString(t.Word), t.name)
	t.Term, t.Bare, t.Word, t.near = tok.Term, "", by.Word, near
	t.gain, t.seen = index.IDF(n, snap.Passages(q.language)), true
	if by.Distance == 1 {
		t.idf = t.gain
	} // else what the unknown word weighs is still asked for
	return nil
}

// lookedForSpelling is how many of the passages found are read for how they write a corrected word.
const lookedForSpelling = 5

// noteCorrections says which words of the question were corrected, and writes them into its text as the documents write them:
// as they stand in the passages found, else as they were typed.
func (r *Reading) noteCorrections(snap *index.Snapshot, queries []*query, found []*candidate) {
	r.Corrections = nil
	done := map[int]bool{}
	text, shift := r.asked, 0
	for _, p := range r.corrected(queries) {
		if done[p.Start] {
			continue
		}
		done[p.Start] = true
		typed := r.asked[p.Start:p.End]
		written := asWritten(snap, found[:min(len(found), lookedForSpelling)], p.near)
		if written == "" {
			written = likeTyped(p.Word, typed)
		}
		if bare, ok := cutPossessive(typed); ok {
			written += typed[len(bare):]
		}
		r.Corrections = append(r.Corrections, Rewording{typed, written})
		text = text[:p.Start+shift] + written + text[p.End+shift:]
		shift += len(written) - len(typed)
	}
	r.Text = text
}

// corrected are the corrected words of the question, in order.
func (r *Reading) corrected(queries []*query) []term {
	var out []term
	for _, q := range queries {
		for _, p := range q.placed {
			if t := q.terms[p.term]; t.trust < 1 && t.Start == p.start {
				out = append(out, t)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b term) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// asWritten finds how passages write one of some words: the first that the best of them has. "" if none has any.
func asWritten(snap *index.Snapshot, found []*candidate, near []index.Near) string {
	for _, c := range found {
		for _, n := range near {
			for _, tok := range snap.Analyzer(c.Language).Tokens(nil, c.text) {
				if analysis.Fold(tok.Word) == n.Word || analysis.Fold(strings.TrimSuffix(tok.Word, "'s")) == n.Word {
					bare, _ := cutPossessive(c.text[tok.Start:tok.End])
					return bare
				}
			}
		}
	}
	return ""
}

// likeTyped gives a folded word the capital of the typed one.
func likeTyped(word, typed string) string {
	first, _ := utf8.DecodeRuneInString(typed)
	if !unicode.IsUpper(first) {
		return word
	}
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[size:]
}

func cutPossessive(word string) (string, bool) {
	for _, suffix := range [...]string{"'s", "’s", "ʼs", "'S", "’S"} {
		if bare, ok := strings.CutSuffix(word, suffix); ok {
			return bare, true
		}
	}
	return word, false
}

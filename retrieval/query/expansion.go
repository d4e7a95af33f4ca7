package query

import (
	"context"
	"slices"
	"time"

	"docent/retrieval/analysis"
)

// This file lets a passage answer in other words than the question's: a synonym, an abbreviation written out, a compound written
// apart or together. The rules are:
//
//   - Another way to say a part of the question stands for that part only as a whole: its words next to each other, in order.
//   - It is looked for beside the part, at less weight, and isn't evidence where it stands broken up. Only the parts of a compound
//     may stand apart.

// An expansion is another way to say a stretch of the question, in text: a synonym, a spelling.
type expansion struct {
	at         [2]int // bytes of the question
	form       string
	confidence float64 // how much it is worth beside what was asked, 0 to 1
	loose      bool    // its words count wherever they stand: "Wirtschaftssicherheit" is the "Sicherheit der Wirtschaft"
	told       bool    // it is worth telling whoever asked: it isn't the same words spelt otherwise
}

// An alternative is an expansion in the terms of one query.
type alternative struct {
	stands     []int // the terms it stands for
	words      []int // its own, in order
	confidence float64
	loose      bool
}

const (
	maxExpansions = 12 // of a question

	spellingConfidence     = 0.95 // the same word written apart, together, or with other separators in a number
	compoundConfidence     = 0.8
	synonymConfidence      = 0.9
	abbreviationConfidence = 0.9
	// alternativeWeight is what the words of an alternative rank at, beside those of the question.
	alternativeWeight = 0.6
)

// abbreviationExpansions returns the other forms of abbreviations as expansions.
func abbreviationExpansions(forms []analysis.OtherForm) []expansion {
	var out []expansion
	for _, o := range forms {
		out = append(out, expansion{at: o.At, form: o.Form, confidence: abbreviationConfidence, told: true})
	}
	return out
}

// Expand corrects in the queries of all languages the words that none knows, and adds alternatives for parts of the question:
// synonyms, the other forms of its abbreviations, other spellings. Those that count and are worth telling are noted in
// Parsed.Also.
func Expand(ctx context.Context, v Vocabulary, r *Parsed, queries []*Query, synonyms *SynonymRules, abbreviations []analysis.OtherForm) error {
	spellings, err := spellingExpansions(ctx, v, queries, r.Asked)
	if err != nil {
		return err
	}
	expansions := slices.Concat(synonyms.expansions(v, queries), abbreviationExpansions(abbreviations), spellings)
	others, err := correct(ctx, v, queries, expansions)
	if err != nil {
		return err
	}
	expansions = append(others, expansions...)
	r.Also = nil
	for _, e := range expansions[:min(len(expansions), maxExpansions)] {
		used := false
		for _, q := range queries {
			known, err := q.addAlternative(ctx, v, e)
			if err != nil {
				return err
			}
			used = used || known
		}
		if also := (Rewording{r.Asked[e.at[0]:e.at[1]], e.form}); used && e.told && !slices.Contains(r.Also, also) {
			r.Also = append(r.Also, also)
		}
	}
	return nil
}

// addAlternative adds an expansion to the query, unless the analyzer sees no difference. known reports whether passages of the
// language have all its words.
func (q *Query) addAlternative(ctx context.Context, v Vocabulary, e expansion) (known bool, err error) {
	alt := alternative{confidence: e.confidence, loose: e.loose}
	for _, p := range q.placed {
		if p.start >= e.at[0] && p.end <= e.at[1] && !slices.Contains(alt.stands, p.term) {
			alt.stands = append(alt.stands, p.term)
		}
	}
	var fresh []analysis.Token
	for _, tok := range v.Analyzer(q.Language).Tokens(nil, e.form) {
		if tok.Single {
			continue
		}
		i, ok := q.At[tok.Term]
		if !ok {
			i = len(q.Terms) + len(fresh)
			fresh = append(fresh, tok)
			q.At[tok.Term] = i
		}
		alt.words = append(alt.words, i)
	}
	if len(alt.stands) == 0 || len(alt.words) == 0 || len(alt.words) > analysis.MaxFormWords || slices.Equal(alt.stands, alt.words) {
		for _, tok := range fresh {
			delete(q.At, tok.Term)
		}
		return false, nil
	}
	known = true
	for _, tok := range fresh {
		t := Term{Token: tok, weight: alternativeWeight * e.confidence, confidence: 1, Alternative: true}
		if tok.Stop {
			t.weight *= stopWeight
		}
		n, err := v.Frequency(ctx, q.Language, tok.Term)
		if err != nil {
			return false, err
		}
		t.idf, t.seen = v.IDF(q.Language, n), n > 0
		if n == 0 {
			t.idf, t.weight, known = 0, 0, false
		}
		t.gain = t.idf
		q.Terms = append(q.Terms, t)
	}
	q.alternatives = append(q.alternatives, alt)
	return known, nil
}

// PassageEvidence returns the evidence that a passage has for the question, by the positions in its text, those in its headings
// and title, and its date: a time that the question names is also proven by the document's own date. s.Has must hold the terms
// that the passage has.
func (q *Query) PassageEvidence(s *Scratch, positions, context []Position, date time.Time) float64 {
	credit := s.credit
	for i := range q.Terms {
		t := &q.Terms[i]
		credit[i] = 0
		if t.Content && (s.Has[i] || t.dated && q.Parsed.Period.has(date)) {
			credit[i] = t.credit()
		}
	}
	standsIn := func(words []int) bool { return standsIn(positions, words) || standsIn(context, words) }
	for _, u := range q.multiwords {
		if standsIn(u.words) {
			continue
		}
		for _, i := range u.parts {
			credit[i] = 0
		}
	}
	for _, o := range q.alternatives {
		if !standsIn(o.words) && (!o.loose || slices.ContainsFunc(o.words, func(i int) bool { return !s.Has[i] })) {
			continue
		}
		for _, i := range o.stands {
			if t := &q.Terms[i]; t.Content {
				credit[i] = max(credit[i], o.confidence*t.evidence())
			}
		}
	}
	sum := 0.0
	for _, c := range credit {
		sum += c
	}
	return sum
}

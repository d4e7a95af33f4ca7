package query

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// This file lets a passage answer in other words than the question's: a synonym, an abbreviation written out, a compound written
// apart or together. The rules are:
//
//   - Another way to say a part of the question stands for that part only as a whole: its words next to each other, in order.
//   - It is looked for beside the part, at less weight, and isn't evidence where it stands broken up. Only the parts of a compound
//     may stand apart.

// An expansion is another way to say a stretch of the question.
type expansion struct {
	at    [2]int // bytes of the question
	form  string
	trust float64 // how much it is worth beside what was asked, 0 to 1
	loose bool    // its words count wherever they stand: "Wirtschaftssicherheit" is the "Sicherheit der Wirtschaft"
	told  bool    // it is worth telling: it isn't the same words spelt otherwise
}

// An alternative is an expansion in the terms of one query.
type alternative struct {
	stands []int // the terms it stands for
	words  []int // its own, in order
	trust  float64
	loose  bool
}

// A unitOfWords is a name or number that is several words in the index ("F-16", "COVID-19", an address): those of its words
// that mean nothing by themselves are evidence only where it stands whole.
type unitOfWords struct {
	words []int // terms, in order
	parts []int // those that don't count alone
}

const (
	maxExpansions = 12 // of a question

	trustSpelling     = 0.95 // the same word written apart, together, or with other marks in a number
	trustCompound     = 0.8
	trustSynonym      = 0.9
	trustAbbreviation = 0.9
	// otherWeight is what the words of another way to say it rank at, beside those of the question.
	otherWeight = 0.6
)

// Abbreviated are the other forms of abbreviations as expansions.
func Abbreviated(forms []analysis.OtherForm) []expansion {
	var out []expansion
	for _, o := range forms {
		out = append(out, expansion{at: o.At, form: o.Form, trust: trustAbbreviation, told: true})
	}
	return out
}

// Rephrase corrects in the queries of all languages what none knows, and adds other ways to say parts of the question. Those
// that count and are worth telling are noted in Reading.Also.
func Rephrase(ctx context.Context, v Vocabulary, r *Parsed, queries []*Query, expansions []expansion) error {
	others, err := correct(ctx, v, queries, expansions)
	if err != nil {
		return err
	}
	expansions = append(others, expansions...)
	r.Also = nil
	for _, e := range expansions[:min(len(expansions), maxExpansions)] {
		used := false
		for _, q := range queries {
			known, err := q.expand(ctx, v, e)
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

// expand adds another way to say a part of the question, unless the analyzer sees no difference. It tells whether passages of
// the language have its words.
func (q *Query) expand(ctx context.Context, v Vocabulary, e expansion) (known bool, err error) {
	alt := alternative{trust: e.trust, loose: e.loose}
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
		t := term{Token: tok, weight: otherWeight * e.trust, trust: 1, Other: true}
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
		q.added++
	}
	q.others = append(q.others, alt)
	return known, nil
}

// Proven is the evidence of a passage that has the terms of s.has, by its marks, those of its headings and title, and its date. A time that the question names is also proven by the
// document's own date.
func (q *Query) Proven(s *Scratch, marks, context []Mark, date time.Time) float64 {
	credit := s.credit
	for i := range q.Terms {
		t := &q.Terms[i]
		credit[i] = 0
		if t.Content && (s.Has[i] || t.dated && q.Read.Period.has(date)) {
			credit[i] = t.credit()
		}
	}
	standsIn := func(words []int) bool { return standsIn(marks, words) || standsIn(context, words) }
	for _, u := range q.units {
		if standsIn(u.words) {
			continue
		}
		for _, i := range u.parts {
			credit[i] = 0
		}
	}
	for _, o := range q.others {
		if !standsIn(o.words) && (!o.loose || slices.ContainsFunc(o.words, func(i int) bool { return !s.Has[i] })) {
			continue
		}
		for _, i := range o.stands {
			if t := &q.Terms[i]; t.Content {
				credit[i] = max(credit[i], o.trust*t.proof())
			}
		}
	}
	sum := 0.0
	for _, c := range credit {
		sum += c
	}
	return sum
}

// findUnits finds the names and numbers of several words that must stand whole: what is written in one, with a hyphen or another
// joint inside, and has letters and digits, or an @.
func (q *Query) findUnits(text string) {
	for from := 0; from < len(text); {
		end := from + strings.IndexFunc(text[from:]+" ", unicode.IsSpace)
		if chunk := text[from:end]; mixed(chunk) || strings.Contains(chunk, "@") {
			q.unit(from, end, strings.Contains(chunk, "@"))
		}
		from = end + 1
		for from < len(text) && !utf8.RuneStart(text[from]) {
			from++
		}
	}
}

func (q *Query) unit(from, end int, address bool) {
	var u unitOfWords
	for _, p := range q.placed {
		if p.start < from || p.end > end || q.Terms[p.term].Gram {
			continue
		}
		u.words = append(u.words, p.term)
		if t := q.Terms[p.term]; address || analysis.HasDigit(t.Word) || utf8.RuneCountInString(t.Word) == 1 {
			u.parts = append(u.parts, p.term)
		}
	}
	if len(u.words) > 1 && len(u.parts) > 0 {
		q.units = append(q.units, u)
	}
}

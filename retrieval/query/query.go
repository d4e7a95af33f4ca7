package query

import (
	"context"

	"docent/retrieval/analysis"
)

// The weights of a question's words. Function words rank at half: they tell apart "who wrote to" and "who wrote", and
// are too common to mislead. The words of an earlier question count at half as well.
const (
	stopWeight    = 0.5
	patternWeight = 0.25 // of question patterns ("who", "how many"): in a text, the same words mean something else
	earlierWeight = 0.5
	// enough is how many passages it takes for the frequency of a function word to mean half of what it means in a large
	// folder. In a single article, "is" may be as rare as a name.
	enough = 50
)

// maxTerms bounds the work that a question makes, in different words.
const maxTerms = 256

// A Vocabulary is what the index knows of words, by language. An index's Snapshot is one.
type Vocabulary interface {
	// Analyzer takes texts of a language apart as passages of it were.
	Analyzer(language string) *analysis.Analyzer
	// Passages is how many passages a language has.
	Passages(language string) uint64
	// Frequency is how many passages of a language have a term in their body, GramFrequency the same of a character n-gram.
	Frequency(ctx context.Context, language, term string) (uint64, error)
	GramFrequency(ctx context.Context, language, gram string) (uint64, error)
	// IDF is the inverse document frequency of a term that n passages of a language have.
	IDF(language string, n uint64) float64
	// Occurs reports whether a term stands in a passage of a language, or in the headings or the title above one.
	Occurs(ctx context.Context, language, term string) (bool, error)
	// HasWord reports whether a word, folded, stands in a passage of a language as it is written.
	HasWord(ctx context.Context, language, word string) (bool, error)
	// Near returns at most k words of a language that a misspelt one may have been meant for, best first.
	Near(ctx context.Context, language, word string, k int) ([]analysis.Near, error)
}

// A Lookup is a term or n-gram as it is looked up in the index.
type Lookup struct {
	Term   string
	Weight float64
	Gram   bool // it is a character n-gram
}

// A Query is a question as it is looked up in the passages of one language.
type Query struct {
	Language     string
	Terms        []Term
	At           map[string]int // index into Terms, by their text
	mass         float64        // idf of all terms, weighted: the most that a passage can reach
	Evidence     float64        // idf of the content words: the most evidence that a passage can have
	Grams        []Lookup       // character n-grams of the words, where the language has them
	gramMass     float64        // as mass, of grams
	Passages     uint64         // how many the language has
	Expects      AnswerType     // the kind of answer that is wanted
	Parsed       *Parsed        // the question
	placed       []placed       // the words of the question, in order
	alternatives []alternative  // other ways to say parts of it
	multiwords   []multiword    // names and numbers of several words that count only whole
	missing      int            // phrases that no passage has
}

// A placed is a word of the question by its bytes, and its place among the terms.
type placed struct{ start, end, term int }

// NewQuery makes the query of a parsed question for one language. Words that repeat count once. stops are the function words of
// the language that the question seems to be asked in, which may be another.
func NewQuery(ctx context.Context, v Vocabulary, language string, r *Parsed, stops map[string]bool) (*Query, error) {
	out := &Query{Language: language, At: map[string]int{}, Expects: expectedAnswer(r.Asked), Parsed: r, missing: len(r.Missing)}
	a := v.Analyzer(language)
	out.add(a, r.Asked, stops, false)
	if r.earlier != "" {
		out.add(a, r.earlier, stops, true)
	}
	if err := out.weigh(ctx, v); err != nil {
		return nil, err
	}
	out.findMultiwords(r.Asked)
	return out, out.addGrams(ctx, v) // of what was typed: they find what is misspelt, too
}

// addGrams adds the words' n-grams, each with the greatest weight among the words that have it.
func (q *Query) addGrams(ctx context.Context, v Vocabulary) error {
	a := v.Analyzer(q.Language)
	at := map[string]int{}
	for _, t := range q.Terms {
		if t.Alternative {
			continue
		}
		a.Grams(t.Token, false, func(gram string) {
			if i, ok := at[gram]; ok {
				q.Grams[i].Weight = max(q.Grams[i].Weight, t.weight)
				return
			}
			at[gram] = len(q.Grams)
			q.Grams = append(q.Grams, Lookup{Term: gram, Weight: t.weight, Gram: true})
		})
	}
	for _, g := range q.Grams {
		n, err := v.GramFrequency(ctx, q.Language, g.Term)
		if err != nil {
			return err
		}
		q.gramMass += g.Weight * v.IDF(q.Language, n)
	}
	return nil
}

// weigh looks up how frequent the terms are, and adds up what they weigh.
func (q *Query) weigh(ctx context.Context, v Vocabulary) error {
	total := v.Passages(q.Language)
	damping := float64(total) / float64(total+enough)
	fresh := q.hasContent()
	for i := range q.Terms {
		t := &q.Terms[i]
		if !t.Content && !t.Single {
			t.weight *= damping
		}
		n, err := v.Frequency(ctx, q.Language, t.Term)
		if err != nil {
			return err
		}
		t.idf, t.seen = v.IDF(q.Language, n), n > 0
		t.gain = t.idf
		if t.Earlier && fresh {
			t.Content = false // whether to abstain is judged on what is newly asked
		}
	}
	q.sum(v)
	return nil
}

// sum adds up what the terms weigh.
func (q *Query) sum(v Vocabulary) {
	q.Passages = v.Passages(q.Language)
	q.mass, q.Evidence = 0, float64(q.missing)*v.IDF(q.Language, 0)
	for _, t := range q.Terms {
		if t.Alternative {
			continue
		}
		q.mass += t.weight * t.idf
		if t.Content {
			q.Evidence += t.evidence()
		}
	}
}

func (q *Query) add(a *analysis.Analyzer, text string, stops map[string]bool, earlier bool) {
	patterned, kinds, period := PatternWords(text), kindsAsked(text), q.Parsed.Period
	for _, tok := range a.Tokens(nil, text) {
		if i, ok := q.At[tok.Term]; ok {
			q.place(tok, i, earlier)
			continue
		}
		if len(q.Terms) == maxTerms {
			q.Parsed.Cut = true
			break
		}
		tok.Stop = tok.Stop || stops[tok.Word]
		t := Term{Token: tok, weight: 1, Earlier: earlier, confidence: 1}
		t.dated = !earlier && tok.Start >= period.At[0] && tok.End <= period.At[1]
		t.Content = !tok.Stop && !tok.Single && !patterned[tok.Start] && !(t.dated && period.Relative)
		t.name = t.Content && analysis.NameLike(text, tok)
		t.kind = t.Content && kinds[tok.Start]
		switch {
		case patterned[tok.Start], t.dated && period.Relative:
			t.weight = patternWeight
		case tok.Stop:
			t.weight = stopWeight
		}
		if earlier {
			if !t.Content {
				continue
			}
			t.weight *= earlierWeight
		}
		q.At[tok.Term] = len(q.Terms)
		q.place(tok, len(q.Terms), earlier)
		q.Terms = append(q.Terms, t)
	}
}

// place notes where a term stands in the question.
func (q *Query) place(tok analysis.Token, term int, earlier bool) {
	if !earlier && !tok.Single {
		q.placed = append(q.placed, placed{tok.Start, tok.End, term})
	}
}

// hasContent reports whether the question itself, without the one before it, has evidence to look for.
func (q *Query) hasContent() bool {
	for _, t := range q.Terms {
		if t.Content && !t.Earlier {
			return true
		}
	}
	return false
}

// Words returns the terms as they are looked up, without n-grams.
func (q *Query) Words() []Lookup {
	out := make([]Lookup, len(q.Terms), len(q.Terms)+len(q.Grams))
	for i := range q.Terms {
		out[i] = Lookup{Term: q.Terms[i].Term, Weight: q.Terms[i].weight}
	}
	return out
}

// Lookups returns the terms and the n-grams as they are looked up. All n-grams together weigh as much as all terms.
func (q *Query) Lookups() []Lookup {
	out := q.Words()
	for _, g := range q.Grams {
		g.Weight *= q.mass / max(q.gramMass, 1e-9)
		out = append(out, g)
	}
	return out
}

// ShareOf returns a sum over terms, of Share or of BM25, as a share of the most that a passage can reach: 0 to 1.
func (q *Query) ShareOf(sum float64) float64 {
	if q.mass <= 0 {
		return 0
	}
	return min(1, sum/q.mass)
}

// Unspaced returns the share of the question's terms that are n-grams of a script without spaces.
func (q *Query) Unspaced() float64 {
	n := 0
	for i := range q.Terms {
		n += Btoi(q.Terms[i].Gram)
	}
	return float64(n) / float64(max(1, len(q.Terms)))
}

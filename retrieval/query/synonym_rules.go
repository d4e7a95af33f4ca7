package query

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// This file parses a file of synonyms, and finds its synonyms in questions.

// The limits of a file of synonyms, and how many of its faults are listed.
const (
	MaxSynonymBytes = 1 << 20
	maxSynonymRules = 10_000
	MaxFaults       = 20
)

// SynonymRules is a parsed file of synonyms and pins. The zero value has none. It may be used by several goroutines.
type SynonymRules struct {
	rules []synonymRule
	Pins  []Pin

	mu       sync.Mutex
	analyzed map[string]map[string][]synonymForm // by language and first term
}

// A synonymRule says that whoever asks for one of from is also shown to.
type synonymRule struct{ from, to []string }

// ParseSynonyms parses a file of synonyms. faults say what is wrong with it, each with its line; at most MaxFaults.
func ParseSynonyms(text string) (rules *SynonymRules, faults []string) {
	rules = &SynonymRules{}
	fault := func(line int, err error) {
		if len(faults) < MaxFaults {
			faults = append(faults, fmt.Sprintf("line %d: %v", line, err))
		}
	}
	switch {
	case len(text) > MaxSynonymBytes:
		return rules, []string{fmt.Sprintf("it is larger than %d bytes", MaxSynonymBytes)}
	case !utf8.ValidString(text):
		return rules, []string{"it isn't UTF-8"}
	}
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if len(rules.rules)+len(rules.Pins) == maxSynonymRules {
			fault(n, fmt.Errorf("there are more than %d rules", maxSynonymRules))
			break
		}
		if after, ok := cutFold(line, "pin:"); ok {
			p, err := parsePin(after)
			if err != nil {
				fault(n, err)
			}
			rules.Pins = append(rules.Pins, p)
			continue
		}
		rule, err := parseRule(line)
		if err != nil {
			fault(n, err)
		}
		rules.rules = append(rules.rules, rule)
	}
	return rules, faults
}

func cutFold(line, prefix string) (string, bool) {
	if len(line) < len(prefix) || !strings.EqualFold(line[:len(prefix)], prefix) {
		return "", false
	}
	return line[len(prefix):], true
}

var errRule = errors.New(`expected "words = words", "words => words" or "pin: words -> path"`)

func parseRule(line string) (synonymRule, error) {
	if left, right, ok := strings.Cut(line, "=>"); ok {
		from, err := parseForms(left, "=")
		if err != nil {
			return synonymRule{}, err
		}
		to, err := parseForms(right, "=")
		return synonymRule{from, to}, err
	}
	if !strings.Contains(line, "=") {
		return synonymRule{}, errRule
	}
	forms, err := parseForms(line, "=")
	return synonymRule{forms, forms}, err
}

func parseForms(text, by string) ([]string, error) {
	var out []string
	for form := range strings.SplitSeq(text, by) {
		form = strings.TrimSpace(form)
		switch n := len(analysis.FoldedWords(form)); {
		case n == 0:
			return nil, fmt.Errorf("expected words on both sides of %q, got %q", by, strings.TrimSpace(text))
		case n > analysis.MaxFormWords:
			return nil, fmt.Errorf("expected at most %d words, got %q", analysis.MaxFormWords, form)
		}
		out = append(out, form)
	}
	return out, nil
}

// A synonymForm is a form in the terms of one language, and what it stands for.
type synonymForm struct {
	terms []string
	to    []string
}

// in returns the rules in the terms of a language, by the first term of each form.
func (b *SynonymRules) in(language string, a *analysis.Analyzer) map[string][]synonymForm {
	b.mu.Lock()
	defer b.mu.Unlock()
	if forms, ok := b.analyzed[language]; ok {
		return forms
	}
	forms := map[string][]synonymForm{}
	for _, r := range b.rules {
		for _, from := range r.from {
			terms := TermsOf(a, from)
			if len(terms) == 0 {
				continue
			}
			to := slices.DeleteFunc(slices.Clone(r.to), func(to string) bool { return to == from })
			forms[terms[0]] = append(forms[terms[0]], synonymForm{terms, to})
		}
	}
	if b.analyzed == nil {
		b.analyzed = map[string]map[string][]synonymForm{}
	}
	b.analyzed[language] = forms
	return forms
}

// TermsOf returns the terms of a text, in order, without those that stand for a character alone.
func TermsOf(a *analysis.Analyzer, text string) []string {
	var out []string
	for _, tok := range a.Tokens(nil, text) {
		if !tok.Single {
			out = append(out, tok.Term)
		}
	}
	return out
}

// expansions returns the synonyms of parts of a question.
func (b *SynonymRules) expansions(v Vocabulary, queries []*Query) []expansion {
	if len(b.rules) == 0 {
		return nil
	}
	var out []expansion
	for _, q := range queries {
		forms := b.in(q.Language, v.Analyzer(q.Language))
		for i, p := range q.placed {
			for _, f := range forms[q.Terms[p.term].Term] {
				if !q.hasAt(i, f.terms) {
					continue
				}
				for _, to := range f.to {
					e := expansion{at: [2]int{p.start, q.placed[i+len(f.terms)-1].end}, form: to, confidence: synonymConfidence, told: true}
					if !slices.Contains(out, e) {
						out = append(out, e)
					}
				}
			}
		}
	}
	return out
}

// hasAt reports whether the question has some terms from its i-th word on.
func (q *Query) hasAt(i int, terms []string) bool {
	if i+len(terms) > len(q.placed) {
		return false
	}
	for n, t := range terms {
		if q.Terms[q.placed[i+n].term].Term != t {
			return false
		}
	}
	return true
}

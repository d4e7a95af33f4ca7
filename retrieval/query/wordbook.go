package query

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// This file reads what a file of synonyms says, and finds it in questions.

// What a file of synonyms may hold, and how many of its faults are told.
const (
	MaxSynonymBytes = 1 << 20
	maxSynonymRules = 10_000
	MaxFaults       = 20
)

// A Synonyms is what a file of synonyms says.
type Synonyms struct {
	rules []synonymRule
	Pins  []Pin

	mu       sync.Mutex
	analyzed map[string]map[string][]synonymForm // by language and first term
}

// A synonymRule says that whoever asks for one of from is also shown to.
type synonymRule struct{ from, to []string }

// A Pin is a place that answers questions with certain words.
type Pin struct {
	line    int // of the file, from 1
	Words   string
	Path    string
	Lines   [2]int // zero: not given
	Heading string // "": not given
}

// ParseSynonyms reads a file of synonyms. faults are what is wrong, by line.
func ParseSynonyms(text string) (book *Synonyms, faults []string) {
	book = &Synonyms{}
	fault := func(line int, err error) {
		if len(faults) < MaxFaults {
			faults = append(faults, fmt.Sprintf("line %d: %v", line, err))
		}
	}
	switch {
	case len(text) > MaxSynonymBytes:
		return book, []string{fmt.Sprintf("it is larger than %d bytes", MaxSynonymBytes)}
	case !utf8.ValidString(text):
		return book, []string{"it isn't UTF-8"}
	}
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if len(book.rules)+len(book.Pins) == maxSynonymRules {
			fault(n, fmt.Errorf("there are more than %d rules", maxSynonymRules))
			break
		}
		if after, ok := cutFold(line, "pin:"); ok {
			p, err := parsePin(after)
			if err != nil {
				fault(n, err)
			}
			p.line = n
			book.Pins = append(book.Pins, p)
			continue
		}
		rule, err := parseRule(line)
		if err != nil {
			fault(n, err)
		}
		book.rules = append(book.rules, rule)
	}
	return book, faults
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

var pinnedLines = regexp.MustCompile(`^(.*\S)\s+(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?$`)

func parsePin(text string) (Pin, error) {
	words, place, ok := strings.Cut(text, "->")
	p := Pin{Words: strings.TrimSpace(words), Path: strings.TrimSpace(place)}
	if !ok || len(analysis.FoldedWords(p.Words)) == 0 || p.Path == "" {
		return p, errors.New(`expected "pin: words -> path", with lines ("24-31") or "# heading" behind the path`)
	}
	if path, heading, ok := strings.Cut(p.Path, " # "); ok {
		p.Path, p.Heading = strings.TrimSpace(path), strings.TrimSpace(heading)
		return p, nil
	}
	if m := pinnedLines.FindStringSubmatch(p.Path); m != nil {
		first, _ := strconv.Atoi(m[2]) // digits, by the pattern
		last := first
		if m[3] != "" {
			last, _ = strconv.Atoi(m[3])
		}
		if first < 1 || last < first {
			return p, fmt.Errorf("expected lines from 1 upwards, the first before the last, got %q", strings.TrimSpace(strings.TrimPrefix(p.Path, m[1])))
		}
		p.Path, p.Lines = m[1], [2]int{first, last}
	}
	return p, nil
}

// A synonymForm is a form in the terms of one language, and what it stands for.
type synonymForm struct {
	terms []string
	to    []string
}

// in is the book in the terms of a language, by the first term of each form.
func (b *Synonyms) in(language string, a *analysis.Analyzer) map[string][]synonymForm {
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

// TermsOf are the terms of a text, in order, without those that stand for a character alone.
func TermsOf(a *analysis.Analyzer, text string) []string {
	var out []string
	for _, tok := range a.Tokens(nil, text) {
		if !tok.Single {
			out = append(out, tok.Term)
		}
	}
	return out
}

// Expansions are the synonyms of parts of a question.
func (b *Synonyms) Expansions(v Vocabulary, queries []*Query) []expansion {
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
					e := expansion{at: [2]int{p.start, q.placed[i+len(f.terms)-1].end}, form: to, trust: trustSynonym, told: true}
					if !slices.Contains(out, e) {
						out = append(out, e)
					}
				}
			}
		}
	}
	return out
}

// hasAt tells whether terms stand in the question from its i-th word on.
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

package retrieval

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
)

// This file reads question files: text that somebody who doesn't program can extend. The form is told at the head of
// testdata/golden/questions.txt; testdata/seed.questions uses the part of it that one document needs.

// A questionGroup is the places that answer, and some questions that they answer; no places mean silence.
type questionGroup struct {
	line      int
	section   section
	places    []place
	holds     []string // the answering sentence has one of these; none: anything
	questions []fileQuestion
}

// A section is what the questions below a heading have in common.
type section struct {
	kind, language string
	off            bool // its questions are checked, and not asked
}

// A place is a stretch of a document: lines, or a phrase.
type place struct {
	path   string // "" where there is only one document
	lines  [2]int // from 1, both ends belong to it
	phrase string
	at     [2]int // bytes of the file, once it was found there
}

type fileQuestion struct {
	line   int
	text   string
	after  string    // the question before it
	asked  time.Time // zero: the day that the test asks on
	unsure string    // why its answer may be disputed
}

// readQuestionFile reads a question file of which every line must be in order.
func readQuestionFile(t testing.TB, path string) []questionGroup {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	groups, err := parseQuestionFile(filepath.Base(path), string(text))
	if err != nil {
		t.Fatal(err)
	}
	return groups
}

// A questionParser reads a question file line by line and gathers what is wrong with it.
type questionParser struct {
	name    string
	line    int
	indent  int // of the last question
	section section
	groups  []questionGroup
	faults  []error
}

// parseQuestionFile reads a question file; the error names every line that is wrong, and what is expected there.
func parseQuestionFile(name, text string) ([]questionGroup, error) {
	p := &questionParser{name: name}
	for line := range strings.Lines(text) {
		p.line++
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "=="):
			p.endGroup()
			p.readSection(strings.TrimSpace(strings.TrimLeft(line, "=")))
		case line[0] != '\t' && line[0] != ' ':
			p.endGroup()
			p.readPlaces(line)
		case p.indent > 0 && indentOf(line) > p.indent:
			p.readNote(strings.TrimSpace(line))
		default:
			p.readQuestion(strings.TrimSpace(line))
			p.indent = indentOf(line)
		}
	}
	p.endGroup()
	return p.groups, errors.Join(p.faults...)
}

// indentOf is how many tabs and spaces a line begins with.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, "\t ")) }

func (p *questionParser) fault(line int, format string, args ...any) {
	p.faults = append(p.faults, fmt.Errorf("%s:%d: %s", p.name, line, fmt.Sprintf(format, args...)))
}

func (p *questionParser) endGroup() {
	if n := len(p.groups); n > 0 && len(p.groups[n-1].questions) == 0 {
		p.fault(p.groups[n-1].line, "no question stands below these places")
	}
}

// readSection reads "KIND, LANGUAGE", with "(off)" behind it where it isn't to be asked.
func (p *questionParser) readSection(s string) {
	s, off := strings.CutSuffix(s, "(off)")
	s = strings.TrimSpace(s)
	comma := strings.LastIndex(s, ", ")
	if comma <= 0 {
		p.fault(p.line, `a section is "== KIND, LANGUAGE"`)
		return
	}
	p.section = section{s[:comma], s[comma+len(", "):], off}
}

// readPlaces reads 'PATH 3-5 17 PATH "a phrase": what the sentence must hold | or this'.
func (p *questionParser) readPlaces(s string) {
	g := questionGroup{line: p.line, section: p.section}
	path, silence, colon := "", false, false
	for !colon {
		var word string
		var quoted, ok bool
		word, s, quoted, ok = cutPlaceWord(s)
		if !ok {
			p.fault(p.line, "places end with a colon, and a question is indented")
			break
		}
		colon = strings.HasPrefix(s, ":")
		lines, numbers := lineRange(word)
		switch {
		case quoted:
			g.places = append(g.places, place{path: path, phrase: word})
		case numbers:
			g.places = append(g.places, place{path: path, lines: lines})
		case word == "silence":
			silence = true
		default:
			path = word
		}
	}
	if silence == (len(g.places) > 0) {
		p.fault(p.line, `expected "silence", or a path with the lines or the quoted phrase that answer`)
	}
	for _, words := range strings.Split(strings.TrimPrefix(s, ":"), "|") {
		if words = strings.TrimSpace(words); words != "" {
			g.holds = append(g.holds, words)
		}
	}
	p.groups = append(p.groups, g)
}

// cutPlaceWord cuts the first word, or the first phrase in quotation marks, off s.
func cutPlaceWord(s string) (word, rest string, quoted, ok bool) {
	s = strings.TrimLeft(s, " ")
	if after, found := strings.CutPrefix(s, `"`); found {
		word, rest, ok = strings.Cut(after, `"`)
		return word, rest, true, ok && word != ""
	}
	end := strings.IndexAny(s, " :")
	if end <= 0 {
		return "", s, false, false
	}
	return s[:end], strings.TrimLeft(s[end:], " "), false, true
}

// lineRange reads "7" or "5-9".
func lineRange(s string) (lines [2]int, ok bool) {
	first, last, ranged := strings.Cut(s, "-")
	if !ranged {
		last = first
	}
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	return [2]int{from, to}, err1 == nil && err2 == nil && 0 < from && from <= to
}

func (p *questionParser) readQuestion(s string) {
	if len(p.groups) == 0 {
		p.fault(p.line, "a question stands below the places that answer it")
		return
	}
	g := &p.groups[len(p.groups)-1]
	g.questions = append(g.questions, fileQuestion{line: p.line, text: s})
}

// readNote reads "after: ...", "asked: YYYY-MM-DD" or "unsure: ..." to the question above.
func (p *questionParser) readNote(s string) {
	if len(p.groups) == 0 || len(p.groups[len(p.groups)-1].questions) == 0 {
		p.fault(p.line, "a note stands below its question")
		return
	}
	g := &p.groups[len(p.groups)-1]
	q := &g.questions[len(g.questions)-1]
	name, value, _ := strings.Cut(s, ":")
	value = strings.TrimSpace(value)
	switch {
	case value == "":
		p.fault(p.line, "%q says nothing", s)
	case name == "after":
		q.after = value
	case name == "asked":
		asked, err := time.Parse(time.DateOnly, value)
		if err != nil {
			p.fault(p.line, "%q is no date; one is written as 2026-01-31", value)
		}
		q.asked = asked
	case name == "unsure":
		q.unsure = value
	default:
		p.fault(p.line, `%q is no note; there are "after:", "asked:" and "unsure:"`, s)
	}
}

// findPlaces looks every place up in the documents, by path, and returns what is wrong: a path that isn't there, a phrase
// that doesn't stand there exactly once, lines beyond the end, words that the answering sentence can't hold, and questions
// that are asked twice.
func findPlaces(name string, groups []questionGroup, documents map[string]string) error {
	p := questionParser{name: name}
	asked := map[string]int{}
	for _, g := range groups {
		for i := range g.places {
			if err := g.places[i].find(documents); err != nil {
				p.fault(g.line, "%v", err)
			} else if !g.places[i].canHold(documents, g.holds) {
				p.fault(g.line, "the lines of %v hold none of %q", g.places[i], g.holds)
			}
		}
		for _, q := range g.questions {
			key := q.after + "\n" + q.text
			if before := asked[key]; before > 0 {
				p.fault(q.line, "%q was asked on line %d already", q.text, before)
			}
			asked[key] = q.line
		}
	}
	return errors.Join(p.faults...)
}

// find sets the bytes of the file that the place is.
func (p *place) find(documents map[string]string) error {
	text, ok := documents[p.path]
	if !ok {
		return fmt.Errorf("there is no document %q", p.path)
	}
	if p.phrase == "" {
		starts := lineStarts(text)
		if p.lines[1] >= len(starts) {
			return fmt.Errorf("%s has %d lines", p.path, len(starts)-1)
		}
		p.at = [2]int{starts[p.lines[0]-1], starts[p.lines[1]]}
		return nil
	}
	words := strings.Fields(p.phrase)
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	found := regexp.MustCompile(strings.Join(words, `\s+`)).FindAllStringIndex(text, -1) // a line may end inside the phrase
	if len(found) != 1 {
		return fmt.Errorf("%s has %q %d times, not once", p.path, p.phrase, len(found))
	}
	p.at = [2]int(found[0])
	first := 1 + strings.Count(text[:p.at[0]], "\n")
	p.lines = [2]int{first, first + strings.Count(text[p.at[0]:p.at[1]], "\n")}
	return nil
}

// lineStarts are the offsets at which the lines of a text begin, and its end.
func lineStarts(text string) []int {
	starts := []int{0}
	for line := range strings.Lines(text) {
		starts = append(starts, starts[len(starts)-1]+len(line))
	}
	return starts
}

// canHold tells whether the lines of the place hold one of the words, or none are asked for.
func (p place) canHold(documents map[string]string, holds []string) bool {
	starts := lineStarts(documents[p.path])
	return holdsAny(documents[p.path][starts[p.lines[0]-1]:starts[p.lines[1]]], holds)
}

func holdsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return len(words) == 0
}

// String is the place as a question file writes it.
func (p place) String() string {
	switch {
	case p.phrase != "":
		return fmt.Sprintf("%s %q", p.path, p.phrase)
	case p.lines[0] == p.lines[1]:
		return fmt.Sprintf("%s %d", p.path, p.lines[0])
	}
	return fmt.Sprintf("%s %d-%d", p.path, p.lines[0], p.lines[1])
}

// overlaps tells whether a stretch of a file overlaps the place.
func (p place) overlaps(path string, start, end int) bool {
	return p.path == path && start < p.at[1] && p.at[0] < end
}

func TestQuestionFile(t *testing.T) {
	t.Parallel()
	groups, err := parseQuestionFile("q", "# A comment.\n== who, what, English (off)\n\na/b.txt 3-4 9 \"a: phrase\": one | two\n\tWho?\n\t\tafter: Where?\n"+
		"\t\tasked: 2026-01-31\n\t\tunsure: two say so\n\tWhat?\nsilence:\n\tWhy?\n")
	if err != nil || len(groups) != 2 {
		t.Fatalf("%d groups, %v", len(groups), err)
	}
	g := groups[0]
	if want := (section{"who, what", "English", true}); g.section != want {
		t.Errorf("section %v, want %v", g.section, want)
	}
	if got, want := fmt.Sprint(g.places), `[a/b.txt 3-4 a/b.txt 9 a/b.txt "a: phrase"]`; got != want {
		t.Errorf("places %s, want %s", got, want)
	}
	if got, want := fmt.Sprintf("%q", g.holds), `["one" "two"]`; got != want {
		t.Errorf("holds %s, want %s", got, want)
	}
	want := fileQuestion{line: 5, text: "Who?", after: "Where?", asked: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC), unsure: "two say so"}
	if len(g.questions) != 2 || g.questions[0] != want || g.questions[1] != (fileQuestion{line: 9, text: "What?"}) {
		t.Errorf("questions %v", g.questions)
	}
	if s := groups[1]; len(s.places) != 0 || len(s.questions) != 1 {
		t.Errorf("silence has %v", s)
	}
}

func TestQuestionFileFaults(t *testing.T) {
	t.Parallel()
	documents := map[string]string{"a.txt": "one\ntwo two\n"}
	for _, test := range []struct{ file, want string }{
		{"\tWho?\n", "q:1: a question stands below the places that answer it"},
		{"a.txt 1:\n\tWho?\na.txt 2:\n\t\tafter: Who?\n\tWhat?\n", "q:4: a note stands below its question"},
		{"a.txt 1:\n", "q:1: no question stands below these places"},
		{"silence:\n== a, b\n", "q:1: no question stands below these places"},
		{"== facts\n", `q:1: a section is "== KIND, LANGUAGE"`},
		{"a.txt 1\n\tWho?\n", "q:1: places end with a colon"},
		{"a.txt \"one:\n\tWho?\n", "q:1: places end with a colon"},
		{"a.txt:\n\tWho?\n", `q:1: expected "silence", or a path`},
		{"silence a.txt 1:\n\tWho?\n", `q:1: expected "silence", or a path`},
		{"a.txt 2-1:\n\tWho?\n", `q:1: expected "silence", or a path`},
		{"a.txt 1:\n\tWho?\n\t\tasked: today\n", `q:3: "today" is no date`},
		{"a.txt 1:\n\tWho?\n\t\tafter:\n", `q:3: "after:" says nothing`},
		{"a.txt 1:\n\tWho?\n\t\tsaid: x\n", `q:3: "said: x" is no note`},
		{"b.txt 1:\n\tWho?\n", `q:1: there is no document "b.txt"`},
		{"a.txt 3:\n\tWho?\n", "q:1: a.txt has 2 lines"},
		{"a.txt \"one two\": three\n\tWho?\n", `q:1: the lines of a.txt "one two" hold none of ["three"]`},
		{"a.txt \"two\":\n\tWho?\n", `q:1: a.txt has "two" 2 times, not once`},
		{"a.txt \"three\":\n\tWho?\n", `q:1: a.txt has "three" 0 times, not once`},
		{"a.txt 1: two\n\tWho?\n", `q:1: the lines of a.txt 1 hold none of ["two"]`},
		{"a.txt 1:\n\tWho?\na.txt 2:\n\tWho?\n", `q:4: "Who?" was asked on line 2 already`},
	} {
		groups, err := parseQuestionFile("q", test.file)
		if err == nil {
			err = findPlaces("q", groups, documents)
		}
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.file, err, test.want)
		}
	}
}

package retrieval

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
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

type fileQuestion struct {
	line   int
	text   string
	after  string    // the question before it
	asked  time.Time // zero: the day that the test asks on
	sides  int       // how many of the places' documents the answer should show; 0: it doesn't matter
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
	inGroup bool // places have come since the section began
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
		case !utf8.ValidString(line):
			p.fault(p.line, "this is no UTF-8; save the file as that")
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
	p.section, p.inGroup = section{s[:comma], s[comma+len(", "):], off}, false
}

// readPlaces reads 'PATH 3-5 17 PATH "a phrase": what the sentence must hold | or this'.
func (p *questionParser) readPlaces(s string) {
	g := questionGroup{line: p.line, section: p.section}
	p.inGroup = true
	path, silence, colon := "", false, false
	for !colon {
		var word string
		var quoted, ok bool
		word, s, quoted, ok = cutPlaceWord(s)
		if !ok {
			p.fault(p.line, "places end with a colon, and a question is indented")
			p.groups = append(p.groups, g)
			return
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
		return word, rest, true, ok && strings.TrimSpace(word) != ""
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
	if !p.inGroup {
		p.fault(p.line, "a question stands below the places that answer it")
		return
	}
	if name, _, ok := strings.Cut(s, ":"); ok && slices.Contains(noteNames, name) {
		p.fault(p.line, "%q is a note: indent it deeper than its question", s)
		return
	}
	g := &p.groups[len(p.groups)-1]
	g.questions = append(g.questions, fileQuestion{line: p.line, text: s})
}

// noteNames are the notes that a question may have.
var noteNames = []string{"after", "asked", "sides", "unsure"}

// readNote reads "after: ...", "asked: YYYY-MM-DD", "sides: N" or "unsure: ..." to the question above.
func (p *questionParser) readNote(s string) {
	if !p.inGroup || len(p.groups[len(p.groups)-1].questions) == 0 {
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
	case name == "sides":
		sides, err := strconv.Atoi(value)
		if err != nil || sides < 2 || sides > len(g.documents()) {
			p.fault(p.line, "%q is no number from 2 to that of the documents named above, %d", value, len(g.documents()))
		}
		q.sides = sides
	case name == "unsure":
		q.unsure = value
	default:
		p.fault(p.line, "%q is no note; there are %s", s, strings.Join(noteNames, ", "))
	}
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
		{"a.txt 1:\n\tWho?\n== a, b\n\tWhat?\n", "q:4: a question stands below the places that answer it"},
		{"a.txt 1:\n\tWho?\n\tafter: What?\n", `q:3: "after: What?" is a note: indent it deeper`},
		{"a.txt 1:\n", "q:1: no question stands below these places"},
		{"silence:\n== a, b\n", "q:1: no question stands below these places"},
		{"== facts\n", `q:1: a section is "== KIND, LANGUAGE"`},
		{"a.txt 1\n\tWho?\n", "q:1: places end with a colon"},
		{"a.txt \" \":\n\tWho?\n", "q:1: places end with a colon"},
		{"a.txt 1:\n\tCaf\xe9?\n", "q:2: this is no UTF-8"},
		{"a.txt \"one:\n\tWho?\n", "q:1: places end with a colon"},
		{"a.txt:\n\tWho?\n", `q:1: expected "silence", or a path`},
		{"silence a.txt 1:\n\tWho?\n", `q:1: expected "silence", or a path`},
		{"a.txt 2-1:\n\tWho?\n", `q:1: expected "silence", or a path`},
		{"a.txt 1:\n\tWho?\n\t\tasked: today\n", `q:3: "today" is no date`},
		{"a.txt 1:\n\tWho?\n\t\tafter:\n", `q:3: "after:" says nothing`},
		{"a.txt 1 2:\n\tWho?\n\t\tsides: 2\n", `q:3: "2" is no number from 2 to that of the documents named above, 1`},
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

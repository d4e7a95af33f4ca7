package eval

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"docent/retrieval/analysis"
	"docent/retrieval/corpus"
)

// This file reads question sets. A file of questions has one JSON object a line:
//
//	{"id", "text", "answerable", "date", "answers": [...], "relevant": [{"path", "lines": [first, last]}]}
//
//   - Only "text" must be there, and "relevant" where the question can be answered.
//   - "answerable" may be left out: then a question can be answered if something is relevant.
//   - "date" is the day it is asked on, YYYY-MM-DD or RFC 3339.
//   - "answers" are strings, one of which an answer should have in it. Case, marks and white space don't count.
//   - "relevant" are the places that answer: lines of a document, both ends belonging to them, from 1. Without lines, any
//     place in the document does.
//
// Empty lines and other keys are skipped.

// An question is one line of a question set.
type question struct {
	set        *questionSet
	line       int
	id         string
	text       string
	answerable bool
	answers    []string // folded
	relevant   []relevant
	date       time.Time // zero: none is given
}

// relevant is a place that answers.
type relevant struct {
	path  string
	lines [2]int // zero: all
}

// An questionSet is an Set as it was read.
type questionSet struct {
	Set
	questions []*question
}

// A QuestionFault is what is wrong with one line of a question set.
type QuestionFault struct {
	Set  string
	File string
	Line int // from 1
	What string
}

func (f QuestionFault) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.What) }

// A QuestionsError lists what is wrong with the questions.
type QuestionsError struct{ Faults []QuestionFault }

// shownFaults is how many faults of a file are worth reading at once.
const shownFaults = 20

func (e *QuestionsError) Error() string {
	var b strings.Builder
	for _, f := range e.Faults[:min(len(e.Faults), shownFaults)] {
		b.WriteString(f.String() + "\n")
	}
	if more := len(e.Faults) - shownFaults; more > 0 {
		fmt.Fprintf(&b, "and %d more\n", more)
	}
	if len(e.Faults) == 1 {
		return b.String() + "one question is malformed"
	}
	return b.String() + fmt.Sprintf("%d questions are malformed", len(e.Faults))
}

// readSets reads the questions of each set, and holds them against the set's documents.
func readSets(ctx context.Context, sets []Set) (out []*questionSet, faults []QuestionFault, err error) {
	for _, s := range sets {
		files, _, err := corpus.NewFolder(s.Docs, nil).Walk(ctx)
		if err != nil {
			return nil, nil, fmt.Errorf("set %q: %s: %w", s.Name, s.Docs, err)
		}
		if len(files) == 0 {
			return nil, nil, fmt.Errorf("set %q: %s: there is no document", s.Name, s.Docs)
		}
		known := map[string]bool{}
		for _, f := range files {
			known[f.Path] = true
		}
		set := &questionSet{Set: s}
		found, err := set.read(known)
		if err != nil {
			return nil, nil, fmt.Errorf("set %q: %w", s.Name, err)
		}
		if len(set.questions)+len(found) == 0 {
			return nil, nil, fmt.Errorf("set %q: %s: there is no question", s.Name, s.Questions)
		}
		out, faults = append(out, set), append(faults, found...)
	}
	for _, s := range out {
		if len(s.questions) == 0 { // and so there are faults
			return nil, nil, &QuestionsError{faults}
		}
	}
	return out, faults, nil
}

// maxQuestionLine is more than anybody's question needs, in bytes of JSON.
const maxQuestionLine = 4 << 20

// read reads the file line by line.
func (s *questionSet) read(known map[string]bool) (faults []QuestionFault, err error) {
	f, err := os.Open(s.Questions)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	for n := 1; ; n++ {
		line, long, err := readLine(in)
		if errors.Is(err, io.EOF) {
			return faults, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", s.Questions, n, err)
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 && !long {
			continue
		}
		q, err := (*question)(nil), fmt.Errorf("the line is longer than %d MB", maxQuestionLine>>20)
		if !long {
			q, err = parseQuestion(line, known)
		}
		if err != nil {
			faults = append(faults, QuestionFault{s.Name, s.Questions, n, clip(err.Error(), maxFault)})
			continue
		}
		q.set, q.line = s, n
		if q.id == "" {
			q.id = fmt.Sprintf("line %d", n)
		}
		s.questions = append(s.questions, q)
	}
}

// maxFault is how long the words about a fault may get that repeats what stands there, in runes.
const maxFault = 300

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// readLine reads up to the end of the line. Of one that is too long, nothing is kept. The error is io.EOF when nothing is
// left.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > maxQuestionLine {
			long, line = true, nil
		}
		if !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && (len(line) > 0 || long):
			return line, long, nil
		}
		return line, long, err
	}
}

// parseQuestion reads one line. Its error says what is wrong, and what is expected.
func parseQuestion(line []byte, known map[string]bool) (*question, error) {
	var in struct {
		ID         any
		Text       string
		Answerable *bool
		Date       string
		Answers    []string
		Relevant   []struct {
			Path  string
			Lines []int
		}
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, explainJSON(line, err)
	}
	if strings.TrimSpace(in.Text) == "" {
		return nil, errors.New(`"text": expected a question; there is none`)
	}
	q := &question{text: in.Text, answerable: len(in.Relevant) > 0}
	if in.ID != nil {
		q.id = fmt.Sprint(in.ID)
	}
	if in.Answerable != nil {
		q.answerable = *in.Answerable
	}
	if q.answerable && len(in.Relevant) == 0 {
		return nil, errors.New(`"relevant": expected the places that answer, since the question can be answered; there are none`)
	}
	if in.Date != "" {
		var err error
		if q.date, err = parseDay(in.Date); err != nil {
			return nil, err
		}
	}
	for _, r := range in.Relevant {
		place, err := parsePlace(r.Path, r.Lines, known)
		if err != nil {
			return nil, err
		}
		q.relevant = append(q.relevant, place)
	}
	for _, a := range in.Answers {
		if a = analysis.Fold(a); a != "" {
			q.answers = append(q.answers, a)
		}
	}
	return q, nil
}

// explainJSON says in words what the JSON package found.
func explainJSON(line []byte, err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("expected a JSON object; it is %s", withArticle(kind.Value))
	case errors.As(err, &kind):
		return fmt.Errorf("%q: expected %s; it is %s", strings.ToLower(kind.Field), describeType(kind.Type.String()), withArticle(kind.Value))
	case errors.As(err, &syntax):
		at := utf8.RuneCount(line[:min(int(syntax.Offset), len(line))])
		return fmt.Errorf("expected a JSON object: %w (character %d)", err, at)
	}
	return fmt.Errorf("expected a JSON object: %w", err)
}

// withArticle puts an article before what JSON calls a value ("array", "number 3", "bool").
func withArticle(value string) string {
	kind, _, _ := strings.Cut(value, " ")
	if strings.ContainsAny(kind[:min(1, len(kind))], "aeiou") {
		return "an " + kind
	}
	return "a " + kind
}

// describeType is a Go type in words that people who write JSON know.
func describeType(t string) string {
	switch {
	case t == "string":
		return "a string"
	case t == "bool":
		return "true or false"
	case t == "int":
		return "a whole number"
	case strings.HasPrefix(t, "[]"):
		return "a list"
	}
	return "an object"
}

// parseDay reads the day that a question is asked on.
func parseDay(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf(`"date": expected YYYY-MM-DD; it is %q`, s)
}

// parsePlace reads a place that answers.
func parsePlace(p string, lines []int, known map[string]bool) (relevant, error) {
	r := relevant{path: path.Clean(strings.ReplaceAll(p, `\`, "/"))}
	if !known[r.path] {
		return r, fmt.Errorf(`"relevant": there is no document %q`, p)
	}
	switch {
	case len(lines) == 0:
		return r, nil
	case len(lines) != 2 || lines[0] < 1 || lines[1] < lines[0]:
		return r, fmt.Errorf(`"lines": expected the first line and the last, counted from 1; they are %d`, lines)
	}
	r.lines = [2]int{lines[0], lines[1]}
	return r, nil
}

package eval

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

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

// A question is one line of a question set.
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

// A questionSet is a Set as it was read.
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

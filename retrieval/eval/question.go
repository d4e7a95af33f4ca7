package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

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

package eval

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"docent/retrieval/document"
	"docent/retrieval/passage"
)

func TestParseQuestion(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"a.md": true, "sub/b.txt": true}
	for _, c := range []struct {
		line string
		want question
	}{
		{`{"text":"Who?"}`, question{text: "Who?"}},
		{`{"id":7,"text":"Who?","answerable":false,"answers":[],"relevant":[],"more":{"a":1}}`, question{id: "7", text: "Who?"}},
		{`{"text":"Who?","relevant":[{"path":"a.md","lines":[2,4]},{"path":"./sub\\b.txt"}]}`, question{text: "Who?", answerable: true,
			relevant: []relevant{{"a.md", [2]int{2, 4}}, {path: "sub/b.txt"}}}},
		{`{"text":"Who?","answerable":false,"relevant":[{"path":"a.md"}]}`, question{text: "Who?", relevant: []relevant{{path: "a.md"}}}},
		{`{"text":"Who?","date":"2024-05-01","answers":["  José\n SOLO ",""]}`, question{text: "Who?", answers: []string{"jose solo"},
			date: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)}},
		{`{"text":"Who?","date":"2024-05-01T10:00:00Z","relevant":null}`, question{text: "Who?", date: time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC)}},
	} {
		got, err := parseQuestion([]byte(c.line), known)
		if err != nil || !reflect.DeepEqual(*got, c.want) {
			t.Errorf("%s: got %+v (%v), want %+v", c.line, got, err, c.want)
		}
	}
}

func TestReadQuestionsFaults(t *testing.T) {
	t.Parallel()
	const good = `{"text":"Who?","relevant":[{"path":"a.md"}]}`
	for _, c := range []struct{ line, want string }{
		{`{"text"`, "expected a JSON object: unexpected end of JSON input (character 7)"},
		{`Who?`, "expected a JSON object: invalid character 'W'"},
		{`{"text":"a"} {}`, "expected a JSON object: invalid character '{' after top-level value (character 14)"},
		{`["text"]`, "expected a JSON object; it is an array"},
		{`"text"`, "expected a JSON object; it is a string"},
		{`null`, `"text": expected a question; there is none`},
		{`{}`, `"text": expected a question; there is none`},
		{`{"text":" \t"}`, `"text": expected a question; there is none`},
		{`{"text":5}`, `"text": expected a string; it is a number`},
		{"{\"text\":\"a\x00b\"}", `invalid character '\x00'`},
		{`{"text":"a","answerable":"yes"}`, `"answerable": expected true or false; it is a string`},
		{`{"text":"a","answerable":true}`, `"relevant": expected the places that answer`},
		{`{"text":"a","answers":"b"}`, `"answers": expected a list; it is a string`},
		{`{"text":"a","answers":[1]}`, `"answers": expected a string; it is a number`},
		{`{"text":"a","date":"yesterday"}`, `"date": expected YYYY-MM-DD; it is "yesterday"`},
		{`{"text":"a","relevant":["a.md"]}`, `"relevant": expected an object; it is a string`},
		{`{"text":"a","relevant":[{"path":"b.md"}]}`, `"relevant": there is no document "b.md"`},
		{`{"text":"a","relevant":[{"path":"../a.md"}]}`, `there is no document "../a.md"`},
		{`{"text":"a","relevant":[{}]}`, `there is no document ""`},
		{`{"text":"a","relevant":[{"path":"a.md","lines":[3]}]}`, `"lines": expected the first line and the last, counted from 1; they are [3]`},
		{`{"text":"a","relevant":[{"path":"a.md","lines":[0,1]}]}`, `they are [0 1]`},
		{`{"text":"a","relevant":[{"path":"a.md","lines":[5,4]}]}`, `they are [5 4]`},
		{`{"text":"a","relevant":[{"path":"a.md","lines":"4"}]}`, `"relevant.lines": expected a list; it is a string`},
		{`{"text":"a","relevant":[{"path":"a.md","lines":[1.5,2]}]}`, `"relevant.lines": expected a whole number; it is a number`},
		{`{"text":"` + strings.Repeat("a", maxQuestionLine) + `"}`, "the line is longer than 4 MB"},
		{`{"text":"a","relevant":[{"path":"` + strings.Repeat("b", 5000) + `"}]}`, "bbb…"},
	} {
		name := c.line[:min(len(c.line), 60)]
		set := writeSet(t, "set", map[string]string{"a.md": "Text.\n"}, "\ufeff"+good, "", c.line, good+"\r")
		_, err := Evaluate(t.Context(), Config{Sets: []Set{set}, Temp: t.TempDir()})
		var faults *QuestionsError
		if !errors.As(err, &faults) || len(faults.Faults) != 1 || faults.Faults[0].Line != 3 || !strings.Contains(err.Error(), c.want) ||
			!strings.HasPrefix(err.Error(), set.Questions+":3: ") || len(err.Error()) > 1000 {
			t.Errorf("%q: got %v, want line 3 and %q", name, err, c.want)
		}
		e := evaluate(t, Config{Sets: []Set{set}, KeepGoing: true})
		if len(e.Malformed) != 1 || e.Malformed[0].Set != "set" || e.All.Questions != 2 {
			t.Errorf("%q: going on, got %+v", name, e)
		}
	}
}

// Where no question is left, there is nothing to go on with.
func TestOnlyMalformedQuestions(t *testing.T) {
	t.Parallel()
	lines := make([]string, 30)
	for i := range lines {
		lines[i] = "?"
	}
	set := writeSet(t, "set", map[string]string{"a.md": "Text.\n"}, lines...)
	_, err := Evaluate(t.Context(), Config{Sets: []Set{set}, Temp: t.TempDir(), KeepGoing: true})
	if err == nil || !strings.Contains(err.Error(), "questions.jsonl:20: ") || strings.Contains(err.Error(), "questions.jsonl:21: ") ||
		!strings.HasSuffix(err.Error(), "and 10 more\n30 questions are malformed") {
		t.Errorf("got %v", err)
	}
}

// The last line needs no end.
func TestReadQuestionsWithoutEnd(t *testing.T) {
	t.Parallel()
	set := writeSet(t, "set", map[string]string{"a.md": "Text.\n"})
	if err := os.WriteFile(set.Questions, []byte(`{"text":"a"}`+"\n"+`{"text":"b"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if e := evaluate(t, Config{Sets: []Set{set}}); e.All.Questions != 2 {
		t.Errorf("%d questions", e.All.Questions)
	}
	set.Questions = filepath.Dir(set.Questions)
	if _, err := Evaluate(t.Context(), Config{Sets: []Set{set}, Temp: t.TempDir()}); err == nil || !strings.Contains(err.Error(), "directory") {
		t.Errorf("of a folder, it reads: %v", err)
	}
}

func TestRightPassages(t *testing.T) {
	t.Parallel()
	at := func(path string, first, last int) *passage.Passage {
		return &passage.Passage{Path: path, Pieces: []passage.Piece{{Span: document.Span{First: first, Last: first}}, {Span: document.Span{First: last, Last: last}}}}
	}
	a := asked{question: &question{answerable: true, relevant: []relevant{{"a.md", [2]int{5, 7}}, {path: "b.md"}}}}
	for _, c := range []struct {
		p    *passage.Passage
		want bool
	}{
		{at("a.md", 1, 4), false},
		{at("a.md", 1, 5), true},
		{at("a.md", 6, 6), true},
		{at("a.md", 7, 9), true},
		{at("a.md", 8, 9), false},
		{at("b.md", 90, 99), true},
		{at("c.md", 5, 7), false},
		{&passage.Passage{Path: "a.md"}, false},
	} {
		if got := a.rightIn(c.p); got != c.want {
			t.Errorf("%s, lines %v: %t", c.p.Path, c.p.Lines(), got)
		}
	}
	if (asked{question: a.question, foreign: true}).rightIn(at("b.md", 1, 1)) {
		t.Error("another set's question has a right passage")
	}
}

func TestAnsweredBy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, answer string
		want         bool
	}{
		{"Just 308 points.", "308", true},
		{"Just 1308 points, 3085 yards, then 308.", "308", true},
		{"Just 1308 points.", "308", false},
		{"A museum of art", "us", false},
		{"Made by us.", "us", true},
		{"U.S.A.", "s.a", true},
		{"José  Álvarez\nwon", "jose alvarez", true},
		{"拦截了136 次。", "136 次", true},
		{"والبانثرز", "البانثرز", true}, // Arabic writes words together
	} {
		q := question{answers: []string{"never there", c.answer}}
		if got := q.answeredBy(c.text); got != c.want {
			t.Errorf("%q in %q: %t", c.answer, c.text, got)
		}
	}
}

func FuzzParseQuestion(f *testing.F) {
	for _, seed := range []string{`{"text":"Who?","relevant":[{"path":"a.md","lines":[1,2]}],"answers":["b"],"date":"2024-05-01"}`, `{"id":[1],"text":"\u0000"}`, `[]`, `{"TEXT":"x"`} {
		f.Add(seed)
	}
	known := map[string]bool{"a.md": true}
	f.Fuzz(func(t *testing.T, line string) {
		q, err := parseQuestion([]byte(line), known)
		if err != nil {
			if q != nil || err.Error() == "" {
				t.Errorf("%q: %v and %v", line, q, err)
			}
			return
		}
		if strings.TrimSpace(q.text) == "" || q.answerable && len(q.relevant) == 0 {
			t.Errorf("%q: nothing to ask or to find: %+v", line, q)
		}
		for _, r := range q.relevant {
			if !known[r.path] || r.lines != [2]int{} && (r.lines[0] < 1 || r.lines[1] < r.lines[0]) {
				t.Errorf("%q: an impossible place %+v", line, r)
			}
		}
	})
}

package eval

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// writeSet writes a set into a folder of its name.
func writeSet(t testing.TB, name string, docs map[string]string, questions ...string) Set {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	s := Set{Name: name, Docs: filepath.Join(dir, "docs"), Questions: filepath.Join(dir, "questions.jsonl")}
	if err := os.MkdirAll(s.Docs, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, s.Docs, docs)
	write(t, dir, map[string]string{"questions.jsonl": strings.Join(questions, "\n") + "\n"})
	return s
}

// gardenSet is a set whose figures can be told by reading it. Of the answerable questions, the first is answered by the
// first line of bees.md, and its sentence says so; the second by that line too, but the question's words lead to the
// other document; the third by any place in moss.md, and no passage has its answer; the last shares no word with
// its place.
func gardenSet(t testing.TB) Set {
	return writeSet(t, "garden", map[string]string{
		"bees.md": "The hive by the orchard wall holds forty thousand bees. They were bought in spring. Honey is taken twice a year.\n",
		"moss.md": "Moss covers the northern roof of the toolshed. Slate tiles beneath it stay damp until the late afternoon.\n",
	},
		`{"id":"one","text":"How many bees does the hive by the orchard wall hold?","answerable":true,"answers":["Forty  THOUSAND"],"relevant":[{"path":"bees.md","lines":[1,1]}]}`,
		`{"id":"two","text":"What covers the northern roof of the toolshed?","answers":["bees"],"relevant":[{"path":"bees.md","lines":[1,1]}]}`,
		`{"id":"three","text":"Which slate tiles stay damp until the afternoon?","answers":["granite"],"relevant":[{"path":"moss.md"}]}`,
		`{"id":"four","text":"Zebra xylophone?","relevant":[{"path":"moss.md","lines":[1,1]}]}`,
		`{"id":"none","text":"Who painted the ceiling of the chapel in Florence?","answerable":false,"answers":["nobody"]}`,
	)
}

func evaluate(t testing.TB, cfg Config) Evaluation {
	t.Helper()
	cfg.Temp = t.TempDir()
	e, err := Evaluate(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(cfg.Temp); err != nil || len(left) > 0 {
		t.Errorf("it left %v behind (%v)", left, err)
	}
	return e
}

// share is a figure as it should be: so many of so many.
func share(n, of int) Figure {
	p := float64(n) / float64(of)
	return Figure{p, math.Sqrt(p * (1 - p) / float64(of)), of}
}

func near(a, b Figure) bool {
	return a.Of == b.Of && math.Abs(a.Value-b.Value) < 1e-9 && math.Abs(a.Error-b.Error) < 1e-9
}

func TestEvaluate(t *testing.T) {
	t.Parallel()
	e := evaluate(t, Config{Sets: []Set{gardenSet(t)}})
	f := e.All
	for _, c := range []struct {
		name      string
		got, want Figure
	}{
		{"hit1", f.Hit1, share(2, 4)},
		{"hit3", f.Hit3, share(3, 4)}, // two's right passage comes second
		{"hit5", f.Hit5, share(3, 4)},
		{"recall100", f.Recall100, share(3, 4)},
		{"doc_hit1", f.DocHit1, share(2, 4)},
		{"strict_hit1", f.StrictHit1, share(1, 4)},
		{"strict_hit5", f.StrictHit5, share(2, 4)},
		{"sentence_given_passage", f.SentenceGivenPassage, share(1, 2)},
		{"sentence_end_to_end", f.SentenceEndToEnd, share(1, 3)},
		{"kept", f.Kept, share(3, 4)},
		{"refused", f.Refused, share(1, 1)},
		{"typo_hit1", f.TypoHit1, Figure{}},
		{"wrong_language", f.WrongLanguage, Figure{}},
	} {
		if !near(c.got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
		}
	}
	if want := (1 + 1 + .5 + 0) / 4; math.Abs(f.MRR10.Value-want) > 1e-9 {
		t.Errorf("mrr10: got %v, want %v", f.MRR10, want)
	}
	// Four's margin is that of nothing found, and the question without an answer finds "the" and "of" at best.
	if f.SilenceAUC.Of != 5 || f.SilenceAUC.Value < .75 {
		t.Errorf("silence: %v", f.SilenceAUC)
	}
	if f.Questions != 5 || f.Answerable != 4 || e.Documents != 2 || e.Passages != 2 || f.Baseline != nil || len(e.Sets) != 1 || !reflect.DeepEqual(e.Sets[0].Figures, f) {
		t.Errorf("got %+v", e)
	}
	if f.Median <= 0 || f.P99 < f.Median {
		t.Errorf("times: %v and %v", f.Median, f.P99)
	}
	if f.PassageWords.Value < 17 || f.PassageWords.Value > 21 {
		t.Errorf("words of the first passage: %v", f.PassageWords)
	}
}

// Held out, the documents that answer are not found any more, and nothing else changes.
func TestEvaluateHoldOut(t *testing.T) {
	t.Parallel()
	s := gardenSet(t)
	plain, held := evaluate(t, Config{Sets: []Set{s}}).All, evaluate(t, Config{Sets: []Set{s}, HoldOut: true}).All
	if !near(plain.Hit1, held.Hit1) || !near(plain.Kept, held.Kept) {
		t.Errorf("without: %+v, with: %+v", plain, held)
	}
	// Without bees.md, "two" is answered by moss.md; the others find nothing to answer with.
	if !near(held.Refused, share(3, 4)) || held.SilenceAUC.Of != 8 {
		t.Errorf("refused %v, auc %v", held.Refused, held.SilenceAUC)
	}
}

func harbourSet(t testing.TB) Set {
	return writeSet(t, "harbour", map[string]string{
		"kran.md":  "Der große Kran am Hafen wurde im Jahr 1932 gebaut und hebt bis heute schwere Kisten aus den Schiffen, die am Kai liegen.\n",
		"lotse.md": "Der Lotse fährt mit dem kleinen Boot zu den Schiffen hinaus und bringt sie sicher in den Hafen der Stadt zurück.\n",
	},
		`{"text":"Wann wurde der große Kran am Hafen gebaut?","answers":["1932"],"relevant":[{"path":"kran.md","lines":[1,1]}]}`,
		`{"text":"Wer bringt die Schiffe sicher in den Hafen?","answers":["Der Lotse"],"relevant":[{"path":"lotse.md"}]}`,
	)
}

func TestEvaluateMixed(t *testing.T) {
	t.Parallel()
	garden, harbour := gardenSet(t), harbourSet(t)
	e := evaluate(t, Config{Sets: []Set{garden, harbour}, Mixed: true})
	if e.Documents != 4 || e.All.Questions != 7 || len(e.Sets) != 2 || e.Sets[1].Name != "harbour" || e.Sets[1].Questions != 2 {
		t.Fatalf("got %+v", e)
	}
	if !near(e.Sets[1].Hit1, share(2, 2)) || !near(e.Sets[1].WrongLanguage, share(0, 2)) {
		t.Errorf("harbour: %v, wrong language %v", e.Sets[1].Hit1, e.Sets[1].WrongLanguage)
	}
	if e.Sets[0].Hit1.Of != 4 || e.All.Hit1.Of != 6 {
		t.Errorf("garden: %v, all: %v", e.Sets[0].Hit1, e.All.Hit1)
	}
}

// A passage from a set in another language counts as wrong, one from another set in the same language doesn't.
func TestWrongLanguage(t *testing.T) {
	t.Parallel()
	german := &questionSet{Set: Set{Name: "de"}}
	o := outcomes{languages: map[string]string{"de": "de", "en": "en", "auch": "de"}}
	for _, path := range []string{"de/a.md", "en/a.md", "auch/de/a.md"} {
		o.each = append(o.each, outcome{asked: asked{question: &question{set: german}}, standing: standing{found: true, path: path}})
	}
	o.each = append(o.each, outcome{asked: asked{question: &question{set: german}}})
	if got := o.figures(Config{}).WrongLanguage; !near(got, share(1, 3)) {
		t.Errorf("got %v", got)
	}
}

func TestSetLanguages(t *testing.T) {
	t.Parallel()
	garden, harbour := gardenSet(t), harbourSet(t)
	e := &evaluating{cfg: Config{Data: t.TempDir()}.withDefaults()}
	sets := []*questionSet{{Set: garden}, {Set: harbour}}
	docs, err := e.mix(t.Context(), sets)
	if err != nil {
		t.Fatal(err)
	}
	c := &indexRun{evaluating: e, docs: docs, lib: open(t, docs), own: sets}
	got, err := c.languages(t.Context())
	if want := map[string]string{"garden": "en", "harbour": "de"}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v (%v), want %v", got, err, want)
	}
}

func TestEvaluateQuestionsFrom(t *testing.T) {
	t.Parallel()
	garden, harbour := gardenSet(t), harbourSet(t)
	for _, mixed := range []bool{false, true} {
		e := evaluate(t, Config{Sets: []Set{garden, harbour}, QuestionsFrom: "harbour", Mixed: mixed})
		// The garden's own question that can't be answered doesn't count for silence here.
		if e.Documents != 2 || e.All.Questions != 7 || len(e.Sets) != 1 || !near(e.All.Refused, share(2, 2)) || e.All.SilenceAUC.Of != 6 || !near(e.All.Kept, share(3, 4)) {
			t.Errorf("mixed %t: got %+v", mixed, e)
		}
	}
}

func TestEvaluateTypos(t *testing.T) {
	t.Parallel()
	s := gardenSet(t)
	seed := uint64(3)
	first := evaluate(t, Config{Sets: []Set{s}, Typos: &seed}).All
	again := evaluate(t, Config{Sets: []Set{s}, Typos: &seed}).All
	if first.TypoHit1.Of != 4 || first.TypoHit1 != again.TypoHit1 || first.TypoHit1.Value > first.Hit1.Value {
		t.Errorf("hit1 %v, with typos %v and then %v", first.Hit1, first.TypoHit1, again.TypoHit1)
	}
}

func TestEvaluateCompare(t *testing.T) {
	t.Parallel()
	e := evaluate(t, Config{Sets: []Set{gardenSet(t)}, Compare: true, HoldOut: true})
	b := e.All.Baseline
	if b == nil {
		t.Fatal("there is no baseline")
	}
	if !near(b.Hit1, share(2, 4)) || !near(b.Hit5, share(3, 4)) || !near(b.Recall100, share(3, 4)) || !near(b.StrictHit1, share(1, 4)) || b.Questions != 5 {
		t.Errorf("got %+v", b)
	}
	// It answers whatever it finds, and marks no sentence.
	if !near(b.Kept, share(3, 4)) || b.Refused.Of != 4 || b.SentenceEndToEnd.Of != 0 || b.Median <= 0 || b.Baseline != nil {
		t.Errorf("got %+v", b)
	}
}

func TestEvaluateAnswerSize(t *testing.T) {
	t.Parallel()
	s := gardenSet(t)
	data := t.TempDir()
	for _, size := range []int{0, 10, 0} {
		e := evaluate(t, Config{Sets: []Set{s}, AnswerSize: size, Data: data})
		if cut := e.Passages > 2; cut != (size == 10) || cut && e.All.PassageWords.Value > 10 {
			t.Errorf("cut at %d words: %d passages, the first of %v words", size, e.Passages, e.All.PassageWords)
		}
	}
}

// An index that is kept is used again, also that of all sets together.
func TestEvaluateData(t *testing.T) {
	t.Parallel()
	old := time.Now().Add(-time.Hour)
	sets := []Set{gardenSet(t), harbourSet(t)}
	for _, s := range sets {
		files, err := filepath.Glob(filepath.Join(s.Docs, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if err := os.Chtimes(f, old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, mixed := range []bool{false, true} {
		data := t.TempDir()
		var before Figure
		for i := range 2 {
			var seen stages
			e := evaluate(t, Config{Sets: sets, Mixed: mixed, Data: data, Progress: seen.note})
			read := 0
			for stage, n := range seen.last {
				if strings.HasPrefix(stage, "indexing") {
					read += n
				}
			}
			if want := 4 * (1 - i); read != want {
				t.Errorf("mixed %t, run %d: %d files were read, want %d", mixed, i, read, want)
			}
			if i > 0 && e.All.Hit1 != before {
				t.Errorf("mixed %t: %v, and then %v", mixed, before, e.All.Hit1)
			}
			before = e.All.Hit1
		}
	}
}

func TestEvaluateSamples(t *testing.T) {
	t.Parallel()
	s := gardenSet(t)
	f := evaluate(t, Config{Sets: []Set{s}, Samples: []int{1, 50}}).All
	if len(f.Samples) != 2 {
		t.Fatalf("got %+v", f.Samples)
	}
	one, all := f.Samples[0], f.Samples[1]
	// Each document is drawn once: every question meets its document in one draw, and the question without an answer both.
	if one.Documents != 1 || one.Draws != 2 || one.Hit1.Of != 4 || one.Refused.Of != 6 {
		t.Errorf("single documents: %+v", one)
	}
	if all.Size != 50 || all.Documents != 2 || all.Draws != 1 || !near(all.Hit1, f.Hit1) || !near(all.Kept, f.Kept) || !near(all.Refused, f.Refused) {
		t.Errorf("all documents: %+v, want %+v", all, f)
	}
	if again := evaluate(t, Config{Sets: []Set{s}, Samples: []int{1}}).All.Samples; !reflect.DeepEqual(again[0], one) {
		t.Errorf("drawn again: %+v, then %+v", one, again[0])
	}
}

// Samples of several sets are added up by size.
func TestEvaluateSamplesOfSets(t *testing.T) {
	t.Parallel()
	e := evaluate(t, Config{Sets: []Set{gardenSet(t), harbourSet(t)}, Samples: []int{1}})
	all := e.All.Samples[0]
	if all.Draws != 4 || all.Hit1.Of != 6 || all.Refused.Of != e.Sets[0].Samples[0].Refused.Of+e.Sets[1].Samples[0].Refused.Of {
		t.Errorf("got %+v", all)
	}
}

func TestEvaluateFailures(t *testing.T) {
	t.Parallel()
	e := evaluate(t, Config{Sets: []Set{gardenSet(t)}, HoldOut: true, Failures: 2})
	var got []string
	for _, f := range e.Failures {
		got = append(got, fmt.Sprintf("%s: %s", f.ID, f.Kind))
	}
	want := []string{
		"four: " + string(FailedPassage), // it isn't even a candidate: that is the worst
		"two: " + string(FailedPassage),
		"two: " + string(FailedRefusal), // without its document, as before
		"three: " + string(FailedMark),
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	four, two, refused := e.Failures[0], e.Failures[1], e.Failures[2]
	if four.First != nil || four.Right != nil || four.Line != 4 {
		t.Errorf("four: %+v", four)
	}
	if two.First.Path != "moss.md" || two.First.Place != 1 || two.Right.Path != "bees.md" || two.Right.Place != 2 || two.Set != "garden" || two.Probability < two.Threshold {
		t.Errorf("two: %+v", two)
	}
	if len(two.Expected) != 1 || two.Expected[0] != (Place{"bees.md", [2]int{1, 1}}) {
		t.Errorf("two: expected %+v", two.Expected)
	}
	if refused.First.Path != "moss.md" || refused.Right != nil {
		t.Errorf("two, held out: %+v", refused)
	}
	for _, p := range []*Passage{two.First, two.Right} {
		sum := 0.0
		for _, r := range p.Why {
			sum += r.Share
		}
		if math.Abs(sum-p.Score) > 1e-6 {
			t.Errorf("%s: the reasons add up to %v, the score is %v", p.Path, sum, p.Score)
		}
	}
	if n := len(evaluate(t, Config{Sets: []Set{gardenSet(t)}, Failures: 1}).Failures); n != 2 {
		t.Errorf("one of each kind: %d", n)
	}
}

// What nobody would ask is asked and counted like everything else.
func TestEvaluateHostile(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("bees und 蜂 honey ", 2500)
	s := writeSet(t, "hostile", map[string]string{"a.md": "Bees make honey.\n", "b.md": "\x00\x01\x02", "c.xyz": "?"},
		`{"text":"`+long+`","relevant":[{"path":"a.md"}]}`,
		`{"text":"Who makes\u0000 honey?","relevant":[{"path":"a.md"}]}`,
		`{"text":"\u0301\u0301\u0301 bees Пчёлы 蜂","relevant":[{"path":"a.md"}]}`,
		`{"text":"? ! -","answerable":false}`,
	)
	seed := uint64(1)
	e := evaluate(t, Config{Sets: []Set{s}, HoldOut: true, Typos: &seed, Compare: true, Failures: 9, Samples: []int{1}})
	if e.All.Questions != 4 || e.All.Hit1.Of != 3 || len(e.Unread) != 2 || e.Unread[0].Path != "hostile/b.md" {
		t.Errorf("got %+v", e)
	}
}

func TestEvaluateFaults(t *testing.T) {
	t.Parallel()
	good, other := gardenSet(t), harbourSet(t)
	named := func(name string) Set {
		s := good
		s.Name = name
		return s
	}
	empty := writeSet(t, "empty", nil, `{"text":"a"}`)
	unasked := writeSet(t, "unasked", map[string]string{"a.md": "Text.\n"}, "", " ")
	unread := writeSet(t, "unread", map[string]string{"a.bin": "x"}, `{"text":"x"}`)
	gone, lost := good, good
	gone.Docs, lost.Questions = filepath.Join(good.Docs, "none"), good.Questions+"x"
	for name, c := range map[string]struct {
		cfg  Config
		want string
	}{
		"no set":             {Config{}, "no set of questions"},
		"no name":            {Config{Sets: []Set{named("")}}, "expected a name"},
		"a path":             {Config{Sets: []Set{named("a/b")}}, "expected a name"},
		"a parent":           {Config{Sets: []Set{named("..")}}, "expected a name"},
		"a hidden name":      {Config{Sets: []Set{named(".x")}}, "expected a name"},
		"twice":              {Config{Sets: []Set{good, named("garden")}}, `"garden": two sets have this name`},
		"from nowhere":       {Config{Sets: []Set{good, other}, QuestionsFrom: "x"}, "there is no set of this name"},
		"from itself":        {Config{Sets: []Set{good}, QuestionsFrom: "garden"}, "no other set"},
		"two ways":           {Config{Sets: []Set{good, other}, QuestionsFrom: "garden", HoldOut: true}, "expected one of the two"},
		"too short":          {Config{Sets: []Set{good}, AnswerSize: 3}, "expected an answer size of 10 to 2000 words"},
		"too long":           {Config{Sets: []Set{good}, AnswerSize: 2001}, "expected an answer size of 10 to 2000 words"},
		"no sample":          {Config{Sets: []Set{good}, Samples: []int{1, 0}}, "expected samples of one document or more"},
		"a missing folder":   {Config{Sets: []Set{gone}}, "folder is missing"},
		"a missing file":     {Config{Sets: []Set{lost}}, "no such file"},
		"an empty folder":    {Config{Sets: []Set{empty}}, "there is no document"},
		"no question":        {Config{Sets: []Set{unasked}}, "there is no question"},
		"nothing to read":    {Config{Sets: []Set{unread}}, "no document that can be read"},
		"index in documents": {Config{Sets: []Set{good}, Data: filepath.Join(good.Docs, "data")}, "outside the documents"},
		"no place":           {Config{Sets: []Set{good}, Temp: filepath.Join(good.Docs, "none")}, "temporary folder"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.cfg.Temp == "" {
				c.cfg.Temp = t.TempDir()
			}
			if _, err := Evaluate(t.Context(), c.cfg); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// An evaluation that is stopped, at whatever stage, ends with the context's error and leaves nothing behind.
func TestEvaluateStops(t *testing.T) {
	t.Parallel()
	for _, stage := range []string{"copying documents", "indexing the sets together", "asking the sets together", "timing the sets together",
		"indexing a sample of the sets together", "asking a sample of the sets together, size 1"} {
		t.Run(stage, func(t *testing.T) {
			t.Parallel()
			temp := t.TempDir()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			_, err := Evaluate(ctx, Config{Sets: []Set{gardenSet(t), harbourSet(t)}, Mixed: true, Samples: []int{1}, Temp: temp, Progress: func(now string, _, _ int) {
				if now == stage {
					cancel()
				}
			}})
			if ctx.Err() == nil || !errors.Is(err, context.Canceled) {
				t.Errorf("the stage was met: %t; got %v", ctx.Err() != nil, err)
			}
			if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
				t.Errorf("it left %v behind (%v)", left, err)
			}
		})
	}
}

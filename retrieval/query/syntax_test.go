package query

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

// askedOn is the day on which the questions of these tests are askedOn: a Thursday.
var askedOn = time.Date(2026, 1, 15, 9, 30, 0, 0, time.UTC)

func TestReadQuestion(t *testing.T) {
	t.Parallel()
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for text, want := range map[string]Parsed{
		`Who said "warm and generous"?`:                {Text: `Who said "warm and generous"?`, Phrases: []string{"warm and generous"}},
		`„export permits“ and «rare earths»`:           {Text: `„export permits“ and «rare earths»`, Phrases: []string{"export permits", "rare earths"}},
		`「経済安全保障」とは`:                                   {Text: `「経済安全保障」とは`, Phrases: []string{"経済安全保障"}},
		`a 5" pipe and a 6" pipe`:                      {Text: `a 5" pipe and a 6" pipe`},
		`an "unclosed phrase`:                          {Text: `an "unclosed phrase`},
		`"" and " "`:                                   {Text: `"" and " "`},
		`pears -apples`:                                {Text: `pears`, Excluded: []string{"apples"}},
		`pears -e-mail -"sour apples"`:                 {Text: `pears`, Excluded: []string{"e-mail", "sour apples"}},
		`e-mail set-up 10-20 -5 - item -- x`:           {Text: `e-mail set-up 10-20 -5 - item -- x`},
		`-a -b`:                                        {Excluded: []string{"a", "b"}},
		`pears source:handbook`:                        {Text: `pears`, Source: "handbook"},
		`Source:"staff handbook" pears`:                {Text: `pears`, Source: "staff handbook"},
		`source:notes/a.md?`:                           {Text: `?`, Source: "notes/a.md"},
		`What is the source: a well?`:                  {Text: `What is the source: a well?`},
		`pears source:a source:b`:                      {Text: `pears`, Source: "a", Ignored: []string{"source:b"}},
		`pears since:2026-01-14`:                       {Text: `pears`, Since: day(2026, 1, 14)},
		`pears since: 14 Jan 2026 until:2026`:          {Text: `pears`, Since: day(2026, 1, 14), Until: day(2027, 1, 1)},
		`pears until:"January 2026"`:                   {Text: `pears`, Until: day(2026, 2, 1)},
		`pears until: January 2026 in the cellar`:      {Text: `pears in the cellar`, Until: day(2026, 2, 1)},
		`pears since:yesterday`:                        {Text: `pears`, Since: day(2026, 1, 14)},
		`pears since:whenever`:                         {Text: `pears`, Ignored: []string{"since:whenever"}},
		`how it was since: the beginning`:              {Text: `how it was since: the beginning`},
		"nul\x00bytes \xff and\x01controls":            {Text: "nul bytes   and controls"},
		"until:2026-13-45":                             {Ignored: []string{"until:2026-13-45"}},
		`resource:x (-apples)`:                         {Text: `resource:x ()`, Excluded: []string{"apples"}},
		strings.Repeat(`"a b" `, maxPhrases) + `"c d"`: {Text: strings.TrimSpace(strings.Repeat(`"a b" `, maxPhrases) + `"c d"`), Phrases: slices.Repeat([]string{"a b"}, maxPhrases)},
	} {
		got := Parse(text, "", askedOn)
		if got.Text != want.Text || !slices.Equal(got.Phrases, want.Phrases) || !slices.Equal(got.Excluded, want.Excluded) || got.Source != want.Source ||
			!got.Since.Equal(want.Since) || !got.Until.Equal(want.Until) || !slices.Equal(got.Ignored, want.Ignored) || got.Cut {
			t.Errorf("%q:\n got %+v\nwant %+v", text, *got, want)
		}
	}
}

func TestReadLongQuestion(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("pears ", 10_000), strings.Repeat("x", 1<<20), strings.Repeat("梨", 20_000)} {
		r := Parse(text, "", askedOn)
		if !r.Cut || len(r.Text) > maxQuestionBytes || len(strings.Fields(r.Text)) > maxQuestionWords {
			t.Errorf("a question of %d bytes is read as %d bytes, cut %v", len(text), len(r.Text), r.Cut)
		}
	}
}

func FuzzReadQuestion(f *testing.F) {
	for _, seed := range []string{`Who said "warm and generous" -apples source:handbook since: 14 Jan 2026?`, `-a -b`, `""`, `"`, `-"`, `since:`, `until:"`, "last week", "in January 2026", "de 2026年1月14日",
		"\u0301\u0301", "-\x00", "source:\xff", "vor 3 Tagen", "letzten 999 Tage", "last 3 weeks", "in May", "今週", "since:2026年", "l'année dernière"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := Parse(text, "", askedOn)
		for _, s := range slices.Concat([]string{r.Text, r.Source}, r.Phrases, r.Excluded, r.Ignored) {
			if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
				t.Errorf("%q: read as %q", text, s)
			}
		}
		if len(r.Text) > maxQuestionBytes+len(text) || len(r.Phrases) > maxPhrases || len(r.Excluded) > maxPhrases {
			t.Errorf("%q: read as %+v", text, r)
		}
		if p := r.Period; !p.IsZero() && (p.At[0] < 0 || p.At[1] > len(r.Text) || r.Text[p.At[0]:p.At[1]] != p.Words || p.Until.Before(p.Since)) {
			t.Errorf("%q: the period is %+v", text, p)
		}
		if again := Parse(text, "", askedOn); again.Text != r.Text {
			t.Errorf("%q: read as %q, then as %q", text, r.Text, again.Text)
		}
		FollowsUp(text)
		metadataAsked(r.Text, false)
	})
}

// BenchmarkReadQuestion reads a question with every operator, and beside it only splits it into words (reading/words).
func BenchmarkReadQuestion(b *testing.B) {
	const text = `What did the minister say in January 2026 about "export permits" -Beijing source:economy since:2025?`
	for b.Loop() {
		Parse(text, "", askedOn)
	}
	own := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
	begin := time.Now()
	for range 1000 {
		analysis.FoldedWords(text)
	}
	b.ReportMetric(own/(float64(time.Since(begin).Nanoseconds())/1000), "reading/words")
}

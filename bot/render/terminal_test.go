package render

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var colours = regexp.MustCompile("\x1b\\[(?:0|1|1;4|2)m")

func drawTerminal(t *testing.T, r Reply, opt TerminalOptions) string {
	t.Helper()
	var b strings.Builder
	if err := Terminal(&b, r, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func checkTerminal(t *testing.T, r Reply) {
	t.Helper()
	for _, opt := range []TerminalOptions{{}, {Width: 40}, {Color: true}, {Width: 1, Color: true}} {
		opt.Words = english()
		out := drawTerminal(t, r, opt)
		bare := out
		if opt.Color {
			bare = colours.ReplaceAllString(out, "")
		}
		bare = withoutIsolates(t, bare)
		for _, c := range bare {
			if unicode.IsControl(c) && c != '\n' || '\u202a' <= c && c <= '\u202e' || '\u2066' <= c && c <= '\u2069' {
				t.Fatalf("%+v: %q has the control %U", opt, out, c)
			}
		}
		width := map[int]int{0: 80, 40: 40, 1: 20}[opt.Width]
		for line := range strings.SplitSeq(bare, "\n") {
			if columns(line) > width && !strings.HasPrefix(strings.TrimSpace(line), "https://") {
				t.Errorf("%+v: %q has %d columns", opt, line, columns(line))
			}
		}
		for line := range strings.SplitSeq(out, "\n") {
			if strings.Count(line, "\x1b[0m")*2 != strings.Count(line, "\x1b") {
				t.Errorf("%q leaves a style on", line)
			}
		}
		if opt.Color && opt.Width == 0 && bare != withoutIsolates(t, drawTerminal(t, r, TerminalOptions{Words: english()})) {
			t.Errorf("colour changes the text: %q", out)
		}
	}
}

var isolated = regexp.MustCompile("\u2068([^\u2068\u2069\n]*)\u2069")

// withoutIsolates takes away the isolates, which must be closed on their line, not nested, and around right-to-left text.
func withoutIsolates(t *testing.T, s string) string {
	t.Helper()
	return isolated.ReplaceAllStringFunc(s, func(m string) string {
		inner := isolated.FindStringSubmatch(m)[1]
		if !strings.ContainsFunc(inner, rightToLeft) {
			t.Errorf("%q is isolated for nothing", inner)
		}
		return inner
	})
}

// The whole quote stands behind the margins.
func checkTerminalVerbatim(t *testing.T, q Quote) {
	t.Helper()
	for _, width := range []int{0, 25} {
		out := drawTerminal(t, Reply{Cards: []Card{{Quote: q, Path: "p"}}}, TerminalOptions{Width: width, Words: english()})
		var shown strings.Builder
		for line := range strings.SplitSeq(out, "\n") {
			if len(line) > 1 && (line[:2] == "| " || line[:2] == "> ") {
				shown.WriteString(line[2:] + "\n")
			}
		}
		if inColumns(q) {
			checkWords(t, q, shown.String())
		} else if got, want := bare(shown.String()), bare(q.Text); got != want {
			t.Errorf("shown %q, want %q", got, want)
		}
	}
}

func TestTerminal(t *testing.T) {
	for _, r := range replies() {
		checkTerminal(t, r)
		for _, c := range r.Cards {
			checkTerminalVerbatim(t, c.Quote)
		}
	}
	for _, s := range hostile {
		checkTerminal(t, Reply{Text: s, Lines: []Line{{Label: s, Text: s, Place: Place{Path: s}}}, Notice: s,
			Cards: []Card{{Quote: Quote{Text: s}, Title: s, Heading: "x" + s, Path: s, Why: []string{s}}}})
	}
}

func TestTerminalMarginTellsTheSentence(t *testing.T) {
	out := drawTerminal(t, Reply{Cards: []Card{answerCard()}}, TerminalOptions{Words: english()})
	var answer []string
	for line := range strings.SplitSeq(out, "\n") {
		if rest, ok := strings.CutPrefix(line, "> "); ok {
			answer = append(answer, rest)
		}
	}
	if got := strings.Join(answer, " "); got != restrictions {
		t.Errorf("behind > stands %q", got)
	}
}

func TestColumns(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "abc": 3, "日本": 4, "ｱ": 1, "Ａ": 2, "e\u0301": 1, "한국": 4, "👍": 2, "👍🏽": 2, "👩‍👩‍👧": 2, "🇯🇵": 2, "❤️": 2, "a\u200bb": 2,
	} {
		if got := columns(s); got != want {
			t.Errorf("columns(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestExpandTabs(t *testing.T) {
	if got, want := expandTabs("\ta\tbcde\tf"), "    a   bcde    f"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestTerminalReturnsTheWritersError(t *testing.T) {
	if err := Terminal(brokenWriter{}, Reply{Text: "x"}, TerminalOptions{Words: english()}); err == nil {
		t.Error("no error")
	}
}

func FuzzTerminal(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s, 1, 9, uint(4), uint(6))
	}
	for _, r := range replies() {
		for _, c := range r.Cards {
			f.Add(c.Quote.Text, c.Title, c.Quote.Sentence[0], c.Quote.Sentence[1], uint(7), uint(0))
		}
	}
	f.Fuzz(func(t *testing.T, text, title string, from, to int, step, kinds uint) {
		q := fuzzQuote(text, from, to, step, kinds)
		checkTerminalVerbatim(t, q)
		checkTerminal(t, Reply{Text: text, Lines: []Line{{Label: title, Text: text, Place: Place{Path: title}}}, Notice: title,
			Cards: []Card{{Quote: q, Title: title, Heading: text, Path: title, Why: []string{title}}}})
	})
}

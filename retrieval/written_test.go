package retrieval

import (
	"strings"
	"testing"
)

func TestWrittenIn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, exact, folded string }{
		{"words and marks", `He said: "No."`, `He said : " No . "`, `he said : " no . "`},
		{"typographic marks", "“Don’t” — wait… „so“ «là»", `" Don't " - wait ... " so " " là "`, `" don't " - wait ... " so " " la "`},
		{"marks typed by two or three", "a -- b ... c ''d''", `a - b ... c " d "`, `a - b ... c " d "`},
		{"white space of all kinds", "a\u00a0b\t\r\nc\u2003d", "a b c d", "a b c d"},
		{"what can't be seen", "co\u00adoperation\ufeff", "cooperation", "cooperation"},
		{"numbers", "1,000.5 is 10 %", "1,000.5 is 10 %", "1,000.5 is 10 %"},
		{"composed and decomposed", "é e\u0301", "é é", "e e"},
		{"a script without spaces", "安全です。", "安 全 で す 。", "安 全 で す 。"},
		{"right to left", "تفتح البوابة", "تفتح البوابة", "تفتح البوابة"},
		{"nothing", " \x00\n\u200b", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var exact, folded []string
			for _, w := range writtenIn(tt.text) {
				exact, folded = append(exact, w.exact), append(folded, w.folded)
			}
			if got := strings.Join(exact, " "); got != tt.exact {
				t.Errorf("exactly %q, want %q", got, tt.exact)
			}
			if got := strings.Join(folded, " "); got != tt.folded {
				t.Errorf("folded %q, want %q", got, tt.folded)
			}
		})
	}
}

// The words of a reading stand in the source between its markup.
func TestWrittenInMarkup(t *testing.T) {
	t.Parallel()
	p := &Passage{Pieces: []PassagePiece{
		{Text: "First."},
		{Text: "See **the [list](https://example.org/the/list)** &amp; *go*.", Plain: "See the list & go.", Skipped: true},
	}}
	text := p.Text()
	var got []string
	for _, w := range p.written() {
		got = append(got, w.exact+"="+text[w.start:w.end])
	}
	if s := strings.Join(got, " "); s != "First=First .=. \x00= See=See the=the list=list &=& go=go .=." {
		t.Errorf("%q", s)
	}
}

func TestEdits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b      string
		beginning bool
		want      int // 3 for more than two
	}{
		{"pears", "pears", false, 0}, {"pears", "pear", false, 1}, {"paers", "pears", false, 1}, {"pears", "bears", false, 1},
		{"pears", "apples", false, 3}, {"", "ab", false, 2}, {"", "abc", false, 3}, {"größe", "grösse", false, 2},
		{"coopra", "cooperation", true, 1}, {"cooper", "cooperation", true, 0}, {"cooper", "cooperation", false, 3},
		{"xyz", "abcdef", true, 3}, {strings.Repeat("a", 65), strings.Repeat("a", 65), false, 3},
	} {
		if got := edits([]rune(tt.a), []rune(tt.b), tt.beginning, 2); got != tt.want {
			t.Errorf("%q to %q (beginning %v): %d, want %d", tt.a, tt.b, tt.beginning, got, tt.want)
		}
	}
}

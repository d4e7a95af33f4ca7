package analysis

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
			for _, w := range Surfaces(tt.text) {
				exact, folded = append(exact, w.Exact), append(folded, w.Folded)
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

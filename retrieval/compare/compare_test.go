package compare

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"docent/retrieval/analysis"
)

func TestUnwrapped(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"One.\nTwo.", "One.|Two."},
		{"- one\n- two", "- one|- two"},
		{"The gate\nopens at nine.", "The gate opens at nine."},
		{"Greetings\nThe gate opens.", "Greetings|The gate opens."},
		{"The leaders of both countries have agreed to meet again before\nChristmas in Nara.\n\nNobody else came.", "The leaders of both countries have agreed to meet again before Christmas in Nara.||Nobody else came."},
		{"", ""},
	} {
		if got := strings.Join(unwrapped(tt.text), "|"); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

// FuzzAlign holds an alignment to its rules: it has each token of the sentence once and in order, and a stretch of the text
// without a gap.
func FuzzAlign(f *testing.F) {
	f.Add("Lee met Xi in Beijing on 5 January.", "On 6 January, Lee met Xi in Nara and Beijing.")
	f.Add("港の水深は十三メートル", "港の水深は十二メートルである。")
	f.Add("\x00\xff", "a\u0301 ... -- “x”")
	f.Fuzz(func(t *testing.T, sentence, text string) {
		if len(sentence) > 500 || len(text) > 2000 {
			return
		}
		said, reads := analysis.Surfaces(sentence), analysis.Surfaces(text)
		steps := align(said, reads)
		if (steps == nil) != (len(said) == 0 || len(reads) == 0) {
			t.Fatalf("%d and %d tokens: %v", len(said), len(reads), steps)
		}
		at, next := 0, -1
		for _, s := range steps {
			if s.said >= 0 {
				if s.said != at {
					t.Fatalf("token %d of the sentence after %d", s.said, at-1)
				}
				at++
			}
			if s.reads >= 0 {
				if next >= 0 && s.reads != next {
					t.Fatalf("token %d of the text, want %d", s.reads, next)
				}
				next = s.reads + 1
			}
		}
		if steps != nil && at != len(said) {
			t.Fatalf("%d tokens of %d", at, len(said))
		}
		names := map[string]bool{}
		addNames(names, "en", text, reads)
		differ := differences(steps, newSide(sentence, said, names), newSide(text, reads, names))
		if verbatim(said, reads) >= 0 && len(differ) > 0 {
			t.Fatalf("%q stands in %q and differs: %q", sentence, text, differ)
		}
		for _, d := range differ {
			if !strings.Contains(sentence, d.Said) || !strings.Contains(text, d.Reads) || d.Said == d.Reads || utf8.ValidString(sentence) && !utf8.ValidString(d.Said) {
				t.Fatalf("difference %+v of %q and %q", d, sentence, text)
			}
		}
		if !slices.IsSortedFunc(differ, func(a, b Difference) int { return severity(a.Kind) - severity(b.Kind) }) {
			t.Fatalf("out of order: %+v", differ)
		}
	})
}

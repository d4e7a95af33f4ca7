package analysis

import (
	"slices"
	"strings"
	"testing"
)

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
		{"drums", "drums", false, 0}, {"drmus", "drums", false, 1}, {"drum", "drums", false, 1}, {"drumms", "drums", false, 1}, {"drams", "drums", false, 1},
		{"rdmus", "drums", false, 2}, {"takaichi", "takashi", false, 2}, {"currency", "currently", false, 2}, {"ca", "abc", false, 3},
		{"abcdefgh", "zyxwvuts", false, 3}, {"ab", strings.Repeat("x", 200), false, 3}, {"xyz", "abcdef", true, 3}, {strings.Repeat("a", 65), strings.Repeat("a", 65), false, 3},
	} {
		if got := Edits([]rune(tt.a), []rune(tt.b), tt.beginning, 2); got != tt.want {
			t.Errorf("%q to %q (beginning %v): %d, want %d", tt.a, tt.b, tt.beginning, got, tt.want)
		}
		if got := Edits([]rune(tt.a), []rune(tt.b), tt.beginning, 1); got != min(tt.want, 2) {
			t.Errorf("%q to %q (beginning %v) within 1: %d, want %d", tt.a, tt.b, tt.beginning, got, min(tt.want, 2))
		}
	}
}

func FuzzEdits(f *testing.F) {
	f.Add("takaichi", "takashi")
	f.Fuzz(func(t *testing.T, a, b string) {
		ab, ba := Edits([]rune(a), []rune(b), false, 2), Edits([]rune(b), []rune(a), false, 2)
		if ab != ba || ab == 0 && !slices.Equal([]rune(a), []rune(b)) && len([]rune(a)) <= MaxEditRunes {
			t.Errorf("%q, %q: %d one way, %d the other", a, b, ab, ba)
		}
	})
}

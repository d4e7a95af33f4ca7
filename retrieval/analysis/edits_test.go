package analysis

import (
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
		{"xyz", "abcdef", true, 3}, {strings.Repeat("a", 65), strings.Repeat("a", 65), false, 3},
	} {
		if got := Edits([]rune(tt.a), []rune(tt.b), tt.beginning, 2); got != tt.want {
			t.Errorf("%q to %q (beginning %v): %d, want %d", tt.a, tt.b, tt.beginning, got, tt.want)
		}
	}
}

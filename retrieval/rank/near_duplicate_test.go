package rank

import (
	"strings"
	"testing"

	"docent/retrieval/analysis"
)

// notice is a text that is repeated with slight changes.
const notice = "The swimming hall closes on Friday for repairs to the roof, and the sauna stays open for members until the evening. " +
	"Lockers must be emptied before the repairs begin, since the hall will be without power for most of the week. "

func TestShingles(t *testing.T) {
	t.Parallel()
	for n, tc := range []struct {
		a, b string
		want bool
	}{
		{notice, notice, true},
		{notice, strings.ToUpper(notice), true},
		{notice, strings.ReplaceAll(notice, "Friday", "Monday"), true},
		{notice, notice + strings.ReplaceAll(notice, "the", "no") + "And much more is said here that the other one doesn't say at all, for it is about ducks, geese and the pond in the park.", false},
		{notice, "Something else entirely is said here about ducks, geese and the pond in the park, which is frozen.", false},
		{"Closed.", "closed", true},
		{"Closed.", "Open.", false},
		{"", "", true},
	} {
		a, b := shinglesOf(hashesOf(tc.a)), shinglesOf(hashesOf(tc.b))
		if got := a.nearlyEqual(b); got != tc.want || b.nearlyEqual(a) != got {
			t.Errorf("case %d: got %v, want %v", n, got, tc.want)
		}
	}
}

func hashesOf(text string) (hashes []uint32) {
	for _, w := range analysis.NewAnalyzer("en").Words(text) {
		hashes = append(hashes, w.Term)
	}
	return hashes
}

package query

import (
	"os"
	"strings"
	"testing"
)

// TestFollowsUp reads its cases from a text file, which anybody may extend.
func TestFollowsUp(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/followups.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for _, line := range strings.Split(string(data), "\n") {
		mark, question, ok := strings.Cut(line, " ")
		if !ok || mark == "#" {
			continue
		}
		cases++
		if got, want := FollowsUp(question), mark == "+"; got != want {
			t.Errorf("FollowsUp(%q) = %v, want %v (words %v)", question, got, want, spokenWords(question))
		}
	}
	if cases < 30 {
		t.Fatalf("only %d cases were read", cases)
	}
}

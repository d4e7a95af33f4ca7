package main

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"ask", "find", "fact", "index", "invite", "version", "help"}
	for name, want := range map[string]string{
		"aks":     "ask",
		"indx":    "index",
		"invit":   "invite",
		"verison": "version",
		"fcat":    "fact",
		"hepl":    "help",
		"serve":   "",
		"":        "",
		"é":       "",
	} {
		if got, _ := nearest(name, names); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"ab", "ba", 1}, {"abcd", "abxd", 1}, {"ca", "abc", 3}, {"über", "uber", 1},
	} {
		if got := editDistance([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("%q to %q: got %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

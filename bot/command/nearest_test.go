package command

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"ask", "find", "fact", "index", "invite", "version", "help", "DISCORD_DEV_GUILD"}
	for typed, want := range map[string]string{
		"aks":                      "ask",
		"indx":                     "index",
		"invit":                    "invite",
		"verison":                  "version",
		"fcat":                     "fact",
		"hepl":                     "help",
		"fdin":                     "find",
		"ve":                       "version",
		"akks":                     "",
		"serve":                    "",
		"":                         "",
		"é":                        "",
		"DISCORD_DEV_GILDS":        "DISCORD_DEV_GUILD",
		strings.Repeat("ask", 999): "",
	} {
		if got := Nearest(typed, names); got != want {
			t.Errorf("%.20q: got %q, want %q", typed, got, want)
		}
	}
}

package query

import (
	"testing"
)

func FuzzSynonyms(f *testing.F) {
	f.Add("a = b = c\nd => e\npin: f -> g 1-2\npin: h -> i # j\n")
	f.Fuzz(func(t *testing.T, text string) {
		rules, faults := ParseSynonyms(text)
		if len(faults) > 0 {
			return
		}
		for _, r := range rules.rules {
			if len(r.from) == 0 || len(r.to) == 0 {
				t.Errorf("%q: a rule of nothing", text)
			}
		}
		for _, p := range rules.Pins {
			if p.Path == "" || p.Words == "" || p.Lines[1] < p.Lines[0] {
				t.Errorf("%q: pin %+v", text, p)
			}
		}
	})
}

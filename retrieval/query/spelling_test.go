package query

import (
	"slices"
	"strings"
	"testing"
)

func TestThousands(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"12500": "12,500 12.500", "12,500": "12500 12.500", "1.190.000": "1190000 1,190,000", "2026": "", "3.5": "", "999": "", "12,50": "", "1,234.5": "", "0123": "", "4500": "4,500 4.500",
	} {
		if got := strings.Join(thousands(number), " "); got != want {
			t.Errorf("%s: got %q, want %q", number, got, want)
		}
	}
}

func FuzzNumberForms(f *testing.F) {
	f.Add("1,190 of 12500")
	f.Add("1.")
	f.Fuzz(func(t *testing.T, text string) {
		forms := numberForms(text)
		if slices.ContainsFunc(forms, func(e expansion) bool { return e.at[0] >= e.at[1] || e.at[1] > len(text) }) {
			t.Errorf("%q: %+v", text, forms)
		}
	})
}

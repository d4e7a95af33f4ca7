package eval

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestTypo(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"How many points did the Panthers defense surrender?", "黑豹队的防守丢了多少分？", "Who is he?", "¿Cuántos derribos se anotó?", "كم نقطة تخلى عنها دفاع البانثرز؟"} {
		changed := map[string]bool{}
		for seed := range uint64(200) {
			got := typo(seed, 1, text)
			if got != typo(seed, 1, text) {
				t.Errorf("seed %d makes different slips", seed)
			}
			if got == text || !oneEdit([]rune(text), []rune(got)) {
				t.Errorf("seed %d: %q is not one edit away from %q", seed, got, text)
			}
			changed[got] = true
		}
		if len(changed) < 20 {
			t.Errorf("only %d different slips in %q", len(changed), text)
		}
	}
	if typo(1, 1, "Where is it then?") == typo(1, 2, "Where is it then?") && typo(2, 1, "Where is it then?") == typo(2, 2, "Where is it then?") {
		t.Error("two questions of a set get the same slip")
	}
}

// Short words and what isn't a word stay as they are.
func TestTypoPlaces(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		got := strings.Fields(typo(seed, 0, "the 1932 of Hamburg, in 47"))
		if len(got) != 6 || strings.Join(got[:3], " ") != "the 1932 of" || strings.Join(got[4:], " ") != "in 47" {
			t.Errorf("seed %d: %q", seed, got)
		}
	}
	for _, text := range []string{"", "?", "1234", "aaaa bbbb", "aaaa"} {
		got := typo(1, 1, text)
		if letters := strings.ContainsFunc(text, unicode.IsLetter); letters == (got == text) {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

// oneEdit reports whether one rune was left out, added, replaced, or changed places with its neighbour.
func oneEdit(a, b []rune) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}

func FuzzTypo(f *testing.F) {
	f.Add(uint64(1), "How many points?")
	f.Add(uint64(2), "\u0301\u0301 नमस्ते 黑")
	f.Add(uint64(3), "aaaa")
	f.Fuzz(func(t *testing.T, seed uint64, text string) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		got := typo(seed, 0, text)
		if !oneEdit([]rune(text), []rune(got)) || strings.ContainsFunc(text, unicode.IsLetter) == (got == text) {
			t.Errorf("%q becomes %q", text, got)
		}
	})
}

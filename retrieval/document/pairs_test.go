package document

import "testing"

func TestSplitPair(t *testing.T) {
	t.Parallel()
	tests := []struct{ line, key, value string }{
		{"Approach: Strategic and mutually beneficial", "Approach", "Strategic and mutually beneficial"},
		{"Prix : 12 €", "Prix", "12 €"},
		{"電話：03-1234", "電話", "03-1234"},
		{"Hours: 09:00 - 17:00", "Hours", "09:00 - 17:00"},
		{"Web:\thttps://example.org", "Web", "https://example.org"},
		{"Fee (EUR): 5", "Fee (EUR)", "5"},
		{"Key:", "", ""},
		{": value", "", ""},
		{"07:00: start", "", ""},
		{"https://example.org", "", ""},
		{"He stopped. Then: nothing", "", ""},
		{"one two three four five six seven eight: x", "", ""},
		{"Why: one two three four five six seven eight nine ten eleven twelve a b c d e f g", "", ""},
		{"[info] server: up", "", ""},
		{"12: x", "", ""},
	}
	for _, tt := range tests {
		p, ok := SplitPair(tt.line)
		if ok != (tt.key != "") {
			t.Errorf("SplitPair(%q) = %+v, %v", tt.line, p, ok)
			continue
		}
		if ok && (p.Key != tt.key || p.Value != tt.value) {
			t.Errorf("SplitPair(%q) = %q, %q", tt.line, p.Key, p.Value)
		}
	}
}

func TestTabular(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		pairs []Pair
		want  bool
	}{
		{"contact", []Pair{{"Phone", "+1 555 0100"}, {"Email", "a@example.org"}}, true},
		{"one row", []Pair{{"Phone", "+1 555 0100"}}, false},
		{"dialogue", []Pair{{"Alice", "hello"}, {"Bob", "hi"}, {"Alice", "how is it going"}}, false},
		{"question", []Pair{{"Alice", "hello"}, {"Bob", "hello?"}}, false},
		{"faq", []Pair{{"Q", "where"}, {"A", "here"}}, false},
		{"log", []Pair{{"INFO", "up"}, {"INFO", "ready"}}, false},
		{"sentences", []Pair{{"Tip", "Stir it well."}, {"Also", "Salt the water."}}, false},
	}
	for _, tt := range tests {
		if got := Tabular(tt.pairs); got != tt.want {
			t.Errorf("%s: Tabular = %v", tt.name, got)
		}
	}
}

func TestCountWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"": 0, "  ": 0, "one": 1, " one\ttwo\u00a0three ": 3, "第三章 安全": 3, "Überblick über": 2} {
		if got := CountWords(text); got != want {
			t.Errorf("CountWords(%q) = %d, want %d", text, got, want)
		}
	}
}

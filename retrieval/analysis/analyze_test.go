package analysis

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, language, text, want string }{
		{"stems", "en", "meetings agreed", "meet agre"},
		{"irregular forms", "en", "met children won", "meet child win"},
		{"British spellings", "en", "defence colour organisation", "defens color organ"},
		{"peoples", "en", "Korean Koreans Korea", "korea korea korea"},
		{"names by their parts", "en", "gateway.example.com max_size U.S. v1.2", "gateway exampl com max size u. v1.2"},
		{"possessive", "en", "Lee’s Lee's", "lee lee"},
		{"hyphens part words", "en", "anti-dumping", "anti dump"},
		{"numbers stay whole", "en", "3.14 1,000 07:00", "3.14 1,000 07 00"},
		{"compatibility forms", "", "ＡＢＣ ﬁt", "abc fit"},
		{"marks beside", "de", "Häuser", "haus"},
		{"unknown language is not stemmed", "", "meetings", "meetings"},
		{"Han characters and pairs", "zh", "黑豹队", "黑 黑豹 豹 豹队 队"},
		{"kana", "ja", "カタカナ", "カ カタ タ タカ カ カナ ナ"},
		{"Thai in threes", "th", "กขคง", "กขค ขคง"},
		{"emoji are no words", "en", "yes 😀 no", "yes no"},
		{"Korean particles", "ko", "한국은 정부가 회의에서 합의했습니다 나는", "한국 정부 회의 합의 나는"},
		{"Greek endings", "el", "λόγος λόγου λόγων ομάδα ομάδες ομάδας και", "λογ λογ λογ ομαδ ομαδ ομαδ και"},
		{"final sigma", "", "λόγος", "λόγοσ"},
		{"yo", "ru", "ёлка елка", "елк елк"},
		{"Turkish i", "tr", "İSTANBUL", "istanbul"},
		{"controls and spaces", "en", "a\x00b\u200bc", "a b c"},
	} {
		var got []string
		for _, tok := range NewAnalyzer(tc.language).Tokens(nil, tc.text) {
			got = append(got, tok.Term)
		}
		if s := strings.Join(got, " "); s != tc.want {
			t.Errorf("%s: got %q, want %q", tc.name, s, tc.want)
		}
	}
}

func TestWordsTypedWithoutMarks(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ language, written, typed string }{
		{"es", "canción", "cancion"}, {"de", "Müller", "Muller"}, {"fr", "élève", "eleve"}, {"pl", "łódź", "lodz"}, {"", "naïve", "naive"},
	} {
		a := NewAnalyzer(tc.language)
		written, typed := a.Tokens(nil, tc.written)[0], a.Tokens(nil, tc.typed)[0]
		if typed.Term != written.Term && typed.Term != written.Unaccented {
			t.Errorf("%s %q: %+v isn't found by %+v", tc.language, tc.written, written, typed)
		}
	}
}

func TestGrams(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ language, word, want string }{
		{"de", "Haus", "_hau haus aus_"},
		{"de", "Tür", "_tür tür_ _tur tur_"},
		{"de", "zu", "_zu_"},
		{"", "x", "_x_"},
		{"ko", "한국은", "_한 한국 국은 은_"},
		{"en", "house", ""},
		{"zh", "黑豹", ""},
	} {
		var got []string
		a := NewAnalyzer(tc.language)
		a.Grams(a.Tokens(nil, tc.word)[0], true, func(g string) { got = append(got, g) })
		if s := strings.Join(got, " "); s != tc.want {
			t.Errorf("%s %q: got %q, want %q", tc.language, tc.word, s, tc.want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"", "Where did they meet?", "黑豹队 the 3.14", "กขค\u0e31", "a\xff\xfeb", "İıſ", strings.Repeat("x", 300), "é\u0301\u0301"} {
		f.Add("en", s)
	}
	f.Fuzz(func(t *testing.T, language, text string) {
		at := 0
		for _, tok := range NewAnalyzer(language).Tokens(nil, text) {
			if tok.Start < 0 || tok.End > len(text) || tok.Start >= tok.End || tok.Start < at {
				t.Fatalf("token at [%d,%d) after %d in %d bytes", tok.Start, tok.End, at, len(text))
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[tok.Start:tok.End]) {
				t.Fatalf("token %q cuts a character", text[tok.Start:tok.End])
			}
			at = tok.Start
		}
	})
}

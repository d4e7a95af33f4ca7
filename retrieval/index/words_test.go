package index

import (
	"testing"

	"docent/retrieval/analysis"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "one", "Two words, and 3 numbers: 4.5", "Ébène café naïve", "日本語の文章です。 mixed text", "gateway.example.com a_b",
		"a-very-long-" + string(make([]byte, 40)) + "wordwordwordwordwordwordwordwordwordwordwordword  far"} {
		tokens := analysis.NewAnalyzer("fr").Tokens(nil, text)
		buf := append(appendWords(nil, tokens), "rest"...)
		words, rest, err := readWords(nil, buf)
		if err != nil || string(rest) != "rest" || len(words) != len(tokens) {
			t.Fatalf("%q: %d words of %d, then %q, %v", text, len(words), len(tokens), rest, err)
		}
		for i, tok := range tokens {
			want := tok.Hashed()
			if words[i] != want {
				t.Errorf("%q: word %d is %+v, want %+v", text, i, words[i], want)
			}
		}
		for n := range len(buf) - len("rest") {
			if _, _, err := readWords(nil, buf[:n]); err == nil {
				t.Errorf("%q: no error when cut after %d bytes", text, n)
			}
		}
	}
}

func FuzzReadWords(f *testing.F) {
	f.Add(appendWords(nil, analysis.NewAnalyzer("de").Tokens(nil, "Über 3,5 Wörter – und mehr")))
	f.Fuzz(func(t *testing.T, buf []byte) {
		words, rest, err := readWords(nil, buf)
		if err == nil && len(rest) > len(buf) || len(words) > len(buf)/wordBytes+1 {
			t.Errorf("%d words and %d bytes of %d", len(words), len(rest), len(buf))
		}
	})
}

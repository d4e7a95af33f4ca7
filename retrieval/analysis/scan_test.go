package analysis

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// libraryWords are the segments of a text as the library finds them, those that have nothing of a word left out.
func libraryWords(text string) (out []span) {
	for it := words.FromString(text); it.Next(); {
		if strings.ContainsFunc(it.Value(), IsLetterOrNumber) {
			out = append(out, span{it.Start(), it.End()})
		}
	}
	return out
}

func scannedWords(text string) (out []span) {
	for s := (scanner{text: text}); s.next(); {
		if strings.ContainsFunc(text[s.start:s.end], IsLetterOrNumber) {
			out = append(out, span{s.start, s.end})
		}
	}
	return out
}

func compareWords(t *testing.T, text string) {
	t.Helper()
	if got, want := scannedWords(text), libraryWords(text); !slices.Equal(got, want) {
		t.Fatalf("%q: got %v, the library %v", text, got, want)
	}
}

func TestScanner(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "a", "Don't panic.", "It costs 3,000.50 or 1;2;3: yes", "e.g. U.S. gateway.example.com max_size _x_ __", "rock 'n' roll",
		"a.1 1.a a:b 1:2 a,b 1,2 a'1", "don’t l’été", "naïve cafe\u0301 e\u0301a", "Привет, мир", "الثقة بالنفس، وَالسَّلَام", "日本語のtext混在", "한국어 단어",
		"x\u200dy a\u00adb \ufeffz", "\u0301abc", "'\u0301abc", "a'\u0301b", "👩‍👩‍👧 family", "שלום \"צה\"ל\" a", "a\r\nb", "\xff\xfea\xffb", "«mot» „Wort“ – x",
	} {
		compareWords(t, text)
	}
	// Every pair and many triples of what the scanner has rules for.
	var some []string
	for r := rune(1); r < 0x700; r++ {
		if c, _ := classAt(string(r), 0); c != unknown || r%7 == 0 {
			some = append(some, string(r))
		}
	}
	some = append(some, "’", "“", "…", "—", "日", "가", "\u200d", "ー", "_", "\xff")
	for _, a := range some {
		for _, b := range []string{"a", "1", "_", "'", ".", ":", ",", " ", "é", "’", "\u0301", "ب"} {
			compareWords(t, "x"+a+b)
			compareWords(t, a+b+"1")
			compareWords(t, b+a+b)
		}
	}
	rng := rand.New(rand.NewPCG(1, 5))
	for range 20000 {
		var b strings.Builder
		for range 1 + rng.IntN(8) {
			b.WriteString(some[rng.IntN(len(some))])
		}
		compareWords(t, b.String())
	}
}

func FuzzScanner(f *testing.F) {
	f.Add("Don't a.b 1,2 é\u0301’x")
	f.Fuzz(func(t *testing.T, text string) {
		if utf8.ValidString(text) {
			compareWords(t, text)
			return
		}
		// The library is of two minds about bytes that are no text. Words must still stand one behind the other.
		end := 0
		for _, w := range scannedWords(text) {
			if w.start < end || w.end <= w.start || w.end > len(text) {
				t.Fatalf("%q: a word at %v, behind one that ends at %d", text, w, end)
			}
			end = w.end
		}
	})
}

package render

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

func TestExcerptShowsTheSentence(t *testing.T) {
	for name, r := range replies() {
		for _, c := range r.Cards {
			q := sound(c.Quote)
			if length(q.Text[q.Sentence[0]:q.Sentence[1]]) > 300 {
				continue
			}
			for _, limit := range []int{320, 500, 900} {
				shown := excerpt(q, limit)
				if q.Sentence[1] > 0 && !slices.ContainsFunc(shown, func(s stretch) bool { return s.start <= q.Sentence[0] && q.Sentence[1] <= s.end }) {
					t.Errorf("%s at %d: the sentence isn't whole in %+v", name, limit, shown)
				}
			}
		}
	}
}

func TestExcerptOfALongSentenceShowsTheMatch(t *testing.T) {
	for _, name := range []string{"long_sentence", "long_word"} {
		q := sound(replies()[name].Cards[0].Quote)
		shown := excerpt(q, 200)
		if len(shown) != 1 || shown[0].start > q.Matches[0][0] || shown[0].end < q.Matches[0][1] || !shown[0].gapBefore || !shown[0].gapAfter && name == "long_sentence" {
			t.Errorf("%s: %+v, the match at %v", name, shown, q.Matches)
		}
	}
}

func TestCutsStandBetweenWords(t *testing.T) {
	text := "one two-three https://example.com/a/b, 日本語の文章 「引用」。 don't 3.14 end"
	for n := range length(text) + 2 {
		h, l := head(text, n), tail(text, n)
		if length(h) > n || length(l) > n || !strings.HasPrefix(text, h) || !strings.HasSuffix(text, l) {
			t.Fatalf("%d: head %q, tail %q", n, h, l)
		}
		for _, part := range []string{"https", "example", "two", "don", "3.", "「"} {
			if n > 4 && strings.HasSuffix(h, part) {
				t.Errorf("head %d: %q is cut", n, h)
			}
		}
		for _, part := range []string{"://", "example", "three", "'t", ".14", "。", "」"} {
			if n > 3 && strings.HasPrefix(l, part) {
				t.Errorf("tail %d: %q is cut", n, l)
			}
		}
	}
}

func TestLinkIsNotCutBetweenItsKana(t *testing.T) {
	text := "見よ https://ja.example.org/日本語の頁/続き 以上"
	if got, want := shorten(text, 30), "見よ…"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestShorten(t *testing.T) {
	for _, test := range []struct {
		s    string
		n    int
		want string
	}{
		{"one two three", 13, "one two three"}, {"one two three", 12, "one two…"}, {"one", 2, "o…"}, {"one", 1, "…"}, {"one", 0, ""},
		{"😀😀😀", 5, "😀😀…"}, {"e\u0301e\u0301", 3, "e\u0301…"}, {"日本語の文章です", 5, "日本語の…"},
	} {
		if got := shorten(test.s, test.n); got != test.want {
			t.Errorf("shorten(%q, %d) = %q, want %q", test.s, test.n, got, test.want)
		}
	}
}

func FuzzExcerpt(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, 1, 5, uint(3), uint(2), 10)
	}
	for _, r := range replies() {
		for _, c := range r.Cards {
			f.Add(c.Quote.Text, c.Quote.Sentence[0], c.Quote.Sentence[1], uint(7), uint(0), 100)
		}
	}
	f.Add("00000000000000000000000\n\n0\n| - - - : - |\n"+strings.Repeat("0", 86), 195, 244, uint(70), uint(148), 100) // a table's head beside it
	f.Add(" \u0301", 52, 5, uint(1), uint(1), 0)                                                                       // no room for what is left without the white space
	f.Fuzz(func(t *testing.T, text string, from, to int, step, kinds uint, limit int) {
		if !utf8.ValidString(text) {
			t.Skip("quotes are decoded text")
		}
		q := sound(fuzzQuote(text, from, to, step, kinds))
		limit = max(0, limit%2000)
		shown := excerpt(q, limit)
		edges := map[int]bool{0: true}
		for it := graphemes.FromString(q.Text); it.Next(); {
			edges[it.End()] = true
		}
		used, at := 0, 0
		for _, s := range shown {
			p := q.Pieces[s.piece]
			if s.start < at || s.end < s.start || s.start < p.Start || p.End < s.end {
				t.Fatalf("%+v is out of order", shown)
			}
			before, _ := utf8.DecodeLastRuneInString(q.Text[:s.start])
			folded := unicode.IsSpace(before) // white space goes even from under an accent
			empty := s.start == s.end         // nothing is shown of it, so nothing is cut
			if !empty && (!edges[s.start] && s.start != p.Start && !folded || !edges[s.end] && s.end != p.End) {
				t.Errorf("%+v cuts a grapheme of %q", s, text)
			}
			used += utf16Length(strings.Join(strings.Fields(q.Text[s.start:s.end]), " "))
			at = s.end
		}
		if used > limit {
			t.Errorf("%d characters, not %d", used, limit)
		}
		if first, last := lines(q, shown); first > last {
			t.Errorf("lines %d to %d", first, last)
		}
	})
}

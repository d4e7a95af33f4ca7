package retrieval

import (
	"fmt"
	"strings"
	"testing"
)

func TestFindModes(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"a.md":  "---\ndate: 2024-03-01\n---\n# Harbour\n\nThe harbour authority agreed to **deepen** the [northern](north.md) basin. Work began on the quay.\n",
		"b.txt": "Harbour notes\n\nUpdated on 5 May 2026\n\nTo deepen the basin, the authority's harbour was closed. The northern quay is next.\n",
		"c.txt": "Notizen\n\nDie Hafenbehörde vertieft das nördliche Becken. Die Arbeiten begannen im Frühjahr.\n",
		"d.txt": "メモ\n\n港の水深は十二メートルである。経済安全保障の会議が開かれた。\n",
		"e.txt": "مذكرات\n\nوافقت هيئة الميناء على تعميق الحوض الشمالي.\n",
		"f.txt": "Minutes\n\nTo be or not to be, that was the question of the investigation.\n",
	})
	l := open(t, docs)
	for _, tt := range []struct {
		name   string
		search Search
		want   string // paths in order
		marks  string // of the first hit
	}{
		{"any word", Search{Text: "northern question"}, "f.txt b.txt a.md", "question"},
		{"a phrase", Search{Text: "deepen the northern basin", Match: MatchPhrase}, "a.md", "deepen** the [northern](north.md) basin"},
		{"a phrase, case and marks folded", Search{Text: "NORDLICHE becken", Match: MatchPhrase}, "c.txt", "nördliche Becken"},
		{"words out of order are no phrase", Search{Text: "basin northern", Match: MatchPhrase}, "", ""},
		{"another form is no phrase", Search{Text: "deepens the northern basin", Match: MatchPhrase}, "", ""},
		{"a phrase of function words", Search{Text: "“to be, or not to be”", Match: MatchPhrase}, "f.txt", "To be or not to be"},
		{"a possessive", Search{Text: "the authority", Match: MatchPhrase}, "b.txt", "the authority's"},
		{"a phrase without spaces", Search{Text: "安全保障の会議", Match: MatchPhrase}, "d.txt", "安全保障の会議"},
		{"one character", Search{Text: "港", Match: MatchPhrase}, "d.txt", "港"},
		{"right to left", Search{Text: "الحوض الشمالي", Match: MatchPhrase}, "e.txt", "الحوض الشمالي"},
		{"beginnings", Search{Text: "auth nort", Match: MatchPrefix}, "a.md b.txt", "authority northern"},
		{"a beginning longer than the stem", Search{Text: "investigatio", Match: MatchPrefix}, "f.txt", "investigation"},
		{"a beginning with marks left out", Search{Text: "fruhj", Match: MatchPrefix}, "c.txt", "Frühjahr"},
		{"no end of a word", Search{Text: "vestigation", Match: MatchPrefix}, "", ""},
		{"a slip", Search{Text: "harbuor", Match: MatchFuzzy}, "a.md b.txt", "harbour"},
		{"two slips in a long word", Search{Text: "investegaton", Match: MatchFuzzy}, "f.txt", "investigation"},
		{"a slip in each of two words", Search{Text: "nothern basn", Match: MatchFuzzy}, "a.md b.txt", "northern basin"},
		{"no slip in a short word", Search{Text: "bee", Match: MatchFuzzy}, "", ""},
		{"no slip in a number", Search{Text: "2025", Match: MatchFuzzy}, "", ""},
		{"newest first, undated last", Search{Text: "harbour question", Sort: SortNewest}, "b.txt a.md f.txt", "harbour"},
		{"a phrase of one source", Search{Text: "harbour", Match: MatchPhrase, Source: "b.txt"}, "b.txt", "harbour"},
		{"nothing", Search{Text: " ", Match: MatchPhrase}, "", ""},
		{"NUL and marks", Search{Text: "\x00 \u0301 ...", Match: MatchFuzzy}, "", ""},
		{"ten thousand words", Search{Text: strings.Repeat("deepen the northern ", 3334), Match: MatchPhrase}, "", ""},
		{"ten thousand beginnings", Search{Text: manyWords("word", 10000), Match: MatchPrefix}, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.search.Limit = 10
			hits, err := l.Find(t.Context(), tt.search)
			if err != nil {
				t.Fatal(err)
			}
			var paths, marks []string
			for i, s := range hits.Snippets {
				paths = append(paths, s.Citation.Path)
				for _, m := range s.Matches {
					if i == 0 && m[0] >= s.Sentence[0] && m[1] <= s.Sentence[1] {
						marks = append(marks, s.Text[m[0]:m[1]])
					}
				}
			}
			if got := strings.Join(paths, " "); got != tt.want {
				t.Fatalf("found %q, want %q", got, tt.want)
			}
			if got := strings.Join(marks, " "); got != tt.marks {
				t.Errorf("marked %q, want %q", got, tt.marks)
			}
		})
	}
	for _, s := range []Search{{Text: "harbour", Match: "regexp"}, {Text: "harbour", Sort: "oldest"}} {
		if _, err := l.Find(t.Context(), s); err == nil {
			t.Errorf("%+v: no error", s)
		}
	}
}

// Pages of one search have every hit once.
func TestFindPagesAreStable(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	files := map[string]string{}
	for i := range 23 {
		files[fmt.Sprintf("%02d.txt", i)] = fmt.Sprintf("Report %d\n\nUpdated on %d May 2026\n\nThe north gate was shut.\n", i, 1+i%5)
	}
	write(t, docs, files)
	l := open(t, docs)
	for _, s := range []Search{{Text: "north gate"}, {Text: "north gate", Match: MatchPhrase}, {Text: "north gate", Match: MatchFuzzy, Sort: SortNewest}} {
		seen := map[string]bool{}
		for s.Offset = 0; s.Offset < 25; s.Offset += 5 {
			hits, err := l.Find(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			if hits.Total != 23 {
				t.Fatalf("%+v: %d in all, want 23", s, hits.Total)
			}
			for _, h := range hits.Snippets {
				if seen[h.Citation.Path] {
					t.Errorf("%+v: %s came twice", s, h.Citation.Path)
				}
				seen[h.Citation.Path] = true
			}
		}
		if len(seen) != 23 {
			t.Errorf("%+v: %d hits, want 23", s, len(seen))
		}
	}
}

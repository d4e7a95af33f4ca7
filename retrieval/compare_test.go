package retrieval

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// checkedLine shows a verdict in one line: the verdict, the lines, the marked text, and the differences.
func checkedLine(c Checked) string {
	if c.Verdict == Absent {
		return string(c.Verdict)
	}
	line := fmt.Sprintf("%s %d: %s", c.Verdict, sentenceLine(c.Snippet), c.Snippet.Text[c.Snippet.Sentence[0]:c.Snippet.Sentence[1]])
	for _, d := range c.Differences {
		line += fmt.Sprintf(" | %s: %q reads %q", d.Kind, d.Said, d.Reads)
	}
	return line
}

func TestVerifySeed(t *testing.T) {
	t.Parallel()
	l := open(t, "../seeds")
	for _, tt := range []struct{ name, text, want string }{
		{"word for word", "Lee emphasized the critical importance of Japan-South Korea cooperation in the current international environment.",
			"verbatim 27: Lee emphasized the critical importance of Japan-South Korea cooperation in the current international environment"},
		{"a part of a sentence", "marking their third meeting in less than three months",
			"verbatim 9: marking their third meeting in less than three months"},
		{"typographic marks and white space", "He described their meeting in Nara as holding  “particularly profound\u00a0significance” given the complex global circumstances both nations face…",
			"verbatim 27: He described their meeting in Nara as holding \"particularly profound significance\" given the complex global circumstances both nations face"},
		{"in quotes", "\"Lee has indicated his intention to remain neutral in China-Japan disputes\"",
			"verbatim 33: Lee has indicated his intention to remain neutral in China-Japan disputes"},
		{"another number", "The Nara meeting represents the fourth round of talks between the leaders in less than three months.",
			"close 37: The Nara meeting represents the third round of talks between the leaders in less than three months | number: \"fourth\" reads \"third\""},
		{"another name", "Lee has indicated his intention to remain neutral in China-Taiwan disputes.",
			"close 33: Lee has indicated his intention to remain neutral in China-Japan disputes | name: \"Taiwan\" reads \"Japan\""},
		{"another name at the beginning", "Takaichi stressed the importance of finding common ground and maintaining communication channels.",
			"close 31: Lee stressed the importance of finding common ground and maintaining communication channels | name: \"Takaichi\" reads \"Lee\""},
		{"numbers before names before words", "Takaichi agreed to strengthen economic security cooperation during talks in Osaka, marking their second meeting in less than three months.",
			"close 9: Myung agreed to deepen economic security cooperation during talks in Nara, marking their third meeting in less than three months" +
				" | number: \"second\" reads \"third\" | name: \"Takaichi\" reads \"Myung\" | name: \"Osaka\" reads \"Nara\" | words: \"strengthen\" reads \"deepen\""},
		{"a date", "Japan has faced Chinese export controls and travel advisories following Takaichi's December remarks regarding Taiwan.",
			"close 48: Japan has faced Chinese export controls and travel advisories following Takaichi's November remarks regarding Taiwan | date: \"December\" reads \"November\""},
		{"a date as a whole", "Updated on 15 Jan 2026, 07:00 AM", ""},
		{"a word left out", "Their schedule includes visiting a temple before Lee's departure.",
			"close 44: Their schedule includes visiting a historic temple before Lee's departure | words: \"\" reads \"historic\""},
		{"a denial", "Lee has not indicated his intention to remain neutral in China-Japan disputes.",
			"close 33: Lee has indicated his intention to remain neutral in China-Japan disputes | words: \"not\" reads \"\""},
		{"another case", "lee emphasized the critical importance of JAPAN-South Korea cooperation",
			"close 27: Lee emphasized the critical importance of Japan-South Korea cooperation | name: \"lee\" reads \"Lee\" | name: \"JAPAN\" reads \"Japan\""},
		{"a row of a table", "Approach: Strategic and mutually beneficial", "verbatim 23: Approach: Strategic and mutually beneficial"},
		{"a heading", "Broader Geopolitical Implications", "verbatim 46: Broader Geopolitical Implications"},
		{"the title", "Japan and South Korea Pursue Deeper Economic Security Cooperation", "verbatim 1: Japan and South Korea Pursue Deeper Economic Security Cooperation"},
		{"metadata", "Updated on 14 Jan 2026", "verbatim 3: Updated on 14 Jan 2026"},
		{"nothing of it", "The president of France visited a bakery in Lyon on Sunday.", "absent"},
		{"the same words in no order", "Disputes neutral remain China indicated Lee Japan intention his has to in.", "absent"},
		{"function words", "It was in the other.", "absent"},
		{"a short sentence", "They played cards in Tokyo.", "absent"},
		{"NUL and marks", "\x00 ??? \u0301", ""},
		{"white space", " \n\t ", ""},
	} {
		if tt.name == "a date as a whole" {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			checked, err := l.Verify(t.Context(), tt.text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range checked {
				got = append(got, checkedLine(c))
			}
			if s := strings.Join(got, "\n"); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
		})
	}
}

func TestVerifyDocuments(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"old.md":   "---\ndate: 2024-01-01\n---\n# Fees\n\nThe fee for a boat is 12.50 € a night. It is due on 3 March 2024.\n",
		"new.md":   "---\ndate: 2026-01-01\n---\n# Fees\n\nThe fee for a boat is 15 € a night. It is **due** on 4 March 2026. See [the list](list.md) of berths &amp; moorings.\n",
		"also.md":  "---\ndate: 2025-01-01\n---\n# Fees\n\nThe fee for a boat is 15 € a night.\n",
		"gate.txt": "The gate\n\nThe gate opens at nine. Nobody knows why.\n",
		"ja.txt":   "港の記録\n\n港の水深は十二メートルである。桟橋は二〇二四年に完成した。\n",
		"ar.txt":   "سجل الميناء\n\nوافقت هيئة الميناء على تعميق الحوض الشمالي في العام المقبل.\n",
		"de.txt":   "Hafenordnung\n\nDie Liegegebühr für ein Boot beträgt fünfzehn Euro je Nacht. Der Hafenmeister öffnet das Tor um neun Uhr.\n",
	})
	l := open(t, docs)
	for _, tt := range []struct{ name, text, path, want string }{
		{"in two documents, the newest", "The fee for a boat is 15 € a night.", "new.md", "verbatim 6: The fee for a boat is 15 € a night"},
		{"an amount with its sign", "The fee for a boat is 15 $ a night.", "new.md", `close 6: The fee for a boat is 15 € a night | number: "$" reads "€"`},
		{"an amount", "The fee for a boat is 13.50 € a night.", "new.md", `close 6: The fee for a boat is 15 € a night | number: "13.50" reads "15"`},
		{"a date shown whole", "It is due on 5 March 2026.", "new.md", `close 6: It is **due** on 4 March 2026 | date: "5 March 2026" reads "4 March 2026"`},
		{"markup isn't read", "It is due on 4 March 2026. See the list of berths & moorings.", "new.md", "verbatim 6: It is **due** on 4 March 2026\nverbatim 6: See [the list](list.md) of berths &amp; moorings"},
		{"a few words, one of them changed", "The gate opens at ten.", "gate.txt", `close 3: The gate opens at nine | number: "ten" reads "nine"`},
		{"a few words, most of them changed", "The wall opens at Christmas.", "", "absent"},
		{"without spaces", "港の水深は十二メートルである。", "ja.txt", "verbatim 3: 港の水深は十二メートルである"},
		{"without spaces, another number", "港の水深は十三メートルである。", "ja.txt", `close 3: 港の水深は十二メートルである | number: "三" reads "二"`},
		{"right to left", "وافقت هيئة الميناء على تعميق الحوض الجنوبي في العام المقبل.", "ar.txt", `close 3: وافقت هيئة الميناء على تعميق الحوض الشمالي في العام المقبل | words: "الجنوبي" reads "الشمالي"`},
		{"accents left out", "Der Hafenmeister offnet das Tor um neun Uhr.", "de.txt", `close 3: Der Hafenmeister öffnet das Tor um neun Uhr | words: "offnet" reads "öffnet"`},
		{"a German noun is no name", "Der Hafenmeister öffnet die Tür um neun Uhr.", "de.txt", `close 3: Der Hafenmeister öffnet das Tor um neun Uhr | words: "die Tür" reads "das Tor"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			checked, err := l.Verify(t.Context(), tt.text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range checked {
				got = append(got, checkedLine(c))
				if c.Snippet.Citation.Path != tt.path {
					t.Errorf("found in %q, want %q", c.Snippet.Citation.Path, tt.path)
				}
			}
			if s := strings.Join(got, "\n"); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
		})
	}
}

func TestVerifyIsBounded(t *testing.T) {
	t.Parallel()
	l := open(t, "../seeds")
	for _, tt := range []struct {
		name, text    string
		checked, left int
	}{
		{"51 sentences", strings.Repeat("They met in Nara. ", 51), 50, 1},
		{"10,000 words", strings.Repeat("They talked about supply chains and security in the region again. ", 910), 50, 860},
		{"one sentence of 10,000 words", manyWords("word", 10000) + ".", 0, 1},
		{"a short one behind it", "They met. " + manyWords("Word", 10000) + ". They met.", 1, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			checked, err := l.Verify(t.Context(), tt.text)
			var left *LeftOutError
			if !errors.As(err, &left) || len(checked) != tt.checked || left.Checked != tt.checked || left.LeftOut != tt.left {
				t.Errorf("%d checked, %v; want %d, %d left out", len(checked), err, tt.checked, tt.left)
			}
		})
	}
}

// What is told of a sentence is the paragraph that it stands in, cited as such.
func TestVerifyTellsTheParagraph(t *testing.T) {
	t.Parallel()
	l := open(t, "../seeds")
	checked, err := l.Verify(t.Context(), "Lee emphasized the critical importance of Japan-South Korea cooperation in the current international environment.")
	if err != nil {
		t.Fatal(err)
	}
	s := checked[0].Snippet
	if s.Citation.Lines != [2]int{27, 27} || len(s.Pieces) != 1 || !s.Before || s.After || s.Sentence[0] != 0 {
		t.Errorf("lines %v, %d pieces, before %v, after %v, marked %v", s.Citation.Lines, len(s.Pieces), s.Before, s.After, s.Sentence)
	}
}

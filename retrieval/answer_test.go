package retrieval

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"docent/retrieval/corpus"
	"docent/retrieval/query"

	"docent/retrieval/index"
)

func TestFollowUp(t *testing.T) {
	t.Parallel()
	l := open(t, "../seeds")
	for _, tc := range []struct {
		question, earlier string
		want              []int // the line of the marked sentence; nil for silence
	}{
		{"and in October?", "Where did Takaichi and Lee meet?", []int{37, 40}},
		{"what about the drums?", "Where did Takaichi and Lee meet?", []int{44}},
		{"and why?", "Where did Takaichi and Lee meet?", []int{9, 15}},
		{"and in Paris?", "Where did Takaichi and Lee meet?", nil},
	} {
		a, err := l.Answer(t.Context(), Question{Text: tc.question, Earlier: tc.earlier, Why: true})
		if err != nil {
			t.Fatal(err)
		}
		if !a.Found {
			if tc.want != nil {
				t.Errorf("%q after %q: silence (%.2f), want lines %v", tc.question, tc.earlier, a.Confidence, tc.want)
			}
			continue
		}
		if line := sentenceLine(a.Snippets[0]); !slices.Contains(tc.want, line) {
			t.Errorf("%q after %q: line %d, want %v\n%s", tc.question, tc.earlier, line, tc.want, describe(a))
		}
	}
}

func TestSource(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"fruit/pears.txt":  pears,
		"fruit/apples.md":  "# Äpfel\n\nPears are mentioned here too: they ripen early.\n",
		"garden/notes.txt": "Garden notes\n\nThe pears by the wall ripen in July.\n",
	})
	l := open(t, docs)
	for source, want := range map[string]string{
		"":                 "fruit/pears.txt garden/notes.txt fruit/apples.md",
		"fruit/pears.txt":  "fruit/pears.txt",
		"FRUIT":            "fruit/apples.md fruit/pears.txt",
		"fruit/":           "fruit/apples.md fruit/pears.txt",
		"apfel":            "fruit/apples.md", // a title, without its marks
		"notes":            "garden/notes.txt",
		"nothing like it":  "",
		"garden/notes.txt": "garden/notes.txt",
	} {
		hits, err := l.Find(t.Context(), Search{Text: "pears ripen", Source: source})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range hits.Snippets {
			got = append(got, s.Citation.Path)
		}
		wanted := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("source %q: got %v, want %v", source, got, wanted)
		}
	}
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	l := open(t, "../seeds")
	a, err := l.Answer(t.Context(), Question{Text: "What does Takaicki export in spring?"})
	if err != nil {
		t.Fatal(err)
	}
	var headings, spellings []string
	for _, s := range a.Suggestions {
		if s.Kind == SuggestHeading {
			headings = append(headings, s.Text)
			if s.Citation.Path == "" || s.Citation.Lines[0] == 0 {
				t.Errorf("heading %q stands nowhere: %+v", s.Text, s.Citation)
			}
		} else {
			spellings = append(spellings, s.Text)
		}
	}
	if a.Found || !slices.Contains(headings, "Economic Security Focus") || !slices.Equal(spellings, []string{"What does Takaichi export in spring?"}) {
		t.Errorf("found %v, headings %q, spellings %q", a.Found, headings, spellings)
	}
}

// TestPassageOfTheSeed holds the Overview to its two paragraphs: the picture's number and caption between them are left
// out, and the gap shows.
func TestPassageOfTheSeed(t *testing.T) {
	t.Parallel()
	a, err := open(t, "../seeds").Answer(t.Context(), Question{Text: "Where did Takaichi and Lee meet?", Limit: 1})
	if err != nil || len(a.Snippets) != 1 {
		t.Fatalf("%d snippets, %v", len(a.Snippets), err)
	}
	s := a.Snippets[0]
	if s.Citation.Heading != "Overview" || s.Citation.Lines != [2]int{9, 15} || s.Citation.Date.Format("2006-01-02 15:04") != "2026-01-14 07:00" ||
		!strings.HasPrefix(s.Citation.Title, "Japan and South Korea Pursue") {
		t.Errorf("citation: %+v", s.Citation)
	}
	if len(s.Pieces) != 2 || s.Pieces[0].Skipped || !s.Pieces[1].Skipped || strings.Contains(s.Text, "29899817") || strings.Contains(s.Text, "AI") {
		t.Errorf("pieces: %+v of %q", s.Pieces, s.Text)
	}
}

func TestMetadataAsked(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]string{ // the first field, and the words that say of which document
		"When was this updated?":                           "updated|",
		"When was the Korea article last updated?":         "updated|Korea",
		"Who wrote it?":                                    "author|",
		"How long does it take to read the article?":       "reading time|",
		"When was the agreement on fishing published?":     "published|agreement fishing",
		"Who reviewed the report about pumps?":             "reviewer|pumps",
		"updated":                                          "|",
		"Where did they meet?":                             "|",
		"Which update of the firmware mended the old bug?": "|",
	} {
		fields, which := query.Parse(question, "", time.Time{}).Metadata()
		first := ""
		if len(fields) > 0 {
			first = string(fields[0])
		}
		if got := first + "|" + which; got != want {
			t.Errorf("%q: got %q, want %q", question, got, want)
		}
	}
}

func TestMetadataOfTheDocumentMeant(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"a.md": "---\ntitle: Pump manual\nauthor: Ada Byron\ndate: 2025-03-01\n---\n\nThe pump is blue. Hamlet was written by somebody else.\n",
		"b.md": "---\ntitle: Valve manual\nauthor: Max Planck\ndate: 2024-05-06\n---\n\nThe valve is red.\n",
	})
	l := open(t, docs)
	for q, want := range map[string]string{
		"Who wrote the pump manual?":             "Ada Byron",
		"Who is the author of the valve manual?": "Max Planck",
		"When was the valve manual published?":   "2024-05-06",
		"Who wrote the dishwasher leaflet?":      "",
		"Who wrote Hamlet?":                      "Hamlet was written by somebody else.",
	} {
		if got := first(t, l, q); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q", q, got, want)
		}
	}
}

// TestMarkedSentence asks documents of other kinds than the seed, and looks at what is marked.
func TestMarkedSentence(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"handbook.md": "# Staff handbook\n\n## Expenses\n\n| Item | Limit | Approval |\n| --- | --- | --- |\n| Hotel | 120 EUR a night | manager |\n" +
			"| Meals | 40 EUR a day | none |\n\n## IT\n\nTo log in from outside, go through gateway.example.com first.\n",
		"faq.txt":       "Frequently asked questions\n\nQ: Where do I park?\nA: In the garage under building C.\n\nQ: Can I bring my dog?\nA: Dogs are welcome on Fridays.\n",
		"protokoll.txt": "Protokoll der Sitzung\n\nDer Umzug in das neue Gebäude wurde verschoben. Die nächste Sitzung findet am 9. Juni in Raum 3.14 statt. Alle sind eingeladen.\n",
		"案内.txt":        "図書館のご案内\n\n開館時間は午前9時から午後8時までです。月曜日は休館です。\n",
	})
	l := open(t, docs)
	for q, want := range map[string]string{
		"hotel limit":                       "| Hotel | 120 EUR a night | manager |",
		"Who approves hotels?":              "| Hotel | 120 EUR a night | manager |",
		"Where can I park?":                 "Q: Where do I park?\nA: In the garage under building C.",
		"Wann ist die nächste Sitzung?":     "Die nächste Sitzung findet am 9. Juni in Raum 3.14 statt.",
		"What is the example gateway?":      "To log in from outside, go through gateway.example.com first.",
		"月曜日は開いていますか":                       "月曜日は休館です。",
		"What is the wifi password?":        "",
		"Wer ist der Präsident Brasiliens?": "",
	} {
		if got := first(t, l, q); got != want {
			t.Errorf("%q: got %q, want %q", q, got, want)
		}
	}
}

// TestMetadataInFiveLanguages asks the seed for its own fields: each is answered with the line it stands in.
func TestMetadataInFiveLanguages(t *testing.T) {
	t.Parallel()
	l := open(t, "../seeds")
	for want, questions := range map[string][]string{
		"Updated on 14 Jan 2026": {"When was this updated?", "Wann wurde der Artikel zuletzt aktualisiert?", "¿Cuándo se actualizó este artículo?", "Quand cet article a-t-il été mis à jour ?",
			"この記事はいつ更新されましたか？", "when was it last updated", "¿Cuándo fue actualizado el documento?"},
		"Shriram": {"Who reviewed it?", "Wer hat den Artikel geprüft?", "¿Quién revisó el artículo?", "Qui a relu cet article ?", "この記事を確認したのは誰ですか？"},
		"2 min read": {"How long is it?", "How long does it take to read?", "Wie lang ist der Artikel?", "Wie lange dauert es, den Artikel zu lesen?", "¿Cuánto tiempo se tarda en leer el artículo?",
			"¿Cuánto es de largo el artículo?", "Combien de temps faut-il pour lire cet article ?", "この記事を読むのに何分かかりますか？"},
	} {
		for _, q := range questions {
			a, err := l.Answer(t.Context(), Question{Text: q})
			if err != nil {
				t.Fatal(err)
			}
			if !a.Found || !strings.Contains(a.Snippets[0].Text, want) || a.Snippets[0].Citation.Lines[0] > 6 {
				t.Errorf("%q: found %v, want %q\n%s", q, a.Found, want, describe(a))
			}
		}
	}
	for _, q := range []string{"How long is this bridge?", "Wie lang ist die Brücke?", "When was the agreement on fish published?"} {
		if a, err := l.Answer(t.Context(), Question{Text: q}); err != nil || a.Found && a.Confidence == 1 {
			t.Errorf("%q: answered from a field (%v)\n%s", q, err, describe(a))
		}
	}
}

// TestMetadataOfTheDocumentBefore: behind an answer, "this" is the document that gave it.
func TestMetadataOfTheDocumentBefore(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"a.md": "---\ntitle: Pumps\ndate: 2025-03-01\n---\n\nThe pump is painted blue.\n",
		"b.md": "---\ntitle: Valves\ndate: 2024-05-06\n---\n\nThe valve is made of brass.\n",
		"c.md": "---\ntitle: Pipes\ndate: 2023-05-06\n---\n\nThe pipe is buried in sand.\n",
		"d.md": "---\ntitle: Seals\ndate: 2022-05-06\n---\n\nThe seal is black rubber.\n",
	})
	l := open(t, docs)
	a, err := l.Answer(t.Context(), Question{Text: "When was this published?", Earlier: "What is the valve made of?"})
	if err != nil || !a.Found || !strings.Contains(a.Snippets[0].Text, "2024-05-06") || len(a.Snippets) != 1 {
		t.Errorf("%v\n%s", err, describe(a))
	}
}

// A fault of ours beneath the index is an error with its place, and no damage: nothing is built anew for it.
func TestFaultIsNoDamage(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.md": "# Pears\n\n" + pears})
	l := open(t, docs)
	before := current(t, l)
	err := l.ask(t.Context(), func(_ *corpus.Version, snap *index.Snapshot, _ *verifier) error {
		return snap.Names(t.Context(), func(string, index.Name) { panic("a fault") })
	})
	if unavailable := (*UnavailableError)(nil); err == nil || errors.As(err, &unavailable) || !strings.Contains(err.Error(), "answer_test.go") {
		t.Errorf("got %v", err)
	}
	if current(t, l) != before || l.Status().Notice != (Notice{}) {
		t.Errorf("the index is built anew, or will be: %q", l.Status().Notice)
	}
}

package retrieval

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// paths asks a question and returns the documents that answer, best first.
func paths(t *testing.T, l *Library, q Question) []string {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 9
	}
	a, err := l.Answer(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range a.Snippets {
		out = append(out, s.Citation.Path)
	}
	return out
}

func TestDemands(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"a.md":     "---\ndate: 2025-03-01\n---\n\n# Pears\n\nThe red pear ripens in autumn on the wall. Café Müller sells it.\n",
		"b.md":     "---\ndate: 2026-01-14\n---\n\n# Apples\n\nThe pear is red when it ripens, says the gardener of the apples.\n",
		"c.md":     "# Notes\n\nA pear that ripens early is rarely red, and never by e-mail.\n",
		"fruit.ja": "", // no parser reads it
		"d.txt":    "覚え書き\n\n経済安全保障の対話が始まった。経済の対話と安全の保障は別である。\n",
		"e.txt":    "別の覚え書き\n\n経済と安全、そして保障の話。対話が始まった。\n",
	})
	l := open(t, docs)
	for text, want := range map[string]string{
		`When does the red pear ripen?`:                  "a.md b.md c.md",
		`When does the "red pear" ripen?`:                "a.md",
		`When does the "RED PEAR" ripen?`:                "a.md",
		`"cafe muller" pear`:                             "a.md",
		`When does the red pear ripen -apples`:           "a.md c.md",
		`When does the red pear ripen -apple -"e mail"`:  "a.md",
		`When does the red pear ripen -the`:              "a.md b.md c.md", // a function word excludes nothing
		`red pear ripens source:notes`:                   "c.md",
		`red pear ripens source:"a.md"`:                  "a.md",
		`red pear ripens source:nowhere`:                 "",
		`red pear ripens since:2025-12`:                  "b.md",
		`red pear ripens since: 1 March 2025 until:2025`: "a.md",
		`red pear ripens until:2024`:                     "",
		`「経済安全保障」の対話`:                                    "d.txt",
		`-pear -apples`:                                  "",
		`""`:                                             "",
		`"purple elephant"`:                              "",
	} {
		got := paths(t, l, Question{Text: text, Asked: time.Date(2026, 1, 15, 9, 30, 0, 0, time.UTC)})
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// TestDemandsOfASearch: what a question may say, a search may say too.
func TestDemandsOfASearch(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.md": "# Pears\n\nThe red pear ripens in autumn.\n", "b.md": "# Apples\n\nThe pear is red when it ripens.\n"})
	l := open(t, docs)
	for text, want := range map[string]string{`red pear`: "a.md b.md", `"red pear"`: "a.md", `red pear -autumn`: "b.md", `red pear source:apples`: "b.md", `red pear since:2020`: ""} {
		hits, err := l.Find(t.Context(), Search{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range hits.Snippets {
			got = append(got, s.Citation.Path)
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// TestPhraseThatNowhereStands reads the words of a phrase that no passage has as words, says so, and takes it for missing
// evidence.
func TestPhraseThatNowhereStands(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.md": "# Pears\n\nThe red pear ripens in autumn on the south wall of the old garden.\n\n# Plums\n\nPlums are blue.\n\n# Figs\n\nFigs are sweet.\n"})
	l := open(t, docs)
	a, err := l.Answer(t.Context(), Question{Text: `When does the "pear red" ripen on the south wall of the garden?`})
	if err != nil || !a.Found || !slices.Equal(a.Read.Missing, []string{"pear red"}) || len(a.Read.Phrases) > 0 {
		t.Errorf("found %v, read %+v, %v", a.Found, a.Read, err)
	}
	whole, err := l.Answer(t.Context(), Question{Text: `When does the pear red ripen on the south wall of the garden?`})
	if err != nil || whole.Confidence <= a.Confidence {
		t.Errorf("confidence %.2f with the phrase missing, %.2f without it asked for; %v", a.Confidence, whole.Confidence, err)
	}
	if a, err := l.Answer(t.Context(), Question{Text: `"wall south"`}); err != nil || a.Found {
		t.Errorf("nothing but a phrase that nowhere stands: found %v, %v\n%s", a.Found, err, describe(a))
	}
}

// TestPeriodIsPreferred: a time in words brings the documents of that time forward, and hides none.
func TestPeriodIsPreferred(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	report := "The committee agreed on the harbour fees and on the dredging of the harbour basin.\n"
	write(t, docs, map[string]string{
		"old.md":     "---\ndate: 2025-06-02\n---\n\n# Committee in summer\n\n" + report,
		"new.md":     "---\ndate: 2026-01-07\n---\n\n# Committee in winter\n\nOn the harbour fees and on the dredging of the harbour basin, the committee has agreed.\n",
		"undated.md": "# Committee notes\n\nIn January 2026 the ferry committee agreed on the ferry timetable.\n",
	})
	l := open(t, docs)
	for text, want := range map[string]string{
		"What did the committee agree on last week?":                    "new.md",
		"What harbour fees did the committee agree on in June 2025?":    "old.md",
		"What harbour fees did the committee agree on in January 2026?": "new.md",
		"What did the ferry committee agree on in January 2026?":        "undated.md",
	} {
		if got := paths(t, l, Question{Text: text, Asked: time.Date(2026, 1, 15, 9, 30, 0, 0, time.UTC)}); len(got) == 0 || got[0] != want {
			t.Errorf("%q: got %q, want %s first", text, got, want)
		}
	}
}

package retrieval

import (
	"slices"
	"testing"

	"docent/retrieval/query"
)

func TestCorrections(t *testing.T) {
	t.Parallel()
	l := open(t, "../seeds")
	for text, want := range map[string]struct {
		read  string // "" if nothing is corrected
		found bool
	}{
		"Where did Takiachi and Lee meet?":             {"Where did Takaichi and Lee meet?", true},
		"Where did takaichi's delegation meet Lee?":    {"", false},
		"What did Lee say of Takaichii's hospitality?": {"What did Lee say of Takaichi's hospitality?", true},
		"What investigaton did China launch?":          {"What investigation did China launch?", true},
		"Who plays the drmus?":                         {"Who plays the drums?", true},
		"What is the currency of South Korea?":         {"What is the current of South Korea?", false}, // and no answer
		"What happened in 2027?":                       {"", false},
		"Who is Takashi?":                              {"", false}, // another name
		"Where does Laura live?":                       {"", false},
		"thier cooperation in economic security":       {"", false}, // "their" is a function word
	} {
		a, err := l.Answer(t.Context(), Question{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		read := ""
		if len(a.Read.Corrections) > 0 {
			read = a.Read.Text
		}
		if read != want.read || a.Found != want.found {
			t.Errorf("%q: read as %q, found %v (%.2f); want %q, %v; %+v", text, read, a.Found, a.Confidence, want.read, want.found, a.Read.Corrections)
		}
	}
}

// TestCorrectionsFollowTheDocuments: a word that goes with its document is corrected to no more, and one that comes is known.
func TestCorrectionsFollowTheDocuments(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{"a.txt": "Garden\n\nThe rhododendron by the gate flowers in May.\n", "b.txt": "Garden\n\nPlums are ripe in August.\n"})
	l := open(t, docs)
	corrected := func(text string) bool {
		a, err := l.Answer(t.Context(), Question{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(a.Read.Corrections, func(r query.Rewording) bool { return r.Read == "rhododendron" })
	}
	const question = "When does the rhododendrn flower?"
	if !corrected(question) {
		t.Error("the word isn't corrected")
	}
	write(t, docs, map[string]string{"a.txt": "Garden\n\nThe gate is green.\n"})
	if _, err := l.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	if corrected(question) {
		t.Error("it is corrected to a word that is gone")
	}
	write(t, docs, map[string]string{"c.txt": "Garden\n\nThe rhododendron was moved to the pond.\n"})
	if _, err := l.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !corrected(question) {
		t.Error("it isn't corrected to a word that came back")
	}
}

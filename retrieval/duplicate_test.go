package retrieval

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const notice = "The swimming hall closes on Friday for repairs to the roof, and the sauna stays open for members until the evening. " +
	"Lockers must be emptied before the repairs begin, since the hall will be without power for most of the week. "

func TestNearDuplicatesAreFolded(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"a.md": "# Swimming hall\n\n" + notice + "\n",
		"b.md": "# Swimming hall, again\n\n" + strings.ReplaceAll(notice, "evening", "late evening") + "\n",
		"c.md": "# Copy\n\n" + strings.ToUpper(notice) + "\n",
		"d.md": "# Sauna\n\nThe sauna stays open while the roof of the hall is under repairs, members say.\n",
		"e.md": "# Park\n\nDucks live in the park.\n",
	})
	l := open(t, docs)
	ask := func() Answer {
		a, err := l.Answer(t.Context(), Question{Text: "When does the swimming hall close for repairs to the roof?"})
		if err != nil || !a.Found {
			t.Fatalf("found %v, %v", a.Found, err)
		}
		return a
	}
	a := ask()
	also := func(s Snippet) (out []string) {
		for _, c := range s.AlsoIn {
			out = append(out, c.Path)
		}
		slices.Sort(out)
		return out
	}
	all := append(also(a.Snippets[0]), a.Snippets[0].Citation.Path)
	slices.Sort(all)
	if !slices.Equal(all, []string{"a.md", "b.md", "c.md"}) || len(a.Disagree) > 0 {
		t.Errorf("the first snippet and its copies stand in %q, disagreeing: %v\n%s", all, a.Disagree, describe(a))
	}
	for _, s := range a.Snippets[1:] {
		if slices.Contains(all, s.Citation.Path) {
			t.Errorf("%s is shown beside its copy", s.Citation.Path)
		}
	}
	// A copy that is gone is not named.
	gone := also(a.Snippets[0])[0]
	if err := os.Remove(filepath.Join(docs, gone)); err != nil {
		t.Fatal(err)
	}
	if a := ask(); slices.Contains(also(a.Snippets[0]), gone) {
		t.Errorf("%s is named and gone", gone)
	}
}

func TestContradictions(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	write(t, docs, map[string]string{
		"2024.md":  "---\ndate: 2024-02-01\n---\n\n# Fees\n\nThe annual fee for members of the rowing club is 80 euros.\n\n# Boats\n\nThe third regatta was won by the green boat.\n",
		"2026.md":  "---\ndate: 2026-01-05\n---\n\n# Fees, new\n\nThe annual fee for members of the rowing club is 95 euros.\n\n# Boats\n\nThe fourth regatta was won by the red boat.\n",
		"about.md": "# About the club\n\nThe rowing club has its house by the bridge, and members pay an annual fee.\n",
		"swim.md":  "---\ndate: 2025-02-01\n---\n\n# Swimming\n\nThe annual fee for members of the swimming club is 60 euros.\n",
		"list.md":  "---\ndate: 2025-06-01\n---\n\n# Facts\n\nJetty depth: 3 m\nBoat house: red\n",
		"list2.md": "---\ndate: 2025-09-01\n---\n\n# Facts\n\nJetty depth: 4 m\nBoat house: red\n",
	})
	l := open(t, docs)
	for text, want := range map[string]string{ // the paths of those that disagree, in their order
		"What is the annual fee for members of the rowing club?": "2026.md 2024.md",
		"Who won the fourth regatta, the red boat?":              "",
		"Where does the rowing club have its house?":             "",
		"jetty depth": "list2.md list.md",
		"boat house":  "",
	} {
		for _, limit := range []int{1, 3} {
			a, err := l.Answer(t.Context(), Question{Text: text, Limit: limit})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, i := range a.Disagree {
				got = append(got, a.Snippets[i].Citation.Path)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q, limit %d: got %q, want %q\n%s", text, limit, got, want, describe(a))
			}
		}
	}
}

package retrieval

import (
	"encoding/json"
	"testing"
	"time"

	"docent/retrieval/document"
)

// TestJSON: what struct tags can't say.
func TestJSON(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 1, 14, 0, 0, 0, 0, time.UTC)
	cited := Citation{Title: "R&D <1>", Path: "a.md", Lines: [2]int{3, 4}}
	const citedJSON = `{"title":"R&D <1>","heading":"","path":"a.md","lines":[3,4],"date":null}`
	dated := Citation{Path: "b.pdf", Page: 2, Date: day.Add(7*time.Hour + time.Nanosecond)}
	for want, v := range map[string]any{
		citedJSON: cited,
		`{"title":"","heading":"","path":"b.pdf","lines":[0,0],"page":2,"date":"2026-01-14T07:00:00Z"}`:      dated,
		`{"title":"","heading":"","path":"","lines":[0,0],"date":"2026-01-14"}`:                              Citation{Date: day},
		`{"title":"","heading":"","path":"","lines":[0,0],"date":"2026-01-14T00:00:00+01:00"}`:               Citation{Date: time.Date(2026, 1, 14, 0, 0, 0, 0, time.FixedZone("", 3600))},
		`{"name":"n","value":"v","head":"h","text":"n: v","citation":` + citedJSON + `}`:                     FactHit{Name: "n", Value: "v", Head: "h", Snippet: Snippet{Text: "n: v", Citation: cited}},
		`{"kind":"spelling","text":"drums"}`:                                                                 Suggestion{Kind: SuggestSpelling, Text: "drums"},
		`{"kind":"heading","text":"h","citation":` + citedJSON + `}`:                                         Suggestion{Kind: SuggestHeading, Text: "h", Citation: cited},
		`{"text":"t","sentence":[0,1],"citation":` + citedJSON + `,"also_in":[` + citedJSON + `],"score":1}`: Snippet{Text: "t", Sentence: [2]int{0, 1}, Citation: cited, AlsoIn: []Citation{cited}, Score: 1, Before: true, Matches: [][2]int{{0, 1}}},
		`{"text":"?"}`: Reading{Text: "?"},
		`{"text":"<?>","missing":["a b"],"period":{"words":"latest"},"corrections":[{"typed":"a","read":"b"}],"cut":true,"since":"2026-01-14"}`: Reading{
			Text: "<?>", Missing: []string{"a b"}, Corrections: []Rewording{{Typed: "a", Read: "b"}}, Cut: true, Since: day, Period: Period{Words: "latest", Latest: true},
		},
		`{"text":"?","period":{"words":"then","since":"2026-01-14","until":"2026-01-14T07:00:00Z"},"until":"2026-01-14"}`: Reading{
			Text: "?", Until: day, Period: Period{Words: "then", Since: day, Until: day.Add(7 * time.Hour)},
		},
	} {
		got, err := document.Marshal(v)
		if err != nil || string(got) != want+"\n" {
			t.Errorf("%v\n%s%s", err, got, want)
		}
		if escaped, err := json.Marshal(v); err != nil || !json.Valid(escaped) {
			t.Errorf("%s, %v", escaped, err)
		}
	}
}

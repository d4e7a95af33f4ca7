package command

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// TestRequote keeps what a reply shows, and has it shown again.
func TestRequote(t *testing.T) {
	t.Parallel()
	commands := overReports(t)
	for _, r := range []Request{
		{Command: AskName, Options: map[string]string{"question": "Where did Takaichi and Lee meet?", "passages": "1"}},
		{Command: "quote", Options: map[string]string{"source": "talks.md", "lines": "9"}},
		{Command: factName, Options: map[string]string{"name": "status"}},
	} {
		shown, err := commands.Run(t.Context(), r)
		if err != nil || len(shown.Passages()) != 1 {
			t.Fatalf("%s: %+v, %v", r.Command, shown.Reply, err)
		}
		kept := throughJSON(t, shown.Passages()[0])
		got, err := commands.Requote(t.Context(), r, kept)
		if err != nil || got.Gone || !reflect.DeepEqual(got.Cards, shown.Cards) || !reflect.DeepEqual(got.Passages(), shown.Passages()) {
			t.Errorf("%s: %+v, %v; want %+v", r.Command, got.Cards, err, shown.Cards)
		}
		for name, change := range map[string]func(*Passage){
			"another document": func(p *Passage) { p.Citation.Path = "long.md" },
			"no document":      func(p *Passage) { p.Citation.Path = "gone.md" },
			"a part of a name": func(p *Passage) { p.Citation.Path = "talks" },
			"other words":      func(p *Passage) { p.Sum = sum("other words") },
			"elsewhere":        func(p *Passage) { p.Spans[0][0]++ },
			"beyond the end":   func(p *Passage) { p.Spans[0][1] = 1 << 40 },
		} {
			p := throughJSON(t, kept)
			change(&p)
			if got, err := commands.Requote(t.Context(), r, p); err != nil || !got.Gone || len(got.Cards) > 0 {
				t.Errorf("%s, %s: %+v, %v", r.Command, name, got.Reply, err)
			}
		}
	}
}

// throughJSON is a passage as it is kept.
func throughJSON(t *testing.T, p Passage) Passage {
	t.Helper()
	raw, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var kept Passage
	if err := json.Unmarshal(raw, &kept); err != nil {
		t.Fatal(err)
	}
	return kept
}

// TestRequoteByLines: what was kept by versions that knew no spans is found by its lines.
func TestRequoteByLines(t *testing.T) {
	t.Parallel()
	const line = "Takaichi and Lee met in Nara on 13 January. They spoke of supply chains for two hours."
	var kept Passage
	err := json.Unmarshal([]byte(`{
		"citation": {"Title": "Talks in Nara", "Heading": "Meeting", "Path": "talks.md", "Lines": [9, 9], "Page": 0, "Date": "2026-01-14T07:00:00Z"},
		"sum": "`+sum(line)+`"}`), &kept)
	if err != nil {
		t.Fatal(err)
	}
	got, err := overReports(t).Requote(t.Context(), Request{Command: AskName}, kept)
	if err != nil || got.Gone || got.Cards[0].Quote.Text != line || got.Cards[0].Heading != "Meeting" {
		t.Errorf("%+v, %v", got.Reply, err)
	}
}

// TestRequoteLinks: a place is linked to again.
func TestRequoteLinks(t *testing.T) {
	t.Parallel()
	commands := overReports(t)
	commands.links = SourceURL{"https://example.org/{path}#L{line}"}
	r := Request{Command: "quote", Options: map[string]string{"source": "talks.md", "lines": "9"}}
	shown, err := commands.Run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	got, err := commands.Requote(t.Context(), r, shown.Passages()[0])
	if err != nil || len(got.Cards) != 1 || !strings.HasSuffix(got.Cards[0].URL, "talks.md#L9") {
		t.Errorf("%+v, %v", got.Cards, err)
	}
}

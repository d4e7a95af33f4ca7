package command

import (
	"maps"
	"testing"
	"time"
)

func TestReadDates(t *testing.T) {
	t.Parallel()
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		since, until string
		from, before time.Time
		bad          string
	}{
		{"", "", time.Time{}, time.Time{}, ""},
		{"2026-01-31", "2026-01-31", day(2026, 1, 31), day(2026, 2, 1), ""},
		{"2026-01", " 2026-12 ", day(2026, 1, 1), day(2027, 1, 1), ""},
		{"2024", "2024", day(2024, 1, 1), day(2025, 1, 1), ""},
		{"2024-02-29", "2024-02", day(2024, 2, 29), day(2024, 3, 1), ""},
		{"31.1.2026", "", time.Time{}, time.Time{}, "31.1.2026"},
		{"2026", "2026-13", day(2026, 1, 1), time.Time{}, "2026-13"},
		{"2025-02-29", "", time.Time{}, time.Time{}, "2025-02-29"},
	} {
		from, before, bad := readDates(Request{Options: map[string]string{"since": test.since, "until": test.until}})
		if bad != test.bad || !from.Equal(test.from) || !before.Equal(test.before) {
			t.Errorf("%q to %q: %v, %v, %v", test.since, test.until, from, before, bad)
		}
	}
}

func TestReadLines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]int{
		"": {}, "24": {24, 24}, "24-31": {24, 31}, " 24 – 31 ": {24, 31}, "3—3": {3, 3},
		"0": {-1}, "31-24": {-1}, "-3": {-1}, "3-": {-1}, "a": {-1}, "1-2-3": {-1}, "99999999999999999999": {-1}, "１": {-1},
	} {
		got, ok := readLines(text)
		if bad := want[0] < 0; bad == ok || !bad && got != want {
			t.Errorf("%q: %v, %v", text, got, ok)
		}
	}
}

// TestReadLine reads what is typed at the terminal.
func TestReadLine(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, rest string
		command    string
		options    map[string]string
		page       int
	}{
		{"ask", "where did they meet?", "ask", map[string]string{"question": "where did they meet?"}, 0},
		{"ask", `source:"a b.md" since:2026 where? passages:1`, "ask", map[string]string{"source": "a b.md", "since": "2026", "passages": "1", "question": "where?"}, 0},
		{"ask", "what does note: mean?", "ask", map[string]string{"question": "what does note: mean?"}, 0},
		{"ask", "what is https://example.org?", "ask", map[string]string{"question": "what is https://example.org?"}, 0},
		{"find", "trade match:phrase page:3", "find", map[string]string{"query": "trade", "match": "phrase"}, 2},
		{"find", "trade page:0", "find", map[string]string{"query": "trade page:0"}, 0},
		{"quote", "talks.txt 24-31", "quote", map[string]string{"source": "talks.txt", "lines": "24-31"}, 0},
		{"quote", "talks.txt lines:24", "quote", map[string]string{"source": "talks.txt", "lines": "24"}, 0},
		{"quote", `talks.txt heading:"Next steps"`, "quote", map[string]string{"source": "talks.txt", "heading": "Next steps"}, 0},
		{"quote", "24", "quote", map[string]string{"source": "24"}, 0},
		{"sources", "", "sources list", map[string]string{}, 0},
		{"sources", "talks", "sources list", map[string]string{"filter": "talks"}, 0},
		{"sources", "list talks page:2", "sources list", map[string]string{"filter": "talks"}, 1},
		{"sources", "show talks.txt", "sources show", map[string]string{"source": "talks.txt"}, 0},
		{"help", "find", "help", map[string]string{"topic": "find"}, 0},
	} {
		got, ok := readLine(test.name, test.rest)
		if !ok || got.Command != test.command || !maps.Equal(got.Options, test.options) || got.Page != test.page {
			t.Errorf("/%s %s: %+v", test.name, test.rest, got)
		}
	}
	for _, name := range []string{"", "expand", "nothing"} {
		if got, ok := readLine(name, ""); ok {
			t.Errorf("/%s is read as %+v", name, got)
		}
	}
}

// FuzzReadLine: whatever is typed behind a command makes a request of it, with no option that it doesn't have.
func FuzzReadLine(f *testing.F) {
	f.Add("ask", `source:"a b" where? page:2`)
	f.Add("quote", "talks.txt 24-31")
	f.Add("sources", "show \x00 lines:")
	f.Fuzz(func(t *testing.T, name, rest string) {
		r, ok := readLine(name, rest)
		if !ok {
			return
		}
		for _, cmd := range typed() {
			if cmd.Name != r.Command {
				continue
			}
			for option := range r.Options {
				if _, known := cmd.Option(option); !known {
					t.Errorf("/%s %q has the option %q", name, rest, option)
				}
			}
			if r.Page < 0 || r.Page >= MaxPages {
				t.Errorf("/%s %q is page %d", name, rest, r.Page)
			}
			return
		}
		t.Errorf("/%s %q is the command %q", name, rest, r.Command)
	})
}

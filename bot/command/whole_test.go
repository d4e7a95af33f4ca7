package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docent/retrieval"
)

// The documents of the tests on a real library.
var reports = map[string]string{
	"talks.md": `---
title: Talks in Nara
status: agreed
---
# Talks in Nara

## Meeting

Takaichi and Lee met in Nara on 13 January. They spoke of supply chains for two hours.
`,
	"long.md": "# Long\n\n" + strings.Repeat("The archive keeps letters from the harbour office and the ferry.\n\n", 160),
}

// overReports are the commands on a real library over reports.
func overReports(t *testing.T) *Commands {
	t.Helper()
	docs := t.TempDir()
	for name, content := range reports {
		if err := os.WriteFile(filepath.Join(docs, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := retrieval.Open(t.Context(), retrieval.Config{Docs: docs, Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	if _, err := lib.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	return commandsOver(lib)
}

// TestOptionsBeyondTheirLimits: Discord holds people to the limits of options, but not programs.
func TestOptionsBeyondTheirLimits(t *testing.T) {
	t.Parallel()
	commands := overReports(t)
	long := strings.Repeat("ferry ", 2000)
	for _, r := range []Request{
		{Command: "ask", Options: map[string]string{"question": long}},
		{Command: "ask", Options: map[string]string{"question": "Where did Takaichi and Lee meet?", "passages": "99", "source": long}},
		{Command: "ask", Options: map[string]string{"question": "Where did Takaichi and Lee meet?", "passages": "-1"}, Page: MaxPages},
		{Command: "fact", Options: map[string]string{"name": long}},
		{Command: "find", Options: map[string]string{"query": "ferry", "match": "telepathy", "sort": "random", "type": long}},
		{Command: "find", Options: map[string]string{"query": "ferry"}, Page: MaxPages},
		{Command: "quote", Options: map[string]string{"source": "long.md", "lines": "1-999999999"}},
		{Command: "quote", Options: map[string]string{"source": "../../etc/passwd", "lines": "1"}},
		{Command: "quote", Options: map[string]string{"source": "talks.md", "page": "999999999999"}},
		{Command: "quote", Options: map[string]string{"source": "talks.md", "heading": long}},
		{Command: "sources list", Options: map[string]string{"filter": long}},
		{Command: "sources list", Page: MaxPages},
		{Command: "sources show", Options: map[string]string{"source": ""}},
		{Command: "sources file", Options: map[string]string{"source": "/etc/passwd"}},
		{Command: "verify", Options: map[string]string{"text": long}},
		{Command: "verify", Options: map[string]string{"text": strings.Repeat("Ferry. ", 500)}},
		{Command: "help", Options: map[string]string{"topic": long}},
		{Command: "expand", At: &retrieval.Citation{Path: "talks.md", Lines: [2]int{1, 999999999}}, Step: 77},
		{Command: "expand"}, {Command: "nothing"}, {},
	} {
		res, err := commands.Run(t.Context(), r)
		if err != nil {
			t.Errorf("%s: %v", r.Command, err)
		}
		if res.Text == "" && len(res.Cards)+len(res.Lines)+len(res.Sections) == 0 {
			t.Errorf("%s %.60v: nothing is said", r.Command, r.Options)
		}
	}
}

// TestHelpExamples: what /help says to try finds something in the documents that there are.
func TestHelpExamples(t *testing.T) {
	t.Parallel()
	commands := overReports(t)
	help, err := commands.Run(t.Context(), Request{Command: "help"})
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, l := range help.Lines {
		if l.Label != say("label.try") {
			continue
		}
		tried++
		name, rest := splitLine(l.Text)
		r, ok := readLine(name, rest)
		if res, err := commands.Run(t.Context(), r); !ok || err != nil || !res.Found {
			t.Errorf("%s: %q, %v", l.Text, res.Text, err)
		}
	}
	if tried < 3 {
		t.Errorf("%d examples: %+v", tried, help.Lines)
	}
}

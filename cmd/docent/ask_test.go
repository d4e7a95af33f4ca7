package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"docent/retrieval"
)

func TestAskExitStatus(t *testing.T) {
	broken := func(retrieval.Question) (retrieval.Answer, error) {
		return retrieval.Answer{}, errors.New("the index is broken")
	}
	for name, c := range map[string]struct {
		answer   func(retrieval.Question) (retrieval.Answer, error)
		args     []string
		status   int
		out, err string
	}{
		"found":             {found, []string{"where did they meet?"}, exitOK, "Nara", ""},
		"found, JSON":       {found, []string{"--json", "where?"}, exitOK, `"found": true`, ""},
		"silent":            {silent, []string{"what is the capital of France?"}, exitNothing, "found nothing", ""},
		"silent, JSON":      {silent, []string{"--json", "what is the capital of France?"}, exitNothing, `"found": false`, ""},
		"broken":            {broken, []string{"where?"}, exitFault, "", "the index is broken"},
		"broken, JSON":      {broken, []string{"--json", "where?"}, exitFault, "", "the index is broken"},
		"only punctuation":  {nil, []string{"?!"}, exitNothing, "no words", ""},
		"no question":       {nil, nil, exitFault, "", "Usage: docent ask"},
		"white space":       {nil, []string{" ", ""}, exitFault, "", "Usage: docent ask"},
		"unknown flag":      {nil, []string{"--jsn", "where?"}, exitFault, "", "jsn"},
		"help":              {nil, []string{"-h"}, exitOK, "Usage: docent ask", ""},
		"end of the flags":  {found, []string{"--", "--json", "where?"}, exitOK, "Nara", ""},
		"a flag's value":    {nil, []string{"--docs"}, exitFault, "", "docs"},
		"data in documents": {nil, []string{"--docs", "d", "--data", "d/x", "where?"}, exitFault, "", "DATA_DIR"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lib := &fakeLibrary{answer: c.answer}
			r := newTrial(t, lib).run(context.Background(), append([]string{"ask"}, c.args...)...)
			if r.status != c.status {
				t.Errorf("status %d, want %d", r.status, c.status)
			}
			if !strings.Contains(r.out, c.out) || c.out == "" && r.out != "" {
				t.Errorf("output %q", r.out)
			}
			if !strings.Contains(r.err, c.err) || c.err == "" && r.err != "" {
				t.Errorf("error stream %q", r.err)
			}
			if c.answer != nil && lib.closed != 1 {
				t.Errorf("the library was closed %d times", lib.closed)
			}
		})
	}
}

func TestAskPassesOnWhatWasAsked(t *testing.T) {
	var asked retrieval.Question
	tr := newTrial(t, &fakeLibrary{answer: func(q retrieval.Question) (retrieval.Answer, error) {
		asked = q
		return found(q)
	}})
	tr.run(context.Background(), "ask", "--docs", "papers", "--data", "/var/index", "--source", "news", "--why", "where", "did they\xff", "meet?")
	if asked.Text != "where did they meet?" || asked.Source != "news" || !asked.Why || !asked.Asked.Equal(testNow) {
		t.Errorf("asked %+v", asked)
	}
	if tr.config.Docs != filepath.Join(tr.sys.Dir, "papers") || tr.config.Data != "/var/index" {
		t.Errorf("opened %q and %q", tr.config.Docs, tr.config.Data)
	}
}

func TestOpeningFails(t *testing.T) {
	for _, args := range [][]string{{"ask", "x"}, {"find", "x"}, {"fact", "x"}, {"index"}, {}} {
		tr := newTrial(t, nil)
		tr.sys.Open = func(context.Context, retrieval.Config) (library, error) {
			return nil, errors.New("the index is in use by process 4711")
		}
		r := tr.run(context.Background(), args...)
		if r.status != exitFault || r.err != "docent: the index is in use by process 4711\n" {
			t.Errorf("%q: status %d, error stream %q", args, r.status, r.err)
		}
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	tr := newTrial(t, &fakeLibrary{answer: func(retrieval.Question) (retrieval.Answer, error) {
		cancel()
		return retrieval.Answer{}, ctx.Err()
	}})
	r := tr.run(ctx, "ask", "where?")
	if r.status != exitFault || r.err != "docent: stopped before it was done\n" {
		t.Errorf("status %d, error stream %q", r.status, r.err)
	}
}

func TestJSON(t *testing.T) {
	one := func(string) ([]retrieval.FactHit, error) {
		s := aSnippet()
		s.Text = "Scope: Economy"
		return []retrieval.FactHit{{Name: "Scope", Value: "Economy", Head: "Focus Area: Details", Snippet: s}}, nil
	}
	hits := func(retrieval.Search) (retrieval.Hits, error) {
		return retrieval.Hits{Snippets: []retrieval.Snippet{aSnippet()}, Total: 7}, nil
	}
	for name, c := range map[string]struct {
		lib  *fakeLibrary
		args []string
	}{
		"ask":          {&fakeLibrary{answer: found}, []string{"ask", "--json", "--why", "where did they meet?"}},
		"ask-silent":   {&fakeLibrary{answer: silent}, []string{"ask", "--json", "what is the capital of France?"}},
		"ask-wordless": {&fakeLibrary{}, []string{"ask", "--json", "?!"}},
		"find":         {&fakeLibrary{find: hits}, []string{"find", "--json", "drums"}},
		"find-none":    {&fakeLibrary{find: func(retrieval.Search) (retrieval.Hits, error) { return retrieval.Hits{}, nil }}, []string{"find", "--json", "trumpets"}},
		"fact":         {&fakeLibrary{facts: one}, []string{"fact", "--json", "scope"}},
		"fact-none":    {&fakeLibrary{facts: func(string) ([]retrieval.FactHit, error) { return nil, nil }}, []string{"fact", "--json", "colour"}},
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, name+".json", newTrial(t, c.lib).run(context.Background(), c.args...).out)
		})
	}
}

// JSON has no field for what is amiss with the library: it must not get lost.
func TestNoticeBesideJSON(t *testing.T) {
	tr := newTrial(t, &fakeLibrary{answer: func(q retrieval.Question) (retrieval.Answer, error) {
		a, _ := found(q)
		a.Notice = retrieval.Notice{Kind: "folder_missing"}
		return a, nil
	}})
	if r := tr.run(context.Background(), "ask", "--json", "where?"); r.err != "docent: The documents folder is missing. Nothing can be quoted until it is back.\n" {
		t.Errorf("error stream %q", r.err)
	}
}

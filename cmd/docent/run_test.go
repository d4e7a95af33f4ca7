package main

import (
	"context"
	"runtime/debug"
	"strings"
	"testing"
)

func TestCommandLine(t *testing.T) {
	for name, c := range map[string]struct {
		args     []string
		status   int
		out, err string // what the streams begin with
	}{
		"help":                {[]string{"help"}, exitOK, "Docent answers questions", ""},
		"--help":              {[]string{"--help"}, exitOK, "Docent answers questions", ""},
		"help of one":         {[]string{"help", "index"}, exitOK, "Usage: docent index [--docs DIR]", ""},
		"help of none":        {[]string{"help", "indx"}, exitFault, "", `docent: there is no command "indx". Did you mean "index"?`},
		"version":             {[]string{"version"}, exitOK, "docent ", ""},
		"--version":           {[]string{"--version"}, exitOK, "docent ", ""},
		"unknown":             {[]string{"aks", "where?"}, exitFault, "", `docent: there is no command "aks". Did you mean "ask"?`},
		"unknown, no hint":    {[]string{"serve"}, exitFault, "", "docent: there is no command \"serve\".\n\nDocent answers"},
		"an unknown flag":     {[]string{"--jsn"}, exitFault, "", `docent: there is no command "--jsn".`},
		"invite, no id":       {[]string{"invite"}, exitFault, "", "docent: invite: expected DISCORD_APP_ID"},
		"invite, an argument": {[]string{"invite", "me"}, exitFault, "", "docent: invite: it takes no arguments"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newTrial(t, nil).run(context.Background(), c.args...)
			if r.status != c.status || !strings.HasPrefix(r.out, c.out) || !strings.HasPrefix(r.err, c.err) || (c.err == "") != (r.err == "") {
				t.Errorf("status %d\noutput %q\nerror stream %q", r.status, r.out, r.err)
			}
		})
	}
}

// Every command's help names each of its flags with an explanation.
func TestHelpExplainsEveryFlag(t *testing.T) {
	for _, c := range commands() {
		text := commandUsage(c.name)
		for rest := c.args; ; {
			_, after, ok := strings.Cut(rest, "[--")
			if !ok {
				break
			}
			flag := after[:strings.IndexAny(after, " ]")]
			if !strings.Contains(text, "\n  --"+flag) {
				t.Errorf("%s: --%s isn't explained", c.name, flag)
			}
			rest = after
		}
	}
}

func TestInvite(t *testing.T) {
	const link = "https://discord.com/oauth2/authorize?client_id=%&integration_type=0&permissions=274878024704&scope=bot+applications.commands\n"
	for env, id := range map[string]string{
		"DISCORD_TOKEN=" + testToken:        testAppID,
		"DISCORD_APP_ID=223456789012345678": "223456789012345678",
	} {
		tr := newTrial(t, nil)
		tr.sys.Env = []string{env}
		r := tr.run(context.Background(), "invite")
		if want := strings.Replace(link, "%", id, 1); r.status != exitOK || r.out != want || r.err != "" {
			t.Errorf("status %d, output %q, want %q, error stream %q", r.status, r.out, want, r.err)
		}
	}
}

// A command stops at a faulty configuration, and help and version don't read it.
func TestFaultyConfiguration(t *testing.T) {
	for _, args := range [][]string{{}, {"ask", "x"}, {"find", "x"}, {"fact", "x"}, {"index"}, {"invite"}} {
		tr := newTrial(t, nil)
		tr.sys.Env = []string{"LOG_LEVEL=loud"}
		if r := tr.run(context.Background(), args...); r.status != exitFault || !strings.Contains(r.err, "LOG_LEVEL") || r.out != "" {
			t.Errorf("%q: status %d, output %q, error stream %q", args, r.status, r.out, r.err)
		}
	}
	for _, args := range [][]string{{"help"}, {"version"}} {
		tr := newTrial(t, nil)
		tr.sys.Env = []string{"LOG_LEVEL=loud"}
		if r := tr.run(context.Background(), args...); r.status != exitOK {
			t.Errorf("%q: status %d, %q", args, r.status, r.err)
		}
	}
}

func TestVersionLine(t *testing.T) {
	info := &debug.BuildInfo{Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.modified", Value: "true"}}}
	info.Main.Version = "v1.2.3"
	if got := versionLine(info); !strings.HasPrefix(got, "docent v1.2.3 commit 0123456789ab with changes, go") {
		t.Errorf("got %q", got)
	}
	if got := versionLine(nil); !strings.HasPrefix(got, "docent (devel), go") {
		t.Errorf("got %q", got)
	}
}

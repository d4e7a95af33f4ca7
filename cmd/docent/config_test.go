package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// testToken has the shape of a token; its first part is the id 123456789012345678 in base64.
const (
	testToken = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz-0123456789_A"
	testAppID = "123456789012345678"
)

func TestReadConfigDefaults(t *testing.T) {
	dir := t.TempDir()
	cfg, err := readConfig([]string{"PATH=/bin", "LOG_DIR=elsewhere"}, dir)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Docs != filepath.Join(dir, "seeds") || cfg.Data != filepath.Join(dir, "data") {
		t.Errorf("folders %q and %q", cfg.Docs, cfg.Data)
	}
	if cfg.Token != "" || cfg.AppID != "" || cfg.Guilds != nil || cfg.LogLevel != slog.LevelInfo || cfg.LogFormat != "text" {
		t.Errorf("got %+v", cfg)
	}
}

func TestReadConfigEnvironmentWins(t *testing.T) {
	dir := t.TempDir()
	writeEnv(t, dir, "\ufeff# comment\nDISCORD_TOKEN='"+testToken+"'\nexport DOCS_DIR=from-file # so\nLOG_LEVEL=error\nDISCORD_DEV_GUILD=\n")
	cfg, err := readConfig([]string{"DOCS_DIR=/srv/docs", "LOG_LEVEL=", "DISCORD_GUILDS= 123456789012345678, 223456789012345678,", "LOG_FORMAT=JSON"}, dir)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Token != testToken {
		t.Errorf("token of %d bytes", len(cfg.Token))
	}
	if cfg.Docs != "/srv/docs" {
		t.Errorf("docs %q", cfg.Docs)
	}
	if cfg.LogLevel != slog.LevelInfo {
		t.Errorf("level %v: an empty variable of the environment hides the file's", cfg.LogLevel)
	}
	if want := []string{"123456789012345678", "223456789012345678"}; !slices.Equal(cfg.Guilds, want) {
		t.Errorf("guilds %q", cfg.Guilds)
	}
	if cfg.LogFormat != "json" {
		t.Errorf("format %q", cfg.LogFormat)
	}
	if _, set := os.LookupEnv("DISCORD_TOKEN"); set {
		t.Error("the file was put into the process's environment")
	}
}

func TestReadConfigReportsEveryFault(t *testing.T) {
	dir := t.TempDir()
	writeEnv(t, dir, "DISCORD_TOKN="+testToken+"\nDISCORD_APP_ID=12\nlog_level=info\n")
	_, err := readConfig([]string{
		"DISCORD_TOKEN=Bot " + testToken,
		"DISCORD_GUILDS=123456789012345678,my server",
		"DISCORD_DEV_GUILD=" + testToken,
		"DOCS_DIRS=x",
		"DOCENT_EVAL_DIR=/somewhere",
		"LOG_LEVEL=loud",
		"LOG_FORMAT=xml",
		"DATA_DIR=a\x00b",
	}, dir)
	if err == nil {
		t.Fatal("no fault")
	}
	text := err.Error()
	for _, want := range []string{
		"configuration, 10 faults:",
		"DISCORD_TOKN (.env): there is no such variable; did you mean DISCORD_TOKEN?",
		"log_level (.env): there is no such variable; did you mean LOG_LEVEL?",
		"DOCS_DIRS (environment): there is no such variable; did you mean DOCS_DIR?",
		`DISCORD_TOKEN (environment): expected the bot token as the developer portal shows it; it begins with "Bot "`,
		`DISCORD_APP_ID (.env): expected the application's id, 17 to 20 digits; "12" was given`,
		`DISCORD_GUILDS (environment): expected server ids`,
		"DISCORD_DEV_GUILD (environment): expected a server id, 17 to 20 digits; ",
		"bytes were given",
		`LOG_LEVEL (environment): expected debug, info, warn or error; "loud" was given`,
		`LOG_FORMAT (environment): expected text or json; "xml" was given`,
		"DATA_DIR (environment): expected a folder",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	for part := range strings.SplitSeq(testToken, ".") {
		if strings.Contains(text, part) {
			t.Errorf("a part of the token is shown:\n%s", text)
		}
	}
}

func TestTokenFaults(t *testing.T) {
	for _, c := range []struct{ token, want string }{
		{"bot " + testToken, `"Bot "`},
		{`"` + testToken + `"`, "quotes"},
		{testToken + " ", "white space"},
		{testToken + "\n", "white space"},
		{"a.b.c/d", "characters"},
		{"a.b.ç", "characters"},
		{"0123456789abcdef0123456789abcdef", "this has 1"},
		{"a.b.c.d", "this has 4"},
	} {
		_, err := readConfig([]string{"DISCORD_TOKEN=" + c.token}, t.TempDir())
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: want %q, got %v", c.token, c.want, err)
		} else if strings.Contains(err.Error(), c.token) {
			t.Errorf("the token is shown: %v", err)
		}
	}
}

func TestAppIDOfToken(t *testing.T) {
	for token, want := range map[string]string{
		testToken:         testAppID,
		"":                "",
		"!!!.a.b":         "",
		"aGVsbG8.a.b":     "", // "hello"
		"MTIz.a.b":        "", // 123: no snowflake
		"MTIzNDU2Nzg5MDE": "",
	} {
		if got := appIDOfToken(token); got != want {
			t.Errorf("%q: got %q, want %q", token, got, want)
		}
	}
}

func TestFoldersMustBeApart(t *testing.T) {
	for _, c := range []struct {
		docs, data string
		ok         bool
	}{
		{"seeds", "data", true},
		{"docs", "docs-data", true},
		{"docs", "..data", true},
		{"data/docs", "data", true},
		{".", "data", false},
		{"docs", "docs", false},
		{"docs", "docs/index", false},
	} {
		_, err := folders{docs: c.docs, data: c.data}.readConfig(system{Dir: t.TempDir()})
		if (err == nil) != c.ok {
			t.Errorf("docs %q, data %q: %v", c.docs, c.data, err)
		}
	}
}

// Every variable stands in .env.example, in the same order, and nothing else does.
func TestEnvExampleListsEveryVariable(t *testing.T) {
	src, err := os.ReadFile("../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(src)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(line, "#") {
			got = append(got, name)
			if value != "" {
				t.Errorf("%s has a value in .env.example", name)
			}
		}
	}
	var want []string
	for _, v := range variables {
		want = append(want, v.name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	dir := t.TempDir()
	writeEnv(t, dir, string(src))
	if _, err := readConfig(nil, dir); err != nil {
		t.Errorf("as it stands it isn't a .env: %v", err)
	}
}

func writeEnv(t *testing.T, dir, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, ".env"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestCache(t *testing.T) {
	for value, want := range map[string]int64{"": defaultCache, "0": 0, "64": 64 << 20, "0.5": 512 << 10, " 1": -1, "-1": -1, "NaN": -1, "Inf": -1, "much": -1, "1e300": -1} {
		cfg, err := readConfig([]string{"CACHE_MB=" + value}, t.TempDir())
		if (err != nil) != (want < 0) || err == nil && cfg.Cache != want {
			t.Errorf("CACHE_MB=%s: %d, %v", value, cfg.Cache, err)
		}
	}
}

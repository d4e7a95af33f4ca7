package main

import (
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"docent/bot/command"
)

// A variable is one setting: its name, what its value must be, and how it is taken over. parse returns false for a value
// that isn't what is expected.
type variable struct {
	name     string
	expected string
	parse    func(c *config, value string) bool
}

// variables are all that Docent reads, in the order of .env.example.
var variables = []variable{
	{"DISCORD_TOKEN", "the bot token as the developer portal shows it", parseToken},
	{"DISCORD_APP_ID", "the application's id, 17 to 20 digits", func(c *config, v string) bool { c.AppID = v; return isID(v) }},
	{"DISCORD_GUILDS", "server ids of 17 to 20 digits, separated by commas", parseGuilds},
	{"DISCORD_DEV_GUILD", "a server id, 17 to 20 digits", func(c *config, v string) bool { c.DevGuild = v; return isID(v) }},
	{"DOCS_DIR", "a folder", func(c *config, v string) bool { c.Docs = v; return isPath(v) }},
	{"DATA_DIR", "a folder", func(c *config, v string) bool { c.Data = v; return isPath(v) }},
	{"SYNONYMS_FILE", "a file", func(c *config, v string) bool { c.Synonyms = v; return isPath(v) }},
	{"SOURCE_URL", "a link template such as https://example.org/{path}#L{line}, with {path} and maybe {line} {page} {heading} {text}", parseSourceURL},
	{"CACHE_MB", "a number of megabytes, 0 or more", parseCache},
	{"LOG_LEVEL", "debug, info, warn or error", parseLevel},
	{"LOG_FORMAT", "text or json", parseFormat},
}

// testVariables are read by this module's tests, so that setting them is no mistake.
var testVariables = []string{"DOCENT_DISCORD_SPEC", "DOCENT_EVAL_DIR"}

// ownPrefixes mark variables of the environment that are surely meant for Docent. Others may belong to anything; in
// .env, which is Docent's alone, every name must be known.
var ownPrefixes = []string{"DISCORD_", "DOCS_", "DOCENT_"}

// snowflake is an id of Discord's: a 64-bit number, of 17 digits since 2015.
var snowflake = regexp.MustCompile(`^[1-9][0-9]{16,19}$`)

// unknownVariable says that nobody reads the variable, and which one may have been meant.
func unknownVariable(name, where string) string {
	names := make([]string, 0, len(variables))
	for _, v := range variables {
		names = append(names, v.name)
	}
	if near := command.Nearest(strings.ToUpper(name), names); near != "" {
		return fmt.Sprintf("%s (%s): there is no such variable; did you mean %s?", name, where, near)
	}
	return fmt.Sprintf("%s (%s): there is no such variable; there are %s", name, where, strings.Join(names, ", "))
}

func isKnown(name string) bool {
	return slices.Contains(testVariables, name) || slices.ContainsFunc(variables, func(v variable) bool { return v.name == name })
}

func hasOwnPrefix(name string) bool {
	return slices.ContainsFunc(ownPrefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}

func isID(v string) bool { return snowflake.MatchString(v) }

func isPath(v string) bool { return !strings.ContainsRune(v, 0) }

func parseGuilds(c *config, v string) bool {
	for id := range strings.SplitSeq(v, ",") {
		id = strings.TrimSpace(id)
		if id == "" {
			continue
		}
		if !isID(id) {
			return false
		}
		c.Guilds = append(c.Guilds, id)
	}
	return true
}

func parseSourceURL(c *config, v string) bool {
	var err error
	c.SourceURL, err = command.NewSourceURL(v)
	return err == nil
}

// defaultCache holds what hundreds of thousands of passages are asked for.
const defaultCache = 128 << 20

// maxCacheMB is more than any machine has, and few enough to be counted in bytes.
const maxCacheMB = 1 << 30

func parseCache(c *config, v string) bool {
	mb, err := strconv.ParseFloat(v, 64)
	c.Cache = int64(mb * (1 << 20))
	return err == nil && mb >= 0 && mb <= maxCacheMB
}

func parseLevel(c *config, v string) bool {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	level, ok := levels[strings.ToLower(v)]
	c.LogLevel = level
	return ok
}

func parseFormat(c *config, v string) bool {
	c.LogFormat = strings.ToLower(v)
	return c.LogFormat == "text" || c.LogFormat == "json"
}

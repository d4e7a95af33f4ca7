package main

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"docent/bot/command"
)

// A config is what the environment and .env say, with defaults filled in and every value checked.
type config struct {
	Token     string            // of the Discord bot; "" for the chat at the terminal
	AppID     string            // the Discord application's id; "" if it isn't given
	Guilds    []string          // the only servers to answer in; none for all
	DevGuild  string            // register the commands in this server alone, where a change shows at once; "" for everywhere
	Docs      string            // the folder of documents, absolute
	Data      string            // the folder of the index, absolute
	Synonyms  string            // the file of synonyms and pinned passages, absolute; "" for none
	SourceURL command.SourceURL // links to where quotes were read
	Cache     int64             // memory for what the index has decoded, bytes; 0 for none
	LogLevel  slog.Level
	LogFormat string // text or json
}

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

// A setting is a value and where it was read.
type setting struct{ value, where string }

// readConfig reads the environment and the .env in dir; the environment wins. Its error lists every fault.
func readConfig(env []string, dir string) (config, error) {
	file, err := readDotenv(dir)
	settings, faults := merge(env, file)
	if err != nil {
		faults = append(faults, err.Error())
	}
	c := config{Docs: "seeds", Data: "data", Cache: defaultCache(memory()), LogLevel: slog.LevelInfo, LogFormat: "text"}
	for _, v := range variables {
		s := settings[v.name]
		if s.value == "" {
			continue
		}
		if !v.parse(&c, s.value) {
			faults = append(faults, fmt.Sprintf("%s (%s): expected %s; %s", v.name, s.where, v.expected, given(v.name, s.value)))
		}
	}
	c.Docs, c.Data = absolute(dir, c.Docs), absolute(dir, c.Data)
	if c.Synonyms != "" {
		c.Synonyms = absolute(dir, c.Synonyms)
	}
	return c, joinFaults(faults)
}

// merge lays the environment over the file, and reports names that nobody reads.
func merge(env []string, file map[string]string) (map[string]setting, []string) {
	settings := map[string]setting{}
	var unknown []string
	for name, value := range file {
		settings[name] = setting{value, ".env"}
		if !isKnown(name) {
			unknown = append(unknown, unknownVariable(name, ".env"))
		}
	}
	for _, entry := range env {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case isKnown(name):
			settings[name] = setting{value, "environment"}
		case hasOwnPrefix(name):
			unknown = append(unknown, unknownVariable(name, "environment"))
		}
	}
	slices.Sort(unknown)
	return settings, unknown
}

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

// given repeats a faulty value so that it can be recognised. A long one is only counted, and so is every token: a token
// may stand in the wrong variable.
func given(name, value string) string {
	if name == "DISCORD_TOKEN" {
		return tokenFault(value)
	}
	if len(value) > 40 {
		return fmt.Sprintf("%d bytes were given", len(value))
	}
	return fmt.Sprintf("%q was given", value)
}

// joinFaults is nil for no faults, and else one error that lists them.
func joinFaults(faults []string) error {
	switch len(faults) {
	case 0:
		return nil
	case 1:
		return errors.New("configuration: " + faults[0])
	}
	return fmt.Errorf("configuration, %d faults:\n  %s", len(faults), strings.Join(faults, "\n  "))
}

func isID(v string) bool { return snowflake.MatchString(v) }

func isPath(v string) bool { return !strings.ContainsRune(v, 0) }

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

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

// defaultCache is what a machine with so many bytes of memory (0: unknown) spends on the cache: 128 MB, or a quarter of what
// it has.
func defaultCache(memory uint64) int64 {
	const enough = 128 << 20
	if quarter := int64(memory / 4); quarter > 0 {
		return min(enough, quarter)
	}
	return enough
}

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

// checkFolders holds the two folders apart: an index inside the documents would index itself.
func (c config) checkFolders() error {
	rel, err := filepath.Rel(c.Docs, c.Data)
	if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return fmt.Errorf("configuration: DATA_DIR: expected a folder outside DOCS_DIR; %s is in %s", c.Data, c.Docs)
	}
	return nil
}

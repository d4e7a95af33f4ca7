package main

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
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

// A setting is a value and where it was read.
type setting struct{ value, where string }

// readConfig reads the environment and the .env in dir; the environment wins. Its error lists every fault.
func readConfig(env []string, dir string) (config, error) {
	file, err := readDotenv(dir)
	settings, faults := merge(env, file)
	if err != nil {
		faults = append(faults, err.Error())
	}
	c := config{Docs: "seeds", Data: "data", Cache: defaultCache, LogLevel: slog.LevelInfo, LogFormat: "text"}
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

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

// checkFolders holds the two folders apart: an index inside the documents would index itself.
func (c config) checkFolders() error {
	rel, err := filepath.Rel(c.Docs, c.Data)
	if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return fmt.Errorf("configuration: DATA_DIR: expected a folder outside DOCS_DIR; %s is in %s", c.Data, c.Docs)
	}
	return nil
}
